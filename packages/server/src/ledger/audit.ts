import { type AuditDifference, type AuditReport, MAX_DIFFERENCES, type TrialBalance } from '@siyu/core/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { Apply, DomainEvent } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import type { Database, Sql } from '../kernel/database.ts'
import { type Load, many, one, read } from '../kernel/read.ts'
import { journalDifferences, strayEntries } from './journal.ts'
import { loadTrialBalances, rootOf } from './store.ts'
import { entryLog, sealLog } from './tables.ts'

/** A comparison of a concept's own tables with its accounts: rows of `owner_id`, `expected`, `found` of one brand. */
export type StateCheck = {
  readonly subject: string
  readonly book: AuditDifference['book']
  readonly rows: (brandId: string) => RawBuilder<unknown>
}

export type AuditParts = { readonly apply: Apply<DomainEvent>; readonly checks: readonly StateCheck[] }

type Found = Omit<AuditDifference, 'check' | 'subject'>
type Check = Pick<AuditDifference, 'check' | 'subject'> & { readonly query: RawBuilder<unknown> }
type Counts = Pick<AuditReport, 'accountCount' | 'entryCount' | 'eventCount' | 'sealCount'>

/**
 * Derives everything of a brand's ledger again, at one moment of the database, and names where two records differ.
 * Nothing is written and nobody is held up.
 */
export async function audit(database: Database, parts: AuditParts, call: Call): Promise<AuditReport> {
  return database.transaction(async (snapshot) => {
    await snapshot.execute({ text: 'set transaction isolation level repeatable read read only', values: [] })
    const { brandId, now: at } = call
    const { facts } = await read(snapshot, { books: loadTrialBalances(call), counts: loadCounts(brandId) })
    const { books, counts } = facts
    const differences: AuditDifference[] = [...books.flatMap(sumDifference)]
    for (const check of [...logChecks(brandId), ...stateChecks(parts.checks, brandId)]) {
      differences.push(...(await run(snapshot, check)))
    }
    differences.push(...(await strayEntries(snapshot, brandId)))
    differences.push(...(await journalDifferences(snapshot, parts.apply, brandId, MAX_DIFFERENCES)))
    return { at, ...(counts as Counts), books, differences: differences.slice(0, MAX_DIFFERENCES) }
  })
}

function loadCounts(brandId: string): Load<Counts | undefined> {
  return one(sql<Counts>`select
    (select count(*) from ledger_accounts where brand_id = ${brandId}) as account_count,
    (select count(*) from ledger_entries where brand_id = ${brandId}) as entry_count,
    (select count(*) from events where brand_id = ${brandId}) as event_count,
    (select count(*) from ledger_seals where brand_id = ${brandId}) as seal_count`)
}

async function run(snapshot: Sql, { check, subject, query }: Check): Promise<readonly AuditDifference[]> {
  const limited = sql<Found>`select owner_id, book, number, coalesce(expected, 'nothing') as expected,
      coalesce(found, 'nothing') as found from (${query}) q
    where expected is distinct from found order by owner_id, book, number limit ${MAX_DIFFERENCES}`
  const { facts } = await read(snapshot, { rows: many(limited) })
  return facts.rows.map((row) => ({ check, subject, ...row }))
}

function sumDifference({ book, ownersBalance, brandBalances }: TrialBalance): readonly AuditDifference[] {
  const found = brandBalances.reduce((sum, { balance }) => sum + balance, ownersBalance)
  const where = { book, ownerId: null, number: null, subject: 'all accounts' }
  return found === 0 ? [] : [{ check: 'sum', ...where, expected: '0', found: String(found) }]
}

function logChecks(brandId: string): readonly Check[] {
  const seals = sql`(select brand_id, ''::text as owner_id, null::text as book, number, amount, balance, hash,
    from_position, to_position, root, at from ledger_seals)`
  const entries = sql.table(entryLog.table.name)
  return [
    { check: 'number', subject: entryLog.table.name, query: numbers(entries, brandId) },
    { check: 'balance', subject: entryLog.table.name, query: balances(entries, brandId) },
    { check: 'chain', subject: entryLog.table.name, query: chains(entries, entryLog.columns, brandId) },
    { check: 'account', subject: entryLog.head.name, query: accounts(brandId) },
    { check: 'seal', subject: 'numbers of seals', query: numbers(seals, brandId) },
    { check: 'seal', subject: 'chain of seals', query: chains(seals, sealLog.columns, brandId) },
    { check: 'seal', subject: 'head of the seals', query: sealHead(brandId) },
    { check: 'seal', subject: 'places of seals', query: sealPlaces(brandId) },
    { check: 'seal', subject: 'what was sealed', query: sealRoots(brandId) },
  ]
}

