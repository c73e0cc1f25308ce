import * as z from 'zod/mini'
import { MAX_SLOTS } from '../inventory/index.ts'
import { AmountMinor, Count, Id, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'

/** The most SKUs one session sells. */
export const MAX_FLASH_ITEMS = 50

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
const sessionShape = { id: Id, name: Words, startsAt: Moment, endsAt: Moment }
export const FlashSession: Schema<FlashSession> = z.object({
  ...sessionShape,
  items: listOf(z.object(itemShape), MAX_FLASH_ITEMS, 1),
})

/** Where a session stands is what the clock says: nobody opens or closes it. */
export type FlashPhase = 'upcoming' | 'open' | 'ended'
export const FlashPhase: Schema<FlashPhase> = z.enum(['upcoming', 'open', 'ended'])

/** An item with what was sold of it, as operators see it. */
export type FlashItemSales = FlashItem & {
  /** Pieces in orders that stand, unpaid ones included. */
  readonly takenCount: number
}
export type FlashSessionSales = Omit<FlashSession, 'items'> & { readonly items: readonly FlashItemSales[] }
export const FlashSessionSales: Schema<FlashSessionSales> = z.object({
  ...sessionShape,
  items: listOf(z.object({ ...itemShape, takenCount: Count }), MAX_FLASH_ITEMS),
})

/** Whether a shopper can buy a piece, or what is in the way. What is sold out may come back when unpaid orders end. */
export type FlashState = 'open' | 'not_started' | 'ended' | 'sold_out' | 'limit_reached'
export const FlashState: Schema<FlashState> = z.enum(['open', 'not_started', 'ended', 'sold_out', 'limit_reached'])

/** An item as shoppers see it. */
export type FlashOffer = Omit<FlashItem, 'slotCount'> & {
  readonly productId: string
  readonly title: Words
  readonly skuTitle: Words
  readonly imageUrl: string | null
  readonly listMinor: number
  /** What is left of the bucket and of the stock. */
  readonly leftCount: number
  /** Pieces the shopper has; 0 for visitors. */
  readonly memberCount: number
  readonly state: FlashState
}
export type FlashSale = Omit<FlashSession, 'items'> & {
  readonly phase: FlashPhase
  readonly items: readonly FlashOffer[]
}
export const FlashSale: Schema<FlashSale> = z.object({
  ...sessionShape,
  phase: FlashPhase,
  items: listOf(
    z.object({
      ...{ skuId: Id, priceMinor: AmountMinor, bucketCount: Quantity, perMemberCount: Quantity },
      ...{ productId: Id, title: Words, skuTitle: Words, imageUrl: z.nullable(z.string()), listMinor: AmountMinor },
      ...{ leftCount: Count, memberCount: Count, state: FlashState },
    }),
    MAX_FLASH_ITEMS,
  ),
})

/** A session was made or replaced; what its buckets hold is in the events beside this one. */
export type FlashSessionSaved = {
  readonly type: 'flash_session_saved'
  readonly session: FlashSession
  readonly created: boolean
}

export type FlashEvent = FlashSessionSaved
