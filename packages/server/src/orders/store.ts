import { fulfilmentOf, type ListAllOrdersInput, type Order, type OrderTerms, parcelsOf } from '@siyu/core/orders'
import { type Expression, sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type OrderTables, orderSpecs } from './tables.ts'

const db = tablesOf<OrderTables>()

/** An order with its lines and refunds, and the terms frozen with it. */
export type OrderRow = Order &
  OrderTerms & { readonly caseCount: number; readonly openCaseCount: number; readonly version: number }

function orderRows(call: Call) {
  const lines = sql`(select json_agg(json_build_object('line', l.line, 'refundedCount', l.refunded_count,
      'shippedCount', l.shipped_count, 'claimedCount', l.claimed_count) order by l.place)
    from order_lines l where l.brand_id = o.brand_id and l.member_id = o.member_id and l.order_id = o.id)`
  const replaced = sql`(select json_agg(json_build_object('lineId', l.line_id, 'pieces', l.replaced) order by l.place)
    from order_lines l where l.brand_id = o.brand_id and l.member_id = o.member_id and l.order_id = o.id
      and l.replaced <> '[]')`
  const refunds = sql`(select coalesce(json_agg(r.refund || jsonb_build_object('reason', n.words)
      order by r.at, r.id), '[]'::json)
    from order_refunds r left join personal_notes n
      on n.brand_id = r.brand_id and n.owner_id = r.member_id and n.id = r.id
    where r.brand_id = o.brand_id and r.member_id = o.member_id and r.order_id = o.id)`
  const shipments = sql`(select coalesce(json_agg(json_build_object('id', s.id, 'lines', s.lines, 'carrier', s.carrier,
      'trackingNumber', s.tracking_number, 'locationId', s.location_id, 'at', s.at) order by s.at, s.id), '[]'::json)
    from order_shipments s where s.brand_id = o.brand_id and s.member_id = o.member_id and s.order_id = o.id)`
  return db
    .selectFrom('orders as o')
    .selectAll('o')
    .select([lines.as('lines'), refunds.as('refunds'), shipments.as('shipments')])
    .select(sql`coalesce(${replaced}, '[]'::json)`.as('replaced'))
    .where('o.brandId', '=', call.brandId)
}

type Rows = ReturnType<typeof orderRows>

// The sub-queries give JSON of the shape that the events wrote, and why a refund was made.
const typed = (rows: Rows): Expression<OrderRow> => rows as unknown as Expression<OrderRow>

/** A row with what follows from it: the terms of earlier versions, and from where its goods come. */
function whole(row: OrderRow): OrderRow {
  const lines = row.lines.map(({ line }) => line)
  return { ...row, fulfilment: fulfilmentOf(row), parcels: parcelsOf(lines, row) }
}

function oneOrder(rows: Rows): Load<OrderRow | undefined> {
  const { pick, ...load } = guarded(orderSpecs.orders, one(typed(rows)))
  return {
    ...load,
    pick: (found) => {
      const row = pick(found)
      return row && whole(row)
    },
  }
}

/** An order by id, whoever's it is; guarded. */
export function loadOrder(call: Call, orderId: string | Expression<string>): Load<OrderRow | undefined> {
  return oneOrder(orderRows(call).where('o.id', '=', orderId))
}

/** A member's own order; guarded. */
export function loadOwnOrder(call: Call, memberId: string, orderId: string): Load<OrderRow | undefined> {
  return oneOrder(orderRows(call).where('o.memberId', '=', memberId).where('o.id', '=', orderId))
}

/** The order of a payment; guarded. */
export function loadOrderOfPayment(call: Call, paymentId: string): Load<OrderRow | undefined> {
  return loadOrder(call, orderOfPayment(call, paymentId))
}

/** The order a payment is for, as a sub-query. */
export function orderOfPayment({ brandId }: Call, paymentId: string): Expression<string> {
  return sql<string>`(select order_id from payments where brand_id = ${brandId} and id = ${paymentId})`
}

/** Which orders are wanted: those of which all of it is true. */
export type OrderFilter = Omit<ListAllOrdersInput, 'cursor' | 'limit'>

/** Orders of which all that is asked for is true, newest first. */
export function loadOrders(
  call: Call,
  filter: OrderFilter,
  before: TimeCursor | null,
  limit: number,
): Load<readonly OrderRow[]> {
  const all = filtered(orderRows(call), filter)
  const page =
    before === null
      ? all
      : all.where((eb) =>
          eb.or([
            eb('o.placedAt', '<', before.at),
            eb.and([eb('o.placedAt', '=', before.at), eb('o.id', '<', before.id)]),
          ]),
        )
  const { pick, ...load } = many(typed(page.orderBy('o.placedAt', 'desc').orderBy('o.id', 'desc').limit(limit)))
  return { ...load, pick: (found) => pick(found).map(whole) }
}

function filtered(rows: Rows, { status, memberId, skuId, text, placedFrom, placedUntil }: OrderFilter): Rows {
  const conditions = [
    memberId === undefined ? undefined : sql<boolean>`o.member_id = ${memberId}`,
    status === undefined ? undefined : sql<boolean>`o.status = ${status}`,
    placedFrom === undefined ? undefined : sql<boolean>`o.placed_at >= ${placedFrom}`,
    placedUntil === undefined ? undefined : sql<boolean>`o.placed_at < ${placedUntil}`,
    skuId === undefined
      ? undefined
      : sql<boolean>`exists (select from order_lines l where l.brand_id = o.brand_id and l.sku_id = ${skuId}
          and l.order_id = o.id)`,
    text === undefined ? undefined : named(text.trim()),
  ]
  return conditions.reduce((all, each) => (each === undefined ? all : all.where(each)), rows)
}

/** What names an order as a whole: its id, a tracking number, or the phone of who receives it. */
function named(text: string): Expression<boolean> {
  const digits = text.replace(/[^0-9]/g, '')
  return sql<boolean>`(o.id = ${text}
    or o.id in (select s.order_id from order_shipments s where s.brand_id = o.brand_id and s.tracking_number = ${text})
    or o.id in (select a.order_id from order_addresses a where a.brand_id = o.brand_id
      and regexp_replace(a.phone, '[^0-9]', '', 'g') = ${digits} and ${digits} <> ''))`
}

/** The member whose order this is, as a sub-query. */
export function memberOfOrder(call: Call, orderId: string | Expression<string>): Expression<string> {
  return sql<string>`(select member_id from orders where brand_id = ${call.brandId} and id = ${orderId})`
}

/** The member whose order this is, as a sub-query; nobody where the order buys no membership. */
export function memberOfMembership(call: Call, orderId: string | Expression<string>): Expression<string> {
  return sql<string>`(select member_id from orders
    where brand_id = ${call.brandId} and id = ${orderId} and memberships is not null)`
}

/** Whether there is an order of this id in the brand. */
export function loadTaken(call: Call, orderId: string): Load<{ readonly id: string } | undefined> {
  return one(db.selectFrom('orders').select('id').where('brandId', '=', call.brandId).where('id', '=', orderId))
}
