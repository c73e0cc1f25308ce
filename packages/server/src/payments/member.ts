import { sql } from 'kysely'
import { leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { one } from '../kernel/read.ts'
import { type PaymentTables, paymentSpecs } from './tables.ts'

const list = listsOf<PaymentTables>(paymentSpecs)

/** Money on its way back is waited for. */
export const paymentsPart: MemberPart = {
  concept: 'payments',
  lists: [
    list('payments', 'memberId', ['orderId', 'id', 'provider', 'amountMinor', 'refundedMinor', 'status', 'at']),
    list('paymentRefunds', 'memberId', [
      ...(['paymentId', 'refundId', 'orderId', 'amountMinor', 'requestedAt', 'refundedAt'] as const),
    ]),
  ],
  leave: leaving(
    (call, memberId) => ({
      open: one(sql<{ readonly id: string }>`select refund_id as id from payment_refunds
        where brand_id = ${call.brandId} and member_id = ${memberId} and refunded_at is null limit 1`),
    }),
    ({ open }) => ({ blockedBy: open === undefined ? [] : ['refund_open'] }),
  ),
}
