import * as z from 'zod/mini'
import { Bps, Count, Id, listOf, Moment, type Schema, Words } from '../kernel/index.ts'

/** What a member is given once: a coupon of a template, points, or both. */
export type TierGift = { readonly couponTemplateId: string | null; readonly pointsCount: number }
export const TierGift: Schema<TierGift> = z.object({ couponTemplateId: z.nullable(Id), pointsCount: Count })

/** One level of the club 等级 with its benefits 权益. A benefit that is absent or null is not given. */
export type Tier = {
  readonly id: string
  readonly name: Words
  /** Growth value 成长值 from which the tier is reached; the lowest tier has 0. */
  readonly growthRequired: number
  /** Points earned are multiplied by this, in basis points: 10000 is once. */
  readonly pointsMultiplierBps: number
  /** What a unit costs of its list price, where the catalogue names no price for the tier: 9500 is 5 % off. */
  readonly priceBps?: number | null | undefined
  readonly freeShipping?: boolean | undefined
  /** Given when the tier is first reached by growth or by hand, once for ever. */
  readonly upgradeGift?: TierGift | null | undefined
  /** Given in the month of the birthday: once in a calendar year, and never twice within 365 days. */
  readonly birthdayGift?: TierGift | null | undefined
  /** How many days before others members of the tier may buy what is new. */
  readonly earlyAccessDays?: number | null | undefined
  /** What the tier may expect of the people in the shop. */
  readonly service?: Words | null | undefined
}
export const Tier: Schema<Tier> = z.object({
  id: Id,
  name: Words,
  growthRequired: Count,
  pointsMultiplierBps: Bps,
  priceBps: z.optional(z.nullable(Bps.check(z.lte(10_000)))),
  freeShipping: z.optional(z.boolean()),
  upgradeGift: z.optional(z.nullable(TierGift)),
  birthdayGift: z.optional(z.nullable(TierGift)),
  earlyAccessDays: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(365)))),
  service: z.optional(z.nullable(Words)),
})

/** Which growth counts: all of it, that of today and the days before, or that of this calendar year. */
export type GrowthWindow =
  | { readonly kind: 'lifetime' }
  | { readonly kind: 'rolling'; readonly days: number }
  | { readonly kind: 'calendar_year' }
export const GrowthWindow: Schema<GrowthWindow> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lifetime') }),
  z.object({ kind: z.literal('rolling'), days: z.int().check(z.gte(1), z.lte(3_650)) }),
  z.object({ kind: z.literal('calendar_year') }),
])

/** When a tier that was reached begins. */
export type UpgradeMode = 'at_once' | 'next_month' | 'next_quarter' | 'next_year'
export const UpgradeMode: Schema<UpgradeMode> = z.enum(['at_once', 'next_month', 'next_quarter', 'next_year'])

/**
 * Until when a tier is held without asking again: for ever, through the day so many days or months after it was
 * reached, to the end of the calendar year, or to the next anniversary of joining.
 */
export type TierValidity =
  | { readonly kind: 'lifetime' }
  | { readonly kind: 'days'; readonly count: number }
  | { readonly kind: 'months'; readonly count: number }
  | { readonly kind: 'calendar_year' }
  | { readonly kind: 'anniversary' }
export const TierValidity: Schema<TierValidity> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lifetime') }),
  z.object({ kind: z.literal('days'), count: z.int().check(z.gte(1), z.lte(3_650)) }),
  z.object({ kind: z.literal('months'), count: z.int().check(z.gte(1), z.lte(120)) }),
  z.object({ kind: z.literal('calendar_year') }),
  z.object({ kind: z.literal('anniversary') }),
])

/** What becomes of a tier that ends without enough growth: one tier less, the tier of the growth, or it stays. */
export type DowngradePolicy = 'one_down' | 'recompute' | 'never'
export const DowngradePolicy: Schema<DowngradePolicy> = z.enum(['one_down', 'recompute', 'never'])

/**
 * What members do that earns growth and points beside buying. The list is closed: sharing, following and bringing
 * people in are not in it and cannot be said, because rewards for them are 诱导分享 on the platforms and pay by head
 * count is unlawful.
 */
export type ActivityKind = 'sign_up' | 'check_in' | 'review' | 'profile' | 'birthday'
export const ActivityKind: Schema<ActivityKind> = z.enum(['sign_up', 'check_in', 'review', 'profile', 'birthday'])

/**
 * Growth for one activity: joining and a completed profile count once for ever, a check-in once a day, a review once
 * each, a birthday once a year.
 */
export type ActivityGrowth = { readonly kind: ActivityKind; readonly growthCount: number }
export const ActivityGrowth: Schema<ActivityGrowth> = z.object({ kind: ActivityKind, growthCount: Count })

