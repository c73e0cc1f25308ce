import { accept } from '@siyu/core/kernel'
import type { LedgerEntry } from '@siyu/core/ledger'
import {
  activateDue,
  activateLots,
  adjust,
  adjustPoints,
  balanceNow,
  configure,
  configurePoints,
  expireDue,
  expireLots,
  getPoints,
  getPointsSettings,
  listPointsHistory,
  notices,
  notifyPoints,
  type PointsAdjusted,
  type PointsBalance,
  type PointsEntry,
  type PointsLot,
  type PointsSettings,
  referenceOf,
} from '@siyu/core/points'
import { guardSettings, loadBrand, loadSettings } from '../brands/index.ts'
import { noteWrites } from '../compliance/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, numberedPage, numberIn } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { liabilityRoute } from './liability.ts'
import { lifeOf } from './life.ts'
import { loadDueAccounts, loadDueLots } from './loads.ts'
import { type AccountRow, loadEntries, loadLots, loadPointsAccount } from './store.ts'

export const pointsRoutes: readonly Route[] = [
  liabilityRoute,
  query(getPoints, {
    load: (call) => ({
      account: loadPointsAccount(call, memberOf(call)),
      lots: loadLots(call, memberOf(call), null),
    }),
    reply: ({ account, lots }, _input, { now }) => answer(balanceNow(lots, account, now)),
  }),
  query(listPointsHistory, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      entries: loadEntries(call, memberOf(call), numberIn(cursor), limit + 1),
    }),
    reply: ({ entries }, { limit = DEFAULT_PAGE }) => answer(numberedPage(entries, limit, historyEntry)),
  }),
  query(getPointsSettings, {
    load: (call) => ({ settings: loadSettings<PointsSettings>(call, 'points') }),
    reply: ({ settings }) => answer(settings),
  }),
  command(configurePoints, {
    load: (call) => ({ guard: guardSettings(call, 'points') }),
    decide: (_facts, settings) => configure({ settings }),
    reply: (_events, _facts, settings) => settings,
  }),
  command(adjustPoints, {
    owner: (_call, { memberId }) => memberId,
    load: (call, { memberId }) => ({
      account: loadPointsAccount(call, memberId),
      lots: loadLots(call, memberId, null),
      settings: loadSettings<PointsSettings>(call, 'points'),
      brand: loadBrand(call),
    }),
    decide: ({ account, lots, settings, brand }, { memberId, deltaCount }, call) =>
      adjust({
        ...{ memberId, deltaCount, lots },
        hasMember: account !== undefined,
        debtCount: account?.debtCount ?? 0,
        life: lifeOf(settings, brand),
        lotId: call.newId('lot'),
        now: call.now,
      }),
    reply: (events, { account, lots }, _input, { now }) => adjustedBalance(account, lots, events, now),
    personal: (events, _facts, { memberId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, kind: 'points_adjustment', words }),
  }),
  command(expireLots, {
    load: (call, { lots }) => ({ accounts: loadDueAccounts(call, lots), lots: loadDueLots(call, lots) }),
    decide: ({ lots }, _input, { now }) => accept(...expireDue(lots, now)),
    reply: (events) => ({
      lotCount: events.length,
      pointsCount: events.reduce((sum, { count }) => sum + count, 0),
    }),
  }),
  command(activateLots, {
    load: (call, { lots }) => ({ accounts: loadDueAccounts(call, lots), lots: loadDueLots(call, lots) }),
    decide: ({ accounts, lots }, _input, { now }) => {
      const debts = new Map(accounts.map(({ memberId, debtCount }) => [memberId, debtCount]))
      const waiting = lots.map((lot) => ({ ...lot, isWaiting: lot.waitingAt !== null }))
      return accept(...activateDue(waiting, debts, now))
    },
    reply: (events, { lots }) => ({
      lotCount: events.length,
      pointsCount: events.reduce(
        (sum, { lotId }) => sum + (lots.find(({ id }) => id === lotId)?.remainingCount ?? 0),
        0,
      ),
    }),
  }),
  command(notifyPoints, {
    load: (call, { memberId }) => ({
      account: loadPointsAccount(call, memberId),
      lots: loadLots(call, memberId, null),
      settings: loadSettings<PointsSettings>(call, 'points'),
      brand: loadBrand(call),
    }),
    decide: ({ lots, settings, brand }, { memberId }, { now }) => {
      const { noticeDays } = settings
      return accept(...notices({ memberId, lots, noticeDays, offsetAt: lifeOf(settings, brand).offsetAt, now }))
    },
    reply: (events) => ({ noticeCount: events.filter(({ isFirst }) => isFirst).length }),
  }),
]

/** An entry of the ledger as its member reads it. */
function historyEntry({ eventId, kind, amount, reference, at }: LedgerEntry): PointsEntry {
  return sourced({ id: eventId, kind: kind as PointsEntry['kind'], deltaCount: amount, orderId: reference, at })
}

/** An entry says an order of this shop by its id, and a purchase made elsewhere by its own name. */
export function sourced<R extends { readonly orderId: string | null }>(
  row: R,
): R & { readonly reference: string | null } {
  const reference = referenceOf(row.orderId)
  return { ...row, reference, orderId: reference === null ? row.orderId : null }
}

/** The lots and the debt after an adjustment, without reading them again. */
function adjustedBalance(
  account: AccountRow | undefined,
  lots: readonly PointsLot[],
  events: readonly PointsAdjusted[],
  now: number,
): PointsBalance {
  const after = events.reduce(lotsAfter, lots)
  const debtPaidCount = events.reduce((sum, event) => sum + event.debtPaidCount, 0)
  return balanceNow(after, account && { ...account, debtCount: account.debtCount - debtPaidCount }, now)
}

function lotsAfter(lots: readonly PointsLot[], event: PointsAdjusted): readonly PointsLot[] {
  const { lotId, count, debtPaidCount, activeAt, expiresAt, takes } = event
  const rest = lots.map((lot) => {
    const taken = takes.find((take) => take.lotId === lot.id)?.count ?? 0
    return { ...lot, remainingCount: lot.remainingCount - taken }
  })
  if (lotId === null) return rest
  const counts = { amountCount: count, remainingCount: count - debtPaidCount }
  return [...rest, { id: lotId, ...counts, activeAt, expiresAt, orderId: null, isGrace: false }]
}
