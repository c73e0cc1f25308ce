import { Empty, type Endpoint } from '../kernel/index.ts'
import { MemberTier, TierSettings } from './schema.ts'

/** The signed-in member's tier and the way to the next. */
export const getTier: Endpoint<Empty, MemberTier> = {
  name: 'tiers.get',
  method: 'GET',
  path: '/v1/tier',
  access: 'member',
  input: Empty,
  output: MemberTier,
  refusals: {},
}

/** The tiers of the club. */
export const getTierSettings: Endpoint<Empty, TierSettings> = {
  name: 'tiers.settings',
  method: 'GET',
  path: '/v1/tiers',
  access: 'public',
  input: Empty,
  output: TierSettings,
  refusals: {},
}

/** Replace the tiers. Members keep their tier until their growth next moves. */
export const configureTiers: Endpoint<TierSettings, TierSettings, 'tiers_unordered'> = {
  name: 'tiers.configure',
  method: 'PUT',
  path: '/v1/tiers',
  access: 'operator',
  input: TierSettings,
  output: TierSettings,
  refusals: { tiers_unordered: 409 },
}

export type TiersContract = {
  readonly get: typeof getTier
  readonly settings: typeof getTierSettings
  readonly configure: typeof configureTiers
}
export const tiersContract: TiersContract = { get: getTier, settings: getTierSettings, configure: configureTiers }
