import type { Address, AddressRemoved, AddressSaved, CartEvent } from '@siyu/core/carts'
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

const EMPTY = { lines: [], couponIds: null, pointsCount: 0, seen: [] } as const

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
  return [writer.insert('carts', { brandId, memberId, ...EMPTY, addressId: null })]
}

/** A line of the address book that was written, changed or taken out: outside the journal, so that it can be erased. */
export function addressWrite(
  call: Call,
  { id, ...terms }: Address | Pick<Address, 'id'>,
  event: AddressSaved | AddressRemoved,
): Write {
  const key = { brandId: call.brandId, memberId: memberOf(call), id }
  if (event.type === 'address_removed') return { kind: 'remove', table: cartSpecs.addresses, key }
  const row = { ...(terms as Omit<Address, 'id'>), savedAt: call.now }
  return event.created ? writer.insert('addresses', { ...key, ...row }) : writer.change('addresses', key, row)
}

export const applyCarts: Apply<CartEvent> = {
  cart_line_set: ({ memberId, lines, seen = [] }, { brandId }) => [
    writer.change('carts', { brandId, memberId }, { lines, seen }),
  ],
  cart_options_set: ({ memberId, couponIds, pointsCount }, { brandId }) => [
    writer.change('carts', { brandId, memberId }, { couponIds, pointsCount }),
  ],
  cart_emptied: ({ memberId }, { brandId }) => [writer.change('carts', { brandId, memberId }, EMPTY)],
  cart_seen: ({ memberId, seen }, { brandId }) => [writer.change('carts', { brandId, memberId }, { seen })],
  cart_address_chosen: ({ memberId, addressId }, { brandId }) => [
    writer.change('carts', { brandId, memberId }, { addressId }),
  ],
  cart_noted: ({ memberId }, { brandId }) => [writer.change('carts', { brandId, memberId }, {})],
  address_saved: ({ memberId, addressId, created }, { brandId }) => [
    writer.change('carts', { brandId, memberId }, created ? { addressId } : {}),
  ],
  address_removed: ({ memberId, wasChosen }, { brandId }) => [
    writer.change('carts', { brandId, memberId }, wasChosen ? { addressId: null } : {}),
  ],
}
