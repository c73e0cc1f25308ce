import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Label,
  listOf,
  Moment,
  type Page,
  PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { AuditReport, Book, LedgerAccount, LedgerEntry, LedgerSeal, TrialBalance } from './schema.ts'

export type ListAccountsInput = PageInput & { readonly book: Book; readonly ownerId?: string | undefined }
export const ListAccountsInput: Schema<ListAccountsInput> = z.object({
  ...{ cursor: z.optional(z.string().check(z.maxLength(200))) },
  ...{ limit: z.optional(z.int().check(z.gte(1), z.lte(100))) },
  book: Book,
  ownerId: z.optional(Label),
})

/** The accounts of a book, by owner. */
export const listLedgerAccounts: Endpoint<ListAccountsInput, Page<LedgerAccount>> = {
  name: 'ledger.accounts',
  method: 'GET',
  path: '/v1/ledger/accounts',
  access: 'operator',
  input: ListAccountsInput,
  output: pageOf(LedgerAccount),
  refusals: {},
}

export type ListEntriesInput = PageInput & {
  readonly book: Book
  readonly ownerId: string
  /** Entries from this moment on. */
  readonly fromAt?: number | undefined
  /** Entries before this moment. */
  readonly untilAt?: number | undefined
}
export const ListEntriesInput: Schema<ListEntriesInput> = z.object({
  ...{ cursor: z.optional(z.string().check(z.maxLength(200))) },
  ...{ limit: z.optional(z.int().check(z.gte(1), z.lte(100))) },
  book: Book,
  ownerId: Label,
  fromAt: z.optional(Moment),
  untilAt: z.optional(Moment),
})

/** The entries of one account, newest first. `statementCsv` makes a statement of them. */
export const listLedgerEntries: Endpoint<ListEntriesInput, Page<LedgerEntry>, 'account_missing'> = {
  name: 'ledger.entries',
  method: 'GET',
  path: '/v1/ledger/entries',
  access: 'operator',
  input: ListEntriesInput,
  output: pageOf(LedgerEntry),
  refusals: { account_missing: 404 },
}

/** All books: what owners have together beside the brand's accounts. */
export const getTrialBalance: Endpoint<Empty, readonly TrialBalance[]> = {
  name: 'ledger.trialBalance',
  method: 'GET',
  path: '/v1/ledger/trial-balance',
  access: 'operator',
  input: Empty,
  output: listOf(TrialBalance, 10),
  refusals: {},
}

/** The seals, newest first. */
export const listSeals: Endpoint<PageInput, Page<LedgerSeal>> = {
  name: 'ledger.seals',
  method: 'GET',
  path: '/v1/ledger/seals',
  access: 'operator',
  input: PageInput,
  output: pageOf(LedgerSeal),
  refusals: {},
}

/** Derive everything again and name every difference. Reads the whole ledger of the brand, so it takes a while. */
export const auditLedger: Endpoint<Empty, AuditReport> = {
  name: 'ledger.audit',
  method: 'POST',
  path: '/v1/ledger/audit',
  access: 'operator',
  input: Empty,
  output: AuditReport,
  refusals: {},
  safe: true,
}

export type LedgerAdminContract = {
  readonly accounts: typeof listLedgerAccounts
  readonly entries: typeof listLedgerEntries
  readonly trialBalance: typeof getTrialBalance
  readonly seals: typeof listSeals
  readonly audit: typeof auditLedger
}
export const ledgerAdminContract: LedgerAdminContract = {
  accounts: listLedgerAccounts,
  entries: listLedgerEntries,
  trialBalance: getTrialBalance,
  seals: listSeals,
  audit: auditLedger,
}
