import { type ClaimCounts, type CouponClaimed, type CouponTemplate, issue } from '../../coupons/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { adjust, type Life, type PointsAdjusted } from '../../points/index.ts'
import { grant, type StoredValue, type StoredValueGranted } from '../../storedvalue/index.ts'
import type { CampaignRewardGiven } from '../events.ts'
import type { Reward, RewardStatus } from '../schema.ts'
import type { giveReward } from '../system.ts'

export type GiveRewardFacts = {
  readonly campaignId: string
  readonly won:
    | {
        readonly memberId: string
        readonly reason: string
        readonly status: RewardStatus
        readonly reward: Reward
        readonly hasLeft: boolean
      }
    | undefined
  /** The template the reward names, counted for the member. */
  readonly template: (CouponTemplate & ClaimCounts) | undefined
  readonly points: { readonly debtCount: number; readonly life: Life }
  readonly storedValue: StoredValue | undefined
  readonly newId: (prefix: string) => string
  readonly now: number
}

type GiftEvent = CouponClaimed | PointsAdjusted | StoredValueGranted

/** Gives what was won, once. What cannot be given is withheld, with the reason. */
export function giveWon(facts: GiveRewardFacts): Decision<CampaignRewardGiven | GiftEvent, CodeOf<typeof giveReward>> {
  const { campaignId, won } = facts
  if (won === undefined) return refuse('reward_missing')
  const { memberId, reason, status, reward, hasLeft } = won
  if (status !== 'due') return accept()
  const gift = hasLeft ? refuse('member_missing') : giftOf(facts, memberId, reward)
  const withheld = gift.ok ? null : gift.refusal.code
  const given: CampaignRewardGiven = { type: 'campaign_reward_given', campaignId, memberId, reason, withheld }
  return accept<CampaignRewardGiven | GiftEvent>(given, ...(gift.ok ? gift.events : []))
}

function giftOf(facts: GiveRewardFacts, memberId: string, reward: Reward): Decision<GiftEvent, string> {
  const { template, points, storedValue, newId, now } = facts
  switch (reward.kind) {
    case 'goods':
      return accept()
    case 'coupon': {
      const none = { issuedCount: 0, spentMinor: 0, claimedByMemberCount: 0, claimedInPeriodCount: 0 }
      const counts = template ?? none
      return issue({ template, counts, hasMember: true, memberId, couponId: newId('cou'), now })
    }
    case 'points': {
      const terms = { memberId, hasMember: true, deltaCount: reward.count, lots: [], ...points }
      return adjust({ ...terms, lotId: newId('lot'), now })
    }
    case 'stored_value':
      return grant({ account: storedValue, grantId: newId('svg'), deltaMinor: reward.amountMinor })
  }
}
