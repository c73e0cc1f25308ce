import * as z from 'zod/mini'
import { Count, Delta, type Endpoint, Id, Label, Moment, type Schema } from '../kernel/index.ts'
import { ToldActivityKind } from './operator-schema.ts'
import { MemberTier, TierSettings } from './schema.ts'

/** One member. */
export type MemberTierInput = { readonly memberId: string }
export const MemberTierInput: Schema<MemberTierInput> = z.object({ memberId: Id })

/** A member's tier as they see it. */
export const getMemberTier: Endpoint<MemberTierInput, MemberTier, 'member_missing'> = {
  name: 'tiers.member',
  method: 'GET',
  path: '/v1/members/:memberId/tier',
  access: 'operator',
  input: MemberTierInput,
  output: MemberTier,
  refusals: { member_missing: 404 },
}

/** A tier for one member by hand. */
export type SetTierInput = {
  readonly memberId: string
  /** Null: growth decides again. */
  readonly tierId: string | null
  /** Until when growth does not move it; null for ever. */
  readonly until: number | null
  /** Why. It stands in the journal: no personal data. */
  readonly reason: string
}
export const SetTierInput: Schema<SetTierInput> = z.object({
  memberId: Id,
  tierId: z.nullable(Id),
  until: z.nullable(Moment),
  reason: Label,
})

/** Where a member stands after what was done. */
export type TierOutcome = { readonly tierId: string; readonly growthCount: number }
export const TierOutcome: Schema<TierOutcome> = z.object({ tierId: Id, growthCount: z.int() })

/** Set a member's tier by hand, or let growth decide again. */
export const setTier: Endpoint<SetTierInput, TierOutcome, 'member_missing' | 'tier_missing' | 'tier_until_past'> = {
  name: 'tiers.set',
  method: 'PUT',
  path: '/v1/members/:memberId/tier',
  access: 'operator',
  input: SetTierInput,
  output: TierOutcome,
  refusals: { member_missing: 404, tier_missing: 404, tier_until_past: 409 },
}

/** Growth given or taken by hand, dated now. */
export type AdjustGrowthInput = { readonly memberId: string; readonly deltaCount: number; readonly reason: string }
export const AdjustGrowthInput: Schema<AdjustGrowthInput> = z.object({
  memberId: Id,
  deltaCount: Delta.check(z.refine((count) => count !== 0, 'must not be 0')),
  reason: Label,
})

/** Give or take growth with a reason. */
export const adjustGrowth: Endpoint<AdjustGrowthInput, TierOutcome, 'member_missing' | 'growth_insufficient'> = {
  name: 'tiers.adjust',
  method: 'POST',
  path: '/v1/members/:memberId/growth',
  access: 'operator',
  input: AdjustGrowthInput,
  output: TierOutcome,
  refusals: { member_missing: 404, growth_insufficient: 409 },
}

/** Something a member did. */
export type RecordActivityInput = {
  readonly memberId: string
  readonly kind: ToldActivityKind
  /** What tells this time from others, such as the id of the review. */
  readonly reference: string
}
export const RecordActivityInput: Schema<RecordActivityInput> = z.object({
  memberId: Id,
  kind: ToldActivityKind,
  reference: Id,
})

/** Growth for a check-in, a review or a profile, as the settings say; told again, nothing happens. */
export const recordActivity: Endpoint<RecordActivityInput, TierOutcome, 'member_missing'> = {
  name: 'tiers.record',
  method: 'POST',
  path: '/v1/members/:memberId/activities',
  access: 'operator',
  input: RecordActivityInput,
  output: TierOutcome,
  refusals: { member_missing: 404 },
}

/** What a birthday brought. */
export type BirthdayGift = { readonly tierId: string; readonly couponId: string | null; readonly pointsCount: number }
export const BirthdayGift: Schema<BirthdayGift> = z.object({
  tierId: Id,
  couponId: z.nullable(Id),
  pointsCount: Count,
})

/**
 * Give a member the birthday gift of the tier they stand in ahead of the sweep: once in a calendar year of the brand's
 * zone, and never twice within 365 days.
 */
export const giveBirthdayGift: Endpoint<MemberTierInput, BirthdayGift, 'member_missing' | 'birthday_gift_missing'> = {
  name: 'tiers.giveBirthdayGift',
  method: 'POST',
  path: '/v1/members/:memberId/birthday-gift',
  access: 'operator',
  input: MemberTierInput,
  output: BirthdayGift,
  refusals: { member_missing: 404, birthday_gift_missing: 409 },
}

/** Replace the tiers. Members may rise at once; nobody falls for it. */
export const configureTiers: Endpoint<TierSettings, TierSettings, 'tiers_unordered' | 'activity_repeated'> = {
  name: 'tiers.configure',
  method: 'PUT',
  path: '/v1/tiers',
  access: 'operator',
  input: TierSettings,
  output: TierSettings,
  refusals: { tiers_unordered: 409, activity_repeated: 409 },
}

export type TiersAdminContract = {
  readonly configure: typeof configureTiers
  readonly member: typeof getMemberTier
  readonly set: typeof setTier
  readonly adjust: typeof adjustGrowth
  readonly record: typeof recordActivity
  readonly giveBirthdayGift: typeof giveBirthdayGift
}
export const tiersAdminContract: TiersAdminContract = {
  configure: configureTiers,
  member: getMemberTier,
  set: setTier,
  adjust: adjustGrowth,
  record: recordActivity,
  giveBirthdayGift,
}
