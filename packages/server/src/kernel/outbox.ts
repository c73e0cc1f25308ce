import { randomUUID } from 'node:crypto'
import type { DomainEvent } from './apply.ts'
import { codeOf, type Database } from './database.ts'

/** An event that has its place in the published order. */
export type Published = {
  readonly position: number
  readonly brandId: string
  readonly memberId: string | null
  readonly id: string
  readonly type: string
  readonly at: number
  readonly data: DomainEvent
}

export type Listener = (event: Published) => void

/** Publishes what was committed and tells this process's listeners, in order of position. */
export type Outbox = {
  /** Something was committed: publish soon. */
  readonly kick: () => void
  readonly subscribe: (listener: Listener) => () => void
  /** Published events after a position, oldest first, at most `limit`. */
  readonly after: (brandId: string, memberId: string, position: number, limit: number) => Promise<readonly Published[]>
  /** The last position handed to listeners. */
  readonly position: () => number
  /** Publishes and hands out everything there is now. */
  readonly drain: () => Promise<void>
  readonly close: () => Promise<void>
}

const BATCH = 500
/** How often other processes' events are looked for when no notification came. */
const POLL_MS = 1_000
/** Commits of this long are published together: one round costs as much as a commit. */
const GATHER_MS = 50
/** A round waits this many times as long as the last one took, so that publishing never takes more than a share. */
const REST_FACTOR = 2
const MOST_GATHER_MS = 200
const CHANNEL = 'siyu_events'
const LOCK = 7_262_001

const COLUMNS = 'position, brand_id, member_id, id, type, at, data'

type Rounds = { readonly run: () => Promise<void>; readonly position: () => number }

/** One round publishes what there is and hands out what this process has not seen. */
async function openRounds(
  database: Database,
  self: string,
  handOut: (events: readonly Published[]) => void,
): Promise<Rounds> {
  let position = await lastPosition(database)
  const hand = (events: readonly Published[]): void => {
    handOut(events)
    position = events.at(-1)?.position ?? position
  }
  const catchUp = async (): Promise<void> => {
    const events = await readAfter(database, position)
    hand(events)
    if (events.length === BATCH) await catchUp()
  }
  const run = async (): Promise<void> => {
    const published = await publishBatch(database, self)
    // What follows what was handed out before needs no second look.
    if (published[0]?.position === position + 1) hand(published)
    else await catchUp()
    if (published.length === BATCH) await run()
  }
  return { run, position: () => position }
}

/** Starts publishing. One process at a time gives positions, so they follow each other as they become visible. */
export async function openOutbox(database: Database, onError: (error: unknown) => void): Promise<Outbox> {
  const listeners = new Set<Listener>()
  const self = randomUUID()
  const rounds = await openRounds(database, self, (events) => {
    for (const event of events) for (const listener of listeners) tell(listener, event, onError)
  })
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  let gatherMs = GATHER_MS

  const drain = (): Promise<void> => {
    if (running !== undefined) {
      again = true
      return running
    }
    running = (async () => {
      do {
        again = false
        const startedAt = performance.now()
        await rounds.run()
        gatherMs = Math.min(MOST_GATHER_MS, Math.max(GATHER_MS, REST_FACTOR * (performance.now() - startedAt)))
      } while (again)
    })().finally(() => {
      running = undefined
    })
    return running
  }
  let due: NodeJS.Timeout | undefined
  const kick = (): void => {
    if (closed || due !== undefined) return
    due = setTimeout(() => {
      due = undefined
      drain().catch((error: unknown) => closed || onError(error))
    }, gatherMs)
  }
  const unlisten = await database.listen(CHANNEL, (from) => from !== self && kick())
  const timer = setInterval(kick, POLL_MS)
  timer.unref?.()
  return {
    kick,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    after: (brandId, memberId, from, limit) => readMember(database, brandId, memberId, from, limit),
    position: rounds.position,
    drain,
    close: async () => {
      closed = true
      clearInterval(timer)
      clearTimeout(due)
      await unlisten().catch(() => undefined)
      await running?.catch(() => undefined)
    },
  }
}

/** One listener that fails must not make the others miss the event. */
function tell(listener: Listener, event: Published, onError: (error: unknown) => void): void {
  try {
    listener(event)
  } catch (error) {
    onError(error)
  }
}

/**
 * Gives the next positions to a batch of unpublished events and tells the other processes, unless one of them is doing
 * so; in order of position. It is one statement, for a round costs as much as what it publishes. A statement that began
 * before another process's round ended may come by the lock with an older view: an event that has its position by then
 * keeps it, and a position that is taken ends the statement, which changes nothing.
 */
async function publishBatch(database: Database, self: string): Promise<readonly Published[]> {
  const published = database.execute({ text: PUBLISH, values: [self] })
  const rows = await published.catch((error: unknown) => {
    if (codeOf(error) === UNIQUE_VIOLATION) return []
    throw error
  })
  return rows.map(publishedOf)
}

const UNIQUE_VIOLATION = '23505'
const PUBLISH = `with mine as materialized (select 1 where pg_try_advisory_xact_lock(${LOCK})),
due as (
  select place_of, row_number() over (order by sequence) as place
  from (select ctid as place_of, sequence from events
    where position is null and (select count(*) from mine) = 1 order by sequence limit ${BATCH}) d
), base as (select coalesce(max(position), 0) as last from events where position is not null),
placed as (
  update events e set position = base.last + due.place from due, base
  where e.ctid = due.place_of and e.position is null
  returning e.position, e.brand_id, e.member_id, e.id, e.type, e.at, e.data
) select ${COLUMNS}, (select pg_notify('${CHANNEL}', $1)) is null as told from placed order by position`

async function lastPosition(database: Database): Promise<number> {
  const [row] = await database.execute<{ last: number }>({
    text: 'select coalesce(max(position), 0) as last from events where position is not null',
    values: [],
  })
  return row?.last ?? 0
}

async function readAfter(database: Database, position: number): Promise<readonly Published[]> {
  const rows = await database.execute({
    text: `select ${COLUMNS} from events where position > $1 order by position limit ${BATCH}`,
    values: [position],
  })
  return rows.map(publishedOf)
}

async function readMember(
  database: Database,
  brandId: string,
  memberId: string,
  position: number,
  limit: number,
): Promise<readonly Published[]> {
  const rows = await database.execute({
    text: `select ${COLUMNS} from events where brand_id = $1 and member_id = $2 and position > $3 order by position limit $4`,
    values: [brandId, memberId, position, limit],
  })
  return rows.map(publishedOf)
}

function publishedOf(row: Readonly<Record<string, unknown>>): Published {
  return {
    position: row.position as number,
    brandId: row.brand_id as string,
    memberId: row.member_id as string | null,
    id: row.id as string,
    type: row.type as string,
    at: row.at as number,
    data: row.data as DomainEvent,
  }
}
