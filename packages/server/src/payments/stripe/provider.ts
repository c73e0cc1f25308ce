import type { Stripe as StripeClient } from 'stripe'
import {
  type NewProviderPayment,
  type NoticeRequest,
  type NoticeResult,
  type PaymentProvider,
  ProviderDeclined,
  type ProviderNotice,
  type ProviderOpened,
  type ProviderPayment,
  type ProviderRefund,
  type ProviderStatus,
  type RefundStatus,
  type StatementLine,
  type StatementSpan,
} from '../provider.ts'

const NAME = 'stripe'
/** How far the moment of a notification may be behind ours: the documented five minutes, in seconds. */
const TOLERANCE_SECONDS = 300
const TIMEOUT_MS = 10_000
/** Rows of one page of a list. */
const PAGE = 100

export type StripeOptions = {
  /** `sk_…`; never leaves the server. */
  readonly secretKey: string
  /** `pk_…`; handed to the payer's device with the payment. */
  readonly publishableKey: string
  /** `whsec_…` of the endpoint that is notified. */
  readonly webhookSecret: string
  /** The brand whose account this is; all brands of the server without it. */
  readonly brandId?: string | undefined
  /** Another address of the API. */
  readonly host?: { readonly protocol: 'http' | 'https'; readonly name: string; readonly port: number } | undefined
}

/** Stripe as a provider: PaymentIntents, confirmed by the payer's device. The library is loaded here and not before. */
export async function stripePayments(options: StripeOptions): Promise<PaymentProvider> {
  const { Stripe } = await import('stripe')
  const { protocol, name: host, port } = options.host ?? { protocol: 'https', name: 'api.stripe.com', port: 443 }
  const stripe = new Stripe(options.secretKey, {
    ...{ protocol, host, port, timeout: TIMEOUT_MS, maxNetworkRetries: 2, telemetry: false },
    httpClient: Stripe.createFetchHttpClient(),
  })
  return {
    name: NAME,
    brandId: options.brandId,
    create: (payment) => plainly(create(stripe, options, payment)),
    close: (payment) => plainly(close(stripe, payment)),
    query: (payment) => plainly(query(stripe, payment)),
    refund: (wanted) => plainly(refund(stripe, wanted)),
    notify: async (request) => noticeOf(stripe, options.webhookSecret, request),
    statement: (span) => plainly(statement(stripe, span)),
  }
}

/** Errors of the library carry requests and headers; what leaves here says what it was, and no more. */
async function plainly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ProviderDeclined) throw error
    const { type = 'unknown', code = '', statusCode = 0 } = error as Partial<StripeClient.errors.StripeError>
    const isFinal = type === 'StripeInvalidRequestError' || type === 'StripeCardError'
    if (isFinal && statusCode < 500) throw new ProviderDeclined(NAME, code === '' ? type : code)
    throw new Error(`stripe: ${type} ${code} ${statusCode}`.trim())
  }
}

async function create(
  stripe: StripeClient,
  { publishableKey }: StripeOptions,
  { brandId, paymentId, orderId, amountMinor, currency, description }: NewProviderPayment,
): Promise<ProviderOpened> {
  const intent = await stripe.paymentIntents.create(
    {
      ...{ amount: amountMinor, currency: currency.toLowerCase(), description },
      metadata: { brand_id: brandId, payment_id: paymentId, order_id: orderId },
      automatic_payment_methods: { enabled: true },
    },
    { idempotencyKey: paymentId },
  )
  const clientSecret = intent.client_secret
  if (clientSecret === null) throw new Error('stripe: a payment without its client secret')
  return { reference: intent.id, action: { clientSecret, publishableKey } }
}

/** One whose number never reached us reached no payer either. */
async function close(stripe: StripeClient, { reference }: ProviderPayment): Promise<void> {
  if (reference !== null) await stripe.paymentIntents.cancel(reference, {}, { idempotencyKey: `close:${reference}` })
}

async function query(stripe: StripeClient, { reference }: ProviderPayment): Promise<ProviderStatus> {
  return reference === null ? { outcome: 'pending' } : statusOf(await stripe.paymentIntents.retrieve(reference))
}

type Intent = Pick<StripeClient.PaymentIntent, 'id' | 'status' | 'amount_received' | 'currency'>

