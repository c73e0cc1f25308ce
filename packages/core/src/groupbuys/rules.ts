import { type BucketResized, type BucketSlot, bucketIdOf, resizeBucket } from '../inventory/index.ts'
import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../kernel/index.ts'
import {
  type OrderReleased,
  type OrderStatus,
  type SellCode,
  type SellEvent,
  type SellFacts,
  sell,
} from '../orders/index.ts'
import type { joinTeam, MAX_GROUP_CAMPAIGNS, openTeam } from './contract.ts'
import type {
  GroupCampaignSaved,
  GroupTeamExpired,
  GroupTeamFilled,
  GroupTeamJoined,
  GroupTeamOpened,
} from './events.ts'
import type { saveGroupCampaign } from './operators.ts'
import type { GroupCampaign, TeamState } from './schema.ts'
import type { settleTeam } from './system.ts'

const HOUR_MS = 3_600_000
/** Over how many rows a bucket is spread. */
const SLOT_COUNT = 4

/** What can happen to a team. */
export type TeamCommand = 'join' | 'fill' | 'expire'

/** Where each command leads from each state; null for an illegal move. */
export const teamMoves: { readonly [From in TeamState]: { readonly [Command in TeamCommand]: TeamState | null } } = {
  open: { join: 'open', fill: 'filled', expire: 'expired' },
  filled: { join: null, fill: null, expire: null },
  expired: { join: null, fill: null, expire: null },
}

/** What both ways to a seat need of the shop. */
type SeatFacts = Omit<SellFacts, 'sale'> & {
  readonly campaign: GroupCampaign | undefined
  /** Null for a campaign without a bucket. */
  readonly slots: readonly BucketSlot[] | null
  /** Pieces the member has; undefined for one who took none yet. */
  readonly memberCount: number | undefined
}

export type OpenTeamFacts = SeatFacts & {
  readonly teamId: string
  /** There is a team of this id already. */
  readonly isTeamTaken: boolean
}

/** Opens a team with its first order. */
export function open(facts: OpenTeamFacts): Decision<SellEvent | GroupTeamOpened, CodeOf<typeof openTeam>> {
  const { campaign, teamId, now, memberId, orderId } = facts
  if (campaign === undefined) return refuse('campaign_missing')
  const { id: campaignId, startsAt, endsAt, skuId, priceMinor, sizeCount } = campaign
  if (now < startsAt || now >= endsAt) return refuse('campaign_not_open', { startsAt, endsAt })
  if (facts.isTeamTaken) return refuse('team_exists')
  const expiresAt = now + campaign.openHours * HOUR_MS
  const sold = sellSeat(facts, campaign, { id: teamId, priceMinor, skuId, expiresAt })
  if (!sold.ok) return sold
  const opened = { teamId, campaignId, memberId, orderId, skuId, priceMinor, sizeCount, expiresAt }
  return accept<SellEvent | GroupTeamOpened>(...sold.events, { type: 'group_team_opened', ...opened })
}

/** A team as its rules see it. */
export type TeamFacts = {
  readonly id: string
  readonly state: TeamState
  readonly skuId: string
  readonly priceMinor: number
  readonly sizeCount: number
  /** Seats that are held or paid. */
  readonly seatCount: number
  readonly expiresAt: number
}

export type JoinFacts = SeatFacts & {
  readonly team: TeamFacts | undefined
  /** The member has a seat in it. */
  readonly isSeated: boolean
}

/** Takes a seat with an order; a team never has more than its size. */
export function join(facts: JoinFacts): Decision<SellEvent | GroupTeamJoined, CodeOf<typeof joinTeam>> {
  const { team, campaign, memberId, orderId, now } = facts
  if (team === undefined || campaign === undefined) return refuse('team_missing')
  const { state, expiresAt, sizeCount } = team
  const isOver = teamMoves[state].join === null || now >= expiresAt
  if (isOver) return refuse('team_closed', { state: state === 'open' ? 'expired' : state })
  if (facts.isSeated) return refuse('team_joined')
  if (team.seatCount >= sizeCount) return refuse('team_full', { sizeCount })
  const sold = sellSeat(facts, campaign, team)
  if (!sold.ok) return sold
  const joined = { type: 'group_team_joined', teamId: team.id, memberId, orderId } as const
  return accept<SellEvent | GroupTeamJoined>(...sold.events, joined)
}

