import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { Payment } from './schema.ts'

export type CreatePaymentInput = { readonly orderId: string }
export const CreatePaymentInput: Schema<CreatePaymentInput> = z.object({ orderId: Id })

/** Set out to pay one's own order. An order that costs nothing is paid by this alone. */
export const createPayment: Endpoint<CreatePaymentInput, Payment, 'order_missing' | 'order_not_payable'> = {
  name: 'payments.create',
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
  method: 'POST',
  path: '/v1/payments/:paymentId/simulation',
  access: 'member',
  input: SimulatePaymentInput,
  output: Payment,
  refusals: { payment_missing: 404, provider_not_test: 409 },
}

export type PaymentsContract = {
  readonly create: typeof createPayment
  readonly get: typeof getPayment
  readonly simulate: typeof simulatePayment
}
export const paymentsContract: PaymentsContract = { create: createPayment, get: getPayment, simulate: simulatePayment }
