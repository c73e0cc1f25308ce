import * as z from 'zod/mini'
import { AmountMinor, type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { Payment } from './schema.ts'

/** A provider's word about a payment, after its signature was checked. */
export type PaymentNotice = {
  readonly paymentId: string
  readonly outcome: 'succeeded' | 'failed'
  readonly amountMinor: number
}
export const PaymentNotice: Schema<PaymentNotice> = z.object({
  paymentId: Id,
  outcome: z.enum(['succeeded', 'failed']),
  amountMinor: AmountMinor,
})

/** Record what a provider says. The same notice any number of times is one payment. */
export const notePayment: Endpoint<PaymentNotice, Payment, 'payment_missing'> = {
  name: 'payments.note',
  method: 'POST',
  path: '/v1/payments/notices',
  access: 'system',
  input: PaymentNotice,
  output: Payment,
  refusals: { payment_missing: 404 },
}

export type NoteRefundInput = { readonly paymentId: string; readonly refundId: string }
export const NoteRefundInput: Schema<NoteRefundInput> = z.object({ paymentId: Id, refundId: Id })

/** Record that the provider has paid a refund. */
export const noteRefund: Endpoint<NoteRefundInput, Payment, 'payment_missing' | 'refund_missing'> = {
  name: 'payments.noteRefund',
  method: 'POST',
  path: '/v1/payments/refund-notices',
  access: 'system',
  input: NoteRefundInput,
  output: Payment,
  refusals: { payment_missing: 404, refund_missing: 404 },
}
