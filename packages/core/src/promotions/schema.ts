import * as z from 'zod/mini'
import { AmountMinor, Bps, Id, listOf, Moment, type Schema, Words } from '../kernel/index.ts'

/** Who bears a reduction: the brand, the platform it sells on, or the promoter's shop. */
export type Funder = 'brand' | 'platform' | 'store'
export const Funder: Schema<Funder> = z.enum(['brand', 'platform', 'store'])

/** What must hold for a promotion or coupon to apply. All conditions of a rule must hold. */
export type Condition =
  /** The basket reaches this amount, measured after item prices and before other reductions 满. */
  | { readonly kind: 'subtotal_at_least'; readonly minor: number }
  /** The shopper stands in one of these tiers. */
  | { readonly kind: 'tier_in'; readonly tierIds: readonly string[] }
  /** Only these SKUs count, for the threshold and for the reduction. */
  | { readonly kind: 'skus'; readonly skuIds: readonly string[] }
export const Condition: Schema<Condition> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subtotal_at_least'), minor: AmountMinor }),
  z.object({ kind: z.literal('tier_in'), tierIds: listOf(Id, 20, 1) }),
  z.object({ kind: z.literal('skus'), skuIds: listOf(Id, 500, 1) }),
])

/** What a promotion or coupon does to the eligible lines. */
export type Effect =
  /** A fixed sum off, at most the eligible amount 减. */
  | { readonly kind: 'amount_off'; readonly minor: number }
  /** A share off in basis points, rounded half away from zero, at most `capMinor` 折. */
  | { readonly kind: 'percent_off'; readonly bps: number; readonly capMinor: number | null }
export const Effect: Schema<Effect> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('amount_off'), minor: AmountMinor.check(z.gte(1)) }),
  z.object({
    kind: z.literal('percent_off'),
    bps: Bps.check(z.gte(1), z.lte(10_000)),
    capMinor: z.nullable(AmountMinor),
  }),
])

/** A rule that lowers the price of any basket it fits: full reduction 满减 and its kin. */
export type Promotion = {
  readonly id: string
  readonly name: Words
  readonly conditions: readonly Condition[]
  readonly effect: Effect
  /** Higher goes first; equal ones by id. Each sees what the earlier left. */
  readonly priority: number
  readonly startsAt: number
  /** First moment it no longer applies; null for open end. */
  readonly endsAt: number | null
  readonly active: boolean
  readonly funder: Funder
}
export const Promotion: Schema<Promotion> = z.object({
  id: Id,
  name: Words,
  conditions: listOf(Condition, 10),
  effect: Effect,
  priority: z.int().check(z.gte(-1_000), z.lte(1_000)),
  startsAt: Moment,
  endsAt: z.nullable(Moment),
  active: z.boolean(),
  funder: Funder,
})

/** A promotion was made or changed; the whole of it as it now is. */
export type PromotionSaved = {
  readonly type: 'promotion_saved'
  readonly promotion: Promotion
  /** True when the promotion is new. */
  readonly created: boolean
}

/** Everything that can happen to promotions. */
export type PromotionEvent = PromotionSaved
