import type { PaymentEvent } from '@siyu/core/payments'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type PaymentTables, paymentSpecs } from './tables.ts'

const db = tablesOf<PaymentTables>()
const writer = writerOf<PaymentTables>(paymentSpecs)

export type PaymentRow = PaymentTables['payments']
export type PaymentRefundRow = PaymentTables['paymentRefunds']

function payments(call: Call) {
  return db.selectFrom('payments').selectAll().where('brandId', '=', call.brandId)
}

/** A payment by id, whoever's it is; guarded. */
export function loadPayment(call: Call, paymentId: string): Load<PaymentRow | undefined> {
  return guarded(paymentSpecs.payments, one(payments(call).where('id', '=', paymentId)))
}

/** A member's own payment. */
export function loadOwnPayment(call: Call, memberId: string, paymentId: string): Load<PaymentRow | undefined> {
  return one(payments(call).where('memberId', '=', memberId).where('id', '=', paymentId))
}

/** The payment that paid an order. */
export function loadPaidBy(call: Call, orderId: string): Load<PaymentRow | undefined> {
  return one(payments(call).where('orderId', '=', orderId).where('status', '=', 'succeeded').orderBy('id').limit(1))
}

/** A refund that was asked of a provider; guarded. */
export function loadPaymentRefund(call: Call, paymentId: string, refundId: string): Load<PaymentRefundRow | undefined> {
  return guarded(
    paymentSpecs.paymentRefunds,
    one(
      db
        .selectFrom('paymentRefunds')
        .selectAll()
        .where('brandId', '=', call.brandId)
        .where('paymentId', '=', paymentId)
        .where('refundId', '=', refundId),
    ),
  )
}

export const applyPayments: Apply<PaymentEvent> = {
  payment_created: ({ paymentId, orderId, memberId, provider, amountMinor }, { brandId, at }) => [
    writer.insert('payments', {
      ...{ brandId, orderId, id: paymentId, memberId, provider, amountMinor, at },
      ...{ refundedMinor: 0, status: 'pending' },
    }),
  ],
  payment_succeeded: ({ paymentId, orderId }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { status: 'succeeded' }),
  ],
  payment_failed: ({ paymentId, orderId }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { status: 'failed' }),
  ],
  payment_unexpected: ({ paymentId, orderId }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { status: 'refund_due' }),
  ],
  payment_refund_requested: ({ paymentId, orderId, memberId, refundId, amountMinor }, { brandId, at }) => [
    writer.insert('paymentRefunds', {
      ...{ brandId, paymentId, refundId, orderId, memberId, amountMinor },
      ...{ requestedAt: at, refundedAt: null },
    }),
  ],
  payment_refunded: ({ paymentId, orderId, refundId, amountMinor }, { brandId, at }) => [
    writer.change('paymentRefunds', { brandId, paymentId, refundId }, { refundedAt: at }),
    writer.change('payments', { brandId, orderId, id: paymentId }, {}, { refundedMinor: amountMinor }),
  ],
}
