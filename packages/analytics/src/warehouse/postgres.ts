import { type FunnelCount, funnelResult, type RetentionCount, retentionResult } from '../analysis/index.ts'
import { keepDays } from './days.ts'
import { deliveryStatement } from './delivery-sql.ts'
import { exportText } from './export.ts'
import { funnelStatement } from './funnel-sql.ts'
import { insertStatement, type TargetsOf } from './insert-sql.ts'
import { retentionStatement } from './retention-sql.ts'
import { toStoredEvent } from './rows.ts'
import type { Sql, Statement } from './sql.ts'
import {
  type DeadLetter,
  type DeadListQuery,
  type DeliveryHour,
  type EventStore,
  type ExportQuery,
  type InsertResult,
  type ListQuery,
  type Parcel,
  StoreRefusedError,
} from './store.ts'

const LIST_MAX = 1000
const ATTEMPTS_MAX = 4

export type PostgresStoreOptions = {
  /** Names under which a brand's new events are queued, for forwarders and mirrors. */
  readonly targetsOf?: TargetsOf | undefined
}

/** The event store on PostgreSQL or PGlite. Run the migrations before. */
export function postgresEventStore(sql: Sql, { targetsOf = () => [] }: PostgresStoreOptions = {}): EventStore {
  const insertMany = (parcels: readonly Parcel[]) => insert(sql, parcels, targetsOf)
  return {
    insertMany,
    insert: (brandId, events) => insertMany([{ brandId, events, letters: [] }]),
    insertDead: async (brandId, letters) => {
      await insertMany([{ brandId, events: [], letters }])
    },
    funnel: async (query) => {
      const rows = (await sql.execute(funnelStatement(query))) as unknown as readonly (FunnelCount & { step: number })[]
      const steps = new Map(rows.map((row) => [row.step, row]))
      return funnelResult(
        query.steps,
        query.steps.map((_, at) => steps.get(at + 1) ?? { count: 0, averageMs: null, medianMs: null }),
      )
    },
    retention: async (query) => {
      const counts = await sql.execute(retentionStatement(query))
      return retentionResult(query, counts as unknown as readonly RetentionCount[])
    },
    list: async (query) => (await sql.execute(listStatement(query))).map(toStoredEvent),
    listDead: async (query) => (await sql.execute(listDeadStatement(query))).map(toDeadLetter),
    delivery: async (brandId, fromAt) =>
      (await sql.execute(deliveryStatement(brandId, fromAt))) as unknown as readonly DeliveryHour[],
    exportText: (query) =>
      exportText(query, async ({ occurredAt, messageId }, limit) =>
        (await sql.execute(pageStatement(query, occurredAt, messageId, limit))).map(toStoredEvent),
      ),
    erase: async (brandId, memberId) => countOf(await sql.execute({ text: ERASE, values: [brandId, memberId] })),
    rekey: async (brandId, from, into) =>
      from === into ? 0 : countOf(await sql.execute({ text: REKEY, values: [brandId, from, into] })),
    keep: (options) => keepDays(sql, options),
  }
}

function countOf([row]: readonly Record<string, unknown>[]): number {
  return Number(row?.['count'] ?? 0)
}

async function insert(sql: Sql, parcels: readonly Parcel[], targetsOf: TargetsOf): Promise<InsertResult> {
  const statement = insertStatement(parcels, targetsOf)
  if (statement === undefined) return { storedCount: 0, duplicateCount: 0 }
  try {
    const [row] = await executeAgain(sql, statement)
    const storedCount = Number(row?.['stored'] ?? 0)
    const givenCount = parcels.reduce((sum, { events }) => sum + events.length, 0)
    return { storedCount, duplicateCount: givenCount - storedCount }
  } catch (error) {
    throw isRefusal(error) ? new StoreRefusedError(error) : error
  }
}

