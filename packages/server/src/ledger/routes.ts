import { type Endpoint, type Page, refuse } from '@siyu/core/kernel'
import {
  auditLedger,
  getTrialBalance,
  type LedgerAccount,
  listLedgerAccounts,
  listLedgerEntries,
  listSeals,
  seal,
  sealLedger,
} from '@siyu/core/ledger'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, numberedPage, numberIn, pageBy } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { type AuditParts, audit } from './audit.ts'
import { loadAccounts, loadLedgerEntries, loadSealFacts, loadSeals, loadTrialBalances } from './store.ts'

/** Routes of the ledger. An audit needs to know what every event posts, and what each concept keeps. */
export function ledgerRoutes(parts: AuditParts): readonly Route[] {
  return [...reads, sealRoute, auditRoute(parts)]
}

const reads: readonly Route[] = [
  query(listLedgerAccounts, {
    load: (call, { book, ownerId, cursor = null, limit = DEFAULT_PAGE }) => ({
      accounts: loadAccounts(call, book, ownerId, cursor, limit + 1),
    }),
    reply: ({ accounts }, { limit = DEFAULT_PAGE }) => answer(accountsPage(accounts, limit)),
  }),
  query(listLedgerEntries, {
    load: (call, input) => ({
      account: loadAccounts(call, input.book, input.ownerId, null, 1),
      entries: loadLedgerEntries(call, input, numberIn(input.cursor), (input.limit ?? DEFAULT_PAGE) + 1),
    }),
    reply: ({ account, entries }, { limit = DEFAULT_PAGE }) =>
      account.length === 0 ? refuse('account_missing') : answer(numberedPage(entries, limit, (row) => row)),
  }),
  query(getTrialBalance, {
    load: (call) => ({ books: loadTrialBalances(call) }),
    reply: ({ books }) => answer(books),
  }),
  query(listSeals, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({ seals: loadSeals(call, numberIn(cursor), limit + 1) }),
    reply: ({ seals }, { limit = DEFAULT_PAGE }) => answer(numberedPage(seals, limit, (row) => row)),
  }),
]

const sealRoute: Route = command(sealLedger, {
  load: (call) => ({ facts: loadSealFacts(call) }),
  decide: ({ facts }) => (facts === undefined ? refuse('nothing_to_seal') : seal(facts)),
  reply: (events) => ({ entryCount: events[0]?.entryCount ?? 0, toPosition: events[0]?.toPosition ?? 0 }),
})

/** Many statements at one moment of the database: more than one read can be. */
function auditRoute(parts: AuditParts): Route {
  return {
    endpoint: auditLedger as unknown as Endpoint,
    run: async ({ database }, call) => {
      const output = await audit(database, parts, call)
      return { kind: 'done', output, replayed: false, dryRun: false }
    },
  }
}

/** A page of accounts; the last owner is where the next one starts. */
function accountsPage(rows: readonly LedgerAccount[], limit: number): Page<LedgerAccount> {
  return pageBy(
    rows,
    limit,
    ({ ownerId }) => ownerId,
    (row) => row,
  )
}
