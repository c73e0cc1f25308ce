import * as z from 'zod/mini'
import { AmountMinor, Id, Moment, type Schema } from '../kernel/index.ts'

/**
 * pending: waits for the payer · succeeded · failed · refund_due: paid for an order that could not take it, all of it
 * goes back.
 */
export type PaymentStatus = 'pending' | 'succeeded' | 'failed' | 'refund_due'
export const PaymentStatus: Schema<PaymentStatus> = z.enum(['pending', 'succeeded', 'failed', 'refund_due'])

/** One try to pay one order through one provider. */
export type Payment = {
  readonly id: string
  readonly orderId: string
  /** Name of the provider: `test` is built in, `none` pays orders that cost nothing. */
  readonly provider: string
  readonly amountMinor: number
  readonly refundedMinor: number
  readonly status: PaymentStatus
  readonly at: number
}
export const Payment: Schema<Payment> = z.object({
  id: Id,
  orderId: Id,
  provider: z.string(),
  amountMinor: AmountMinor,
  refundedMinor: AmountMinor,
  status: PaymentStatus,
  at: Moment,
})

type OfPayment = { readonly paymentId: string; readonly orderId: string; readonly memberId: string }

/** The member set out to pay. */
export type PaymentCreated = OfPayment & {
  readonly type: 'payment_created'
  readonly provider: string
  readonly amountMinor: number
}
/** The provider says the money is there. */
export type PaymentSucceeded = OfPayment & { readonly type: 'payment_succeeded'; readonly amountMinor: number }
/** The provider says it will not come. */
export type PaymentFailed = OfPayment & { readonly type: 'payment_failed' }
/** Money came for an order that is cancelled or already paid: all of it goes back, and someone is told. */
export type PaymentUnexpected = OfPayment & { readonly type: 'payment_unexpected'; readonly amountMinor: number }
/** Money is to go back; the provider is called with `refundId`, again and again until it answers. */
export type PaymentRefundRequested = OfPayment & {
  readonly type: 'payment_refund_requested'
  readonly refundId: string
  readonly amountMinor: number
}
/** The provider has paid it back. */
export type PaymentRefunded = OfPayment & {
  readonly type: 'payment_refunded'
  readonly refundId: string
  readonly amountMinor: number
}

/** Everything that can happen to a payment. */
export type PaymentEvent =
  | PaymentCreated
  | PaymentSucceeded
  | PaymentFailed
  | PaymentUnexpected
  | PaymentRefundRequested
  | PaymentRefunded
