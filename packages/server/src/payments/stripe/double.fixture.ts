import { createHmac } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { StripeOptions } from './provider.ts'

const SECRET_KEY = 'sk_test_of_the_tests_0123456789'
const WEBHOOK_SECRET = 'whsec_of_the_tests'

type Fields = Readonly<Record<string, string>>
export type Intent = {
  readonly id: string
  readonly amount: number
  amount_received: number
  readonly currency: string
  status: string
  readonly metadata: Fields
  readonly client_secret: string
  created: number
}
export type BackPaid = {
  readonly id: string
  readonly amount: number
  readonly currency: string
  readonly payment_intent: string
  readonly metadata: Fields
  status: string
  readonly created: number
}

/** The provider's side on loopback: it checks the key and the idempotency keys, and signs what it sends. */
export type Double = {
  readonly options: (more?: Partial<StripeOptions>) => StripeOptions
  readonly intents: Map<string, Intent>
  readonly refunds: Map<string, BackPaid>
  readonly faults: { failing: number; refundStatus: string }
  /** Forgets idempotency keys, as the provider does after a day. */
  readonly forgetKeys: () => void
  readonly secrets: readonly string[]
  readonly pay: (reference: string, amount?: number) => Notification
  readonly notification: (type: string, object: object, how?: How) => Notification
  readonly close: () => Promise<void>
}
export type Notification = { readonly headers: Headers; readonly body: string }
type How = { readonly at?: number; readonly secret?: string }

type State = Pick<Double, 'intents' | 'refunds' | 'faults'> & {
  readonly now: () => number
  readonly kept: Map<string, { readonly text: string; readonly answer: Answer }>
}
type Answer = { readonly status: number; readonly body: object }

