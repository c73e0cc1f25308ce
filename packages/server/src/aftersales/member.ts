import { sql } from 'kysely'
import { leaving, listsOf, type MemberPart } from '../compliance/index.ts'
import { one } from '../kernel/read.ts'
import { type AftersalesTables, aftersalesSpecs } from './tables.ts'

const list = listsOf<AftersalesTables>(aftersalesSpecs)

/** Open cases are waited for: goods or money are still owed. What was written about them goes with all notes. */
export const aftersalesPart: MemberPart = {
  concept: 'aftersales',
  lists: [
    list('aftersalesCases', 'memberId', [
      ...(['id', 'orderId', 'kind', 'reason', 'status', 'lines', 'openedAt', 'dueAt', 'endedAt', 'endedBy'] as const),
      ...(['returned', 'sent', 'refundId', 'refundedMinor'] as const),
    ]),
  ],
  leave: leaving(
    (call, memberId) => ({
      open: one(sql<{ readonly id: string }>`select id from aftersales_cases where brand_id = ${call.brandId}
        and member_id = ${memberId} and due_at is not null limit 1`),
    }),
    ({ open }) => ({ blockedBy: open === undefined ? [] : ['case_open'] }),
  ),
}
