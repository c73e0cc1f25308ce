import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import type { CampaignAwarded, CampaignEntryWithdrawn, CampaignRewardDue } from '../events.ts'
import type { Prize, RunningCampaign } from '../schema.ts'
import type { awardCampaign } from '../system.ts'
import { sha256 } from './sha256.ts'
import { awardedFrom } from './stop.ts'
import { prizeOfPlace } from './terms.ts'

/** An entry of a draw. */
export type EntryFacts = {
  readonly memberId: string
  readonly entryId: string
  /** Its member has not left, and its order, if one opened it, was not given back. */
  readonly isKept: boolean
}

export type AwardFacts = {
  readonly campaign: (RunningCampaign & { readonly seedHash: string | null }) | undefined
  /** The seed of the draw. */
  readonly seed: string | undefined
  /** Something of an order that counts came back and is still to be counted again. */
  readonly isUnsettled: boolean
  /** Members for whom something counts, those in front first. */
  readonly inFront: readonly { readonly memberId: string }[]
  /** Entries in the order of their tickets, as far as they can win. */
  readonly entries: readonly EntryFacts[]
  readonly now: number
}

type AwardEvent = CampaignRewardDue | CampaignEntryWithdrawn | CampaignAwarded

/** Ends a campaign: the prizes go to the places of the board, or are drawn by the seed whose hash was published. */
export function award(facts: AwardFacts): Decision<AwardEvent, CodeOf<typeof awardCampaign>> {
  const { campaign, now } = facts
  if (campaign === undefined) return refuse('campaign_missing')
  const { id: campaignId, state, terms } = campaign
  const awardAt = awardedFrom(campaign)
  if (state !== 'published' || now < awardAt || facts.isUnsettled) return refuse('campaign_not_due', { state, awardAt })
  const ended: CampaignAwarded = { type: 'campaign_awarded', campaignId, seed: null }
  if (terms.kind === 'invite') return accept<AwardEvent>(ended)
  if (terms.kind === 'leaderboard') {
    return accept<AwardEvent>(ended, ...placesOf(campaignId, terms.prizes, facts.inFront, 'rank'))
  }
  const seed = facts.seed ?? ''
  if (sha256(seed) !== campaign.seedHash) return refuse('campaign_seed_wrong')
  const drawn = drawOrder(seed, facts.entries)
  const kept = drawn.filter(({ isKept }) => isKept)
  const withdrawn = drawn.filter(({ isKept }) => !isKept)
  return accept<AwardEvent>(
    { ...ended, seed },
    ...withdrawn.map(({ memberId }): AwardEvent => ({ type: 'campaign_entry_withdrawn', campaignId, memberId })),
    ...placesOf(campaignId, terms.prizes, kept, 'draw'),
  )
}

function placesOf(
  campaignId: string,
  prizes: readonly Prize[],
  members: readonly { readonly memberId: string }[],
  reason: 'rank' | 'draw',
): readonly CampaignRewardDue[] {
  return members.flatMap(({ memberId }, at): readonly CampaignRewardDue[] => {
    const prize = prizeOfPlace(prizes, at + 1)
    if (prize === undefined) return []
    return [{ type: 'campaign_reward_due', campaignId, memberId, reason, prizeId: prize.id, place: at + 1 }]
  })
}

/** The ticket of an entry: whoever knows the seed can reckon it. */
export function ticketOf(seed: string, entryId: string): string {
  return sha256(`${seed}:${entryId}`)
}

/**
 * Entries in the order they win: by their tickets, lowest first. With the published seed and numbers everybody gets the
 * same; whether the seed is the one that was promised says {@link isSeedOf}.
 */
export function drawOrder<Entry extends { readonly entryId: string }>(
  seed: string,
  entries: readonly Entry[],
): readonly Entry[] {
  const tickets = new Map(entries.map((entry) => [entry, ticketOf(seed, entry.entryId)]))
  return entries.toSorted((a, b) => ((tickets.get(a) ?? '') < (tickets.get(b) ?? '') ? -1 : 1))
}

/** Whether a seed is the one whose hash was published before anybody entered. */
export function isSeedOf(seed: string, seedHash: string): boolean {
  return sha256(seed) === seedHash
}
