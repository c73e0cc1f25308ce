import type { Membership } from './operator-schema.ts'
import type { ActivityKind, TierReason, TierSettings } from './schema.ts'

/** Growth moved: an order was completed (up) or refunded (down), a member did something, an operator adjusted it. */
export type GrowthChanged = {
  readonly type: 'growth_changed'
  readonly memberId: string
  readonly deltaCount: number
  /** The order it came from, or is taken back with; null for activities and adjustments. */
  readonly orderId: string | null
  /** The day it counts for, when that is not the day it was written; absent otherwise. */
  readonly earnedAt?: number | undefined
  /** What the member did, and what tells it from every other time; absent for orders and adjustments. */
  readonly activity?: { readonly kind: ActivityKind; readonly key: string } | undefined
}

/** The member moved to another tier. Events of earlier versions have neither reason nor moment. */
export type TierChanged = {
  readonly type: 'tier_changed'
  readonly memberId: string
  readonly fromTierId: string
  readonly toTierId: string
  readonly reason?: TierReason | undefined
  /** From when it holds; later than that it may be written. */
  readonly at?: number | undefined
}

/** The member's tier came to its end and stays: renewed, or held through a grace period. */
export type TierKept = {
  readonly type: 'tier_kept'
  readonly memberId: string
  readonly tierId: string
  readonly reason: 'renewal' | 'grace'
  readonly at: number
}

/** How a member stands, beside the tier itself: what later decisions read. */
export type Standing = {
  /** The tier held: the higher one of `growthTierId` and `paidTierId`. */
  readonly tierId: string
  readonly growthTierId: string
  readonly reachedAt: number
  readonly validUntil: number | null
  readonly graceUntil: number | null
  readonly upgradeAt: number | null
  /** When the member is to be told what is missing; null when that is done or not needed. */
  readonly noticeAt: number | null
  /** The day whose window of growth the tier rests on, in days since 1970 of the brand's zone; null for none. */
  readonly countedDay: number | null
  readonly isByHand: boolean
  readonly paidTierId: string | null
  readonly paidUntil: number | null
  /** The settings it was last brought in line with, by number. */
  readonly revision: number
}

/** An operator set the tier, or let growth decide again (null). */
export type TierSetByHand = {
  readonly type: 'tier_set_by_hand'
  readonly memberId: string
  readonly tierId: string | null
  readonly until: number | null
}

/** The member stands otherwise than before. */
export type TierStandingSet = {
  readonly type: 'tier_standing_set'
  readonly memberId: string
  readonly standing: Standing
  /** The next moment something is to be looked at; null for none. */
  readonly dueAt: number | null
}

/** The tier will be lost at `until` unless growth comes; told once in each period. */
export type TierDowngradeApproaching = {
  readonly type: 'tier_downgrade_approaching'
  readonly memberId: string
  readonly tierId: string
  readonly neededCount: number
  readonly until: number
}

/** A paid membership began, was prolonged, shortened or moved; the whole of it as it now is. */
export type MembershipSet = {
  readonly type: 'membership_set'
  readonly memberId: string
  readonly membership: Membership
  readonly created: boolean
}

/** A gift of a tier was given; what it holds is in the events of coupons and points beside this one. */
export type TierGiftGranted = {
  readonly type: 'tier_gift_granted'
  readonly memberId: string
  readonly tierId: string
  readonly kind: 'upgrade' | 'birthday'
  /** `ever` for an upgrade, the year for a birthday: no gift is granted twice for one. */
  readonly period: string
  readonly couponId: string | null
  readonly pointsCount: number
  /** Why the coupon could not be given, as its own rules say; null when it was, or when there was none. */
  readonly withheld: string | null
}

/** An operator changed the tiers. */
export type TiersConfigured = {
  readonly type: 'tiers_configured'
  readonly settings: TierSettings
  /** How often they were replaced by now; absent in events of earlier versions. */
  readonly revision?: number | undefined
}

/** What moving growth, or looking at a member again, may bring. */
export type TierMoveEvent =
  | GrowthChanged
  | TierChanged
  | TierKept
  | TierStandingSet
  | TierDowngradeApproaching
  | MembershipSet

/** Everything that can happen to tiers. */
export type TierEvent = TierMoveEvent | TierSetByHand | TierGiftGranted | TiersConfigured
