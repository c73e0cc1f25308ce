import type { Endpoint } from '../kernel/index.ts'
import { MemberTierInput, TierOutcome } from './operators.ts'

/** Write what has come due for one member, found by the sweep: renewals, downgrades, notices, ended memberships. */
export const reviewTier: Endpoint<MemberTierInput, TierOutcome, 'member_missing' | 'tier_not_due'> = {
  name: 'tiers.review',
  method: 'POST',
  path: '/v1/members/:memberId/tier/review',
  access: 'system',
  input: MemberTierInput,
  output: TierOutcome,
  refusals: { member_missing: 404, tier_not_due: 409 },
}