/** A card that was turned down leaves the payment open: the payer may take another. */
function statusOf({ id: reference, status, amount_received: amountMinor, currency }: Intent): ProviderStatus {
  if (status === 'canceled') return { outcome: 'closed' }
  if (status !== 'succeeded') return { outcome: 'pending' }
  return { outcome: 'succeeded', amountMinor, currency: currency.toUpperCase(), reference }
}

/**
 * Idempotency keys are forgotten after a day, and a refund may be asked for again later than that: so it is looked for
 * first among those of the payment.
 */
async function refund(stripe: StripeClient, wanted: ProviderRefund): Promise<RefundStatus> {
  const { brandId, refundId, paymentId, amountMinor, reference } = wanted
  if (reference === null) throw new ProviderDeclined(NAME, 'payment_unknown')
  for await (const made of stripe.refunds.list({ payment_intent: reference, limit: PAGE })) {
    if (made.metadata?.['refund_id'] === refundId) return refundStatusOf(made.status)
  }
  const metadata = { brand_id: brandId, payment_id: paymentId, refund_id: refundId }
  const made = await stripe.refunds.create(
    { payment_intent: reference, amount: amountMinor, metadata },
    { idempotencyKey: refundId },
  )
  return refundStatusOf(made.status)
}

/** @throws for a refund that could not be paid: people have to look at it */
function refundStatusOf(status: string | null): RefundStatus {
  if (status === 'succeeded') return 'settled'
  if (status === 'pending' || status === 'requires_action') return 'processing'
  throw new ProviderDeclined(NAME, `refund_${status}`)
}

function noticeOf(stripe: StripeClient, secret: string, { headers, body, now }: NoticeRequest): NoticeResult {
  try {
    const signature = headers.get('stripe-signature') ?? ''
    const event = stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now)
    const [taken, failed] = [
      { status: 200, body: '' },
      { status: 503, body: '' },
    ]
    return { kind: 'verified', notices: noticesIn(event), taken, failed }
  } catch {
    return { kind: 'rejected', reply: { status: 400, body: '' }, reason: 'the signature is wrong' }
  }
}

function noticesIn(event: StripeClient.Event): readonly ProviderNotice[] {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.canceled': {
      const intent = event.data.object
      const paymentId = intent.metadata['payment_id']
      return paymentId === undefined ? [] : [{ kind: 'payment', paymentId, status: statusOf(intent) }]
    }
    case 'refund.created':
    case 'refund.updated': {
      const { metadata, status } = event.data.object
      const [paymentId, refundId] = [metadata?.['payment_id'], metadata?.['refund_id']]
      if (paymentId === undefined || refundId === undefined) return []
      return [{ kind: 'refund', paymentId, refundId, status: status === 'succeeded' ? 'settled' : 'processing' }]
    }
    default:
      return []
  }
}

async function statement(
  stripe: StripeClient,
  { brandId, fromAt, untilAt }: StatementSpan,
): Promise<readonly StatementLine[]> {
  const created = { gte: Math.floor(fromAt / 1000), lt: Math.ceil(untilAt / 1000) }
  const lines: StatementLine[] = []
  const isOurs = (metadata: StripeClient.Metadata | null): boolean => metadata?.['brand_id'] === brandId
  for await (const charge of stripe.charges.list({ created, limit: PAGE })) {
    if (!charge.paid || !isOurs(charge.metadata)) continue
    lines.push({
      ...lineOf(charge),
      kind: 'payment',
      refundId: null,
      amountMinor: charge.amount_captured,
      settled: true,
    })
  }
  for await (const back of stripe.refunds.list({ created, limit: PAGE })) {
    if (!isOurs(back.metadata)) continue
    const refundId = back.metadata?.['refund_id'] ?? null
    const settled = back.status === 'succeeded'
    lines.push({ ...lineOf(back), kind: 'refund', refundId, amountMinor: back.amount, settled })
  }
  return lines
}

type Listed = Pick<StripeClient.Refund, 'metadata' | 'currency' | 'created' | 'payment_intent'>

function lineOf({ metadata, currency, created, payment_intent: intent }: Listed) {
  const reference = typeof intent === 'string' ? intent : (intent?.id ?? null)
  const paymentId = metadata?.['payment_id'] ?? ''
  return { paymentId, reference, currency: currency.toUpperCase(), at: created * 1000 }
}
