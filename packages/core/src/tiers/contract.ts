import { Empty, type Endpoint } from '../kernel/index.ts'
import { adjustGrowth, getMemberTier, giveBirthdayGift, recordActivity, setTier } from './operators.ts'
import { MemberTier, TierSettings } from './schema.ts'

/** The signed-in member's tier, the way to the next, what is missing to keep it, and how it changed. */
export const getTier: Endpoint<Empty, MemberTier> = {
  name: 'tiers.get',
  method: 'GET',
  path: '/v1/tier',
  access: 'member',
  input: Empty,
  output: MemberTier,
  refusals: {},
}

/** The tiers of the club and their benefits. */
export const getTierSettings: Endpoint<Empty, TierSettings> = {
  name: 'tiers.settings',
  method: 'GET',
  path: '/v1/tiers',
  access: 'public',
  input: Empty,
  output: TierSettings,
  refusals: {},
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

export type TiersContract = {
  readonly get: typeof getTier
  readonly settings: typeof getTierSettings
  readonly configure: typeof configureTiers
  readonly member: typeof getMemberTier
  readonly set: typeof setTier
  readonly adjust: typeof adjustGrowth
  readonly record: typeof recordActivity
  readonly giveBirthdayGift: typeof giveBirthdayGift
}
export const tiersContract: TiersContract = {
  get: getTier,
  settings: getTierSettings,
  configure: configureTiers,
  member: getMemberTier,
  set: setTier,
  adjust: adjustGrowth,
  record: recordActivity,
  giveBirthdayGift,
}
