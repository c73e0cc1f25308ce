import * as z from 'zod/mini'
import { AmountMinor, Id, Moment, type Schema, type Shape } from '../kernel/index.ts'

/**
 * pending: waits for the payer · succeeded · failed · closed: given up at the provider, because the order was cancelled
 * or paid otherwise · held: money came, but of another amount or currency, and an operator decides · refund_due: paid
 * for an order that could not take it, all of it goes back.
 */
export type PaymentStatus = 'pending' | 'succeeded' | 'failed' | 'closed' | 'held' | 'refund_due'
export const PaymentStatus: Schema<PaymentStatus> = z.enum([
  ...(['pending', 'succeeded', 'failed', 'closed', 'held', 'refund_due'] as const),
])

/** Which part of an order that is paid in two a payment is for. */
export type PaymentPart = 'deposit' | 'balance'
export const PaymentPart: Schema<PaymentPart> = z.enum(['deposit', 'balance'])

/** One try to pay one order through one provider. */
export type Payment = {
  readonly id: string
  readonly orderId: string
  /** Name of the provider: `test` is built in, `none` pays orders of which nothing is left to pay. */
  readonly provider: string
  readonly amountMinor: number
  readonly refundedMinor: number
  readonly status: PaymentStatus
  readonly at: number
  /** Null or absent for an order that is paid at once. */
  readonly part?: PaymentPart | null | undefined
}

/** What the payer's device hands to the provider's own code: names and values as that code wants them. */
export type PaymentAction = Readonly<Record<string, string>>

/** A payment that was set out on, with what the payer's device needs next; null when there is nothing to do there. */
export type OpenedPayment = Payment & { readonly action: PaymentAction | null }
export const paymentFields: Shape<Payment> = {
  id: Id,
  orderId: Id,
  provider: z.string(),
  amountMinor: AmountMinor,
  refundedMinor: AmountMinor,
  status: PaymentStatus,
  at: Moment,
  part: z.optional(z.nullable(PaymentPart)),
}
export const Payment: Schema<Payment> = z.object(paymentFields)
export const OpenedPayment: Schema<OpenedPayment> = z.object({
  ...paymentFields,
  action: z.nullable(z.record(z.string(), z.string())),
})
