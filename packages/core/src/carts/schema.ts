import * as z from 'zod/mini'
import { Count, Id, listOf, Quantity, type Schema } from '../kernel/index.ts'
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

/** A line was put in, changed, or taken out: all lines as they now are. */
export type CartLineSet = {
  readonly type: 'cart_line_set'
  readonly memberId: string
  readonly lines: readonly CartLine[]
}
/** The member chose coupons, or left the choice open, and an amount of points. */
export type CartOptionsSet = {
  readonly type: 'cart_options_set'
  readonly memberId: string
  readonly couponIds: readonly string[] | null
  readonly pointsCount: number
}
/** The cart became an order. */
export type CartEmptied = { readonly type: 'cart_emptied'; readonly memberId: string; readonly orderId: string }

/** Everything that can happen to a cart. */
export type CartEvent = CartLineSet | CartOptionsSet | CartEmptied
