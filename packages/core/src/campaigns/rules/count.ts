import { type AgeBand, mayTakePart } from '../../compliance/index.ts'
import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import type { CampaignOrderCounted, CampaignOrderPassed, CampaignRewardDue } from '../events.ts'
import type { Campaign, InviteTerms, Prize, PrizeLeft, RunningCampaign } from '../schema.ts'
import type { countOrder } from '../system.ts'
import { countsUntil } from './stop.ts'
import { isFirstOnly } from './terms.ts'

/** An order with who brought the one who placed it. */
export type FriendOrder = {
  readonly orderId: string
  readonly friendId: string
  readonly placedAt: number
  /** Null until it is completed, and when nothing of it is left. */
  readonly completedAt: number | null
  /** Money that was paid for goods and not given back. */
  readonly netMinor: number
  /** The friend paid for none before it. */
  readonly isFirst: boolean
  readonly inviter: {
    readonly memberId: string
    readonly boundAt: number
    readonly ageBand: AgeBand
    readonly hasLeft: boolean
  } | null
  /** Commission for it is held back by a doubt. */
  readonly isDoubted: boolean
}

/** What a campaign counted of an order before, and for whom. */
export type CountedBefore = { readonly memberId: string; readonly netMinor: number; readonly isPassed: boolean }

export type CountOrderFacts = {
  readonly campaign: RunningCampaign | undefined
  readonly order: FriendOrder | undefined
  readonly counted: CountedBefore | undefined
  /** What counts for the inviter already; undefined for nothing ever. */
  readonly standing: { readonly orderCount: number; readonly reachedAt: number } | undefined
  /** Reasons the inviter was rewarded for. */
  readonly reasons: readonly string[]
  readonly left: readonly PrizeLeft[]
  readonly now: number
}

type CountEvent = CampaignOrderCounted | CampaignOrderPassed | CampaignRewardDue

/**
 * Counts a friend's order once its time for returns is over, with what is kept of it. Counted before, it counts for
 * less when more of it came back; what was given for it stays.
 */
export function count(facts: CountOrderFacts): Decision<CountEvent, CodeOf<typeof countOrder>> {
  const { campaign, order, counted, now } = facts
  if (campaign === undefined || campaign.state !== 'published' || campaign.terms.kind === 'lottery') {
    return refuse('campaign_missing')
  }
  if (order === undefined) return refuse('campaign_order_not_due')
  const { id: campaignId } = campaign
  const ids = { campaignId, friendId: order.friendId, orderId: order.orderId }
  if (counted !== undefined) return recount(campaign, order, counted)
  const { inviter } = order
  const dueAt = (order.completedAt ?? Number.MAX_SAFE_INTEGER) + campaign.returnDays * dayMs
  if (inviter === null || !isDue(campaign, order) || now < dueAt || dueAt > countsUntil(campaign)) {
    return refuse('campaign_order_not_due')
  }
  const { memberId, ageBand, hasLeft } = inviter
  const isAdult = mayTakePart(ageBand, 'commission')
  if (hasLeft || !isAdult) {
    return accept({ type: 'campaign_order_passed', ...ids, memberId, why: hasLeft ? 'left' : 'under_age' })
  }
  return accept<CountEvent>(
    {
      type: 'campaign_order_counted',
      ...{ ...ids, memberId, deltaMinor: order.netMinor, deltaCount: 1, isNew: true },
      isFirst: facts.standing === undefined,
      reachedAt: Math.max(dueAt, facts.standing?.reachedAt ?? 0),
    },
    ...rewards(facts, campaign, order, memberId),
  )
}

function isDue(campaign: Campaign, { placedAt, inviter, isFirst, isDoubted, netMinor }: FriendOrder): boolean {
  const { startsAt, endsAt, terms, minNetMinor } = campaign
  const isInTime = placedAt >= startsAt && placedAt < endsAt && (inviter?.boundAt ?? placedAt + 1) <= placedAt
  return isInTime && !isDoubted && (isFirst || !isFirstOnly(terms)) && netMinor >= Math.max(1, minNetMinor)
}

function recount(
  { id: campaignId, minNetMinor }: Campaign,
  { orderId, friendId, netMinor }: FriendOrder,
  counted: CountedBefore,
): Decision<CountEvent, never> {
  const keptMinor = netMinor >= Math.max(1, minNetMinor) ? netMinor : 0
  if (counted.isPassed || keptMinor >= counted.netMinor) return accept()
  return accept({
    type: 'campaign_order_counted',
    ...{ campaignId, friendId, orderId, memberId: counted.memberId, deltaMinor: keptMinor - counted.netMinor },
    ...{ deltaCount: keptMinor === 0 ? -1 : 0, isNew: false, isFirst: false, reachedAt: null },
  })
}

/** What the order brings: for it, for the count it makes, and to the friend; never more than there is. */
function rewards(
  { standing, reasons, left }: CountOrderFacts,
  { id: campaignId, terms }: Campaign,
  { orderId, friendId }: FriendOrder,
  memberId: string,
): readonly CampaignRewardDue[] {
  if (terms.kind !== 'invite') return []
  const due = (to: string, reason: string, prize: Prize | null): readonly CampaignRewardDue[] => {
    const leftCount = left.find(({ prizeId }) => prizeId === prize?.id)?.leftCount ?? 0
    if (prize === null || leftCount < 1) return []
    return [{ type: 'campaign_reward_due', campaignId, memberId: to, reason, prizeId: prize.id, place: null }]
  }
  const eachCount = reasons.filter((reason) => reason.startsWith('each:')).length
  return [
    ...(eachCount < terms.eachMaxCount ? due(memberId, `each:${orderId}`, terms.each) : []),
    ...stepsReached(terms, (standing?.orderCount ?? 0) + 1, reasons).flatMap(({ friendCount, prize }) =>
      due(memberId, `step:${friendCount}`, prize),
    ),
    ...due(friendId, 'friend', terms.friend),
  ]
}

function stepsReached({ steps }: InviteTerms, orderCount: number, reasons: readonly string[]): InviteTerms['steps'] {
  return steps.filter(({ friendCount }) => friendCount <= orderCount && !reasons.includes(`step:${friendCount}`))
}
