import { accept } from '@siyu/core/kernel'
import {
  type AccountState,
  freeze,
  freezePoints,
  type ImportOutcome,
  type ImportPointsInput,
  importBalances,
  importPoints,
  unfreeze,
  unfreezePoints,
} from '@siyu/core/points'
import type { Call } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { loadPointsAccount } from '../store.ts'
import { loadDebts, loadImported } from './store.ts'

export const accountRoutes: readonly Route[] = [
  command(freezePoints, {
    load: (call, { memberId }) => ({ account: loadPointsAccount(call, memberId) }),
    decide: ({ account }, input) => freeze({ ...input, account }),
    reply: (events, { account }, { memberId }) => stateOf(memberId, events[0]?.reason ?? account?.frozenReason ?? null),
  }),
  command(unfreezePoints, {
    load: (call, { memberId }) => ({ account: loadPointsAccount(call, memberId) }),
    decide: ({ account }, input) => unfreeze({ ...input, account }),
    reply: (_events, _facts, { memberId }) => stateOf(memberId, null),
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

function stateOf(memberId: string, reason: string | null): AccountState {
  return { memberId, isFrozen: reason !== null, reason }
}
