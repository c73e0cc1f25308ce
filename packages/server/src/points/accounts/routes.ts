import { accept } from '@siyu/core/kernel'
import {
  freeze,
  freezePoints,
  type ImportOutcome,
  type ImportPointsInput,
  importBalances,
  importPoints,
  isFrozen,
  unfreeze,
  unfreezePoints,
} from '@siyu/core/points'
import type { Call } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { loadPointsAccount } from '../store.ts'
import { loadDebts, loadImported, loadReason, reasonWrites } from './store.ts'

export const accountRoutes: readonly Route[] = [
  command(freezePoints, {
    load: (call, { memberId }) => ({
      account: loadPointsAccount(call, memberId),
      written: loadReason(call, memberId),
    }),
    decide: ({ account }, { memberId }) => freeze({ memberId, account }),
    // The words are not kept with the key: they are read again, so that what was erased stays erased.
    reply: (_events, _facts, { memberId }) => ({ memberId }),
    personal: (events, _facts, input, call) => reasonWrites(call, events, input),
    finish: async ({ memberId }, _call, { reason }, { account, written }) => ({
      ...{ memberId, isFrozen: true },
      reason: isFrozen(account) ? (written?.reason ?? null) : reason,
    }),
  }),
  command(unfreezePoints, {
    load: (call, { memberId }) => ({ account: loadPointsAccount(call, memberId) }),
    decide: ({ account }, { memberId }) => unfreeze({ memberId, account }),
    reply: (_events, _facts, { memberId }) => ({ memberId, isFrozen: false, reason: null }),
    personal: (events, _facts, input, call) => reasonWrites(call, events, input),
  }),
  command(importPoints, {
    load: (call, { rows }) => ({
      known: loadImported(call, [...new Set(rows.map(({ reference }) => reference))]),
      debts: loadDebts(call, [...new Set(rows.map(({ memberId }) => memberId))]),
    }),
    decide: (facts, input, call) => accept(...outcomeOf(facts, input, call).events),
    reply: (_events, facts, input, call) => ({ rows: outcomeOf(facts, input, call).rows }),
  }),
]

type ImportRows = {
  readonly known: Parameters<typeof importBalances>[0]['known']
  readonly debts: ReadonlyMap<string, number>
}

/** What becomes of every row; ids of lots apart, the same however often it is asked. */
function outcomeOf(facts: ImportRows, { rows }: ImportPointsInput, { newId, now }: Call): ImportOutcome {
  return importBalances({ ...facts, rows, newId, now })
}
