import { accept } from '@siyu/core/kernel'
import {
  adjust,
  adjustPoints,
  balance,
  configure,
  configurePoints,
  expire,
  expireLot,
  getPoints,
  getPointsSettings,
  listPointsHistory,
  type PointsAdjusted,
  type PointsBalance,
  type PointsLot,
  type PointsSettings,
} from '@siyu/core/points'
import { guardSettings, loadSettings } from '../brands/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { type AccountRow, type LotRow, loadEntries, loadLot, loadLots, loadPointsAccount } from './store.ts'

export const pointsRoutes: readonly Route[] = [
  query(getPoints, {
    load: (call) => ({
      account: loadPointsAccount(call, memberOf(call)),
      lots: loadLots(call, memberOf(call), null),
    }),
    reply: ({ account, lots }, _input, { now }) => answer(balanceOf(account, lots, now)),
  }),
  query(listPointsHistory, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      entries: loadEntries(call, memberOf(call), readCursor(cursor), limit + 1),
    }),
    reply: ({ entries }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          entries,
          limit,
          (row) => row,
          (row) => row,
        ),
      ),
  }),
  query(getPointsSettings, {
    load: (call) => ({ settings: loadSettings<PointsSettings>(call, 'points') }),
    reply: ({ settings }) => answer(settings),
  }),
  command(configurePoints, {
    load: (call) => ({ guard: guardSettings(call, 'points') }),
    decide: (_facts, settings) => accept(configure(settings)),
    reply: (_events, _facts, settings) => settings,
  }),
  command(adjustPoints, {
    owner: (_call, { memberId }) => memberId,
    load: (call, { memberId }) => ({
      account: loadPointsAccount(call, memberId),
      lots: loadLots(call, memberId, null),
      settings: loadSettings<PointsSettings>(call, 'points'),
    }),
    decide: ({ account, lots, settings }, { memberId, deltaCount, reason }, call) =>
      adjust({
        ...{ memberId, deltaCount, reason, lots },
        hasMember: account !== undefined,
        debtCount: account?.debtCount ?? 0,
        expiryDays: settings.expiryDays,
        lotId: call.newId('lot'),
        now: call.now,
      }),
    reply: (events, { account, lots }, _input, { now }) => adjustedBalance(account, lots, events, now),
  }),
  command(expireLot, {
    load: (call, { memberId, lotId }) => ({
      account: loadPointsAccount(call, memberId),
      lot: loadLot(call, memberId, lotId),
    }),
    decide: ({ lot }, { memberId }, { now }) => expire({ memberId, lot, now }),
    reply: (events) => ({ count: events[0]?.count ?? 0 }),
  }),
]

function balanceOf(account: AccountRow | undefined, lots: readonly LotRow[], now: number): PointsBalance {
  return balance(lots, account?.heldCount ?? 0, account?.debtCount ?? 0, now)
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
  return balance(after, account?.heldCount ?? 0, (account?.debtCount ?? 0) - debtPaidCount, now)
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
