import {
  award,
  awardCampaign,
  count,
  countOrder,
  type FriendOrder,
  giveReward,
  giveWon,
  prizesOf,
} from '@siyu/core/campaigns'
import { ageBandOf } from '@siyu/core/compliance'
import type { PointsSettings } from '@siyu/core/points'
import { type BrandRow, loadBrand, loadSettings, zoneOffsetMinutes } from '../../brands/index.ts'
import { loadTemplatesIn } from '../../coupons/index.ts'
import { command, type Route } from '../../kernel/command.ts'
import { lifeOf, loadPointsAccount } from '../../points/index.ts'
import { loadStoredValue } from '../../storedvalue/index.ts'
import { loadDrawn, loadSeed } from '../draw.ts'
import {
  type FriendOrderRow,
  loadCounted,
  loadFriendOrder,
  loadInviterStanding,
  loadLeft,
  loadReasons,
  loadUnsettled,
} from '../orders.ts'
import { loadCampaign, loadInFront, loadWon, templateOfReward, type WonRow } from '../store.ts'

export const systemRoutes: readonly Route[] = [
  command(countOrder, {
    load: (call, { campaignId, orderId }) => ({
      campaign: loadCampaign(call, campaignId),
      order: loadFriendOrder(call, orderId),
      counted: loadCounted(call, campaignId, orderId),
      standing: loadInviterStanding(call, campaignId, orderId),
      reasons: loadReasons(call, campaignId, orderId),
      left: loadLeft(call, campaignId),
      brand: loadBrand(call),
    }),
    owner: (_call, { campaignId }) => campaignId,
    decide: ({ order, reasons, brand, ...facts }, _input, { now }) =>
      count({
        ...{ ...facts, now, order: order && friendOrder(order, brand, now) },
        reasons: reasons.map(({ reason }) => reason),
      }),
    reply: ([event], { counted }) => ({
      netMinor: (counted?.netMinor ?? 0) + (event?.type === 'campaign_order_counted' ? event.deltaMinor : 0),
    }),
  }),
  command(awardCampaign, {
    load: (call, { campaignId }) => ({
      campaign: loadCampaign(call, campaignId),
      unsettled: loadUnsettled(call, campaignId),
      inFront: loadInFront(call, campaignId),
      seed: loadSeed(call, campaignId),
      entries: loadDrawn(call, campaignId),
    }),
    owner: (_call, { campaignId }) => campaignId,
    decide: ({ unsettled, seed, ...facts }, _input, { now }) =>
      award({ ...facts, isUnsettled: unsettled !== undefined, seed: seed?.seed, now }),
    reply: (events) => ({ rewardCount: events.filter(({ type }) => type === 'campaign_reward_due').length }),
  }),
  command(giveReward, {
    load: (call, { campaignId, memberId, reason }) => ({
      won: loadWon(call, campaignId, memberId, reason),
      templates: loadTemplatesIn(call, memberId, templateOfReward(call, campaignId, memberId, reason)),
      account: loadPointsAccount(call, memberId),
      storedValue: loadStoredValue(call, memberId),
      settings: loadSettings<PointsSettings>(call, 'points'),
      brand: loadBrand(call),
    }),
    owner: (_call, { memberId }) => memberId,
    decide: ({ won, templates: [template], account, storedValue, settings, brand }, { campaignId }, call) =>
      giveWon({
        ...{ campaignId, won: won && wonOf(won), template, storedValue, newId: call.newId, now: call.now },
        points: { debtCount: account?.debtCount ?? 0, life: lifeOf(settings, brand) },
      }),
    reply: ([event], { won }) => {
      if (event?.type !== 'campaign_reward_given') return { status: won?.status ?? 'given' }
      return { status: event.withheld === null ? 'given' : 'withheld' }
    },
  }),
]

function friendOrder(row: FriendOrderRow, brand: BrandRow | undefined, now: number): FriendOrder {
  const { inviterId, boundAt, birthday, hasLeft, ...order } = row
  const ageBand = ageBandOf(birthday, now, zoneOffsetMinutes(brand?.timeZone ?? 'UTC', now))
  const isBound = inviterId !== null && boundAt !== null
  return { ...order, inviter: isBound ? { memberId: inviterId, boundAt, ageBand, hasLeft } : null }
}

function wonOf({ terms, prizeId, memberId, reason, status, hasLeft }: WonRow) {
  const prize = prizesOf(terms).find(({ id }) => id === prizeId)
  if (prize === undefined) throw new Error(`a campaign without its prize ${prizeId}`)
  return { memberId, reason, status, hasLeft, reward: prize.reward }
}
