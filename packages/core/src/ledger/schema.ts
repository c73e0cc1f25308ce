import * as z from 'zod/mini'
import { Count, Delta, Id, Label, listOf, Moment, type Schema } from '../kernel/index.ts'

/**
 * What is counted in one kind of account. `points`: a member's points. `commission`: what a promoter is owed, in minor
 * units. `budget`: what a coupon template (by its id) or a promotion (by id and period) took off, in minor units.
 * `stored_value`: money a member has with the shop, in minor units.
 */
export type Book = 'points' | 'commission' | 'budget' | 'stored_value'
export const Book: Schema<Book> = z.enum(['points', 'commission', 'budget', 'stored_value'])

/**
 * One posting: an owner's account changes by `amount`, the brand's account named `kind` by as much the other way. So
 * every entry is both legs of a transfer, and all accounts together are 0 at every moment.
 */
export type LedgerEntry = {
  readonly book: Book
  readonly ownerId: string
  /** Place in the account: 1, 2, 3 … without a gap. */
  readonly number: number
  /** The other side: `earn`, `spend`, `expire`, `accrue`, … */
  readonly kind: string
  readonly amount: number
  /** Of the account after this entry. */
  readonly balance: number
  /** The order or other occasion it belongs to. */
  readonly reference: string | null
  /** The event of the journal it was posted with. */
  readonly eventId: string
  readonly at: number
  /** SHA-256 in hex over the hash before it and this entry; see the ledger's page. */
  readonly hash: string
}
const Hash: Schema<string> = z.string().check(z.regex(/^[0-9a-f]{64}$/))
export const LedgerEntry: Schema<LedgerEntry> = z.object({
  book: Book,
  ownerId: Label,
  number: z.int().check(z.gte(1)),
  kind: Label,
  amount: Delta,
  balance: Delta,
  reference: z.nullable(Label),
  eventId: Id,
  at: Moment,
  hash: Hash,
})

/** An owner's account with the hash of its last entry; empty before the first. */
export type LedgerAccount = {
  readonly book: Book
  readonly ownerId: string
  readonly balance: number
  readonly entryCount: number
  readonly head: string
}
export const LedgerAccount: Schema<LedgerAccount> = z.object({
  book: Book,
  ownerId: Label,
  balance: Delta,
  entryCount: Count,
  head: z.union([Hash, z.literal('')]),
})

/** All of a book: what owners have together, and the brand's side of it by kind. Together they are 0. */
export type TrialBalance = {
  readonly book: Book
  readonly accountCount: number
  readonly ownersBalance: number
  readonly brandBalances: readonly { readonly kind: string; readonly balance: number; readonly entryCount: number }[]
}
const Sum: Schema<number> = z.int()
export const TrialBalance: Schema<TrialBalance> = z.object({
  book: Book,
  accountCount: Count,
  ownersBalance: Sum,
  brandBalances: listOf(z.object({ kind: Label, balance: Sum, entryCount: Count }), 100),
})

/**
 * A seal over everything that was posted between two places of the journal: the root is a hash over the last entry of
 * every account touched. Seals form a chain of their own. Whoever keeps one outside can prove that nothing before it
 * was changed.
 */
export type LedgerSeal = {
  readonly number: number
  /** After this place of the journal … */
  readonly fromPosition: number
  /** … up to and with this one. */
  readonly toPosition: number
  readonly entryCount: number
  readonly root: string
  readonly at: number
  readonly hash: string
}
export const LedgerSeal: Schema<LedgerSeal> = z.object({
  number: z.int().check(z.gte(1)),
  fromPosition: Count,
  toPosition: Count,
  entryCount: Count,
  root: Hash,
  at: Moment,
  hash: Hash,
})

/**
 * What an audit compares. `number`: entries without a gap. `balance`: each balance is the one before plus the amount.
 * `chain`: each hash follows from the one before. `account`: the account's row says what its entries say. `sum`: all
 * accounts of a book are 0 together. `journal`: every entry comes from its event and every event has its entries.
 * `seal`: every seal fits what it sealed. `state`: the concept's own tables say what the ledger says.
 */
export type AuditCheck = 'number' | 'balance' | 'chain' | 'account' | 'sum' | 'journal' | 'seal' | 'state'
export const AuditCheck: Schema<AuditCheck> = z.enum([
  ...(['number', 'balance', 'chain', 'account', 'sum', 'journal', 'seal', 'state'] as const),
])

/** Where two records of one thing differ. */
export type AuditDifference = {
  readonly check: AuditCheck
  readonly book: Book | null
  readonly ownerId: string | null
  /** Of the entry or the seal; null where it is about the whole account. */
  readonly number: number | null
  /** What is compared, such as `points_lots`. */
  readonly subject: string
  readonly expected: string
  readonly found: string
}
export const AuditDifference: Schema<AuditDifference> = z.object({
  check: AuditCheck,
  book: z.nullable(Book),
  ownerId: z.nullable(z.string()),
  number: z.nullable(Count),
  subject: z.string(),
  expected: z.string(),
  found: z.string(),
})

/** How many differences a report names at most; it counts the checks that found any beyond it. */
export const MAX_DIFFERENCES = 100

/** The outcome of an audit: everything derived again from the entries. Clean when there is no difference. */
export type AuditReport = {
  readonly at: number
  readonly accountCount: number
  readonly entryCount: number
  readonly eventCount: number
  readonly sealCount: number
  readonly books: readonly TrialBalance[]
  /** The first of each check, the earliest account and entry first. */
  readonly differences: readonly AuditDifference[]
}
export const AuditReport: Schema<AuditReport> = z.object({
  at: Moment,
  accountCount: Count,
  entryCount: Count,
  eventCount: Count,
  sealCount: Count,
  books: listOf(TrialBalance, 10),
  differences: listOf(AuditDifference, MAX_DIFFERENCES),
})
