import * as z from 'zod/mini'
import { AmountMinor, type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import { PaymentRecord } from './operator-schema.ts'

/** A provider's word about a payment, after its signature was checked. */
export type PaymentNotice = {
  readonly paymentId: string
  /** opened: the provider knows of it · closed: it takes no money for it any more. */
  readonly outcome: 'opened' | 'succeeded' | 'failed' | 'closed'
  readonly amountMinor: number
  /** In which currency the money came; that of the order without it. */
  readonly currency?: string | undefined
  /** The provider's own number of it. */
  readonly reference?: string | undefined
}
export const PaymentNotice: Schema<PaymentNotice> = z.object({
  paymentId: Id,
  outcome: z.enum(['opened', 'succeeded', 'failed', 'closed']),
  amountMinor: AmountMinor,
  currency: z.optional(Currency),
  reference: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
})

/** Record what a provider says. The same notice any number of times is one payment. */
export const notePayment: Endpoint<PaymentNotice, PaymentRecord, 'payment_missing'> = {
  name: 'payments.note',
  method: 'POST',
  path: '/v1/payments/notices',
  access: 'system',
  input: PaymentNotice,
  output: PaymentRecord,
  refusals: { payment_missing: 404 },
}

export type NoteRefundInput = { readonly paymentId: string; readonly refundId: string }
export const NoteRefundInput: Schema<NoteRefundInput> = z.object({ paymentId: Id, refundId: Id })

/** Record that the provider has paid a refund. */
export const noteRefund: Endpoint<NoteRefundInput, PaymentRecord, 'payment_missing' | 'refund_missing'> = {
  name: 'payments.noteRefund',
  method: 'POST',
  path: '/v1/payments/refund-notices',
  access: 'system',
  input: NoteRefundInput,
  output: PaymentRecord,
  refusals: { payment_missing: 404, refund_missing: 404 },
}

export type PaymentRef = { readonly paymentId: string }
export const PaymentRef: Schema<PaymentRef> = z.object({ paymentId: Id })

/** Record that nothing more is paid out of a payment. */
export const endSharing: Endpoint<PaymentRef, PaymentRef, 'payment_missing'> = {
  name: 'payments.endSharing',
  method: 'POST',
  path: '/v1/payments/sharing-ends',
  access: 'system',
  input: PaymentRef,
  output: PaymentRef,
  refusals: { payment_missing: 404 },
}
