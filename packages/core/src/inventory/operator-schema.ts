import * as z from 'zod/mini'
import { Count, Delta, Id, Label, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'

/** The most slots the pieces of one SKU at one location lie in. */
export const MAX_SLOTS = 64
export const MAX_HOLD_LINES = 200

/** Where goods lie: a warehouse, a shop, a van. */
export type Location = {
  readonly id: string
  readonly name: Words
  /** Lower ones are served from first. */
  readonly rank: number
  /** Closed locations keep their goods, and sell none. */
  readonly active: boolean
}
export const Location: Schema<Location> = z.object({
  id: Id,
  name: Words,
  rank: z.int().check(z.gte(0), z.lte(1_000)),
  active: z.boolean(),
})

/** Stock of one SKU. `onHandCount` includes what is held; it is below zero when pieces are owed that are still to come. */
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

/** How a SKU is kept. */
export type StockPolicy = {
  readonly skuId: string
  /** How many pieces may be sold beyond those on hand 预售缺货; 0 for none. */
  readonly backorderCount: number
  /** At so many free pieces or fewer the stock is low; null for never. */
  readonly lowStockCount: number | null
  /** Into how many slots a location splits its pieces. */
  readonly slotCount: number
}
export const StockPolicy: Schema<StockPolicy> = z.object({
  skuId: Id,
  backorderCount: z.int().check(z.gte(0), z.lte(1_000_000)),
  lowStockCount: z.nullable(z.int().check(z.gte(0), z.lte(1_000_000))),
  slotCount: z.int().check(z.gte(1), z.lte(MAX_SLOTS)),
})

/** Why a count was changed by hand. `adjust`: nobody said. */
export type AdjustKind = 'adjust' | 'receive' | 'count' | 'damage' | 'loss' | 'supplier_return'
export const AdjustKind: Schema<AdjustKind> = z.enum([
  ...(['adjust', 'receive', 'count', 'damage', 'loss', 'supplier_return'] as const),
])

/** Why pieces came or went. `transfer`: between locations. `spread`: between slots of one. */
export type MovementKind = AdjustKind | 'sell' | 'return' | 'transfer' | 'spread'
export const MovementKind: Schema<MovementKind> = z.enum([
  ...(['adjust', 'receive', 'count', 'damage', 'loss', 'supplier_return'] as const),
  ...(['sell', 'return', 'transfer', 'spread'] as const),
])

/** One line of the card of a slot: all its amounts together are what is on hand there. */
export type StockMovement = {
  readonly locationId: string
  readonly slot: number
  /** Place on the card: 1, 2, 3 … without a gap. */
  readonly number: number
  readonly kind: MovementKind
  readonly amount: number
  /** On hand in this slot after it. */
  readonly balance: number
  /** The order, hold or note it belongs to. */
  readonly reference: string | null
  /** What an operator wrote; null where nobody wrote anything, or it was erased. */
  readonly reason: string | null
  readonly at: number
}
export const StockMovement: Schema<StockMovement> = z.object({
  locationId: Id,
  slot: z.int(),
  number: Count,
  kind: MovementKind,
  amount: Delta,
  balance: Delta,
  reference: z.nullable(Label),
  reason: z.nullable(Label),
  at: Moment,
})

/** Some pieces of a SKU. */
export type SkuQuantity = { readonly skuId: string; readonly quantity: number }
export const SkuQuantity: Schema<SkuQuantity> = z.object({ skuId: Id, quantity: Quantity })

export type HoldStatus = 'open' | 'released' | 'sold' | 'expired'

/** Pieces set aside by a brand's server or an operator, outside an order, until a moment. */
export type StockHold = {
  readonly id: string
  readonly lines: readonly SkuQuantity[]
  readonly status: HoldStatus
  /** From then on it is released by itself. */
  readonly expiresAt: number
  readonly openedAt: number
}
export const StockHold: Schema<StockHold> = z.object({
  id: Id,
  lines: listOf(SkuQuantity, MAX_HOLD_LINES, 1),
  status: z.enum(['open', 'released', 'sold', 'expired']),
  expiresAt: Moment,
  openedAt: Moment,
})

/** The stock of a SKU as operators see it. */
export type StockRow = Stock & {
  readonly productId: string
  readonly productTitle: Words
  readonly title: Words
  readonly policy: StockPolicy
  readonly locations: readonly (Omit<Stock, 'skuId'> & { readonly locationId: string })[]
  /** Its free pieces are at or below the threshold. */
  readonly isLow: boolean
}
export const StockRow: Schema<StockRow> = z.object({
  skuId: Id,
  onHandCount: z.int(),
  heldCount: z.int(),
  soldCount: z.int(),
  productId: Id,
  productTitle: Words,
  title: Words,
  policy: StockPolicy,
  locations: z.array(z.object({ locationId: Id, onHandCount: z.int(), heldCount: z.int(), soldCount: z.int() })),
  isLow: z.boolean(),
})
