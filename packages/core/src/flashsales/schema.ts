import * as z from 'zod/mini'
import { AmountMinor, Count, Id, listOf, Moment, Quantity, type Schema, type Shape, Words } from '../kernel/index.ts'

/** The most SKUs one session sells. */
export const MAX_FLASH_ITEMS = 50

/** When something is sold, under which name. */
export type FlashTerms = {
  readonly id: string
  readonly name: Words
  readonly startsAt: number
  /** First moment it is over. */
  readonly endsAt: number
}
export const sessionShape: Shape<FlashTerms> = {
  id: Id,
  name: Words,
  startsAt: Moment,
  endsAt: Moment,
}

/** Where a session stands is what the clock says: nobody opens or closes it. */
export type FlashPhase = 'upcoming' | 'open' | 'ended'
export const FlashPhase: Schema<FlashPhase> = z.enum(['upcoming', 'open', 'ended'])

/** Whether a shopper can buy a piece, or what is in the way. What is sold out may come back when unpaid orders end. */
export type FlashState = 'open' | 'not_started' | 'ended' | 'sold_out' | 'limit_reached'
export const FlashState: Schema<FlashState> = z.enum(['open', 'not_started', 'ended', 'sold_out', 'limit_reached'])

/** Some pieces of one SKU at a price. */
export type FlashPiece = {
  readonly skuId: string
  /** For one piece; below its list price. */
  readonly priceMinor: number
  /** The most pieces of all members together, those that came back aside. */
  readonly bucketCount: number
  /** The most pieces of one member, those that came back aside. */
  readonly perMemberCount: number
}
export const pieceShape: Shape<FlashPiece> = {
  skuId: Id,
  priceMinor: AmountMinor,
  bucketCount: Quantity,
  perMemberCount: Quantity,
}

/** An item as shoppers see it. */
export type FlashOffer = FlashPiece & {
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
export type FlashSale = FlashTerms & {
  readonly phase: FlashPhase
  readonly items: readonly FlashOffer[]
}
export const FlashSale: Schema<FlashSale> = z.object({
  ...sessionShape,
  phase: FlashPhase,
  items: listOf(
    z.object({
      ...pieceShape,
      ...{ productId: Id, title: Words, skuTitle: Words, imageUrl: z.nullable(z.string()), listMinor: AmountMinor },
      ...{ leftCount: Count, memberCount: Count, state: FlashState },
    }),
    MAX_FLASH_ITEMS,
  ),
})
