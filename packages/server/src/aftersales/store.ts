import {
  type AftersalesCase,
  type AftersalesSettings,
  type CaseState,
  type CaseStatus,
  isCaseOpen,
} from '@siyu/core/aftersales'
import { type Expression, sql } from 'kysely'
import { loadSettings } from '../brands/index.ts'
import { shelfOfSku } from '../inventory/index.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type ShelfRow, shelfColumns } from '../pricing/index.ts'
import { type AftersalesTables, aftersalesSpecs } from './tables.ts'

const db = tablesOf<AftersalesTables>()

/** A case with what was written about it. */
export type CaseRow = CaseState & AftersalesCase & { readonly version: number }

/** The note that holds why a case was rejected. */
export function answerId(caseId: string): string {
  return `${caseId}:answer`
}

function cases(call: Call) {
  const note = (id: Expression<unknown>) => sql<string | null>`(select n.words from personal_notes n
    where n.brand_id = c.brand_id and n.owner_id = c.member_id and n.id = ${id})`
  return db
    .selectFrom('aftersalesCases as c')
    .select(['c.id', 'c.orderId', 'c.memberId', 'c.kind', 'c.reason', 'c.status', 'c.lines', 'c.takes', 'c.openedAt'])
    .select(['c.dueAt', 'c.endedAt', 'c.endedBy', 'c.returned', 'c.sent', 'c.refundId', 'c.refundedMinor', 'c.version'])
    .select([note(sql`c.id`).as('words'), note(sql`c.id || ':answer'`).as('answer')])
    .where('c.brandId', '=', call.brandId)
}

/** A case by id, whoever's it is; guarded. */
export function loadCase(call: Call, caseId: string): Load<CaseRow | undefined> {
  return guarded(aftersalesSpecs.aftersalesCases, one(cases(call).where('c.id', '=', caseId)))
}

/** A member's own case; guarded. */
export function loadOwnCase(call: Call, memberId: string, caseId: string): Load<CaseRow | undefined> {
  const own = cases(call).where('c.memberId', '=', memberId).where('c.id', '=', caseId)
  return guarded(aftersalesSpecs.aftersalesCases, one(own))
}

/** A member's own cases, newest first; of one order, or of all. */
export function loadOwnCases(
  call: Call,
  memberId: string,
  orderId: string | undefined,
  before: TimeCursor | null,
  limit: number,
): Load<readonly CaseRow[]> {
  const own = cases(call).where('c.memberId', '=', memberId)
  const wanted = orderId === undefined ? own : own.where('c.orderId', '=', orderId)
  const page =
    before === null
      ? wanted
      : wanted.where(sql<boolean>`(c.opened_at, c.id) < (${before.at}::bigint, ${before.id}::text)`)
  return many(page.orderBy('c.openedAt', 'desc').orderBy('c.id', 'desc').limit(limit))
}

/** Cases of the brand behind a place of the queue: open ones in the order they are due, ended ones newest first. */
export function loadQueue(
  call: Call,
  status: CaseStatus | undefined,
  after: TimeCursor | null,
  limit: number,
): Load<readonly CaseRow[]> {
  const all = status === undefined ? cases(call) : cases(call).where('c.status', '=', status)
  const { at, id } = after ?? { at: 0, id: '' }
  if (status === undefined || isCaseOpen(status)) {
    const rest = all.where(sql<boolean>`c.due_at is not null and (c.due_at, c.id) > (${at}::bigint, ${id}::text)`)
    return many(rest.orderBy('c.dueAt').orderBy('c.id').limit(limit))
  }
  const before = sql<boolean>`(${after === null} or (c.ended_at, c.id) < (${at}::bigint, ${id}::text))`
  return many(all.where(before).orderBy('c.endedAt', 'desc').orderBy('c.id', 'desc').limit(limit))
}

/** Where the queue goes on behind a case. */
export function queueCursor({ dueAt, endedAt, id }: CaseRow): TimeCursor {
  return { at: dueAt ?? endedAt ?? 0, id }
}

/** The order a case is about, as a sub-query. */
export function orderOfCase({ brandId }: Call, caseId: string): Expression<string> {
  return sql<string>`(select order_id from aftersales_cases where brand_id = ${brandId} and id = ${caseId})`
}

/** The shelves of what is to be sent for a case, whether it is still for sale or not. */
export function loadCaseShelves(call: Call, caseId: string): Load<readonly ShelfRow[]> {
  return many<ShelfRow>(sql`select ${shelfColumns}
    from (select distinct l ->> 'wantedSkuId' as sku_id
      from aftersales_cases c cross join jsonb_array_elements(c.lines) l
      where c.brand_id = ${call.brandId} and c.id = ${caseId}) w
    join skus s on s.brand_id = ${call.brandId} and s.id = w.sku_id
    join products p on p.brand_id = s.brand_id and p.id = s.product_id
    cross join ${shelfOfSku}`)
}

/** The lines of an order whose SKU cannot be returned for no reason. */
export function loadFinalLines(
  { brandId }: Call,
  memberId: string,
  orderId: string,
): Load<readonly { readonly lineId: string }[]> {
  return many<{ readonly lineId: string }>(sql`select l.line_id from order_lines l
    join skus s on s.brand_id = l.brand_id and s.id = l.sku_id and not s.no_reason_return
    where l.brand_id = ${brandId} and l.member_id = ${memberId} and l.order_id = ${orderId} limit 1000`)
}

/** How long returns are open in the brand. */
export function loadAftersalesSettings(call: Call): Load<AftersalesSettings> {
  return loadSettings<AftersalesSettings>(call, 'aftersales')
}