/** The order of a seat: it waits for the team, and its payment is due before the team ends. */
function sellSeat(
  facts: SeatFacts,
  { id, name }: GroupCampaign,
  team: Pick<TeamFacts, 'id' | 'skuId' | 'priceMinor' | 'expiresAt'>,
): Decision<SellEvent, SellCode> {
  const { skuId, priceMinor } = team
  const { slots, memberCount, campaign, now } = facts
  const perMemberCount = campaign?.perMemberCount ?? 0
  const bucket = { bucketId: bucketIdOf(id, skuId), slots, perMemberCount, memberCount }
  const paymentWindowMs = Math.min(facts.settings.paymentWindowMs, team.expiresAt - now)
  const settings = { ...facts.settings, paymentWindowMs }
  const sale = { kind: 'group_buy', id, teamId: team.id, name, skuId, priceMinor, bucket, waitsFor: 'group' } as const
  return sell({ ...facts, settings, sale })
}

/** The order of a seat, as far as settling a team asks. */
export type SeatOrder = {
  readonly orderId: string
  readonly memberId: string
  readonly status: OrderStatus
  readonly paidAt: number | null
}

export type SettleTeamFacts = {
  readonly team: TeamFacts | undefined
  /** Of the seats that were not freed. */
  readonly seats: readonly SeatOrder[]
  readonly now: number
}

/**
 * Fills a team whose seats were all paid before its end, so that its orders go on; ends one whose time is over. Those
 * who paid for a team that ended are refunded by the sweep, one by one.
 */
export function settle({
  team,
  seats,
  now,
}: SettleTeamFacts): Decision<GroupTeamFilled | GroupTeamExpired | OrderReleased, CodeOf<typeof settleTeam>> {
  if (team === undefined) return refuse('team_missing')
  const { id: teamId, state, sizeCount, expiresAt } = team
  const paid = seats.filter(({ status, paidAt }) => status === 'paid' && paidAt !== null && paidAt < expiresAt)
  if (teamMoves[state].fill !== null && paid.length >= sizeCount) {
    return accept<GroupTeamFilled | OrderReleased>(
      { type: 'group_team_filled', teamId, filledAt: now },
      ...paid.map(({ orderId, memberId }) => ({ type: 'order_released' as const, orderId, memberId })),
    )
  }
  if (teamMoves[state].expire === null || now < expiresAt) return refuse('team_not_due', { state, expiresAt })
  return accept({ type: 'group_team_expired', teamId })
}

export type SaveCampaignFacts = {
  readonly campaign: GroupCampaign
  /** The campaign as it is; undefined for a new one. */
  readonly known: Pick<GroupCampaign, 'skuId'> | undefined
  /** List price of the SKU; undefined when it cannot be bought. */
  readonly listMinor: number | undefined
  /** The slots of its bucket as they are. */
  readonly slots: readonly BucketSlot[]
  /** Campaigns that are not over. */
  readonly campaignCount: number
  readonly maxCampaigns: typeof MAX_GROUP_CAMPAIGNS
}

type SaveCode = CodeOf<typeof saveGroupCampaign>

/** Makes a campaign or replaces it. */
export function saveCampaign(facts: SaveCampaignFacts): Decision<GroupCampaignSaved | BucketResized, SaveCode> {
  const { campaign, known, slots, campaignCount, maxCampaigns } = facts
  const { id, skuId, bucketCount } = campaign
  const refusal = campaignRefusal(facts)
  if (refusal !== undefined) return { ok: false, refusal }
  const size = { bucketId: bucketIdOf(id, skuId), slots, slotCount: SLOT_COUNT }
  const resized = bucketCount === null ? accept<BucketResized>() : resizeBucket({ ...size, limitCount: bucketCount })
  if (!resized.ok) return resized
  if (known === undefined && campaignCount >= maxCampaigns) return refuse('group_buys_full', { maxCampaigns })
  const created = known === undefined
  return accept<GroupCampaignSaved | BucketResized>(
    { type: 'group_campaign_saved', campaign, created },
    ...resized.events,
  )
}

function campaignRefusal({ campaign, known, listMinor }: SaveCampaignFacts): Refusal<SaveCode> | undefined {
  const { startsAt, endsAt, skuId, priceMinor } = campaign
  if (endsAt <= startsAt) return { code: 'session_window_empty' }
  if (known !== undefined && known.skuId !== skuId) return { code: 'group_sku_fixed', detail: { skuId: known.skuId } }
  if (listMinor === undefined) return { code: 'sku_missing', detail: { skuId } }
  return priceMinor >= listMinor ? { code: 'price_not_below_list', detail: { listMinor } } : undefined
}

/** What others may see of a name: its first character. */
export function maskedName(name: string | null): string | null {
  const [first] = name ?? ''
  return first === undefined ? null : `${first}*`
}
