import type { AdjustKind, HoldStatus, Location, StockPolicy } from './operator-schema.ts'
import type { BucketTake, StockLine, StockMove } from './schema.ts'

/** Goods came in, or a count was corrected (negative). What an operator wrote is a note outside the journal. */
export type StockAdjusted = {
  readonly type: 'stock_adjusted'
  readonly skuId: string
  readonly deltaCount: number
  /** Absent for `adjust`. */
  readonly kind?: AdjustKind | undefined
  /** Where; absent for all of it in the first slot of the first location. */
  readonly moves?: readonly StockMove[] | undefined
  /** The note that says why; absent where none was kept with it. */
  readonly noteId?: string | undefined
}
/** Pieces changed their location or slot; `moves` sum to zero. */
export type StockMoved = {
  readonly type: 'stock_moved'
  readonly skuId: string
  readonly kind: 'transfer' | 'spread'
  readonly moves: readonly StockMove[]
  readonly noteId?: string | undefined
}
/** A SKU can lie in these slots of a location from now on. */
export type ShelfAdded = {
  readonly type: 'shelf_added'
  readonly skuId: string
  readonly locationId: string
  readonly slots: readonly number[]
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
/** Pieces set aside outside an order, until a moment. */
export type HoldOpened = {
  readonly type: 'hold_opened'
  readonly holdId: string
  readonly lines: readonly StockLine[]
  readonly expiresAt: number
}
/** What became of a hold outside an order. */
export type HoldClosed = {
  readonly type: 'hold_closed'
  readonly holdId: string
  readonly lines: readonly StockLine[]
  readonly status: Exclude<HoldStatus, 'open'>
}
export type LocationSaved = {
  readonly type: 'location_saved'
  readonly location: Location
  readonly created: boolean
}
export type StockPolicySaved = {
  readonly type: 'stock_policy_saved'
  readonly policy: StockPolicy
  readonly created: boolean
}
/** The free pieces of a SKU fell to its threshold (`isLow`), or rose above it again. */
export type StockCrossed = {
  readonly type: 'stock_crossed'
  readonly skuId: string
  /** 1, 2, 3 … over all crossings of the SKU. */
  readonly number: number
  readonly isLow: boolean
  readonly freeCount: number
}

/** What a campaign may sell changed; `slots` are by how much, and which of them are new. */
export type BucketResized = {
  readonly type: 'bucket_resized'
  readonly bucketId: string
  readonly slots: readonly { readonly slot: number; readonly count: number; readonly isNew: boolean }[]
}
/** Pieces of a bucket went into an order. */
export type BucketTaken = BucketTake & {
  readonly type: 'bucket_taken'
  readonly memberId: string
  readonly orderId: string
  readonly count: number
  /** The most pieces of the bucket the member may have, as it was then. */
  readonly limitCount: number
  /** The member took none of it before. */
  readonly isFirst: boolean
}
/** Pieces came back: the order was cancelled, timed out or refunded. */
export type BucketReturned = BucketTake & {
  readonly type: 'bucket_returned'
  readonly memberId: string
  readonly orderId: string
  readonly count: number
}

/** Everything that can happen to stock. */
export type InventoryEvent =
  | StockAdjusted
  | StockMoved
  | ShelfAdded
  | StockHeld
  | StockReleased
  | StockSold
  | StockReturned
  | HoldOpened
  | HoldClosed
  | LocationSaved
  | StockPolicySaved
  | StockCrossed
  | BucketResized
  | BucketTaken
  | BucketReturned
