import { refuse } from '@siyu/core/kernel'
import {
  balanceNow,
  earnPoints,
  earnPurchase,
  getMemberPoints,
  isFrozen,
  listMemberPoints,
  type PointsSettings,
  type PurchaseFacts,
  purchaseOf,
  redeemedMinor,
  redeemPoints,
  redeemPurchase,
  refundPoints,
  refundPurchase,
} from '@siyu/core/points'
import { loadBrand, loadSettings, zoneOffsetMinutes } from '../brands/index.ts'
import type { Call } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, numberedPage, numberIn } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import type { Loaded } from '../kernel/read.ts'
import { loadBirthday } from '../members/index.ts'
import { loadMemberTier, loadTierSettings } from '../tiers/index.ts'
import { lifeOf } from './life.ts'
import { loadCounters, loadEarner, loadPurchase, loadRecords, loadRollingLots, usedOf } from './loads.ts'
import { sourced } from './routes.ts'
import { loadLots, loadPointsAccount } from './store.ts'

type Asked = { readonly memberId: string; readonly reference: string }

function loadProgram(call: Call, { memberId, reference }: Asked) {
  return {
    ...loadPurchase(call, memberId, reference),
    settings: loadSettings<PointsSettings>(call, 'points'),
    brand: loadBrand(call),
  }
}

type ProgramRows = Loaded<ReturnType<typeof loadProgram>>

function purchaseFacts(
  { account, lots, earning, spend, settings, brand }: ProgramRows,
  { memberId, reference }: Asked,
  { newId, now }: Call,
): PurchaseFacts & { readonly hasMember: boolean } {
  return {
    ...{ memberId, reference, lots, earning, spend, settings, newId, now },
    hasMember: account !== undefined,
    debtCount: account?.debtCount ?? 0,
    life: lifeOf(settings, brand),
  }
}

/** Nobody is anywhere when a till tells of a purchase. */
const nowhere = { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null }

/** What tills and other shops do with points, and what operators read of a member's. */
export const pointsOperatorRoutes: readonly Route[] = [
  command(earnPoints, {
    owner: (_call, { memberId }) => memberId,
    load: (call, input) => ({
      ...loadProgram(call, input),
      // What a credit may move: where nothing rolls, however many lots a member has, it reads none.
      lots: loadRollingLots(call, input.memberId),
      counters: loadCounters(call, input.memberId),
      earner: loadEarner(call, input.memberId),
      birthday: loadBirthday(call, input.memberId),
      tier: loadMemberTier(call, input.memberId),
      tiers: loadTierSettings(call),
    }),
    decide: (rows, input, call) => {
      const { earner, tier, tiers, brand, birthday, counters } = rows
      const { tags = [], segmentIds = [], joinedAt = null, orderCount } = earner ?? {}
      return earnPurchase({
        ...purchaseFacts(rows, input, call),
        basisMinor: input.basisMinor,
        context: {
          ...{ tags, segmentIds, joinedAt, place: nowhere, now: call.now },
          tierId: tier?.tierId ?? null,
          orderNumber: orderCount === undefined ? null : orderCount + 1,
          birthday: birthday?.birthday ?? null,
          zoneOffsetMinutes: zoneOffsetMinutes(brand?.timeZone ?? 'UTC', call.now),
        },
        tierMultiplierBps: tiers.tiers.find(({ id }) => id === tier?.tierId)?.pointsMultiplierBps ?? 10_000,
        used: usedOf(counters),
      })
    },
    reply: (events, rows, input) => purchaseOf({ ...rows, ...input }, events),
  }),
  command(redeemPoints, {
    owner: (_call, { memberId }) => memberId,
    load: loadProgram,
    decide: (rows, input, call) => {
      const { count, payableMinor } = input
      const asked = { count, payableMinor, isFrozen: isFrozen(rows.account) }
      return redeemPurchase({ ...purchaseFacts(rows, input, call), ...asked })
    },
    reply: (events, rows, input) => ({
      ...purchaseOf({ ...rows, ...input }, events),
      minor: redeemedMinor(input.count, rows.settings),
    }),
  }),
  command(refundPoints, {
    owner: (_call, { memberId }) => memberId,
    load: loadProgram,
    decide: (rows, input, call) => {
      const { keptBasisMinor, returnedCount } = input
      return refundPurchase({ ...purchaseFacts(rows, input, call), keptBasisMinor, returnedCount })
    },
    reply: (events, rows, input) => purchaseOf({ ...rows, ...input }, events),
  }),
  query(getMemberPoints, {
    load: (call, { memberId }) => ({
      account: loadPointsAccount(call, memberId),
      lots: loadLots(call, memberId, null),
    }),
    reply: ({ account, lots }, _input, { now }) => {
      if (account === undefined) return refuse('member_missing')
      const never = Number.MAX_SAFE_INTEGER
      const inOrder = [...lots].sort(
        (a, b) => (a.expiresAt ?? never) - (b.expiresAt ?? never) || (a.id < b.id ? -1 : 1),
      )
      return answer({ ...balanceNow(lots, account, now), lots: inOrder.map((lot) => lotOf(lot)) })
    },
  }),
  query(listMemberPoints, {
    load: (call, { memberId, cursor, limit = DEFAULT_PAGE }) => ({
      records: loadRecords(call, memberId, numberIn(cursor), limit + 1),
    }),
    reply: ({ records }, { limit = DEFAULT_PAGE }) =>
      answer(numberedPage(records, limit, ({ number, ...row }) => sourced(row))),
  }),
]

type Lots = ProgramRows['lots']

/** A lot without what only sweeps ask. A purchase made elsewhere is no order. */
function lotOf(row: Lots[number]) {
  const { id, amountCount, remainingCount, activeAt, expiresAt, isGrace } = row
  const { orderId } = sourced(row)
  return { id, amountCount, remainingCount, activeAt, expiresAt, orderId, isGrace }
}
