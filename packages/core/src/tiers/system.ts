import type { Endpoint } from '../kernel/index.ts'
import { BirthdayGift, MemberTierInput, TierOutcome } from './operators.ts'

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

/** Give a member the birthday gift of their tier in the month of their birthday, found by the sweep. */
export const celebrateBirthday: Endpoint<
  MemberTierInput,
  BirthdayGift,
  'member_missing' | 'birthday_not_due' | 'birthday_gift_missing'
> = {
  name: 'tiers.celebrate',
  method: 'POST',
  path: '/v1/members/:memberId/tier/birthday',
  access: 'system',
  input: MemberTierInput,
  output: BirthdayGift,
  refusals: { member_missing: 404, birthday_not_due: 409, birthday_gift_missing: 409 },
}
