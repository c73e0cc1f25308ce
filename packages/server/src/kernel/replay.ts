import type { Apply, DomainEvent } from './apply.ts'
import { applyOne } from './command.ts'
import { writePlan } from './commit.ts'
import type { Database, Sql } from './database.ts'
import { planOf } from './fragments.ts'
import { firstId, stepId } from './journal.ts'
import { extend, GENESIS, type Head, type Link, type LogSpec } from './log.ts'
import type { Value } from './tables.ts'
import { keyIn, mergeWrites, rowId, type Write } from './write.ts'

/** How far a replay has come. */
export type ReplayProgress = {
  /** Events replayed so far. */
  readonly count: number
  /** Place of the last of them in the published order. */
  readonly position: number
}

export type ReplayOptions = {
  /** Told after each batch that is in the target. */
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined
  /** Events written at a time; default 500. */
  readonly batchCount?: number | undefined
}

const BATCH = 500

type JournalRow = {
  readonly brand_id: string
  readonly id: string
  readonly at: number
  readonly data: DomainEvent
  readonly position: number
}

/**
 * Builds the tables anew from the journal: applies every published event of `source`, in published order, to `target`,
 * a database that is migrated and empty. Gives back how many events there were.
 *
 * What is rebuilt is what events alone determine: tables of kind `state`, row for row, but for `version`, which counts
 * commits and starts anew. The journal itself, keys of requests and personal data are not state; copy them as rows.
 * Events that are not published yet have no place in the order, so drain the outbox before. Each batch is one
 * transaction; an interrupted replay is begun again on an empty database. @throws when the target has rows already
 */
export async function replay(
  source: Database,
  target: Database,
  apply: Apply<DomainEvent>,
  options: ReplayOptions = {},
): Promise<number> {
  const { onProgress, batchCount = BATCH } = options
  let progress: ReplayProgress = { count: 0, position: 0 }
  let waiting: readonly JournalRow[] = []
  for (;;) {
    const rows = await eventsAfter(source, progress.position, batchCount)
    const last = rows.at(-1)
    if (last === undefined) break
    const { whole, open } = await wholeCommands(source, [...waiting, ...rows])
    waiting = open
    await writeAll(target, apply, whole)
    progress = { count: progress.count + whole.length, position: last.position }
    onProgress?.(progress)
  }
  await writeAll(target, apply, waiting)
  return progress.count + waiting.length
}

function eventsAfter(source: Database, position: number, limit: number): Promise<readonly JournalRow[]> {
  return source.execute<JournalRow>({
    text: 'select brand_id, id, at, data, position from events where position > $1 order by position limit $2',
    values: [position, limit],
  })
}

/**
 * What a command appends to a log is one link, so its events are applied together. Those of a command that goes on
 * behind the batch wait for the rest: commands whose events are mixed ran side by side and touch no row in common.
 */
async function wholeCommands(
  source: Database,
  rows: readonly JournalRow[],
): Promise<{ readonly whole: readonly JournalRow[]; readonly open: readonly JournalRow[] }> {
  const counts = new Map<string, number>()
  for (const { id } of rows) counts.set(firstId(id), (counts.get(firstId(id)) ?? 0) + 1)
  const brandOf = new Map(rows.map(({ brand_id, id }) => [firstId(id), brand_id]))
  const next = [...counts].map(([first, count]) => stepId(first, count))
  const found = await source.execute<{ id: string }>({
    text: 'select e.id from unnest($1::text[], $2::text[]) n(brand_id, id) join events e using (brand_id, id)',
    values: [next.map((id) => brandOf.get(firstId(id)) as string), next],
  })
  const open = new Set(found.map(({ id }) => firstId(id)))
  return {
    whole: rows.filter(({ id }) => !open.has(firstId(id))),
    open: rows.filter(({ id }) => open.has(firstId(id))),
  }
}

/** Rows that change several times within a batch are written once, as they stand at its end. */
async function writeAll(target: Database, apply: Apply<DomainEvent>, rows: readonly JournalRow[]): Promise<void> {
  const commands = new Map<string, Write[]>()
  for (const { brand_id: brandId, id: eventId, at, data } of rows) {
    const writes = commands.get(firstId(eventId)) ?? []
    commands.set(firstId(eventId), writes)
    writes.push(...applyOne(apply, data, { brandId, at, eventId }))
  }
  const writes = [...commands.values()]
  await target.transaction(async (sql) => {
    // Without guards no row is checked against a version; the brand of the plan names guards only.
    const plain = writes.flat().filter(({ kind }) => kind !== 'append')
    const plan = planOf([], [...plain, ...(await linkWrites(sql, writes.flatMap(linksOf)))], '')
    if (!(await writePlan(sql, plan))) throw new Error('a replayed event changes a row that is not there')
  })
}

/** What one command appended, a link per owner row. */
function linksOf(writes: readonly Write[]): readonly Link[] {
  return mergeWrites(writes.filter(({ kind }) => kind === 'append')).links
}

/** Links as plain rows and changes. Nobody else writes here, so the heads are read once and carried along. */
async function linkWrites(sql: Sql, links: readonly Link[]): Promise<readonly Write[]> {
  const heads = await readHeads(sql, links)
  const moved = new Map<string, Write>()
  const entries = links.flatMap((link) => {
    const id = headId(link)
    const { head, rows } = extend(heads.get(id) ?? GENESIS, link)
    heads.set(id, head)
    moved.set(id, { kind: 'change', table: link.log.head, key: link.key, set: head, add: {} })
    return rows.map((row): Write => ({ kind: 'insert', table: link.log.table, row }))
  })
  return [...moved.values(), ...entries]
}

/** The heads that are there; those made in this batch begin at the beginning. */
async function readHeads(sql: Sql, links: readonly Link[]): Promise<Map<string, Head>> {
  const heads = new Map<string, Head>()
  for (const log of new Set(links.map((link) => link.log))) {
    const { name, key } = log.head
    const keys = links.filter((link) => link.log === log).map((link) => keyCells(log, link))
    const rows = await sql.execute<Record<string, Value>>({
      text: `select distinct h.* from jsonb_populate_recordset(null::${name}, $1::jsonb) k join ${name} h using (${key.join()})`,
      values: [JSON.stringify(keys)],
    })
    for (const row of rows) {
      const { entry_count: entryCount, balance, head } = row
      const values = key.map((column) => row[column] as Value)
      heads.set(rowId(log.head, values), { entryCount, balance, head } as Head)
    }
  }
  return heads
}

function headId({ log, key }: Link): string {
  return rowId(log.head, keyIn(log.head, key))
}

function keyCells({ head }: LogSpec, { key }: Link): Readonly<Record<string, Value>> {
  const values = keyIn(head, key)
  return Object.fromEntries(head.key.map((column, index) => [column, values[index] as Value]))
}
