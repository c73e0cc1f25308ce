import * as z from 'zod/mini'
import { type Endpoint, Id, Label, MAX_PAGE, type Page, pageOf, type Schema } from '../kernel/index.ts'
import { PaymentRecord } from './operator-schema.ts'
import { reconcilePayments } from './reconciliation.ts'
import { PaymentStatus } from './schema.ts'

export type ListPaymentsInput = {
  readonly status?: PaymentStatus | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
export const ListPaymentsInput: Schema<ListPaymentsInput> = z.object({
  status: z.optional(PaymentStatus),
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
})

/** All payments of the brand, or those of one status, newest first. */
export const listPayments: Endpoint<ListPaymentsInput, Page<PaymentRecord>> = {
  name: 'payments.list',
  method: 'GET',
  path: '/v1/payments',
  access: 'operator',
  input: ListPaymentsInput,
  output: pageOf(PaymentRecord),
  refusals: {},
}

export type ReviewPaymentInput = {
  readonly paymentId: string
  /**
   * accept: the order is paid by what came, and what came above its price goes back · refund: all of it goes back, and
   * the order waits on.
   */
  readonly decision: 'accept' | 'refund'
  readonly reason: string
}
export const ReviewPaymentInput: Schema<ReviewPaymentInput> = z.object({
  paymentId: Id,
  decision: z.enum(['accept', 'refund']),
  reason: Label,
})

/** Decide what becomes of money that came in another amount or currency than was asked for. */
export const reviewPayment: Endpoint<
  ReviewPaymentInput,
  PaymentRecord,
  'payment_missing' | 'payment_not_held' | 'payment_currency_differs' | 'order_not_payable'
> = {
  name: 'payments.review',
  method: 'POST',
  path: '/v1/payments/:paymentId/review',
  access: 'operator',
  input: ReviewPaymentInput,
  output: PaymentRecord,
  refusals: { payment_missing: 404, payment_not_held: 409, payment_currency_differs: 409, order_not_payable: 409 },
}

export type PaymentsAdminContract = {
  readonly list: typeof listPayments
  readonly review: typeof reviewPayment
  readonly reconcile: typeof reconcilePayments
}
export const paymentsAdminContract: PaymentsAdminContract = {
  list: listPayments,
  review: reviewPayment,
  reconcile: reconcilePayments,
}
