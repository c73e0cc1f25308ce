import { refuse } from '@siyu/core/kernel'
import {
  getMemberStoredValue,
  getStoredValue,
  grant,
  grantStoredValue,
  listStoredValue,
  type StoredValueEntry,
} from '@siyu/core/storedvalue'
import { noteWrites } from '../compliance/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, numberedPage, numberIn } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadLedgerEntries } from '../ledger/index.ts'
import { loadStoredValue, type StoredValueRow } from './store.ts'

export const storedValueRoutes: readonly Route[] = [
  query(getStoredValue, {
    load: (call) => ({ account: loadStoredValue(call, memberOf(call)) }),
    reply: ({ account }, _input, call) => answer(account ?? empty(memberOf(call))),
  }),
  query(listStoredValue, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => {
      const wanted = { book: 'stored_value' as const, ownerId: memberOf(call) }
      return { entries: loadLedgerEntries(call, wanted, numberIn(cursor), limit + 1) }
    },
    reply: ({ entries }, { limit = DEFAULT_PAGE }) => answer(numberedPage(entries, limit, entryOf)),
  }),
  query(getMemberStoredValue, {
    load: (call, { memberId }) => ({ account: loadStoredValue(call, memberId) }),
    reply: ({ account }) => (account === undefined ? refuse('member_missing') : answer(account)),
  }),
  command(grantStoredValue, {
    load: (call, { memberId }) => ({ account: loadStoredValue(call, memberId) }),
    owner: (_call, { memberId }) => memberId,
    decide: ({ account }, { deltaMinor }, { newId }) => grant({ account, grantId: newId('svg'), deltaMinor }),
    reply: (_events, { account }, { deltaMinor }) => {
      const { memberId, balanceMinor, heldMinor } = account as StoredValueRow
      return { memberId, balanceMinor: balanceMinor + deltaMinor, heldMinor }
    },
    personal: (events, _facts, { memberId, reason: words }, call) =>
      noteWrites(call, events, { ownerId: memberId, id: events[0]?.grantId, kind: 'stored_value', words }),
  }),
]

function empty(memberId: string) {
  return { memberId, balanceMinor: 0, heldMinor: 0 }
}

type Row = {
  readonly number: number
  readonly kind: string
  readonly amount: number
  readonly balance: number
  readonly reference: string | null
  readonly at: number
}

function entryOf({ number, kind, amount, balance, reference, at }: Row): StoredValueEntry {
  return { number, kind, deltaMinor: amount, balanceMinor: balance, orderId: reference, at }
}
