import type { DomainEvent } from './apply.ts'
import type { Database } from './database.ts'

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
const GATHER_MS = 10
const LOCK = 7_262_001

const COLUMNS = 'position, brand_id, member_id, id, type, at, data'

/** Starts publishing. One process at a time gives positions, so they follow each other as they become visible. */
export async function openOutbox(database: Database, onError: (error: unknown) => void): Promise<Outbox> {
  const listeners = new Set<Listener>()
  let position = await lastPosition(database)
  let running: Promise<void> | undefined
  let again = false
  let closed = false

  const round = async (): Promise<void> => {
    const published = await publishBatch(database)
    if (published > 0) await database.execute({ text: `select pg_notify('siyu_events', '')`, values: [] })
    for (;;) {
      const events = await readAfter(database, position)
      for (const event of events) {
        position = event.position
        for (const listener of listeners) tell(listener, event, onError)
      }
      if (events.length < BATCH) break
    }
    if (published === BATCH) await round()
  }
  const drain = (): Promise<void> => {
    if (running !== undefined) {
      again = true
      return running
    }
    running = (async () => {
      do {
        again = false
        await round()
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
    }, GATHER_MS)
  }
  const unlisten = await database.listen('siyu_events', kick)
  const timer = setInterval(kick, POLL_MS)
  timer.unref?.()
  return {
    kick,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    after: (brandId, memberId, from, limit) => readMember(database, brandId, memberId, from, limit),
    position: () => position,
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

/** Gives the next positions to a batch of unpublished events, unless another process is doing so. */
async function publishBatch(database: Database): Promise<number> {
  return database.transaction(async (sql) => {
    const [lock] = await sql.execute<{ mine: boolean }>({
      text: `select pg_try_advisory_xact_lock(${LOCK}) as mine`,
      values: [],
    })
    if (lock?.mine !== true) return 0
    const rows = await sql.execute({
      text: `with due as (
          select brand_id, id, row_number() over (order by sequence) as place
          from (select * from events where position is null order by sequence limit ${BATCH}) d
        ), base as (select coalesce(max(position), 0) as last from events where position is not null)
        update events e set position = base.last + due.place from due, base
        where e.brand_id = due.brand_id and e.id = due.id returning 1`,
      values: [],
    })
    return rows.length
  })
}

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
