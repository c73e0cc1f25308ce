import type { AuditDifference } from '@siyu/core/ledger'
import type { Apply, DomainEvent } from '../kernel/apply.ts'
import { applyOne } from '../kernel/command.ts'
import type { Row, Sql } from '../kernel/database.ts'
import { entryLog, type LedgerTables } from './tables.ts'

/** Events that are compared at a time. */
const BATCH = 2_000

type EntryRow = LedgerTables['ledgerEntries']
type EventRow = {
  readonly id: string
  readonly at: number
  readonly data: DomainEvent
  readonly position: number | null
}

/** Entries whose event is not in the journal, the first by account. */
export async function strayEntries(sql: Sql, brandId: string): Promise<readonly AuditDifference[]> {
  const rows = await sql.execute({
    text: `select e.owner_id, e.book, e.number, e.event_id from ledger_entries e
      where e.brand_id = $1 and not exists (select 1 from events v where v.brand_id = e.brand_id and v.id = e.event_id)
      order by e.owner_id, e.book, e.number limit 100`,
    values: [brandId],
  })
  return rows.map((row) => ({
    ...{ check: 'journal', subject: 'ledger_entries', book: row.book as EntryRow['book'] },
    ...{ ownerId: row.owner_id as string, number: row.number as number },
    ...{ expected: `event ${row.event_id}`, found: 'no such event' },
  }))
}

/**
 * Where the entries of an event are not those that the event makes, in the order of the journal, at most `limit`. The
 * postings come from the same function that made them, so an entry, a journal or a program that was changed shows.
 */
export async function journalDifferences(
  sql: Sql,
  apply: Apply<DomainEvent>,
  brandId: string,
  limit: number,
): Promise<readonly AuditDifference[]> {
  const differences: AuditDifference[] = []
  for (let position: number | null = 0; position !== null && differences.length < limit; ) {
    const events: readonly EventRow[] = await eventsAfter(sql, brandId, position)
    differences.push(...(await compareBatch(sql, apply, brandId, events)))
    position = events.length < BATCH ? null : (events.at(-1)?.position ?? null)
  }
  const differing = await compareBatch(sql, apply, brandId, await unpublished(sql, brandId))
  return [...differences, ...differing].slice(0, limit)
}

async function eventsAfter(sql: Sql, brandId: string, position: number): Promise<readonly EventRow[]> {
  return sql.execute<EventRow & Row>({
    text: `select id, at, data, position from events
      where brand_id = $1 and position > $2 order by position limit $3`,
    values: [brandId, position, BATCH],
  })
}

async function unpublished(sql: Sql, brandId: string): Promise<readonly EventRow[]> {
  return sql.execute<EventRow & Row>({
    text: `select id, at, data, position from events
      where position is null and brand_id = $1 order by sequence limit $2`,
    values: [brandId, BATCH],
  })
}

async function compareBatch(
  sql: Sql,
  apply: Apply<DomainEvent>,
  brandId: string,
  events: readonly EventRow[],
): Promise<readonly AuditDifference[]> {
  const expected = new Map(events.map((event) => [event.id, postingsOf(apply, brandId, event)]))
  const rows = await sql.execute({
    text: `select event_id, owner_id, book, kind, amount, reference, at from ledger_entries
      where brand_id = $1 and event_id = any(select jsonb_array_elements_text($2::jsonb)) order by number`,
    values: [brandId, JSON.stringify([...expected.keys()])],
  })
  const found = new Map<string, string[]>()
  for (const row of rows) {
    const lines = found.get(row.event_id as string) ?? []
    found.set(row.event_id as string, lines)
    lines.push(lineOf([row.owner_id, row.book, row.kind, row.amount, row.reference, row.at]))
  }
  return events.flatMap(({ id }) => difference(id, expected.get(id) ?? [], found.get(id) ?? []))
}

/** What the event posts, a line per entry. */
function postingsOf(apply: Apply<DomainEvent>, brandId: string, event: EventRow): readonly string[] {
  return applyOne(apply, event.data, { brandId, at: event.at, eventId: event.id }).flatMap((write) => {
    if (write.kind !== 'append' || write.log !== entryLog) return []
    const { key, row, amount } = write
    return [lineOf([key.ownerId, key.book, row.kind, amount, row.reference, row.at])]
  })
}

function lineOf(cells: readonly unknown[]): string {
  return cells.map((cell) => cell ?? '').join(' ')
}

function difference(eventId: string, expected: readonly string[], found: readonly string[]): AuditDifference[] {
  const [wanted, there] = [expected, found].map((lines) => lines.toSorted().join('; ')) as [string, string]
  const where = { book: null, ownerId: null, number: null, subject: `event ${eventId}` }
  return wanted === there ? [] : [{ check: 'journal', ...where, expected: wanted, found: there }]
}
