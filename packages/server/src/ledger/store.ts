import {
  type Book,
  type LedgerAccount,
  type LedgerEntry,
  type LedgerEvent,
  type LedgerSeal,
  MAX_SEALED_POSITIONS,
  type SealFacts,
  type TrialBalance,
} from '@siyu/core/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { type Load, many, one } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { logWriterOf, type Write, writerOf } from '../kernel/write.ts'
import { entryLog, type LedgerTables, ledgerSpecs, sealLog } from './tables.ts'

const db = tablesOf<LedgerTables>()
const writer = writerOf<LedgerTables>(ledgerSpecs)

type AccountKey = { readonly brandId: string; readonly ownerId: string; readonly book: Book }
type EntryRow = Pick<LedgerTables['ledgerEntries'], 'kind' | 'reference' | 'eventId' | 'at'>
const append = logWriterOf<AccountKey, EntryRow>(entryLog)

/** What a concept posts: the account, and why it changes. */
export type Posting = {
  readonly book: Book
  readonly ownerId: string
  /** The brand's account on the other side. */
  readonly kind: string
  readonly amount: number
  readonly reference: string | null
}

/** Posts to an account that is there. Nothing for an amount of 0. */
export function post({ book, ownerId, kind, amount, reference }: Posting, as: Recorded): readonly Write[] {
  const { brandId, eventId, at } = as
  return amount === 0 ? [] : [append({ brandId, ownerId, book }, amount, { kind, reference, eventId, at })]
}

/** Opens an account; made with its owner, so that postings only change it. */
export function openAccount(brandId: string, book: Book, ownerId: string): Write {
  return writer.insert('ledgerAccounts', { brandId, ownerId, book, entryCount: 0, balance: 0, head: '' })
}

/** The chain of seals of a new brand. */
export function ledgerRowsForBrand(brandId: string): readonly Write[] {
  return [writer.insert('ledgerSealHeads', { brandId, entryCount: 0, balance: 0, head: '' })]
}

type SealRow = Pick<LedgerTables['ledgerSeals'], 'fromPosition' | 'toPosition' | 'root' | 'at'>
const appendSeal = logWriterOf<{ readonly brandId: string }, SealRow>(sealLog)

export const applyLedger: Apply<LedgerEvent> = {
  ledger_sealed: ({ fromPosition, toPosition, entryCount, root }, { brandId, at }) => [
    appendSeal({ brandId }, entryCount, { fromPosition, toPosition, root, at }),
  ],
}

/** A page of the accounts of a book, after an owner. */
export function loadAccounts(
  call: Call,
  book: Book,
  ownerId: string | undefined,
  afterOwnerId: string | null,
  limit: number,
): Load<readonly LedgerAccount[]> {
  const all = db
    .selectFrom('ledgerAccounts')
    .select(['book', 'ownerId', 'balance', 'entryCount', 'head'])
    .where('brandId', '=', call.brandId)
    .where('book', '=', book)
  const mine = ownerId === undefined ? all : all.where('ownerId', '=', ownerId)
  const page = afterOwnerId === null ? mine : mine.where('ownerId', '>', afterOwnerId)
  return many(page.orderBy('ownerId').limit(limit))
}

export type EntriesWanted = {
  readonly book: Book
  readonly ownerId: string
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
}

/** Entries of an account below a number, newest first. */
export function loadLedgerEntries(
  call: Call,
  { book, ownerId, fromAt = 0, untilAt = Number.MAX_SAFE_INTEGER }: EntriesWanted,
  belowNumber: number | null,
  limit: number,
): Load<readonly LedgerEntry[]> {
  return many(
    db
      .selectFrom('ledgerEntries')
      .select(['book', 'ownerId', 'number', 'kind', 'amount', 'balance', 'reference', 'eventId', 'at', 'hash'])
      .where('brandId', '=', call.brandId)
      .where('ownerId', '=', ownerId)
      .where('book', '=', book)
      .where('number', '<', belowNumber ?? Number.MAX_SAFE_INTEGER)
      .where('at', '>=', fromAt)
      .where('at', '<', untilAt)
      .orderBy('number', 'desc')
      .limit(limit),
  )
}

/** Every book: its owners beside the brand's accounts, which are the other legs of the entries. */
export function loadTrialBalances(call: Call): Load<readonly TrialBalance[]> {
  return many(sql<TrialBalance>`select a.book, a.account_count, a.owners_balance, coalesce((
      select json_agg(json_build_object('kind', k.kind, 'balance', k.balance, 'entryCount', k.entry_count)
        order by k.kind)
      from (select e.kind, -sum(e.amount)::bigint as balance, count(*) as entry_count from ledger_entries e
        where e.brand_id = ${call.brandId} and e.book = a.book group by e.kind) k), '[]') as brand_balances
    from (select book, count(*) as account_count, sum(balance)::bigint as owners_balance from ledger_accounts
      where brand_id = ${call.brandId} group by book) a order by a.book`)
}

/** Seals below a number, newest first. */
export function loadSeals(call: Call, belowNumber: number | null, limit: number): Load<readonly LedgerSeal[]> {
  return many(
    db
      .selectFrom('ledgerSeals')
      .select(['number', 'fromPosition', 'toPosition', 'amount as entryCount', 'root', 'at', 'hash'])
      .where('brandId', '=', call.brandId)
      .where('number', '<', belowNumber ?? Number.MAX_SAFE_INTEGER)
      .orderBy('number', 'desc')
      .limit(limit),
  )
}

/**
 * The root of what was posted between two places of the journal: SHA-256 over a line `owner|book|number|hash` for the
 * last entry of every account touched, in byte order. With no entry it is the hash of nothing.
 */
export function rootOf(brandId: string, from: RawBuilder<number>, to: RawBuilder<number>): RawBuilder<unknown> {
  return sql`(select encode(sha256(convert_to(coalesce(string_agg(x.line, E'\\n' order by x.line collate "C"), ''), 'UTF8')),
      'hex') as root, coalesce(sum(x.entry_count), 0)::bigint as entry_count
    from (select (array_agg(concat_ws('|', e.owner_id, e.book, e.number, e.hash) order by e.number desc))[1] as line,
        count(*) as entry_count
      from events v join ledger_entries e on e.brand_id = v.brand_id and e.event_id = v.id
      where v.brand_id = ${brandId} and v.position > ${from} and v.position <= ${to}
      group by e.owner_id, e.book) x)`
}

/** What the next seal would cover. */
export function loadSealFacts(call: Call): Load<SealFacts | undefined> {
  const [from, to] = [sql<number>`w.from_position`, sql<number>`w.to_position`]
  return one(sql<SealFacts>`select w.from_position, w.to_position, r.entry_count, r.root
    from (select l.from_position, coalesce((select max(p.position) from (select position from events
        where position > l.from_position order by position limit ${MAX_SEALED_POSITIONS}) p),
        l.from_position) as to_position
      from (select coalesce(max(to_position), 0) as from_position from ledger_seals
        where brand_id = ${call.brandId}) l) w
    cross join lateral ${rootOf(call.brandId, from, to)} r`)
}
