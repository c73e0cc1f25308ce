import {
  type Board,
  type BoardRow,
  type CampaignReward,
  enterDraw,
  enterLottery,
  getBoard,
  getCampaign,
  getMyCampaign,
  listCampaigns,
  listEntries,
  listWinners,
} from '@siyu/core/campaigns'
import { ageBandOf } from '@siyu/core/compliance'
import { maskedName } from '@siyu/core/groupbuys'
import { refuse } from '@siyu/core/kernel'
import { loadBrand, zoneOffsetMinutes } from '../brands/index.ts'
import { type Call, memberOf, memberOrNull } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageBy } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadEntrant, loadEntries, loadOpeningOrder } from './draw.ts'
import { operatorRoutes } from './routes/operate.ts'
import { systemRoutes } from './routes/system.ts'
import {
  type BoardMember,
  loadBoard,
  loadCampaign,
  loadOwnRewards,
  loadShown,
  loadStanding,
  loadView,
  loadWaiting,
  loadWinners,
} from './store.ts'

export const campaignRoutes: readonly Route[] = [
  query(listCampaigns, {
    load: (call) => ({ items: loadShown(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  query(getCampaign, {
    load: (call, { campaignId }) => ({ campaign: loadView(call, campaignId) }),
    reply: ({ campaign }) => (campaign === undefined ? refuse('campaign_missing') : answer(campaign)),
  }),
  query(getBoard, {
    load: (call, { campaignId }) => ({ board: loadBoard(call, campaignId) }),
    reply: ({ board }, _input, call) => answer(boardOf(board, call)),
  }),
  query(getMyCampaign, {
    load: (call, { campaignId }) => ({
      standing: loadStanding(call, campaignId),
      waiting: loadWaiting(call, campaignId),
      entrant: loadEntrant(call, campaignId),
      rewards: loadOwnRewards(call, campaignId),
    }),
    reply: ({ standing, waiting, entrant, rewards }) =>
      answer({
        ...{ orderCount: 0, netMinor: 0, rank: null, ...standing },
        waitingCount: waiting?.count ?? 0,
        entryId: entrant?.entryId ?? null,
        rewards: rewards.map(rewardOf),
      }),
  }),
  command(enterLottery, {
    load: (call, { campaignId }) => ({
      campaign: loadCampaign(call, campaignId),
      entrant: loadEntrant(call, campaignId),
      order: loadOpeningOrder(call, campaignId),
      brand: loadBrand(call),
    }),
    decide: ({ campaign, entrant, order, brand }, _input, call) =>
      enterDraw({
        ...{ campaign, memberId: memberOf(call), orderId: order?.id, entryId: call.newId('ent'), now: call.now },
        ageBand: ageBandOf(entrant?.birthday ?? null, call.now, zoneOffsetMinutes(brand?.timeZone ?? 'UTC', call.now)),
        hasEntered: (entrant?.entryId ?? null) !== null,
      }),
    reply: ([event]) => ({ entryId: event?.entryId ?? '' }),
  }),
  query(listEntries, {
    load: (call, { campaignId, cursor = '', limit = DEFAULT_PAGE }) => ({
      entries: loadEntries(call, campaignId, cursor, limit + 1),
    }),
    reply: ({ entries }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageBy(
          entries,
          limit,
          ({ entryId }) => entryId,
          (entry) => entry,
        ),
      ),
  }),
  query(listWinners, {
    load: (call, { campaignId }) => ({ winners: loadWinners(call, campaignId) }),
    reply: ({ winners }, _input, call) =>
      answer({
        items: winners.map(({ memberId, name, ...winner }) => {
          return { ...winner, name: maskedName(name), isMe: memberId === memberOrNull(call) }
        }),
      }),
  }),
  ...operatorRoutes,
  ...systemRoutes,
]

/** A board as others see it: of its members nothing but a masked name. */
function boardOf(members: readonly BoardMember[], call: Call): Board {
  const me = memberOrNull(call)
  return {
    items: members.map(({ memberId, name, rank, orderCount, netMinor }): BoardRow => {
      return { rank, name: maskedName(name), orderCount, netMinor, isMe: memberId === me }
    }),
  }
}

function rewardOf({ reason, prizeId, place, status, withheld, at }: CampaignReward): CampaignReward {
  return { reason, prizeId, place, status, withheld, at }
}
