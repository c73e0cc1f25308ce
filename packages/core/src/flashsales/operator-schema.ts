import * as z from 'zod/mini'
import { MAX_SLOTS } from '../inventory/index.ts'
import { Count, listOf, type Schema } from '../kernel/index.ts'
import { type FlashPiece, type FlashTerms, MAX_FLASH_ITEMS, pieceShape, sessionShape } from './schema.ts'

/** What a session sells of one SKU. */
export type FlashItem = FlashPiece & {
  /** Over how many rows the bucket is spread, so that many buyers do not wait for one; 1 for a quiet sale. */
  readonly slotCount: number
}
const itemShape = { ...pieceShape, slotCount: z.int().check(z.gte(1), z.lte(MAX_SLOTS)) }
export const FlashItem: Schema<FlashItem> = z.object(itemShape)

/** A flash sale 秒杀: some SKUs at a low price for a while, as many as their buckets hold. */
export type FlashSession = FlashTerms & { readonly items: readonly FlashItem[] }
export const FlashSession: Schema<FlashSession> = z.object({
  ...sessionShape,
  items: listOf(z.object(itemShape), MAX_FLASH_ITEMS, 1),
})

/** An item with what was sold of it, as operators see it. */
export type FlashItemSales = FlashItem & {
  /** Pieces in orders that stand, unpaid ones included. */
  readonly takenCount: number
}

export type FlashSessionSales = FlashTerms & { readonly items: readonly FlashItemSales[] }
export const FlashSessionSales: Schema<FlashSessionSales> = z.object({
  ...sessionShape,
  items: listOf(z.object({ ...itemShape, takenCount: Count }), MAX_FLASH_ITEMS),
})