export async function openDouble(now: () => number): Promise<Double> {
  const faults = { failing: 0, refundStatus: 'succeeded' }
  const state: State = { now, intents: new Map(), refunds: new Map(), faults, kept: new Map() }
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: appOf(state).fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const { port } = server.address() as { port: number }
  const notification: Double['notification'] = (type, object, how) => notificationOf(type, object, now(), how)
  return {
    options: (more = {}) => ({
      ...{ secretKey: SECRET_KEY, publishableKey: 'pk_test', webhookSecret: WEBHOOK_SECRET },
      ...{ host: { protocol: 'http', name: '127.0.0.1', port }, ...more },
    }),
    ...{ intents: state.intents, refunds: state.refunds, faults, notification },
    forgetKeys: () => state.kept.clear(),
    secrets: [SECRET_KEY, WEBHOOK_SECRET],
    pay: (reference, amount) => {
      const intent = state.intents.get(reference)
      if (intent === undefined) throw new Error(`the double knows no ${reference}`)
      Object.assign(intent, { status: 'succeeded', amount_received: amount ?? intent.amount, created: seconds(now()) })
      return notification('payment_intent.succeeded', intent)
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

function no(status: number, type: string, code: string): Answer {
  return { status, body: { error: { type, code, message: `${code} with ${SECRET_KEY}` } } }
}

function appOf(state: State): Hono {
  const app = new Hono()
  app.all('*', async (c) => {
    const [url, text] = [new URL(c.req.url), await c.req.text()]
    const answer = (): Answer => {
      if (c.req.header('authorization') !== `Bearer ${SECRET_KEY}`) return no(401, 'invalid_request_error', 'key')
      if (state.faults.failing > 0) {
        state.faults.failing -= 1
        return no(500, 'api_error', 'down')
      }
      return once(state, c.req.method, url, text, c.req.header('idempotency-key'))
    }
    const { status, body } = answer()
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
  return app
}

/** The same key with the same text is the same answer; with another it is an error. */
function once(state: State, method: string, url: URL, text: string, key: string | undefined): Answer {
  if (method === 'GET') return answerOf(state, method, url, {})
  if (key === undefined) return no(400, 'invalid_request_error', 'no_idempotency_key')
  const kept = state.kept.get(key)
  const whole = `${url.pathname} ${text}`
  if (kept !== undefined && kept.text !== whole) return no(400, 'idempotency_error', 'key_reused')
  const answer = kept?.answer ?? answerOf(state, method, url, Object.fromEntries(new URLSearchParams(text)))
  state.kept.set(key, { text: whole, answer })
  return answer
}

function metadataOf(fields: Fields): Fields {
  const found = Object.entries(fields).map(([name, value]) => [/^metadata\[(\w+)\]$/.exec(name)?.[1], value] as const)
  return Object.fromEntries(found.filter(([name]) => name !== undefined))
}

function answerOf(state: State, method: string, { pathname, searchParams }: URL, fields: Fields): Answer {
  const [, , kind, id, verb] = pathname.split('/')
  if (kind === 'payment_intents' && id === undefined) return created(state, fields)
  if (kind === 'payment_intents') return intentAnswer(state, id ?? '', verb)
  if (kind === 'refunds' && method === 'POST') return refunded(state, fields)
  if (kind === 'refunds') {
    const of = searchParams.get('payment_intent')
    return listed([...state.refunds.values()].filter((each) => of === null || each.payment_intent === of))
  }
  if (kind !== 'charges') return no(404, 'invalid_request_error', 'resource_missing')
  const paid = [...state.intents.values()].filter(({ status }) => status === 'succeeded')
  return listed(
    paid.map((intent) => ({
      ...{ id: `ch_${intent.id}`, paid: true, amount_captured: intent.amount_received, currency: intent.currency },
      ...{ metadata: intent.metadata, payment_intent: intent.id, created: intent.created },
    })),
  )
}

function listed(data: readonly object[]): Answer {
  return { status: 200, body: { object: 'list', data, has_more: false } }
}

function created(state: State, fields: Fields): Answer {
  const { amount = '', currency = '' } = fields
  if (!/^[1-9]\d*$/.test(amount)) return no(400, 'invalid_request_error', 'amount_invalid')
  if (!['cny', 'usd', 'eur'].includes(currency)) return no(400, 'invalid_request_error', 'currency_invalid')
  const id = `pi_${state.intents.size + 1}`
  const made = { id, object: 'payment_intent', amount: Number(amount), amount_received: 0, currency }
  const rest = { status: 'requires_payment_method', metadata: metadataOf(fields), client_secret: `${id}_secret_x` }
  const intent = { ...made, ...rest, created: seconds(state.now()) }
  state.intents.set(id, intent)
  return { status: 200, body: intent }
}

function intentAnswer(state: State, id: string, verb: string | undefined): Answer {
  const intent = state.intents.get(id)
  if (intent === undefined) return no(404, 'invalid_request_error', 'resource_missing')
  if (verb === 'cancel' && intent.status === 'succeeded') {
    return no(400, 'invalid_request_error', 'payment_intent_unexpected_state')
  }
  if (verb === 'cancel') intent.status = 'canceled'
  return { status: 200, body: { ...intent } }
}

function refunded(state: State, fields: Fields): Answer {
  const { payment_intent: reference = '', amount = '0' } = fields
  const intent = state.intents.get(reference)
  if (intent?.status !== 'succeeded') return no(400, 'invalid_request_error', 'charge_missing')
  const before = [...state.refunds.values()].filter((each) => each.payment_intent === reference)
  const sum = before.reduce((total, each) => total + each.amount, Number(amount))
  if (sum > intent.amount_received) return no(400, 'invalid_request_error', 'charge_already_refunded')
  const id = `re_${state.refunds.size + 1}`
  const status = state.faults.refundStatus
  const made = { id, amount: Number(amount), currency: intent.currency, payment_intent: reference, status }
  const back = { ...made, metadata: metadataOf(fields), created: seconds(state.now()) }
  state.refunds.set(id, back)
  return { status: 200, body: { ...back } }
}

function notificationOf(type: string, object: object, now: number, how: How = {}): Notification {
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } })
  const timestamp = seconds(how.at ?? now)
  const signature = createHmac('sha256', how.secret ?? WEBHOOK_SECRET)
    .update(`${timestamp}.${body}`)
    .digest('hex')
  return { headers: new Headers({ 'stripe-signature': `t=${timestamp},v1=${signature}` }), body }
}
