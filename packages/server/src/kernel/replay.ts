import type { Apply, DomainEvent } from './apply.ts'
import { applyOne } from './command.ts'
import { single } from './commit.ts'
import type { Database } from './database.ts'
import { planOf } from './fragments.ts'
import type { Write } from './write.ts'

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
  for (;;) {
    const rows = await eventsAfter(source, progress.position, batchCount)
    const last = rows.at(-1)
    if (last === undefined) return progress.count
    await writeAll(
      target,
      rows.flatMap((row) => writesOf(apply, row)),
    )
    progress = { count: progress.count + rows.length, position: last.position }
    onProgress?.(progress)
  }
}

function eventsAfter(source: Database, position: number, limit: number): Promise<readonly JournalRow[]> {
  return source.execute<JournalRow>({
    text: 'select brand_id, id, at, data, position from events where position > $1 order by position limit $2',
    values: [position, limit],
  })
}

function writesOf(
  apply: Apply<DomainEvent>,
  { brand_id: brandId, id: eventId, at, data }: JournalRow,
): readonly Write[] {
  return applyOne(apply, data, { brandId, at, eventId })
}

/** Rows that change several times within a batch are written once, as they stand at its end. */
async function writeAll(target: Database, writes: readonly Write[]): Promise<void> {
  // Without guards no row is checked against a version; the brand of the plan names guards only.
  const plan = planOf([], writes, '')
  await target.transaction(async (sql) => {
    for (const write of plan.writes) {
      const done = await sql.execute(single(write))
      if (done.length !== write.expected) throw new Error('a replayed event changes a row that is not there')
    }
  })
}
