import * as z from 'zod/mini'
import { AmountMinor, Empty, type Endpoint, Id, listOf, Quantity, type Schema } from '../kernel/index.ts'
import { NewOrderId, Order, type SellCode } from '../orders/index.ts'
import { Place } from '../pricing/index.ts'
import { FlashSale } from './schema.ts'

/** The most sessions shoppers are shown at once. */
export const MAX_FLASH_SALES = 20
/** The most sessions that are not over yet. */
export const MAX_SESSIONS = 500

export type FlashSaleList = { readonly items: readonly FlashSale[] }
export const FlashSaleList: Schema<FlashSaleList> = z.object({ items: listOf(FlashSale, MAX_FLASH_SALES) })

/** Sessions that are open or come next, those that began first in front. */
export const listFlashSales: Endpoint<Empty, FlashSaleList> = {
  name: 'flashsales.list',
  method: 'GET',
  path: '/v1/flash-sales',
  access: 'public',
  input: Empty,
  output: FlashSaleList,
  refusals: {},
}

export type FlashSaleRef = { readonly sessionId: string }
export const FlashSaleRef: Schema<FlashSaleRef> = z.object({ sessionId: Id })

/** One session with what is left, also when it is over. */
export const getFlashSale: Endpoint<FlashSaleRef, FlashSale, 'session_missing'> = {
  name: 'flashsales.get',
  method: 'GET',
  path: '/v1/flash-sales/:sessionId',
  access: 'public',
  input: FlashSaleRef,
  output: FlashSale,
  refusals: { session_missing: 404 },
}

export type BuyFlashInput = {
  readonly sessionId: string
  /** Made on the device, so that a retry can never place a second order. */
  readonly orderId: string
  readonly skuId: string
  readonly quantity: number
  /** What the shopper was shown, shipping included. */
  readonly expectedPayableMinor: number
  readonly place?: Place | undefined
}
export const BuyFlashInput: Schema<BuyFlashInput> = z.object({
  sessionId: Id,
  orderId: NewOrderId,
  skuId: Id,
  quantity: Quantity,
  expectedPayableMinor: AmountMinor,
  place: z.optional(Place),
})

/**
 * Order pieces of an open session at its price. It is paid, cancelled, shipped and refunded like any order; what comes
 * back counts neither against the bucket nor against the member's limit any more.
 */
export const buyFlash: Endpoint<
  BuyFlashInput,
  Order,
  'session_missing' | 'session_not_open' | 'flash_item_missing' | SellCode
> = {
  name: 'flashsales.buy',
  method: 'POST',
  path: '/v1/flash-sales/:sessionId/orders',
  access: 'member',
  input: BuyFlashInput,
  output: Order,
  refusals: {
    session_missing: 404,
    session_not_open: 409,
    flash_item_missing: 404,
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

export type FlashSalesContract = {
  readonly list: typeof listFlashSales
  readonly get: typeof getFlashSale
  readonly buy: typeof buyFlash
}
export const flashSalesContract: FlashSalesContract = {
  list: listFlashSales,
  get: getFlashSale,
  buy: buyFlash,
}
