import type { PaymentPart } from './schema.ts'

type OfPayment = { readonly paymentId: string; readonly orderId: string; readonly memberId: string }

/** The member set out to pay. */
export type PaymentCreated = OfPayment & {
  readonly type: 'payment_created'
  readonly provider: string
  readonly amountMinor: number
  readonly part?: PaymentPart | undefined
  /** Its money is kept together at the provider, so that commission can be paid out of it 分账; absent for not. */
  readonly isShared?: boolean | undefined
}

/** No commission is paid out of it any more: what is left is the brand's to use. */
export type PaymentSharingEnded = OfPayment & { readonly type: 'payment_sharing_ended' }

/** The provider knows of it, under a number of its own. */
export type PaymentOpened = OfPayment & { readonly type: 'payment_opened'; readonly reference: string }

/** The provider says the money is there. */
export type PaymentSucceeded = OfPayment & {
  readonly type: 'payment_succeeded'
  readonly amountMinor: number
  readonly reference?: string | undefined
}

/** The provider says it will not come. */
export type PaymentFailed = OfPayment & { readonly type: 'payment_failed' }

/** The provider takes no money for it any more. */
export type PaymentClosed = OfPayment & { readonly type: 'payment_closed' }

/** Money came, but of another amount or currency than was asked for: an operator decides what becomes of it. */
export type PaymentHeld = OfPayment & {
  readonly type: 'payment_held'
  readonly amountMinor: number
  readonly currency: string
  readonly reference?: string | undefined
}

/** Money came for an order that is cancelled or already paid: all of it goes back, and someone is told. */
export type PaymentUnexpected = OfPayment & {
  readonly type: 'payment_unexpected'
  readonly amountMinor: number
  readonly reference?: string | undefined
}

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
  | PaymentOpened
  | PaymentSucceeded
  | PaymentFailed
  | PaymentClosed
  | PaymentHeld
  | PaymentUnexpected
  | PaymentRefundRequested
  | PaymentRefunded
  | PaymentSharingEnded
