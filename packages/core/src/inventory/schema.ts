import * as z from 'zod/mini'
import { Id, type Schema } from '../kernel/index.ts'

/** Stock of one SKU. `onHandCount` includes what is held; available = on hand − held. */
export type Stock = {
  readonly skuId: string
  readonly onHandCount: number
  readonly heldCount: number
  readonly soldCount: number
}
export const Stock: Schema<Stock> = z.object({
  skuId: Id,
  onHandCount: z.int(),
  heldCount: z.int(),
  soldCount: z.int(),
})

/** How many pieces of which SKU. */
export type StockLine = { readonly skuId: string; readonly quantity: number }

/** Goods came in, or a count was corrected (negative). Why is a note outside the journal. */
export type StockAdjusted = {
  readonly type: 'stock_adjusted'
  readonly skuId: string
  readonly deltaCount: number
}
/** Pieces set aside for an order until it is paid, cancelled or timed out. */
export type StockHeld = {
  readonly type: 'stock_held'
  readonly orderId: string
  readonly lines: readonly StockLine[]
}
/** A hold was given back: the order was cancelled or timed out. */
export type StockReleased = {
  readonly type: 'stock_released'
  readonly orderId: string
  readonly lines: readonly StockLine[]
}
/** A hold became a sale: the order was paid. */
export type StockSold = { readonly type: 'stock_sold'; readonly orderId: string; readonly lines: readonly StockLine[] }
/** Sold pieces came back to the shelf with a refund. */
export type StockReturned = {
  readonly type: 'stock_returned'
  readonly orderId: string
  readonly lines: readonly StockLine[]
}

/** Everything that can happen to stock. */
export type InventoryEvent = StockAdjusted | StockHeld | StockReleased | StockSold | StockReturned
