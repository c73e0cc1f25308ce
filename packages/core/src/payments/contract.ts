import * as z from 'zod/mini'
import { AmountMinor, type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { Payment } from './schema.ts'

export type CreatePaymentInput = { readonly orderId: string }
export const CreatePaymentInput: Schema<CreatePaymentInput> = z.object({ orderId: Id })

/** Set out to pay one's own order. An order that costs nothing is paid by this alone. */
export const createPayment: Endpoint<CreatePaymentInput, Payment, 'order_missing' | 'order_not_payable'> = {
  name: 'payments.create',
  summary: 'Set out to pay your own order.',
  method: 'POST',
  path: '/v1/payments',
  access: 'member',
  input: CreatePaymentInput,
  output: Payment,
  refusals: { order_missing: 404, order_not_payable: 409 },
}

export type PaymentIdInput = { readonly paymentId: string }
export const PaymentIdInput: Schema<PaymentIdInput> = z.object({ paymentId: Id })

/** One of one's own payments. */
export const getPayment: Endpoint<PaymentIdInput, Payment, 'payment_missing'> = {
  name: 'payments.get',
  summary: 'One of your own payments.',
  method: 'GET',
  path: '/v1/payments/:paymentId',
  access: 'member',
  input: PaymentIdInput,
  output: Payment,
  refusals: { payment_missing: 404 },
}

export type SimulatePaymentInput = { readonly paymentId: string; readonly outcome: 'succeed' | 'fail' }
export const SimulatePaymentInput: Schema<SimulatePaymentInput> = z.object({
  paymentId: Id,
  outcome: z.enum(['succeed', 'fail']),
})

/** Stand at the counter of the test provider: it then notifies the shop as a real one would, signed. */
export const simulatePayment: Endpoint<SimulatePaymentInput, Payment, 'payment_missing' | 'provider_not_test'> = {
  name: 'payments.simulate',
  summary: 'Pay (or fail to pay) at the built-in test provider.',
  method: 'POST',
  path: '/v1/payments/:paymentId/simulation',
  access: 'member',
  input: SimulatePaymentInput,
  output: Payment,
  refusals: { payment_missing: 404, provider_not_test: 409 },
}

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
  summary: 'Record what a payment provider says, after its signature was checked.',
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
  summary: 'Record that the provider has paid a refund.',
  method: 'POST',
  path: '/v1/payments/refund-notices',
  access: 'system',
  input: NoteRefundInput,
  output: Payment,
  refusals: { payment_missing: 404, refund_missing: 404 },
}

export type PaymentsContract = {
  readonly create: typeof createPayment
  readonly get: typeof getPayment
  readonly simulate: typeof simulatePayment
}
export const paymentsContract: PaymentsContract = { create: createPayment, get: getPayment, simulate: simulatePayment }
