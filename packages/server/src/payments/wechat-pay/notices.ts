import type { NoticeReply, NoticeRequest, NoticeResult, PaymentProvider, ProviderNotice } from '../provider.ts'
import type { PlatformKeys } from './keys.ts'
import { isSignedBy, type Sealed, SIGNATURE_WINDOW_MS, signedHeaders, unseal } from './signing.ts'
import { statusOf, type Transaction } from './transaction.ts'

/** Nonces that are remembered; more than a busy shop is sent in the time a signature is good for. */
const MAX_NONCES = 100_000

type Envelope = { readonly event_type: string; readonly resource: Sealed }
type RefundResource = { readonly out_trade_no: string; readonly out_refund_no: string; readonly refund_status: string }

/** Checks and reads notifications of the provider. */
export function noticeReader(keys: PlatformKeys, apiKey: Buffer): PaymentProvider['notify'] {
  const isNew = nonceMemory()
  return async (request) => {
    const refused = await refusalOf(keys, isNew, request)
    if (refused !== undefined) return rejected(401, refused)
    try {
      return {
        kind: 'verified',
        notices: noticesIn(apiKey, request.body),
        taken: { status: 204, body: '' },
        failed: AGAIN,
      }
    } catch {
      return rejected(400, 'the resource cannot be read')
    }
  }
}

const AGAIN: NoticeReply = { status: 503, body: failure('not recorded yet') }

function failure(message: string): string {
  return JSON.stringify({ code: 'FAIL', message })
}

function rejected(status: number, reason: string): NoticeResult {
  return { kind: 'rejected', reply: { status, body: failure(reason) }, reason }
}

/** Why a notification is not believed; undefined when it is. */
async function refusalOf(
  keys: PlatformKeys,
  isNew: (nonce: string, now: number) => boolean,
  { headers, body, now }: NoticeRequest,
): Promise<string | undefined> {
  const signed = signedHeaders(headers, now)
  if (signed === undefined) return 'no signature of now'
  const { timestamp, nonce, signature, serialNumber } = signed
  const key = await keys.find(serialNumber, now).catch(() => undefined)
  if (key === undefined) return 'signed under a key that is not known'
  if (!isSignedBy(key, [timestamp, nonce, body], signature)) return 'the signature is wrong'
  return isNew(`${timestamp} ${nonce}`, now) ? undefined : 'the nonce was used before'
}

/** Whoever repeats a notification signs it anew, so a nonce that comes twice is a copy. */
function nonceMemory(): (nonce: string, now: number) => boolean {
  const seen = new Map<string, number>()
  return (nonce, now) => {
    for (const [old, at] of seen) {
      if (at + 2 * SIGNATURE_WINDOW_MS > now && seen.size < MAX_NONCES) break
      seen.delete(old)
    }
    if (seen.has(nonce)) return false
    seen.set(nonce, now)
    return true
  }
}

function noticesIn(apiKey: Buffer, body: string): readonly ProviderNotice[] {
  const { event_type: type, resource } = JSON.parse(body) as Envelope
  const said: unknown = JSON.parse(unseal(apiKey, resource))
  // Of money that was shared the same kind of event tells; it is asked about by the sweep.
  if (resource.original_type === 'profitsharing') return []
  if (type.startsWith('TRANSACTION.')) {
    const transaction = said as Transaction
    return [{ kind: 'payment', paymentId: transaction.out_trade_no, status: statusOf(transaction) }]
  }
  if (!type.startsWith('REFUND.')) return []
  const { out_trade_no: paymentId, out_refund_no: refundId, refund_status: status } = said as RefundResource
  return [{ kind: 'refund', paymentId, refundId, status: status === 'SUCCESS' ? 'settled' : 'processing' }]
}
