import { Empty, type Endpoint } from '../kernel/index.ts'
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

export type TiersContract = {
  readonly get: typeof getTier
  readonly settings: typeof getTierSettings
}
export const tiersContract: TiersContract = {
  get: getTier,
  settings: getTierSettings,
}
