import type { LineQuantity, LineReplaced, Order, OrderEvent, OrderTerms } from '@siyu/core/orders'
import { type Expression, sql } from 'kysely'
import type { Apply } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { TimeCursor } from '../kernel/cursor.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type OrderTables, orderSpecs } from './tables.ts'

const db = tablesOf<OrderTables>()
const writer = writerOf<OrderTables>(orderSpecs)

/** An order with its lines and refunds, and the terms frozen with it. */
export type OrderRow = Order & OrderTerms & { readonly caseCount: number; readonly version: number }

function orderRows(call: Call) {
  const lines = sql`(select json_agg(json_build_object('line', l.line, 'refundedCount', l.refunded_count,
      'claimedCount', l.claimed_count) order by l.place)
    from order_lines l where l.brand_id = o.brand_id and l.member_id = o.member_id and l.order_id = o.id)`
  const replaced = sql`(select json_agg(json_build_object('lineId', l.line_id, 'pieces', l.replaced) order by l.place)
    from order_lines l where l.brand_id = o.brand_id and l.member_id = o.member_id and l.order_id = o.id
      and l.replaced <> '[]')`
  const refunds = sql`(select coalesce(json_agg(r.refund || jsonb_build_object('reason', n.words)
      order by r.at, r.id), '[]'::json)
    from order_refunds r left join personal_notes n
      on n.brand_id = r.brand_id and n.owner_id = r.member_id and n.id = r.id
    where r.brand_id = o.brand_id and r.member_id = o.member_id and r.order_id = o.id)`
  return db
    .selectFrom('orders as o')
    .selectAll('o')
    .select([lines.as('lines'), refunds.as('refunds'), sql`coalesce(${replaced}, '[]'::json)`.as('replaced')])
    .where('o.brandId', '=', call.brandId)
}

type Rows = ReturnType<typeof orderRows>

// The two sub-queries give JSON of the shape that order_placed and order_refunded wrote, and why a refund was made.
const typed = (rows: Rows): Expression<OrderRow> => rows as unknown as Expression<OrderRow>

/** An order by id, whoever's it is; guarded. */
export function loadOrder(call: Call, orderId: string | Expression<string>): Load<OrderRow | undefined> {
  return guarded(orderSpecs.orders, one(typed(orderRows(call).where('o.id', '=', orderId))))
}

/** A member's own order; guarded. */
export function loadOwnOrder(call: Call, memberId: string, orderId: string): Load<OrderRow | undefined> {
  const rows = orderRows(call).where('o.memberId', '=', memberId).where('o.id', '=', orderId)
  return guarded(orderSpecs.orders, one(typed(rows)))
}

/** The order of a payment; guarded. */
export function loadOrderOfPayment(call: Call, paymentId: string): Load<OrderRow | undefined> {
  return loadOrder(call, orderOfPayment(call, paymentId))
}

/** The order a payment is for, as a sub-query. */
export function orderOfPayment({ brandId }: Call, paymentId: string): Expression<string> {
  return sql<string>`(select order_id from payments where brand_id = ${brandId} and id = ${paymentId})`
}

/** Orders, newest first; of one member, or of all when `memberId` is null. */
export function loadOrders(
  call: Call,
  memberId: string | null,
  before: TimeCursor | null,
  limit: number,
): Load<readonly OrderRow[]> {
  const all = memberId === null ? orderRows(call) : orderRows(call).where('o.memberId', '=', memberId)
  const page =
    before === null
      ? all
      : all.where((eb) =>
          eb.or([
            eb('o.placedAt', '<', before.at),
            eb.and([eb('o.placedAt', '=', before.at), eb('o.id', '<', before.id)]),
          ]),
        )
  return many(typed(page.orderBy('o.placedAt', 'desc').orderBy('o.id', 'desc').limit(limit)))
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

type OrderKey = { readonly brandId: string; readonly memberId: string; readonly orderId: string }

/** Units come under a case that is opened (1), or are free again because it has ended (-1); used by its `apply`. */
export function claimWrites(
  { brandId, memberId, orderId }: OrderKey,
  units: readonly LineQuantity[],
  sign: 1 | -1,
): readonly Write[] {
  const counts = { openCaseCount: sign, ...(sign === 1 ? { caseCount: 1 } : {}) }
  return [
    // What was decided about the order rested on its version, so two cases for one unit cannot both be opened.
    writer.change('orders', { brandId, memberId, id: orderId }, {}, counts),
    ...units.map(({ lineId, quantity }) =>
      writer.change('orderLines', { brandId, memberId, orderId, lineId }, {}, { claimedCount: sign * quantity }),
    ),
  ]
}

/** Says what lines consist of from now on, beside what was sold. */
export function replaceWrites(key: OrderKey, replaced: readonly LineReplaced[]): readonly Write[] {
  return replaced.map(({ lineId, pieces }) => writer.change('orderLines', { ...key, lineId }, { replaced: pieces }))
}

export const applyOrders: Apply<OrderEvent> = {
  order_placed: (event, { brandId }) => {
    const { orderId, memberId, lines, type, memberships = null, stock = null, storedValueMinor = 0, ...rest } = event
    const { campaign = null, waitsFor = null, ...order } = rest
    const counts = { caseCount: 0, openCaseCount: 0 }
    const terms = { ...order, ...counts, memberships, stock, storedValueMinor, campaign, waitsFor }
    const row = { ...terms, status: 'created' as const, refundedMinor: 0, paidAt: null, completedAt: null }
    return [
      writer.insert('orders', { brandId, memberId, id: orderId, ...row }),
      ...lines.map((line, place) =>
        writer.insert('orderLines', {
          ...{ brandId, memberId, orderId, place, line, refundedCount: 0, claimedCount: 0, replaced: [] },
          ...{ lineId: line.lineId, skuId: line.skuId, quantity: line.quantity },
        }),
      ),
    ]
  },
  order_paid: ({ orderId, memberId, paidAt }, { brandId }) => [
    writer.change('orders', { brandId, memberId, id: orderId }, { status: 'paid', paidAt }),
  ],
  order_completed: ({ orderId, memberId, completedAt }, { brandId }) => [
    writer.change('orders', { brandId, memberId, id: orderId }, { status: 'completed', completedAt }),
  ],
  order_cancelled: ({ orderId, memberId }, { brandId }) => [
    writer.change('orders', { brandId, memberId, id: orderId }, { status: 'cancelled' }),
  ],
  order_released: ({ orderId, memberId }, { brandId }) => [
    writer.change('orders', { brandId, memberId, id: orderId }, { waitsFor: null }),
  ],
  order_refunded: ({ orderId, memberId, refund, whole, replaced = [] }, { brandId, at }) => [
    writer.change('orders', { brandId, memberId, id: orderId }, whole ? { status: 'refunded' } : {}, {
      refundedMinor: refund.paidMinor,
    }),
    ...refund.lines.map(({ lineId, quantity }) =>
      writer.change('orderLines', { brandId, memberId, orderId, lineId }, {}, { refundedCount: quantity }),
    ),
    ...replaceWrites({ brandId, memberId, orderId }, replaced),
    writer.insert('orderRefunds', { brandId, memberId, orderId, id: refund.id, refund, at }),
  ],
}
