import type { Words } from '../kernel/index.ts'
import type { Campaign } from './schema.ts'

type OfCampaign = { readonly campaignId: string }

/** A draft was made or replaced. */
export type CampaignSaved = {
  readonly type: 'campaign_saved'
  readonly campaign: Campaign
  readonly created: boolean
}
/** It is fixed from here on, with so many of each prize. Of the seed of a draw only its hash is told. */
export type CampaignPublished = OfCampaign & {
  readonly type: 'campaign_published'
  readonly prizes: readonly { readonly prizeId: string; readonly quantity: number }[]
  readonly seedHash: string | null
}
/** An operator stopped it before its end, with the reason that everybody is told. */
export type CampaignStopped = OfCampaign & { readonly type: 'campaign_stopped'; readonly reason: Words }
/** An order of a friend counts, or counts for less since something of it came back. */
export type CampaignOrderCounted = OfCampaign & {
  readonly type: 'campaign_order_counted'
  /** Who brought the friend. */
  readonly memberId: string
  readonly friendId: string
  readonly orderId: string
  readonly deltaMinor: number
  readonly deltaCount: number
  /** Whether the order, and whether anything of the member, counts for the first time. */
  readonly isNew: boolean
  readonly isFirst: boolean
  /** When the member came to what counts now; null when it became less. */
  readonly reachedAt: number | null
}
/** An order that would count does not, for good. */
export type CampaignOrderPassed = OfCampaign & {
  readonly type: 'campaign_order_passed'
  readonly memberId: string
  readonly friendId: string
  readonly orderId: string
  readonly why: 'under_age' | 'left'
}
/** Somebody won something, once. */
export type CampaignRewardDue = OfCampaign & {
  readonly type: 'campaign_reward_due'
  readonly memberId: string
  readonly reason: string
  readonly prizeId: string
  readonly place: number | null
}
/** It was given, or could not be, with the code of the reason. */
export type CampaignRewardGiven = OfCampaign & {
  readonly type: 'campaign_reward_given'
  readonly memberId: string
  readonly reason: string
  readonly withheld: string | null
}
/** A member takes part in a draw. */
export type CampaignEntered = OfCampaign & {
  readonly type: 'campaign_entered'
  readonly memberId: string
  readonly entryId: string
  /** The order that opened it; null where everybody may enter. */
  readonly orderId: string | null
}
/** An entry takes no part: its order came back, or its member left. */
export type CampaignEntryWithdrawn = OfCampaign & {
  readonly type: 'campaign_entry_withdrawn'
  readonly memberId: string
}
/** Counting is over and prizes are decided; of a draw, by this seed. */
export type CampaignAwarded = OfCampaign & { readonly type: 'campaign_awarded'; readonly seed: string | null }

/** Everything that can happen to campaigns. */
export type CampaignEvent =
  | CampaignSaved
  | CampaignPublished
  | CampaignStopped
  | CampaignOrderCounted
  | CampaignOrderPassed
  | CampaignRewardDue
  | CampaignRewardGiven
  | CampaignEntered
  | CampaignEntryWithdrawn
  | CampaignAwarded
