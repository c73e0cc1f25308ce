import * as z from 'zod/mini'
import { Bps, Count, Id, listOf, type Schema, Words } from '../kernel/index.ts'

/** One level of the club 等级. */
export type Tier = {
  readonly id: string
  readonly name: Words
  /** Growth value 成长值 from which the tier is reached; the lowest tier has 0. */
  readonly growthRequired: number
  /** Points earned are multiplied by this, in basis points: 10000 is once. */
  readonly pointsMultiplierBps: number
}
export const Tier: Schema<Tier> = z.object({
  id: Id,
  name: Words,
  growthRequired: Count,
  pointsMultiplierBps: Bps,
})

/** How members climb: tiers in rising order of growth, the first at 0. */
export type TierSettings = {
  readonly tiers: readonly Tier[]
  /** Growth per minor unit of net sales, in basis points: 100 gives one for each 1.00 of a two-digit currency. */
  readonly growthPerMinorBps: number
}
export const TierSettings: Schema<TierSettings> = z.object({ tiers: listOf(Tier, 20, 1), growthPerMinorBps: Bps })

/** Where a member stands. */
export type MemberTier = {
  readonly tier: Tier
  readonly growthCount: number
  /** The next tier up; null at the top. */
  readonly next: Tier | null
  /** Growth still missing for `next`; 0 at the top. */
  readonly neededCount: number
  /** Way from this tier to the next, in basis points; 10000 at the top. */
  readonly progressBps: number
}
export const MemberTier: Schema<MemberTier> = z.object({
  tier: Tier,
  growthCount: z.int(),
  next: z.nullable(Tier),
  neededCount: Count,
  progressBps: Bps,
})

/** Growth moved: an order was completed (up) or refunded (down). */
export type GrowthChanged = {
  readonly type: 'growth_changed'
  readonly memberId: string
  readonly deltaCount: number
  readonly orderId: string
}

/** The member moved to another tier. */
export type TierChanged = {
  readonly type: 'tier_changed'
  readonly memberId: string
  readonly fromTierId: string
  readonly toTierId: string
}

/** An operator changed the tiers. */
export type TiersConfigured = { readonly type: 'tiers_configured'; readonly settings: TierSettings }

/** Everything that can happen to tiers. */
export type TierEvent = GrowthChanged | TierChanged | TiersConfigured
