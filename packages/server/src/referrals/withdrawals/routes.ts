import { accept } from '@siyu/core/kernel'
import {
  approve,
  approveWithdrawal,
  askBack,
  batch,
  batchWithdrawals,
  type CommissionPlan,
  listPayouts,
  listWithdrawals,
  noteOutcome,
  notePayout,
  noteReturn,
  noteShareReturn,
  type PayoutRow,
  reject,
  rejectWithdrawal,
  returnShare,
  settle,
  settleWithdrawal,
  split,
  splitPayout,
  takeOut,
  type Withdrawal,
  type WithdrawalRequested,
  withdraw,
  withdrawalAfter,
} from '@siyu/core/referrals'
import { loadBrand, loadSettings, zoneOffsetMinutes } from '../../brands/index.ts'
import { noteWrites } from '../../compliance/index.ts'
import { type Call, memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../../kernel/cursor.ts'
import { answer, query } from '../../kernel/query.ts'
import { guardedAccount } from '../store.ts'
import { loadOver, loadShare, loadShareSources, loadShares } from './shares.ts'
import {
  accountWrite,
  loadBatchable,
  loadPayouts,
  loadWithdrawal,
  loadWithdrawals,
  loadWithdrawnMonths,
  type WithdrawalRow,
} from './store.ts'

export const withdrawalRoutes: readonly Route[] = [
  command(withdraw, {
    load: (call) => ({
      account: guardedAccount(call, memberOf(call)),
      months: loadWithdrawnMonths(call, memberOf(call)),
      plan: loadSettings<CommissionPlan>(call, 'referrals'),
      brand: loadBrand(call),
    }),
    decide: ({ account, months, plan, brand }, input, call) =>
      takeOut({
        ...{ memberId: memberOf(call), withdrawalId: call.newId('wdr'), input, terms: plan.withdrawals, months },
        ...{ availableMinor: account?.availableMinor ?? 0, now: call.now },
        zoneOffsetMinutes: zoneOffsetMinutes(brand?.timeZone ?? 'UTC', call.now),
      }),
    reply: ([event], _facts, _input, { now }) => requestedOf(event as WithdrawalRequested, now),
    personal: ([event], _facts, input, call) =>
      event === undefined ? [] : [accountWrite(call, event.memberId, event.withdrawalId, input)],
  }),
  query(listWithdrawals, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadWithdrawals(call, memberOf(call), readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) => answer(pageFrom(rows, limit, cursorOf, (row) => row)),
  }),
  query(listPayouts, {
    load: (call, { status, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadPayouts(call, status, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ withdrawal }) => cursorOf(withdrawal),
          (row) => row,
        ),
      ),
  }),
  command(approveWithdrawal, {
    load: (call, { withdrawalId }) => ({ withdrawal: loadWithdrawal(call, withdrawalId) }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: ({ withdrawal }, { taxMinor = 0 }) => approve({ withdrawal, taxMinor }),
    reply: (events, { withdrawal }, _input, call) => withdrawalAfter(bare(withdrawal), events, call.now),
    personal: (events, { withdrawal }, { taxNote }, call) =>
      taxNote === undefined ? [] : noteOf(call, events, withdrawal, taxNote),
  }),
  command(rejectWithdrawal, {
    load: (call, { withdrawalId }) => ({ withdrawal: loadWithdrawal(call, withdrawalId) }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: ({ withdrawal }) => reject({ withdrawal }),
    reply: (events, { withdrawal }, _input, call) => withdrawalAfter(bare(withdrawal), events, call.now),
    personal: (events, { withdrawal }, { reason }, call) => noteOf(call, events, withdrawal, reason),
  }),
  command(batchWithdrawals, {
    load: (call) => ({ approved: loadBatchable(call) }),
    owner: () => 'payouts',
    decide: ({ approved }, _input, call) => accept(...batch(call.newId('pay'), approved)),
    reply: ([event], { approved }, _input, { now }) => ({
      batchId: event?.batchId ?? null,
      items: approved.map(
        (row): PayoutRow => ({
          withdrawal: withdrawalAfter(bare(row), event === undefined ? [] : [event], now),
          ...{ account: null, name: null },
        }),
      ),
    }),
  }),
  command(settleWithdrawal, {
    load: (call, { withdrawalId }) => ({
      withdrawal: loadWithdrawal(call, withdrawalId),
      shares: loadShares(call, withdrawalId),
    }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: (facts, { outcome, reference }) => settle({ ...facts, outcome, reference }),
    reply: (events, { withdrawal }, _input, call) => withdrawalAfter(bare(withdrawal), events, call.now),
  }),
  command(notePayout, {
    load: (call, { withdrawalId }) => ({
      withdrawal: loadWithdrawal(call, withdrawalId),
      shares: loadShares(call, withdrawalId),
    }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: (facts, note) => noteOutcome({ ...facts, note }),
    reply: (events, { withdrawal }, _input, call) => withdrawalAfter(bare(withdrawal), events, call.now),
  }),
  command(splitPayout, {
    load: (call, input) => ({
      withdrawal: loadWithdrawal(call, input.withdrawalId),
      sources: loadShareSources(call, input),
    }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: (facts, { maxBps, isReturnable }) => split({ ...facts, maxBps, isReturnable }),
    reply: (events, { withdrawal }, _input, call) => withdrawalAfter(bare(withdrawal), events, call.now),
  }),
  command(returnShare, {
    load: (call, { withdrawalId, paymentId }) => ({
      share: loadShare(call, withdrawalId, paymentId),
      over: loadOver(call, withdrawalId, paymentId),
    }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: ({ share, over }) => askBack({ share, overMinor: over?.overMinor ?? 0 }),
    reply: ([due], { share }) => ({
      amountMinor: due?.amountMinor ?? share?.returnMinor ?? 0,
      returnCount: (share?.returnCount ?? 0) + (due === undefined ? 0 : 1),
    }),
  }),
  command(noteReturn, {
    load: (call, { withdrawalId, paymentId }) => ({ share: loadShare(call, withdrawalId, paymentId) }),
    owner: (_call, { withdrawalId }) => withdrawalId,
    decide: ({ share }, { outcome }) => noteShareReturn({ share, outcome }),
    reply: (_events, { share }) => ({ amountMinor: share?.returnMinor ?? 0, returnCount: share?.returnCount ?? 0 }),
  }),
]

function cursorOf({ requestedAt, id }: Withdrawal) {
  return { at: requestedAt, id }
}

function requestedOf(event: WithdrawalRequested, now: number): Withdrawal {
  const { withdrawalId: id, memberId, amountMinor, feeMinor, method } = event
  const before: Withdrawal = {
    ...{ id, memberId, amountMinor, feeMinor, method, taxMinor: 0, status: 'requested', batchId: null },
    ...{ reference: null, requestedAt: now, movedAt: now },
  }
  return withdrawalAfter(before, [event], now)
}

/** The withdrawal a rule has accepted, without its version. */
function bare(row: WithdrawalRow | undefined): Withdrawal {
  const { version: _version, ...withdrawal } = row as WithdrawalRow
  return withdrawal
}

function noteOf(call: Call, events: readonly unknown[], row: WithdrawalRow | undefined, words: string) {
  return noteWrites(call, events, { ownerId: row?.memberId ?? '', id: row?.id, kind: 'withdrawal', words })
}
