import type { CartEvent } from '@siyu/core/carts'
import type { MemberJoined } from '@siyu/core/members'
import { sql } from 'kysely'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { given, guarded, type Load, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type CartTables, cartSpecs } from './tables.ts'

const db = tablesOf<CartTables>()
const writer = writerOf<CartTables>(cartSpecs)

export type CartRow = CartTables['carts']

const EMPTY = { lines: [], couponIds: null, pointsCount: 0 } as const

/** The calling member's cart; guarded. */
export function loadCart(call: Call): Load<CartRow> {
  const query = db
    .selectFrom('carts')
    .selectAll()
    .where('brandId', '=', call.brandId)
    .where('memberId', '=', memberOf(call))
  const { pick, ...load } = guarded(cartSpecs.carts, one(query))
  return { ...load, pick: (rows) => existing(pick(rows)) }
}

/** Those of the coupons that are in the member's own wallet. */
export function loadOwnCouponIds(call: Call, memberId: string, couponIds: readonly string[]): Load<readonly string[]> {
  if (couponIds.length === 0) return given([])
  const query = sql`select id from coupons where brand_id = ${call.brandId} and member_id = ${memberId}
    and id = any(${couponIds}::text[])`
  return { query, pick: (rows) => rows.map(({ id }) => String(id)) }
}

function existing(cart: CartRow | undefined): CartRow {
  if (cart === undefined) throw new Error('a member without a cart')
  return cart
}

/** The empty cart a new member starts with. */
export function cartRowsForJoin({ memberId }: MemberJoined, { brandId }: Recorded): readonly Write[] {
  return [writer.insert('carts', { brandId, memberId, ...EMPTY })]
}

export const applyCarts: Apply<CartEvent> = {
  cart_line_set: ({ memberId, lines }, { brandId }) => [writer.change('carts', { brandId, memberId }, { lines })],
  cart_options_set: ({ memberId, couponIds, pointsCount }, { brandId }) => [
    writer.change('carts', { brandId, memberId }, { couponIds, pointsCount }),
  ],
  cart_emptied: ({ memberId }, { brandId }) => [writer.change('carts', { brandId, memberId }, EMPTY)],
}
