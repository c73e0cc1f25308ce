import type { Stock } from './operator-schema.ts'

/** The location every brand begins with. It is always there and always open. */
export const FIRST_LOCATION_ID = 'main'
export const MAX_LOCATIONS = 100

/** The longest an open hold may stand: ninety days. */
export const MAX_HOLD_MS = 7_776_000_000

/**
 * Pieces of one SKU in one slot of one location. Most SKUs have one slot a location; a hot one has several, so that
 * many buyers do not wait for one row.
 */
export type StockSlot = Omit<Stock, 'skuId'> & {
  readonly locationId: string
  readonly slot: number
  /** How many pieces may be promised beyond those that are there. */
  readonly backorderCount: number
}

/** The stock of a SKU with the slots it lies in, those to be served from first in front. */
export type Shelf = Stock & {
  /** Absent where all lies in the first slot of the first location. */
  readonly slots?: readonly StockSlot[] | undefined
}

/** How many pieces of which SKU, and from where. */
export type StockLine = {
  readonly skuId: string
  readonly quantity: number
  /** Absent for {@link FIRST_LOCATION_ID}. */
  readonly locationId?: string | undefined
  /** Absent for 0. */
  readonly slot?: number | undefined
}

/** So many pieces more (or fewer) in one slot. */
export type StockMove = {
  readonly count: number
  readonly locationId?: string | undefined
  readonly slot?: number | undefined
}

/** Pieces of a bucket in one slot: how many it may sell, and how many it sold that have not come back. */
export type BucketSlot = { readonly slot: number; readonly limitCount: number; readonly takenCount: number }

/** The bucket an order took its pieces from, and the slots they came from; none where the bucket has no limit. */
export type BucketTake = {
  readonly bucketId: string
  readonly takes: readonly { readonly slot: number; readonly count: number }[]
}
