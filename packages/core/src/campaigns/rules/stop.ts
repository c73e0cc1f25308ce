import { accept, type CodeOf, type Decision, dayMs, refuse, type Words } from '../../kernel/index.ts'
import type { CampaignStopped } from '../events.ts'
import type { stopCampaign } from '../operators.ts'
import type { RunningCampaign } from '../schema.ts'

export type StopFacts = {
  readonly campaign: RunningCampaign | undefined
  readonly reason: Words
  readonly now: number
}

/** Stops a campaign that is published and not over. What was earned up to now stays owed. */
export function stop({ campaign, reason, now }: StopFacts): Decision<CampaignStopped, CodeOf<typeof stopCampaign>> {
  if (campaign === undefined) return refuse('campaign_missing')
  const { id: campaignId, state, stoppedAt, awardAt } = campaign
  if (state !== 'published' || stoppedAt != null || now >= awardAt) return refuse('campaign_not_running', { state })
  return accept({ type: 'campaign_stopped', campaignId, reason })
}

/** The last moment at which an order may come due to count. */
export function countsUntil({ awardAt, stoppedAt }: RunningCampaign): number {
  return Math.min(awardAt, stoppedAt ?? awardAt)
}

/**
 * When places and the draw are decided: of a campaign that was stopped at once, but for a lottery that orders open,
 * which waits until those can no longer be given back.
 */
export function awardedFrom({ awardAt, stoppedAt, returnDays, terms }: RunningCampaign): number {
  const waitsForReturns = terms.kind === 'lottery' && terms.entry === 'order'
  return Math.min(awardAt, (stoppedAt ?? awardAt) + (waitsForReturns ? returnDays * dayMs : 0))
}
