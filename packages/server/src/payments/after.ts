import type { Payment, PaymentEvent, PaymentRecord } from '@siyu/core/payments'

type Happened = readonly { readonly type: string }[]

/** A payment as operators see it, after what happened to it. */
export function recordAfter(payment: PaymentRecord, events: Happened): PaymentRecord {
  return (events as readonly PaymentEvent[]).reduce(step, payment)
}

function step(current: PaymentRecord, event: PaymentEvent): PaymentRecord {
  switch (event.type) {
    case 'payment_opened':
      return { ...current, reference: event.reference }
    case 'payment_succeeded':
      return { ...current, ...cameBy(event, current), status: 'succeeded' }
    case 'payment_held':
      return { ...current, ...cameBy(event, current), status: 'held', paidCurrency: event.currency }
    case 'payment_unexpected':
      return { ...current, ...cameBy(event, current), status: 'refund_due' }
    case 'payment_failed':
      return { ...current, status: 'failed' }
    case 'payment_closed':
      return { ...current, status: 'closed' }
    case 'payment_refunded':
      return { ...current, refundedMinor: current.refundedMinor + event.amountMinor }
    default:
      return current
  }
}

type Came = { readonly amountMinor: number; readonly reference?: string | undefined }

function cameBy({ amountMinor, reference }: Came, current: PaymentRecord): Partial<PaymentRecord> {
  return { paidMinor: amountMinor, reference: reference ?? current.reference }
}

/** The payment that a member has just set out on. */
export function createdPayment(events: Happened, at: number): Payment {
  const [created, next] = events as readonly PaymentEvent[]
  if (created?.type !== 'payment_created') throw new Error('a payment starts with its creation')
  const { paymentId: id, orderId, provider, amountMinor, part = null } = created
  const status = next?.type === 'payment_succeeded' ? 'succeeded' : 'pending'
  return { id, orderId, provider, amountMinor, refundedMinor: 0, status, part, at }
}
