import {
  type GroupOffer,
  type GroupTeam,
  getTeam,
  join,
  joinTeam,
  listGroupBuys,
  listGroupCampaigns,
  listTeams,
  MAX_GROUP_CAMPAIGNS,
  maskedName,
  myTeams,
  open,
  openTeam,
  saveCampaign,
  saveGroupCampaign,
  settle,
  settleTeam,
} from '@siyu/core/groupbuys'
import { available, bucketIdOf, leftInBucket } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { type OrderPlaced, orderOf } from '@siyu/core/orders'
import { loadSkus } from '../catalog/index.ts'
import { loadBucketSlots } from '../inventory/index.ts'
import { type Call, memberOf, memberOrNull } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadSell, sellFacts } from '../orders/index.ts'
import {
  loadBucketOf,
  loadCampaign,
  loadCampaignCount,
  loadCampaignOfTeam,
  loadCampaigns,
  loadCampaignToSave,
  loadOffers,
  loadOpenTeams,
  loadOwnTeams,
  loadSeat,
  loadSeatOrders,
  loadTeam,
  loadTeamView,
  type OfferRow,
  skuOf,
  type TeamView,
} from './store.ts'

export const groupBuyRoutes: readonly Route[] = [
  query(listGroupBuys, {
    load: (call) => ({ offers: loadOffers(call) }),
    reply: ({ offers }) => answer({ items: offers.map(offerOf) }),
  }),
  query(listTeams, {
    load: (call, { campaignId }) => ({ teams: loadOpenTeams(call, campaignId) }),
    reply: ({ teams }, _input, call) => answer({ items: teams.map((team) => teamOf(team, call)) }),
  }),
  query(myTeams, {
    load: (call) => ({ teams: loadOwnTeams(call, memberOf(call)) }),
    reply: ({ teams }, _input, call) => answer({ items: teams.map((team) => teamOf(team, call)) }),
  }),
  query(getTeam, {
    load: (call, { teamId }) => ({ team: loadTeamView(call, teamId) }),
    reply: ({ team }, _input, call) => (team === undefined ? refuse('team_missing') : answer(teamOf(team, call))),
  }),
  command(openTeam, {
    load: (call, { campaignId, teamId, ...input }) => ({
      campaign: loadCampaign(call, campaignId),
      team: loadTeam(call, teamId),
      bucket: loadBucketOf(call, memberOf(call), { campaignId }),
      ...loadSell(call, input, skuOf('group_campaigns', call, campaignId)),
    }),
    decide: ({ campaign, team, bucket, ...rows }, input, call) =>
      open({
        ...sellFacts(rows, input, call),
        ...{ campaign, teamId: input.teamId, isTeamTaken: team !== undefined },
        ...{ slots: bucket?.slots ?? null, memberCount: bucket?.takenCount ?? undefined },
      }),
    reply: (events) => orderOf(events[0] as OrderPlaced),
  }),
  command(joinTeam, {
    load: (call, { teamId, ...input }) => ({
      campaign: loadCampaignOfTeam(call, teamId),
      team: loadTeam(call, teamId),
      seat: loadSeat(call, memberOf(call), teamId),
      bucket: loadBucketOf(call, memberOf(call), { teamId }),
      ...loadSell(call, input, skuOf('group_teams', call, teamId)),
    }),
    // Whoever joins changes the team, so those of one team go one after the other.
    owner: (_call, { teamId }) => teamId,
    decide: ({ campaign, team, seat, bucket, ...rows }, input, call) =>
      join({
        ...sellFacts(rows, input, call),
        ...{ campaign, team, isSeated: seat !== undefined },
        ...{ slots: bucket?.slots ?? null, memberCount: bucket?.takenCount ?? undefined },
      }),
    reply: (events) => orderOf(events[0] as OrderPlaced),
  }),
  command(settleTeam, {
    load: (call, { teamId }) => ({ team: loadTeam(call, teamId), seats: loadSeatOrders(call, teamId) }),
    owner: (_call, { teamId }) => teamId,
    decide: ({ team, seats }, _input, { now }) => settle({ team, seats, now }),
    reply: ([event]) => ({ state: event?.type === 'group_team_filled' ? 'filled' : 'expired' }),
  }),
  query(listGroupCampaigns, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadCampaigns(call, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ startsAt: at, id }) => ({ at, id }),
          (row) => row,
        ),
      ),
  }),
  command(saveGroupCampaign, {
    load: (call, { id, skuId }) => ({
      known: loadCampaignToSave(call, id),
      skus: loadSkus(call, [skuId]),
      slots: loadBucketSlots(call, bucketIdOf(id, skuId)),
      all: loadCampaignCount(call),
    }),
    decide: ({ known, skus: [sku], slots, all }, campaign) =>
      saveCampaign({
        ...{ campaign, known, slots, campaignCount: all?.count ?? 0, maxCampaigns: MAX_GROUP_CAMPAIGNS },
        listMinor: sku?.isForSale === true ? sku.listMinor : undefined,
      }),
    reply: (_events, _facts, campaign) => campaign,
  }),
]

function offerOf({ bucket, onHandCount, heldCount, slots, ...offer }: OfferRow): GroupOffer {
  const inBucket = offer.bucketCount === null ? Number.MAX_SAFE_INTEGER : (leftInBucket(bucket) ?? 0)
  const leftCount = Math.max(0, Math.min(inBucket, available({ onHandCount, heldCount, slots })))
  return { ...offer, leftCount }
}

/** A team as others see it: of its members nothing but a masked name. */
function teamOf({ seats, seatCount, ...team }: TeamView, call: Call): GroupTeam {
  const me = memberOrNull(call)
  const isOver = team.state === 'open' && call.now >= team.expiresAt
  return {
    ...team,
    state: isOver ? 'expired' : team.state,
    missingCount: team.sizeCount - seatCount,
    members: seats.map(({ name, isLeader, isPaid, memberId }) => {
      return { name: maskedName(name), isLeader, isPaid, isMe: memberId === me }
    }),
    orderId: seats.find(({ memberId }) => memberId === me)?.orderId ?? null,
  }
}
