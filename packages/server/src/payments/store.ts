import type { PaymentEvent, PaymentStatus } from '@siyu/core/payments'
import type { Expression } from 'kysely'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { writerOf } from '../kernel/write.ts'
import { type PaymentTables, paymentSpecs } from './tables.ts'

/** In how many parts an order is paid at most. */
const MAX_PARTS = 2

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

/** Payments below a place of the list, newest first. */
export function loadPayments(
  call: Call,
  status: PaymentStatus | undefined,
  before: TimeCursor | null,
  limit: number,
): Load<readonly PaymentRow[]> {
  const all = status === undefined ? payments(call) : payments(call).where('status', '=', status)
  const page =
    before === null
      ? all
      : all.where((eb) =>
          eb.or([eb('at', '<', before.at), eb.and([eb('at', '=', before.at), eb('id', '<', before.id)])]),
        )
  return many(page.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit))
}

/**
 * The payments that paid an order, a balance before its deposit; guarded, because refunds are bounded by what is left
 * of them.
 */
export function loadPaidBy(call: Call, orderId: string | Expression<string>): Load<readonly PaymentRow[]> {
  const paid = payments(call).where('orderId', '=', orderId).where('status', '=', 'succeeded')
  return guarded(paymentSpecs.payments, many(paid.orderBy('part').orderBy('id').limit(MAX_PARTS)))
}

/** A payment of an order of which its provider has not said what became of it; undefined for none. */
export function loadPending({ brandId }: Call, orderId: string): Load<{ readonly id: string } | undefined> {
  const pending = db.selectFrom('payments').select('id').where('brandId', '=', brandId).where('orderId', '=', orderId)
  return one(pending.where('status', '=', 'pending').orderBy('id').limit(1))
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
  payment_created: (
    { paymentId, orderId, memberId, provider, amountMinor, part = null, isShared },
    { brandId, at },
  ) => [
    writer.insert('payments', {
      ...{ brandId, orderId, id: paymentId, memberId, provider, amountMinor, part, at },
      ...{ refundedMinor: 0, refundRequestedMinor: 0, status: 'pending' },
      ...{ reference: null, paidMinor: null, paidCurrency: null, paidAt: null },
      sharing: isShared === true ? 'open' : null,
    }),
  ],
  payment_opened: ({ paymentId, orderId, reference }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { reference }),
  ],
  payment_succeeded: (event, as) => [came(event, as, 'succeeded')],
  payment_failed: ({ paymentId, orderId }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { status: 'failed' }),
  ],
  payment_closed: ({ paymentId, orderId }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { status: 'closed' }),
  ],
  payment_held: (event, as) => [came(event, as, 'held')],
  payment_unexpected: (event, as) => [came(event, as, 'refund_due')],
  payment_refund_requested: ({ paymentId, orderId, memberId, refundId, amountMinor }, { brandId, at }) => [
    writer.insert('paymentRefunds', {
      ...{ brandId, paymentId, refundId, orderId, memberId, amountMinor },
      ...{ requestedAt: at, refundedAt: null },
    }),
    writer.change('payments', { brandId, orderId, id: paymentId }, {}, { refundRequestedMinor: amountMinor }),
  ],
  payment_sharing_ended: ({ paymentId, orderId }, { brandId }) => [
    writer.change('payments', { brandId, orderId, id: paymentId }, { sharing: 'ended' }),
  ],
  payment_refunded: ({ paymentId, orderId, refundId, amountMinor }, { brandId, at }) => [
    writer.change('paymentRefunds', { brandId, paymentId, refundId }, { refundedAt: at }),
    writer.change('payments', { brandId, orderId, id: paymentId }, {}, { refundedMinor: amountMinor }),
  ],
}

type Came = {
  readonly paymentId: string
  readonly orderId: string
  readonly amountMinor: number
  readonly currency?: string | undefined
  readonly reference?: string | undefined
}

/** Money came. Its currency is noted where it can be another than the order's. */
function came(
  { paymentId, orderId, amountMinor, currency, reference }: Came,
  { brandId, at }: Recorded,
  status: PaymentStatus,
) {
  const known = reference === undefined ? {} : { reference }
  const of = currency === undefined ? {} : { paidCurrency: currency }
  return writer.change(
    'payments',
    { brandId, orderId, id: paymentId },
    { status, paidMinor: amountMinor, paidAt: at, ...known, ...of },
  )
}
