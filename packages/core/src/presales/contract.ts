import * as z from 'zod/mini'
import { AmountMinor, Empty, type Endpoint, Id, listOf, Quantity, type Schema } from '../kernel/index.ts'
import { NewOrderId, Order, type SellCode } from '../orders/index.ts'
import { Place } from '../pricing/index.ts'
import { PresaleOffer, PresaleTerms } from './schema.ts'

/** The most presales that are not over. */
export const MAX_PRESALES = 100

export type PresaleList = { readonly items: readonly PresaleOffer[] }
export const PresaleList: Schema<PresaleList> = z.object({ items: listOf(PresaleOffer, MAX_PRESALES) })

/** Presales that take orders or come next, those that began first in front. */
export const listPresales: Endpoint<Empty, PresaleList> = {
  name: 'presales.list',
  method: 'GET',
  path: '/v1/presales',
  access: 'public',
  input: Empty,
  output: PresaleList,
  refusals: {},
}

export type PresaleRef = { readonly presaleId: string }
export const PresaleRef: Schema<PresaleRef> = z.object({ presaleId: Id })

/** One presale with what is left, also when it is over. */
export const getPresale: Endpoint<PresaleRef, PresaleOffer, 'presale_missing'> = {
  name: 'presales.get',
  method: 'GET',
  path: '/v1/presales/:presaleId',
  access: 'public',
  input: PresaleRef,
  output: PresaleOffer,
  refusals: { presale_missing: 404 },
}

export type BuyPresaleInput = {
  readonly presaleId: string
  /** Made on the device, so that a retry can never place a second order. */
  readonly orderId: string
  readonly quantity: number
  /** What the shopper was shown that deposit and balance come to together, shipping included. */
  readonly expectedPayableMinor: number
  /** What the shopper was shown of one piece's deposit, of its end, and of the time of the balance. */
  readonly terms: PresaleTerms
  readonly place?: Place | undefined
}
export const BuyPresaleInput: Schema<BuyPresaleInput> = z.object({
  presaleId: Id,
  orderId: NewOrderId,
  quantity: Quantity,
  expectedPayableMinor: AmountMinor,
  terms: PresaleTerms,
  place: z.optional(Place),
})

/**
 * Order pieces of a presale: one order that is paid twice, its deposit now and its balance in its time. Stock and
 * bucket are set aside from now on. What was agreed is frozen with the order, whatever becomes of the presale.
 */
export const buyPresale: Endpoint<
  BuyPresaleInput,
  Order,
  'presale_missing' | 'presale_not_open' | 'presale_terms_changed' | 'price_above_list' | SellCode
> = {
  name: 'presales.buy',
  method: 'POST',
  path: '/v1/presales/:presaleId/orders',
  access: 'member',
  input: BuyPresaleInput,
  output: Order,
  refusals: {
    presale_missing: 404,
    presale_not_open: 409,
    presale_terms_changed: 409,
    price_above_list: 409,
    order_exists: 409,
    member_limit_reached: 409,
    sold_out: 409,
    bucket_insufficient: 409,
    sku_missing: 404,
    basket_too_large: 409,
    price_changed: 409,
    stock_insufficient: 409,
  },
}

export type PresalesContract = {
  readonly list: typeof listPresales
  readonly get: typeof getPresale
  readonly buy: typeof buyPresale
}
export const presalesContract: PresalesContract = {
  list: listPresales,
  get: getPresale,
  buy: buyPresale,
}
