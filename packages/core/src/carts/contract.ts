import * as z from 'zod/mini'
import { Count, Empty, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'
import { MAX_CHOSEN_COUPONS } from '../pricing/index.ts'
import { Cart } from './schema.ts'

/** One's own cart. */
export const getCart: Endpoint<Empty, Cart> = {
  name: 'carts.get',
  method: 'GET',
  path: '/v1/cart',
  access: 'member',
  input: Empty,
  output: Cart,
  refusals: {},
}

export type SetCartLineInput = { readonly skuId: string; readonly quantity: number }
export const SetCartLineInput: Schema<SetCartLineInput> = z.object({
  skuId: Id,
  quantity: z.int().check(z.gte(0), z.lte(1_000_000)),
})

/** How many of a SKU the cart holds from now on; 0 takes it out. */
export const setCartLine: Endpoint<SetCartLineInput, Cart, 'sku_missing' | 'cart_full'> = {
  name: 'carts.setLine',
  method: 'PUT',
  path: '/v1/cart/lines/:skuId',
  access: 'member',
  input: SetCartLineInput,
  output: Cart,
  refusals: { sku_missing: 404, cart_full: 409 },
}

export type SetCartOptionsInput = {
  /** Exactly these coupons; null for the combination that costs least. */
  readonly couponIds: readonly string[] | null
  readonly pointsCount: number
}
export const SetCartOptionsInput: Schema<SetCartOptionsInput> = z.object({
  couponIds: z.nullable(listOf(Id, MAX_CHOSEN_COUPONS)),
  pointsCount: Count,
})

/** Choose coupons, or leave the choice open, and how many points to spend. Whether they apply, the quote says. */
export const setCartOptions: Endpoint<SetCartOptionsInput, Cart, 'coupon_missing'> = {
  name: 'carts.setOptions',
  method: 'PUT',
  path: '/v1/cart/options',
  access: 'member',
  input: SetCartOptionsInput,
  output: Cart,
  refusals: { coupon_missing: 404 },
}

export type CartsContract = {
  readonly get: typeof getCart
  readonly setLine: typeof setCartLine
  readonly setOptions: typeof setCartOptions
}
export const cartsContract: CartsContract = { get: getCart, setLine: setCartLine, setOptions: setCartOptions }
