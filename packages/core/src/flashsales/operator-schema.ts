import * as z from 'zod/mini'
import { MAX_SLOTS } from '../inventory/index.ts'
import { AmountMinor, Count, Id, listOf, Quantity, type Schema, type Words } from '../kernel/index.ts'
import { type FlashItemSales, MAX_FLASH_ITEMS, sessionShape } from './schema.ts'

/** What a session sells of one SKU. */
export type FlashItem = {
  readonly skuId: string
  /** For one piece; below its list price. */
  readonly priceMinor: number
  /** The most pieces of all members together, those that came back aside. */
  readonly bucketCount: number
  /** The most pieces of one member, those that came back aside. */
  readonly perMemberCount: number
  /** Over how many rows the bucket is spread, so that many buyers do not wait for one; 1 for a quiet sale. */
  readonly slotCount: number
}
const itemShape = {
  skuId: Id,
  priceMinor: AmountMinor,
  bucketCount: Quantity,
  perMemberCount: Quantity,
  slotCount: z.int().check(z.gte(1), z.lte(MAX_SLOTS)),
}
export const FlashItem: Schema<FlashItem> = z.object(itemShape)

/** A flash sale 秒杀: some SKUs at a low price for a while, as many as their buckets hold. */
export type FlashSession = {
  readonly id: string
  readonly name: Words
  readonly startsAt: number
  /** First moment it is over. */
  readonly endsAt: number
  readonly items: readonly FlashItem[]
}

export const FlashSession: Schema<FlashSession> = z.object({
  ...sessionShape,
  items: listOf(z.object(itemShape), MAX_FLASH_ITEMS, 1),
})

export type FlashSessionSales = Omit<FlashSession, 'items'> & { readonly items: readonly FlashItemSales[] }
export const FlashSessionSales: Schema<FlashSessionSales> = z.object({
  ...sessionShape,
  items: listOf(z.object({ ...itemShape, takenCount: Count }), MAX_FLASH_ITEMS),
})
