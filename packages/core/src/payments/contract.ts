import * as z from 'zod/mini'
import { type Endpoint, Id, type Schema } from '../kernel/index.ts'
import { OpenedPayment, Payment } from './schema.ts'

/** The longest name of a provider, and of a way to pay it has. */
const ProviderName: Schema<string> = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,31}$/))

export type CreatePaymentInput = {
  readonly orderId: string
  /** Name of a provider of the shop; its first one without it. */
  readonly provider?: string | undefined
  /** A way to pay that the provider has, such as `jsapi`; its usual one without it. */
  readonly method?: string | undefined
  /** Who pays, as the provider knows them: an openid for `jsapi`. It is passed on and not kept. */
  readonly payer?: string | undefined
}
export const CreatePaymentInput: Schema<CreatePaymentInput> = z.object({
  orderId: Id,
  provider: z.optional(ProviderName),
  method: z.optional(ProviderName),
  payer: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
})

/**
 * Set out to pay one's own order: all of it, or its deposit and then, in its time, its balance. An order of which
 * nothing is left to pay is paid by this alone; a payment that its provider declines comes back as failed.
 */
export const createPayment: Endpoint<
  CreatePaymentInput,
  OpenedPayment,
  'order_missing' | 'provider_missing' | 'order_not_payable' | 'balance_not_open'
> = {
  name: 'payments.create',
  method: 'POST',
  path: '/v1/payments',
  access: 'member',
  input: CreatePaymentInput,
  output: OpenedPayment,
  refusals: { order_missing: 404, provider_missing: 404, order_not_payable: 409, balance_not_open: 409 },
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
export const paymentsContract: PaymentsContract = {
  create: createPayment,
  get: getPayment,
  simulate: simulatePayment,
}
