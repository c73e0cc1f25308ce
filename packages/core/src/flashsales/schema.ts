import * as z from 'zod/mini'
import { AmountMinor, Count, Id, listOf, Moment, Quantity, type Schema, type Shape, Words } from '../kernel/index.ts'
import type { FlashItem, FlashSession } from './operator-schema.ts'

/** The most SKUs one session sells. */
export const MAX_FLASH_ITEMS = 50

export const sessionShape: Shape<Omit<FlashSession, 'items'>> = {
  id: Id,
  name: Words,
  startsAt: Moment,
  endsAt: Moment,
}

/** Where a session stands is what the clock says: nobody opens or closes it. */
export type FlashPhase = 'upcoming' | 'open' | 'ended'
export const FlashPhase: Schema<FlashPhase> = z.enum(['upcoming', 'open', 'ended'])

/** An item with what was sold of it, as operators see it. */
export type FlashItemSales = FlashItem & {
  /** Pieces in orders that stand, unpaid ones included. */
  readonly takenCount: number
}

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
