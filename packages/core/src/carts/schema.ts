import * as z from 'zod/mini'
import { AmountMinor, Count, Id, Label, listOf, Quantity, type Schema, Words } from '../kernel/index.ts'
import { MAX_CHOSEN_COUPONS } from '../pricing/index.ts'

/** One line of a cart. A SKU stands in one line only, so the line is named after it. */
export type CartLine = { readonly lineId: string; readonly skuId: string; readonly quantity: number }
export const CartLine: Schema<CartLine> = z.object({ lineId: Id, skuId: Id, quantity: Quantity })

/** What a member means to buy: prices are not kept here, a quote tells them. */
export type Cart = {
  readonly lines: readonly CartLine[]
  /** Exactly these coupons; null for the combination of the member's coupons that costs least. */
  readonly couponIds: readonly string[] | null
  /** Points the member would like to spend. */
  readonly pointsCount: number
}
export const Cart: Schema<Cart> = z.object({
  lines: listOf(CartLine, 200),
  couponIds: z.nullable(listOf(Id, MAX_CHOSEN_COUPONS)),
  pointsCount: Count,
})

/** What a SKU is offered at to somebody at a moment. */
export type Offer = {
  readonly skuId: string
  readonly isForSale: boolean
  /** The best unit price for their tier, before promotions and coupons. */
  readonly priceMinor: number
  readonly availableCount: number
}

/** What a member saw of a line when they last looked. */
export type SeenLine = {
  readonly skuId: string
  readonly priceMinor: number
  /** There were as many as they wanted. */
  readonly isEnough: boolean
}

/**
 * What is different about a line. `gone`: no longer for sale. `sold_out`, `short`: none or too few are left. `back`:
 * there are enough again. `price_up`, `price_down`: another price than was seen.
 */
export type CartChange = {
  readonly skuId: string
  readonly kind: 'gone' | 'sold_out' | 'short' | 'back' | 'price_up' | 'price_down'
  /** Unit prices of a change of price, else null. */
  readonly beforeMinor: number | null
  readonly nowMinor: number | null
  /** How many are left where there are too few, else null. */
  readonly availableCount: number | null
}
export const CartChange: Schema<CartChange> = z.object({
  skuId: Id,
  kind: z.enum(['gone', 'sold_out', 'short', 'back', 'price_up', 'price_down']),
  beforeMinor: z.nullable(AmountMinor),
  nowMinor: z.nullable(AmountMinor),
  availableCount: z.nullable(z.int()),
})

/** What of the cart would be sent from one location. */
export type Parcel = { readonly locationId: string; readonly name: Words; readonly lines: readonly CartLine[] }
export const Parcel: Schema<Parcel> = z.object({ locationId: Id, name: Words, lines: listOf(CartLine, 200) })

/** The most addresses one member keeps. */
export const MAX_ADDRESSES = 20

/** Where a member has things sent. */
export type Address = {
  readonly id: string
  /** Who receives. */
  readonly name: string
  readonly phone: string
  /** The code shipping is charged by, such as 4403. */
  readonly region: string
  /** Province, city and district in words. */
  readonly area: string
  readonly detail: string
  readonly postcode: string
}
export const Address: Schema<Address> = z.object({
  id: Id,
  name: Label,
  phone: z.string().check(z.regex(/^[+\d][\d -]{4,29}$/)),
  region: Label,
  area: Label,
  detail: Label,
  postcode: z.string().check(z.regex(/^[\dA-Za-z -]{0,20}$/)),
})
