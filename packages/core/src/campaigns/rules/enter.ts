import { type AgeBand, mayTakePart } from '../../compliance/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { enterLottery } from '../contract.ts'
import type { CampaignEntered, CampaignEntryWithdrawn } from '../events.ts'
import type { RunningCampaign } from '../schema.ts'

export type EnterLotteryFacts = {
  readonly campaign: RunningCampaign | undefined
  readonly memberId: string
  readonly ageBand: AgeBand
  readonly hasEntered: boolean
  /** A completed order of the member's own that was placed in its time and of which enough is kept. */
  readonly orderId: string | undefined
  /** Number of the entry to be. */
  readonly entryId: string
  readonly now: number
}

/** Enters a lottery, once. Nobody under 18 does. */
export function enterDraw(facts: EnterLotteryFacts): Decision<CampaignEntered, CodeOf<typeof enterLottery>> {
  const { campaign, memberId, entryId, now } = facts
  if (campaign === undefined || campaign.state === 'draft' || campaign.terms.kind !== 'lottery') {
    return refuse('campaign_missing')
  }
  const { id: campaignId, startsAt, endsAt, stoppedAt, terms } = campaign
  if (now < startsAt || now >= endsAt || stoppedAt != null) return refuse('campaign_not_open', { startsAt, endsAt })
  if (!mayTakePart(facts.ageBand, 'lottery')) return refuse('lottery_under_age')
  if (facts.hasEntered) return refuse('lottery_entered')
  const orderId = terms.entry === 'free' ? null : facts.orderId
  if (orderId === undefined) return refuse('lottery_order_missing', { minNetMinor: campaign.minNetMinor })
  return accept({ type: 'campaign_entered', campaignId, memberId, entryId, orderId })
}

/** A member who leaves takes part in no draw that is still to come. */
export function dropEntries(
  entries: readonly { readonly campaignId: string; readonly memberId: string }[],
): readonly CampaignEntryWithdrawn[] {
  return entries.map(({ campaignId, memberId }) => ({ type: 'campaign_entry_withdrawn', campaignId, memberId }))
}
