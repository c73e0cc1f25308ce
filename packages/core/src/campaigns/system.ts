import * as z from 'zod/mini'
import { Count, type Endpoint, Id, Label, type Schema } from '../kernel/index.ts'
import { CampaignInput } from './contract.ts'
import { RewardStatus } from './schema.ts'

export type CountOrderInput = { readonly campaignId: string; readonly orderId: string }
export const CountOrderInput: Schema<CountOrderInput> = z.object({ campaignId: Id, orderId: Id })
export type CountedOrder = { readonly netMinor: number }
export const CountedOrder: Schema<CountedOrder> = z.object({ netMinor: z.int() })

/** Count a friend's order whose time for returns is over, or count again one of which something came back. */
export const countOrder: Endpoint<CountOrderInput, CountedOrder, 'campaign_missing' | 'campaign_order_not_due'> = {
  name: 'campaigns.count',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/orders',
  access: 'system',
  input: CountOrderInput,
  output: CountedOrder,
  refusals: { campaign_missing: 404, campaign_order_not_due: 409 },
}

export type AwardedCampaign = { readonly rewardCount: number }
export const AwardedCampaign: Schema<AwardedCampaign> = z.object({ rewardCount: Count })

/** End a campaign: decide its places, or draw. */
export const awardCampaign: Endpoint<
  CampaignInput,
  AwardedCampaign,
  'campaign_missing' | 'campaign_not_due' | 'campaign_seed_wrong'
> = {
  name: 'campaigns.award',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/award',
  access: 'system',
  input: CampaignInput,
  output: AwardedCampaign,
  refusals: { campaign_missing: 404, campaign_not_due: 409, campaign_seed_wrong: 409 },
}

export type GiveRewardInput = { readonly campaignId: string; readonly memberId: string; readonly reason: string }
export const GiveRewardInput: Schema<GiveRewardInput> = z.object({ campaignId: Id, memberId: Id, reason: Label })
export type GivenReward = { readonly status: RewardStatus }
export const GivenReward: Schema<GivenReward> = z.object({ status: RewardStatus })

/** Give what somebody won. */
export const giveReward: Endpoint<GiveRewardInput, GivenReward, 'reward_missing'> = {
  name: 'campaigns.give',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/gifts',
  access: 'system',
  input: GiveRewardInput,
  output: GivenReward,
  refusals: { reward_missing: 404 },
}
