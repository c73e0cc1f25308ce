import { accept, type CodeOf, type Decision, dayMs, type Refusal, refuse } from '../../kernel/index.ts'
import type { CampaignPublished, CampaignSaved } from '../events.ts'
import type { publishCampaign, saveCampaign } from '../operators.ts'
import {
  type Campaign,
  type CampaignState,
  type CampaignTerms,
  MAX_LOTTERY_MINOR,
  MAX_PLACES,
  MAX_WINNERS,
  type Prize,
} from '../schema.ts'
import { sha256 } from './sha256.ts'
import { moneyIn, placeCount, prizesOf, worthMinor } from './terms.ts'

export type SaveDraftFacts = {
  readonly campaign: Campaign
  /** The campaign as it is; undefined for a new one. */
  readonly known: { readonly state: CampaignState } | undefined
  /** Those of the coupon templates it names that there are. */
  readonly templateIds: readonly string[]
  /** Campaigns that are not awarded. */
  readonly campaignCount: number
  readonly maxCampaigns: number
}

type SaveCode = CodeOf<typeof saveCampaign>

/** Makes a draft or replaces it. What is published stays as it was published. */
export function saveDraft(facts: SaveDraftFacts): Decision<CampaignSaved, SaveCode> {
  const { campaign, known, campaignCount, maxCampaigns } = facts
  if (known !== undefined && known.state !== 'draft') return refuse('campaign_published')
  const refusal = timesRefusal(campaign) ?? prizesRefusal(campaign) ?? couponRefusal(facts)
  if (refusal !== undefined) return { ok: false, refusal }
  if (known === undefined && campaignCount >= maxCampaigns) return refuse('campaigns_full', { maxCampaigns })
  return accept({ type: 'campaign_saved', campaign, created: known === undefined })
}

function timesRefusal({ startsAt, endsAt, awardAt, returnDays, terms }: Campaign): Refusal<SaveCode> | undefined {
  if (endsAt <= startsAt) return { code: 'session_window_empty' }
  const isOfOrders = terms.kind !== 'lottery' || terms.entry === 'order'
  const earliestAt = endsAt + (isOfOrders ? returnDays * dayMs : 0)
  return awardAt < earliestAt ? { code: 'award_too_early', detail: { earliestAt } } : undefined
}

function prizesRefusal({ terms, budgetMinor }: Campaign): Refusal<SaveCode> | undefined {
  const prizes = prizesOf(terms)
  const ids = new Set(prizes.map(({ id }) => id))
  if (ids.size < prizes.length || prizes.length === 0 || !areStepsRising(terms))
    return { code: 'campaign_prizes_wrong' }
  const maxCount = maxPlaces(terms)
  if (placeCount(prizes) > maxCount) return { code: 'prize_too_many', detail: { maxCount } }
  const cheap = prizes.find(({ reward, valueMinor }) => valueMinor < moneyIn(reward))
  if (cheap !== undefined) return { code: 'prize_value_too_low', detail: { prizeId: cheap.id } }
  const dear = terms.kind === 'lottery' ? dearest(prizes) : undefined
  if (dear !== undefined) {
    return { code: 'lottery_prize_too_high', detail: { prizeId: dear.id, maxMinor: MAX_LOTTERY_MINOR } }
  }
  const worth = worthMinor(terms)
  return worth > budgetMinor ? { code: 'campaign_over_budget', detail: { worthMinor: worth } } : undefined
}

function dearest(prizes: readonly Prize[]): Prize | undefined {
  return prizes.find(({ valueMinor }) => valueMinor > MAX_LOTTERY_MINOR)
}

function maxPlaces({ kind }: CampaignTerms): number {
  if (kind === 'invite') return Number.MAX_SAFE_INTEGER
  return kind === 'lottery' ? MAX_WINNERS : MAX_PLACES
}

function areStepsRising(terms: CampaignTerms): boolean {
  if (terms.kind !== 'invite') return true
  return terms.steps.every(({ friendCount }, at) => friendCount > (terms.steps[at - 1]?.friendCount ?? 0))
}

function couponRefusal({ campaign, templateIds }: SaveDraftFacts): Refusal<SaveCode> | undefined {
  const missing = prizesOf(campaign.terms).find(
    ({ reward }) => reward.kind === 'coupon' && !templateIds.includes(reward.templateId),
  )
  return missing === undefined ? undefined : { code: 'coupon_missing', detail: { prizeId: missing.id } }
}

export type PublishFacts = {
  readonly campaign: (Campaign & { readonly state: CampaignState }) | undefined
  /** The seed of the draw to be; only its hash is told. */
  readonly seed: string
  readonly now: number
}

/** Fixes a campaign before it starts, with the hash of the seed it will be drawn by. */
export function publish({
  campaign,
  seed,
  now,
}: PublishFacts): Decision<CampaignPublished, CodeOf<typeof publishCampaign>> {
  if (campaign === undefined) return refuse('campaign_missing')
  const { id: campaignId, state, startsAt, terms } = campaign
  if (state !== 'draft') return refuse('campaign_published')
  if (now >= startsAt) return refuse('campaign_started', { startsAt })
  const prizes = prizesOf(terms).map(({ id: prizeId, quantity }) => ({ prizeId, quantity }))
  const seedHash = terms.kind === 'lottery' ? sha256(seed) : null
  return accept({ type: 'campaign_published', campaignId, prizes, seedHash })
}