/** What two inserts can do to each other leaves nothing behind, so the loser simply goes again. */
async function executeAgain(sql: Sql, statement: Statement): Promise<readonly Record<string, unknown>[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sql.execute(statement)
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !/^40...$/.test(stateOf(error))) throw error
    }
  }
}

/** Classes of SQLSTATE that the same rows would meet again: data, integrity, limits of the engine. */
function isRefusal(error: unknown): boolean {
  return /^(22|23|54)...$/.test(stateOf(error))
}

function stateOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const COLUMNS = `message_id, type, event, anonymous_id, member_id, session_id, occurred_at, received_at, sent_at, bot,
  properties, context`

function listStatement({ brandId, limit, before, event, personId }: ListQuery): Statement {
  const values: (string | number)[] = [brandId, Math.min(limit, LIST_MAX)]
  const conditions = ['brand_id = $1']
  const put = (value: string | number) => `$${values.push(value)}`
  if (event !== undefined) conditions.push(`event = ${put(event)}`)
  if (personId !== undefined) conditions.push(`person_id = ${put(personId)}`)
  if (before)
    conditions.push(`(received_at, message_id) < (${put(before.receivedAt)}::bigint, ${put(before.messageId)})`)
  const text = `select ${COLUMNS}
from analytics_events where ${conditions.join(' and ')} order by received_at desc, message_id desc limit $2`
  return { text, values }
}

function pageStatement({ brandId, untilAt }: ExportQuery, at: number, messageId: string, limit: number): Statement {
  return {
    text: `select ${COLUMNS}
from analytics_events where brand_id = $1 and occurred_at >= $2::bigint and occurred_at < $3::bigint
  and (occurred_at, message_id collate "C") > ($2::bigint, $4) order by occurred_at, message_id collate "C" limit $5`,
    values: [brandId, at, untilAt, messageId, limit],
  }
}

function listDeadStatement({ brandId, limit, before }: DeadListQuery): Statement {
  return {
    text: `select letter_id, reason, raw, received_at, detail, is_stored from analytics_dead_letters
where brand_id = $1
  and ($3::bigint is null or received_at < $3::bigint or (received_at = $3::bigint and letter_id > $4))
order by received_at desc, letter_id limit $2`,
    values: [brandId, Math.min(limit, LIST_MAX), before?.receivedAt ?? null, before?.letterId ?? null],
  }
}

function toDeadLetter(row: Record<string, unknown>): DeadLetter {
  const detail = row['detail']
  return {
    letterId: String(row['letter_id']),
    reason: String(row['reason']),
    raw: String(row['raw']),
    receivedAt: Number(row['received_at']),
    ...(typeof detail === 'string' ? { detail } : {}),
    ...(row['is_stored'] === true ? { isStored: true } : {}),
  }
}

/** The ids stay known, so that an erased event that is sent once more does not come back. */
const ERASE = `with links as (
  delete from analytics_identities where brand_id = $1 and member_id = $2 returning anonymous_id
), gone as (
  delete from analytics_events e where e.brand_id = $1 and (e.person_id = $2
    or (e.member_id is null and e.person_id in (select anonymous_id from links)))
  returning message_id
), unqueued as (
  delete from analytics_queue where brand_id = $1 and message_id in (select message_id from gone) returning 1
), unnoted as (
  delete from analytics_dead_letters d where d.brand_id = $1
    and exists (select from (select $2 as id union all select anonymous_id from links) p
      where strpos(d.raw, to_json(p.id)::text) > 0)
  returning 1
)
select (select count(*) from gone)::int as count, (select count(*) from unqueued)::int as unqueued,
  (select count(*) from unnoted)::int as unnoted`

const REKEY = `with links as (
  update analytics_identities set member_id = $3 where brand_id = $1 and member_id = $2 returning 1
), moved as (
  update analytics_events set member_id = $3, person_id = $3 where brand_id = $1 and person_id = $2 and member_id = $2
  returning 1
)
select (select count(*) from moved)::int as count, (select count(*) from links)::int as links`