/** How members climb: tiers in rising order of growth, the first at 0. What is absent is as in earlier versions. */
export type TierSettings = {
  readonly tiers: readonly Tier[]
  /** Growth per minor unit of net sales, in basis points: 100 gives one for each 1.00 of a two-digit currency. */
  readonly growthPerMinorBps: number
  /** Absent: lifetime. */
  readonly growthWindow?: GrowthWindow | undefined
  /** Absent: at once. */
  readonly upgrade?: UpgradeMode | undefined
  /** Absent: lifetime. */
  readonly validity?: TierValidity | undefined
  /** How long a tier that ended is still held, so that the member can requalify; absent: 0. */
  readonly graceDays?: number | undefined
  /** Absent: recompute. */
  readonly downgrade?: DowngradePolicy | undefined
  /** How long before its end a member is told what is missing to keep a tier; absent: 30. */
  readonly noticeDays?: number | undefined
  /** Absent: none. */
  readonly activities?: readonly ActivityGrowth[] | undefined
  /** The fee of a paid membership counts as growth like money paid for goods; absent: it does not. */
  readonly feeGrowth?: boolean | undefined
}
export const TierSettings: Schema<TierSettings> = z.object({
  tiers: listOf(Tier, 20, 1),
  growthPerMinorBps: Bps,
  growthWindow: z.optional(GrowthWindow),
  upgrade: z.optional(UpgradeMode),
  validity: z.optional(TierValidity),
  graceDays: z.optional(z.int().check(z.gte(0), z.lte(365))),
  downgrade: z.optional(DowngradePolicy),
  noticeDays: z.optional(z.int().check(z.gte(0), z.lte(365))),
  activities: z.optional(listOf(ActivityGrowth, 5)),
  feeGrowth: z.optional(z.boolean()),
})

/** Why a tier changed, or was kept. */
export type TierReason =
  | 'upgrade'
  | 'renewal'
  | 'downgrade'
  | 'grace'
  | 'configured'
  | 'membership'
  | 'refund'
  | 'operator'
export const TierReason: Schema<TierReason> = z.enum([
  ...(['upgrade', 'renewal', 'downgrade', 'grace', 'configured', 'membership', 'refund', 'operator'] as const),
])

/** One line of the tier history. `from` and `to` are the same when the tier was kept. */
export type TierHistoryEntry = {
  readonly fromTierId: string
  readonly toTierId: string
  /** Null for what earlier versions wrote. */
  readonly reason: TierReason | null
  readonly at: number
}
export const TierHistoryEntry: Schema<TierHistoryEntry> = z.object({
  fromTierId: Id,
  toTierId: Id,
  reason: z.nullable(TierReason),
  at: Moment,
})

/** The most history that is shown at once, newest first. */
export const MAX_TIER_HISTORY = 50

/** Where a member stands. */
export type MemberTier = {
  /** The tier held: the higher one of that of growth and that of a paid membership. */
  readonly tier: Tier
  /** Growth that counts now: inside the window. */
  readonly growthCount: number
  /** The next tier up; null at the top. */
  readonly next: Tier | null
  /** Growth still missing for `next`; 0 at the top. */
  readonly neededCount: number
  /** Way from this tier to the next, in basis points; 10000 at the top. */
  readonly progressBps: number
  /** All growth ever, less what was refunded. */
  readonly lifetimeGrowthCount: number
  /** The tier that growth, or an operator, gives; what a paid membership falls back to. */
  readonly growthTierId: string
  /** Since when that is so. */
  readonly reachedAt: number
  /** When it ends unless it is renewed; null for never. */
  readonly validUntil: number | null
  /** The tier ended without enough growth and is held until then all the same; null outside of a grace period. */
  readonly graceUntil: number | null
  /** When an upgrade that was reached begins; null when none waits. */
  readonly upgradeAt: number | null
  /** Growth still missing at `keepUntil` to keep the tier, counting only what will still be inside the window. */
  readonly keepNeededCount: number
  /** Until when it must be there; null when nothing can be lost. */
  readonly keepUntil: number | null
  /** An operator set the tier; growth does not move it meanwhile. */
  readonly isByHand: boolean
  /** The paid membership that holds now, with the end of all terms that follow each other; null for none. */
  readonly membership: { readonly tierId: string; readonly until: number } | null
  /** Newest first. */
  readonly history: readonly TierHistoryEntry[]
}
export const MemberTier: Schema<MemberTier> = z.object({
  tier: Tier,
  growthCount: z.int(),
  next: z.nullable(Tier),
  neededCount: Count,
  progressBps: Bps,
  lifetimeGrowthCount: z.int(),
  growthTierId: Id,
  reachedAt: Moment,
  validUntil: z.nullable(Moment),
  graceUntil: z.nullable(Moment),
  upgradeAt: z.nullable(Moment),
  keepNeededCount: Count,
  keepUntil: z.nullable(Moment),
  isByHand: z.boolean(),
  membership: z.nullable(z.object({ tierId: Id, until: Moment })),
  history: listOf(TierHistoryEntry, MAX_TIER_HISTORY),
})
