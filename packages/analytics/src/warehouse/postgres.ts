import { type FunnelCount, funnelResult, type RetentionCount, retentionResult } from '../analysis/index.ts'
import { deliveryStatement, duplicatesStatement } from './delivery-sql.ts'
import { funnelStatement } from './funnel-sql.ts'
import { retentionStatement } from './retention-sql.ts'
import type { Sql, Statement } from './sql.ts'
import type {
  DeadLetter,
  DeadListQuery,
  DeliveryHour,
  EventStore,
  InsertResult,
  ListQuery,
  StoredEvent,
} from './store.ts'

const LIST_MAX = 1000

/** The event store on PostgreSQL or PGlite. Run `analyticsMigration` before. */
export function postgresEventStore(sql: Sql): EventStore {
  return {
    insert: (brandId, events) => insert(sql, brandId, events),
    insertDead: async (brandId, letters) => {
      if (letters.length > 0) await sql.execute(insertDeadStatement(brandId, letters))
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
    listDead: async (query) => (await sql.execute(listDeadStatement(query))) as unknown as readonly DeadLetter[],
    delivery: async (brandId, fromAt) =>
      (await sql.execute(deliveryStatement(brandId, fromAt))) as unknown as readonly DeliveryHour[],
    erase: async (brandId, memberId) => {
      const [row] = await sql.execute({ text: ERASE, values: [brandId, memberId] })
      return Number(row?.['erased'] ?? 0)
    },
  }
}

async function insert(sql: Sql, brandId: string, events: readonly StoredEvent[]): Promise<InsertResult> {
  if (events.length === 0) return { storedCount: 0, duplicateCount: 0 }
  const [row] = await sql.execute({ text: INSERT, values: [brandId, JSON.stringify(events.map(toRow))] })
  const storedCount = Number(row?.['stored'] ?? 0)
  const duplicateCount = events.length - storedCount
  if (duplicateCount > 0) await sql.execute(duplicatesStatement(brandId, events[0]?.receivedAt ?? 0, duplicateCount))
  return { storedCount, duplicateCount }
}

function toRow(event: StoredEvent): Record<string, unknown> {
  return {
    message_id: event.messageId,
    type: event.type,
    event: event.event,
    anonymous_id: event.anonymousId ?? null,
    member_id: event.memberId ?? null,
    session_id: event.sessionId ?? null,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    sent_at: event.sentAt ?? null,
    properties: event.properties,
    context: event.context,
  }
}

/** Rows are sorted by their keys, so that two batches with common events wait for each other instead of deadlocking. */
const INSERT = `with rows as materialized (
  select * from jsonb_to_recordset($2::jsonb) as r(
    message_id text, type text, event text, anonymous_id text, member_id text, session_id text,
    occurred_at bigint, received_at bigint, sent_at bigint, properties jsonb, context jsonb)
), stored as (
  insert into analytics_events (brand_id, message_id, type, event, anonymous_id, member_id, person_id, session_id,
    occurred_at, received_at, sent_at, properties, context)
  select $1, message_id, type, event, anonymous_id, member_id, coalesce(member_id, anonymous_id), session_id,
    occurred_at, received_at, sent_at, properties, context
  from rows order by message_id
  on conflict (brand_id, message_id) do nothing returning 1
), linked as (
  insert into analytics_identities as known (brand_id, anonymous_id, member_id, linked_at)
  select distinct on (anonymous_id) $1, anonymous_id, member_id, occurred_at
  from rows where anonymous_id is not null and member_id is not null
  order by anonymous_id, occurred_at, member_id collate "C"
  on conflict (brand_id, anonymous_id) do update
    set member_id = excluded.member_id, linked_at = excluded.linked_at
    where (excluded.linked_at, excluded.member_id collate "C") < (known.linked_at, known.member_id collate "C")
  returning 1
)
select (select count(*) from stored)::int as stored, (select count(*) from linked)::int as linked`

function insertDeadStatement(brandId: string, letters: readonly DeadLetter[]): Statement {
  const rows = letters.map(({ letterId: letter_id, reason, raw, receivedAt: received_at }) => ({
    letter_id,
    reason,
    raw,
    received_at,
  }))
  return {
    text: `insert into analytics_dead_letters (brand_id, letter_id, reason, raw, received_at)
select $1, letter_id, reason, raw, received_at
from jsonb_to_recordset($2::jsonb) as r(letter_id text, reason text, raw text, received_at bigint)
order by letter_id on conflict (brand_id, letter_id) do nothing`,
    values: [brandId, JSON.stringify(rows)],
  }
}

function listStatement({ brandId, limit, before, event, personId }: ListQuery): Statement {
  const values: (string | number)[] = [brandId, Math.min(limit, LIST_MAX)]
  const conditions = ['brand_id = $1']
  const put = (value: string | number) => `$${values.push(value)}`
  if (event !== undefined) conditions.push(`event = ${put(event)}`)
  if (personId !== undefined) conditions.push(`person_id = ${put(personId)}`)
  if (before)
    conditions.push(`(received_at, message_id) < (${put(before.receivedAt)}::bigint, ${put(before.messageId)})`)
  const text = `select message_id, type, event, anonymous_id, member_id, session_id, occurred_at, received_at, sent_at,
  properties, context
from analytics_events where ${conditions.join(' and ')} order by received_at desc, message_id desc limit $2`
  return { text, values }
}

function listDeadStatement({ brandId, limit, before }: DeadListQuery): Statement {
  return {
    text: `select letter_id as "letterId", reason, raw, received_at as "receivedAt" from analytics_dead_letters
where brand_id = $1
  and ($3::bigint is null or received_at < $3::bigint or (received_at = $3::bigint and letter_id > $4))
order by received_at desc, letter_id limit $2`,
    values: [brandId, Math.min(limit, LIST_MAX), before?.receivedAt ?? null, before?.letterId ?? null],
  }
}

const ERASE = `with links as (
  delete from analytics_identities where brand_id = $1 and member_id = $2 returning anonymous_id
), gone as (
  delete from analytics_events e where e.brand_id = $1 and (e.person_id = $2
    or (e.member_id is null and e.person_id in (select anonymous_id from links)))
  returning 1
)
select count(*)::int as erased from gone`

function toStoredEvent(row: Record<string, unknown>): StoredEvent {
  const text = (column: string) => (row[column] ?? undefined) as string | undefined
  const sentAt = row['sent_at']
  return {
    messageId: String(row['message_id']),
    type: row['type'] as StoredEvent['type'],
    event: String(row['event']),
    anonymousId: text('anonymous_id'),
    memberId: text('member_id'),
    sessionId: text('session_id'),
    occurredAt: Number(row['occurred_at']),
    receivedAt: Number(row['received_at']),
    sentAt: sentAt === null || sentAt === undefined ? undefined : Number(sentAt),
    properties: row['properties'] as StoredEvent['properties'],
    context: row['context'] as StoredEvent['context'],
  }
}
