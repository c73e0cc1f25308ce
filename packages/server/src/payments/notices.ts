import { bodyLimit } from 'hono/body-limit'
import type { Outcome } from '../kernel/command.ts'
import type { App } from '../kernel/http.ts'
import { providerOf } from '../kernel/provider.ts'
import type { NoticeReply, PaymentProvider, ProviderNotice } from './provider.ts'

/** The largest notification; those of the providers are a few kB. */
const MAX_NOTICE_BYTES = 64 * 1024

/** Where a provider sends what it has to say about payments of a brand. */
export const NOTICE_PATH = '/v1/payment-notices/:provider/:brandId'

/** What taking notifications needs of the server. */
export type NoticePorts = {
  readonly providers: readonly PaymentProvider[]
  readonly now: () => number
  readonly run: (brandId: string, endpoint: string, input: unknown, key: string) => Promise<Outcome>
  readonly onFault: (error: unknown) => void
}

/**
 * Mounts the endpoint that providers notify. Nothing is believed before the provider's own room has checked the
 * signature over the raw body; what it then says is recorded under a key made of what it says, so that the same
 * notification any number of times is one.
 */
export function mountNotices(app: App, ports: NoticePorts): void {
  const limited = bodyLimit({ maxSize: MAX_NOTICE_BYTES, onError: (c) => c.text('', 413) })
  app.post(NOTICE_PATH, limited, async (c) => {
    const { provider = '', brandId = '' } = c.req.param() as { provider?: string; brandId?: string }
    const reply = await takeNotice(ports, brandId, provider, c.req.raw.headers, await c.req.text())
    const type = reply.body.startsWith('{') ? 'application/json' : 'text/plain'
    return new Response(reply.body === '' ? null : reply.body, {
      status: reply.status,
      headers: { 'content-type': type },
    })
  })
}

async function takeNotice(
  ports: NoticePorts,
  brandId: string,
  name: string,
  headers: Headers,
  body: string,
): Promise<NoticeReply> {
  const provider = providerOf(ports.providers, brandId, name)
  if (provider === undefined) return { status: 404, body: '' }
  const result = await provider.notify({ headers, body, now: ports.now() })
  if (result.kind === 'rejected') return result.reply
  for (const notice of result.notices) {
    const isDone = await recordNotice(ports, brandId, notice).catch((error: unknown) => {
      ports.onFault(error)
      return false
    })
    if (!isDone) return result.failed
  }
  return result.taken
}

/** Records one thing a provider says. Resolves to false when it has to say it again. */
export async function recordNotice(
  { run, onFault }: Pick<NoticePorts, 'run' | 'onFault'>,
  brandId: string,
  notice: ProviderNotice,
): Promise<boolean> {
  const command = commandOf(notice)
  if (command === undefined) return true
  const outcome = await run(brandId, ...command)
  // Money we know nothing of is for people to look at: the provider keeps saying it, and reconciliation shows it.
  if (outcome.kind === 'refused') onFault(new Error(`a notice of a provider: ${outcome.refusal.code}`))
  return outcome.kind === 'done'
}

/** What records it, under the key that is the same whoever heard of it; nothing for what is still under way. */
export function commandOf(notice: ProviderNotice): [endpoint: string, input: object, key: string] | undefined {
  const { paymentId } = notice
  if (notice.kind === 'refund') {
    const { refundId } = notice
    const isSettled = notice.status === 'settled'
    return isSettled ? ['payments.noteRefund', { paymentId, refundId }, `refund:${refundId}`] : undefined
  }
  const { status } = notice
  const { outcome } = status
  if (outcome === 'pending') return undefined
  if (outcome !== 'succeeded')
    return ['payments.note', { paymentId, outcome, amountMinor: 0 }, `notice:${paymentId}:${outcome}`]
  const { amountMinor, currency, reference } = status
  const known = reference === null ? {} : { reference }
  const key = `notice:${paymentId}:${amountMinor}:${currency}:${reference}`
  return ['payments.note', { paymentId, outcome, amountMinor, currency, ...known }, key]
}
