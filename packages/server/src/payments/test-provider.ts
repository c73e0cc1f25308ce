import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type NoticeRequest,
  type NoticeResult,
  type PaymentProvider,
  ProviderDeclined,
  type ProviderNotice,
  type ProviderStatus,
  type StatementLine,
} from './provider.ts'

/**
 * What goes wrong with a payment at its counter. late: the notification waits for `deliver` · duplicate: it comes twice
 * at once, and again with `deliver` · lost: it never comes · wrong_amount: the payer gives one minor unit less.
 */
export type PaymentFault = 'none' | 'late' | 'duplicate' | 'lost' | 'wrong_amount'

export type TestProviderOptions = {
  /** Signs the notifications, with HMAC-SHA-256. */
  readonly secret: string
  readonly now: () => number
  /** Takes a notification to the shop; resolves to whether it was taken. */
  readonly notify: (brandId: string, request: { readonly headers: Headers; readonly body: string }) => Promise<boolean>
}

/** A provider in memory with books of its own, and with faults on demand. */
export type TestProvider = PaymentProvider & {
  /** The payer pays, or does not. */
  readonly pay: (paymentId: string, fault?: PaymentFault) => Promise<void>
  readonly fail: (paymentId: string) => Promise<void>
  /** The next refunds are made, but their answers are lost. */
  readonly loseRefundAnswers: (count: number) => void
  /** Delivers what was late, and duplicates once more. */
  readonly deliver: () => Promise<void>
  /** Changes the provider's books behind everybody's back. */
  readonly books: {
    readonly payments: Map<string, BookedPayment>
    readonly refunds: Map<string, BookedRefund>
  }
}

export type BookedPayment = {
  readonly brandId: string
  readonly paymentId: string
  readonly reference: string
  amountMinor: number
  readonly currency: string
  outcome: ProviderStatus['outcome']
  at: number
}

export type BookedRefund = {
  readonly brandId: string
  readonly paymentId: string
  readonly refundId: string
  amountMinor: number
  readonly currency: string
  readonly at: number
}

const SIGNATURE = 'siyu-test-signature'

/** Opens a test provider of empty books. */
export function openTestProvider({ secret, now, notify }: TestProviderOptions): TestProvider {
  const payments = new Map<string, BookedPayment>()
  const refunds = new Map<string, BookedRefund>()
  const waiting: BookedPayment[] = []
  let answersToLose = 0
  const sign = (body: string): string => createHmac('sha256', secret).update(body).digest('hex')
  const tell = async (payment: BookedPayment): Promise<boolean> => {
    const body = JSON.stringify({ paymentId: payment.paymentId, status: statusOf(payment) })
    return notify(payment.brandId, { headers: new Headers({ [SIGNATURE]: sign(body) }), body })
  }
  const bookedOf = (paymentId: string): BookedPayment => {
    const payment = payments.get(paymentId)
    if (payment === undefined) throw new ProviderDeclined('test', 'payment_unknown')
    return payment
  }
  return {
    name: 'test',
    books: { payments, refunds },
    create: async ({ brandId, paymentId, amountMinor, currency }) => {
      const reference = `ref_${paymentId}`
      const at = now()
      const booked = { brandId, paymentId, reference, amountMinor, currency, outcome: 'pending' as const, at }
      if (!payments.has(paymentId)) payments.set(paymentId, booked)
      return { reference, action: { paymentId } }
    },
    close: async ({ paymentId }) => {
      const payment = bookedOf(paymentId)
      if (payment.outcome === 'succeeded') throw new Error('it is paid')
      payment.outcome = 'closed'
    },
    query: async ({ paymentId }) => statusOf(bookedOf(paymentId)),
    refund: async ({ brandId, refundId, paymentId, amountMinor, currency }) => {
      if (!refunds.has(refundId)) takeRefund(refunds, bookedOf(paymentId), amountMinor)
      const at = refunds.get(refundId)?.at ?? now()
      refunds.set(refundId, { brandId, refundId, paymentId, amountMinor, currency, at })
      if (answersToLose > 0) {
        answersToLose -= 1
        throw new Error('the answer was lost')
      }
      return 'settled'
    },
    notify: async (request) => noticeOf(request, sign),
    statement: async ({ brandId, fromAt, untilAt }) =>
      [...linesOf(payments, refunds, brandId)].filter(({ at }) => at >= fromAt && at < untilAt),
    pay: async (paymentId, fault = 'none') => {
      const payment = bookedOf(paymentId)
      if (payment.outcome === 'closed') throw new ProviderDeclined('test', 'payment_closed')
      if (fault === 'wrong_amount') payment.amountMinor -= 1
      payment.outcome = 'succeeded'
      payment.at = now()
      if (fault === 'late' || fault === 'duplicate') waiting.push(payment)
      if (fault === 'duplicate') await Promise.all([tell(payment), tell(payment)])
      if (fault === 'none' || fault === 'wrong_amount') await tell(payment)
    },
    fail: async (paymentId) => {
      const payment = bookedOf(paymentId)
      payment.outcome = 'failed'
      await tell(payment)
    },
    loseRefundAnswers: (count) => {
      answersToLose = count
    },
    deliver: async () => {
      for (const payment of waiting.splice(0)) await tell(payment)
    },
  }
}

/** Real providers refuse to give back more than came; so does this one. */
function takeRefund(refunds: ReadonlyMap<string, BookedRefund>, payment: BookedPayment, amountMinor: number): void {
  const before = [...refunds.values()].filter(({ paymentId }) => paymentId === payment.paymentId)
  const backMinor = before.reduce((sum, each) => sum + each.amountMinor, amountMinor)
  if (backMinor > payment.amountMinor) throw new ProviderDeclined('test', 'refund_exceeds_payment')
}

function statusOf({ outcome, amountMinor, currency, reference }: BookedPayment): ProviderStatus {
  return outcome === 'succeeded' ? { outcome, amountMinor, currency, reference } : { outcome }
}

function noticeOf({ headers, body }: NoticeRequest, sign: (body: string) => string): NoticeResult {
  const [wanted, given] = [sign(body), headers.get(SIGNATURE) ?? ''].map((text) => Buffer.from(text))
  const isSigned = wanted !== undefined && given?.length === wanted.length && timingSafeEqual(wanted, given)
  const refused = { status: 401, body: '{"code":"signature_wrong"}' }
  if (!isSigned) return { kind: 'rejected', reply: refused, reason: 'signature' }
  const said = JSON.parse(body) as Omit<Extract<ProviderNotice, { kind: 'payment' }>, 'kind'>
  return {
    kind: 'verified',
    notices: [{ kind: 'payment', ...said }],
    taken: { status: 200, body: '{"code":"ok"}' },
    failed: { status: 503, body: '{"code":"again"}' },
  }
}

function* linesOf(
  payments: ReadonlyMap<string, BookedPayment>,
  refunds: ReadonlyMap<string, BookedRefund>,
  ofBrandId: string,
): Generator<StatementLine> {
  for (const { brandId, outcome, ...line } of payments.values()) {
    if (brandId !== ofBrandId || outcome !== 'succeeded') continue
    yield { kind: 'payment', ...line, refundId: null, settled: true }
  }
  for (const { brandId, ...line } of refunds.values()) {
    if (brandId !== ofBrandId) continue
    yield { kind: 'refund', ...line, reference: `ref_${line.paymentId}`, settled: true }
  }
}
