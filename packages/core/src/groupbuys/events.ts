import type { GroupCampaign } from './schema.ts'

export type GroupCampaignSaved = {
  readonly type: 'group_campaign_saved'
  readonly campaign: GroupCampaign
  readonly created: boolean
}

/** A member opened a team with their order; the price and the size are frozen with it. */
export type GroupTeamOpened = {
  readonly type: 'group_team_opened'
  readonly teamId: string
  readonly campaignId: string
  readonly memberId: string
  readonly orderId: string
  readonly skuId: string
  readonly priceMinor: number
  readonly sizeCount: number
  readonly expiresAt: number
}

/** A member took a seat with their order. */
export type GroupTeamJoined = {
  readonly type: 'group_team_joined'
  readonly teamId: string
  readonly memberId: string
  readonly orderId: string
}

/** As many paid as the team has seats. */
export type GroupTeamFilled = { readonly type: 'group_team_filled'; readonly teamId: string; readonly filledAt: number }

/** Its time was over before; whoever paid is refunded. */
export type GroupTeamExpired = { readonly type: 'group_team_expired'; readonly teamId: string }

export type GroupEvent = GroupCampaignSaved | GroupTeamOpened | GroupTeamJoined | GroupTeamFilled | GroupTeamExpired