function numbers(log: RawBuilder<unknown>, brandId: string): RawBuilder<unknown> {
  return sql`select owner_id, book, number, (row_number() over w)::text as expected, number::text as found
    from ${log} e where brand_id = ${brandId} window w as (partition by owner_id, book order by number)`
}

function balances(log: RawBuilder<unknown>, brandId: string): RawBuilder<unknown> {
  return sql`select owner_id, book, number, (sum(amount) over w)::text as expected, balance::text as found
    from ${log} e where brand_id = ${brandId}
    window w as (partition by owner_id, book order by number rows unbounded preceding)`
}

/** The entries of one event carry one hash, so each hash is a link: it must follow from the one before it. */
function chains(log: RawBuilder<unknown>, columns: readonly string[], brandId: string): RawBuilder<unknown> {
  const cells = ['amount', ...columns].map((column) => sql`coalesce(${sql.ref(column)}::text, '')`)
  return sql`select owner_id, book, number, encode(sha256(convert_to(
      coalesce(lag(hash) over w, '') || E'\\n' || text, 'UTF8')), 'hex') as expected, hash as found
    from (select owner_id, book, hash, min(number) as number,
        string_agg(${sql.join(cells, sql` || '|' || `)}, E'\\n' order by number) as text
      from ${log} e where brand_id = ${brandId} group by owner_id, book, hash) l
    window w as (partition by owner_id, book order by number)`
}

function accounts(brandId: string): RawBuilder<unknown> {
  return sql`select owner_id, book, null::bigint as number,
      concat_ws(' ', coalesce(e.entry_count, 0), coalesce(e.balance, 0), e.head) as expected,
      case when a.head is null then 'no account' else concat_ws(' ', a.entry_count, a.balance, nullif(a.head, '')) end
        as found
    from (select * from ledger_accounts where brand_id = ${brandId}) a
    full join (select owner_id, book, count(*) as entry_count, sum(amount)::bigint as balance,
        (array_agg(hash order by number desc))[1] as head
      from ledger_entries where brand_id = ${brandId} group by owner_id, book) e using (owner_id, book)`
}

function sealHead(brandId: string): RawBuilder<unknown> {
  return sql`select null::text as owner_id, null::text as book, null::bigint as number,
      (select concat_ws(' ', count(*), coalesce(sum(amount), 0), (array_agg(hash order by number desc))[1])
        from ledger_seals where brand_id = ${brandId}) as expected,
      (select concat_ws(' ', entry_count, balance, nullif(head, '')) from ledger_seal_heads
        where brand_id = ${brandId}) as found`
}

function sealPlaces(brandId: string): RawBuilder<unknown> {
  return sql`select null::text as owner_id, null::text as book, number,
      coalesce(lag(to_position) over (order by number), 0)::text as expected, from_position::text as found
    from ledger_seals where brand_id = ${brandId}`
}

function sealRoots(brandId: string): RawBuilder<unknown> {
  const [from, to] = [sql<number>`s.from_position`, sql<number>`s.to_position`]
  return sql`select null::text as owner_id, null::text as book, s.number,
      concat_ws(' ', r.entry_count, r.root) as expected, concat_ws(' ', s.amount, s.root) as found
    from ledger_seals s cross join lateral ${rootOf(brandId, from, to)} r where s.brand_id = ${brandId}`
}

function stateChecks(checks: readonly StateCheck[], brandId: string): readonly Check[] {
  return checks.map(({ subject, book, rows }) => ({
    check: 'state',
    subject,
    query: sql`select owner_id, ${book}::text as book, null::bigint as number, expected::text, found::text
      from (${rows(brandId)}) s`,
  }))
}
