import * as z from 'zod/mini'
import { type Endpoint, Id, Moment, type Page, PageInput, pageOf, type Schema, Words } from '../kernel/index.ts'
import { CampaignInput, EntriesInput } from './contract.ts'
import { CampaignRewardRow } from './operator-schema.ts'
import { Campaign, CampaignView } from './schema.ts'

/** All campaigns, drafts too, newest start first. */
export const listAllCampaigns: Endpoint<PageInput, Page<CampaignView>> = {
  name: 'campaigns.all',
  method: 'GET',
  path: '/v1/admin/campaigns',
  access: 'operator',
  input: PageInput,
  output: pageOf(CampaignView),
  refusals: {},
}

/** Make a draft or replace it. */
export const saveCampaign: Endpoint<
  Campaign,
  Campaign,
  | 'campaign_published'
  | 'session_window_empty'
  | 'award_too_early'
  | 'campaign_prizes_wrong'
  | 'prize_too_many'
  | 'prize_value_too_low'
  | 'lottery_prize_too_high'
  | 'campaign_over_budget'
  | 'coupon_missing'
  | 'campaigns_full'
> = {
  name: 'campaigns.save',
  method: 'PUT',
  path: '/v1/campaigns/:id',
  access: 'operator',
  input: Campaign,
  output: Campaign,
  refusals: {
    campaign_published: 409,
    session_window_empty: 409,
    award_too_early: 409,
    campaign_prizes_wrong: 409,
    prize_too_many: 409,
    prize_value_too_low: 409,
    lottery_prize_too_high: 409,
    campaign_over_budget: 409,
    coupon_missing: 404,
    campaigns_full: 409,
  },
}

export type PublishedCampaign = { readonly campaignId: string; readonly seedHash: string | null }
export const PublishedCampaign: Schema<PublishedCampaign> = z.object({
  campaignId: Id,
  seedHash: z.nullable(z.string()),
})

/** Publish a draft before its start. From here on nothing about it changes. */
export const publishCampaign: Endpoint<
  CampaignInput,
  PublishedCampaign,
  'campaign_missing' | 'campaign_published' | 'campaign_started'
> = {
  name: 'campaigns.publish',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/publication',
  access: 'operator',
  input: CampaignInput,
  output: PublishedCampaign,
  refusals: { campaign_missing: 404, campaign_published: 409, campaign_started: 409 },
}

export type StopCampaignInput = CampaignInput & {
  /** Why, as everybody reads it. */
  readonly reason: Words
}
export const StopCampaignInput: Schema<StopCampaignInput> = z.object({ campaignId: Id, reason: Words })
export type StoppedCampaign = { readonly campaignId: string; readonly stoppedAt: number }
export const StoppedCampaign: Schema<StoppedCampaign> = z.object({ campaignId: Id, stoppedAt: Moment })

/** Stop a published campaign before its end. Nothing counts and nobody enters any more; what was earned is given. */
export const stopCampaign: Endpoint<StopCampaignInput, StoppedCampaign, 'campaign_missing' | 'campaign_not_running'> = {
  name: 'campaigns.stop',
  method: 'POST',
  path: '/v1/campaigns/:campaignId/stopping',
  access: 'operator',
  input: StopCampaignInput,
  output: StoppedCampaign,
  refusals: { campaign_missing: 404, campaign_not_running: 409 },
}

/** What a campaign gave to whom, the newest first. */
export const listRewards: Endpoint<EntriesInput, Page<CampaignRewardRow>> = {
  name: 'campaigns.rewards',
  method: 'GET',
  path: '/v1/campaigns/:campaignId/rewards',
  access: 'operator',
  input: EntriesInput,
  output: pageOf(CampaignRewardRow),
  refusals: {},
}

export type CampaignsAdminContract = {
  readonly all: typeof listAllCampaigns
  readonly save: typeof saveCampaign
  readonly publish: typeof publishCampaign
  readonly stop: typeof stopCampaign
  readonly rewards: typeof listRewards
}
export const campaignsAdminContract: CampaignsAdminContract = {
  all: listAllCampaigns,
  save: saveCampaign,
  publish: publishCampaign,
  stop: stopCampaign,
  rewards: listRewards,
}
