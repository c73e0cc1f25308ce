import { END_OF_TIME, type FunnelQuery, type FunnelResult, funnel } from '../analysis/index.ts'
import {
  type ExportPlace,
  type ExportQuery,
  exportText,
  type Link,
  type ListQuery,
  type QueuedEvent,
  type StoredEvent,
  toStoredEvent,
} from '../warehouse/index.ts'
import type { ClickHouseClient } from './client.ts'
import { makeTables } from './tables.ts'

const DAY_MS = 86_400_000
const LIST_MAX = 1000
/** Events one question may be about; more is answered with an error that names it. */
export const QUESTION_EVENTS_MAX = 2_000_000

/** What is written at once: whole batches, known by their token. */
export type MirrorBatch = {
  readonly brandId: string
  readonly events: readonly QueuedEvent[]
  readonly links: readonly Link[]
  /** The same when the batch is sent again. */
  readonly token: string
  /** Later links of the same anonymous id replace earlier ones. */
  readonly version: number
}

/** Who is to be erased: a member, and the anonymous ids that are theirs. */
export type MirrorPerson = {
  readonly brandId: string
  readonly memberId: string
  readonly anonymousIds: readonly string[]
}

/** A second home of the events that answers the same questions. */
export type Mirror = {
  /** To be awaited once, before anything else. */
  readonly open: () => Promise<void>
  readonly write: (batch: MirrorBatch) => Promise<void>
  readonly funnel: (query: FunnelQuery & { readonly brandId: string }) => Promise<FunnelResult>
  readonly list: (query: ListQuery) => Promise<readonly StoredEvent[]>
  readonly exportText: (query: ExportQuery) => AsyncIterable<string>
  /** A period as one Parquet file. */
  readonly exportParquet: (query: Omit<ExportQuery, 'format'>) => AsyncIterable<Uint8Array>
  readonly erase: (person: MirrorPerson) => Promise<void>
  readonly rekey: (brandId: string, fromMemberId: string, intoMemberId: string) => Promise<void>
  /** Drops the days before this one; a moment of it. */
  readonly dropBefore: (moment: number) => Promise<void>
}

type Parameters = Record<string, string | number>

/** The mirror on ClickHouse, through its official client. */
export function clickhouseMirror(client: ClickHouseClient): Mirror {
  const read = async (query: string, query_params: Parameters): Promise<readonly StoredEvent[]> => {
    const rows = await (await client.query({ query, query_params, format: 'JSONEachRow' })).json()
    return (rows as readonly Record<string, unknown>[]).map(fromRow)
  }
  // A change counts as made once it is made everywhere.
  const change = (query: string, query_params: Parameters) =>
    client.command({ query, query_params, clickhouse_settings: { mutations_sync: '2' } })
  return {
    open: () => makeTables(client),
    write: (batch) => write(client, batch),
    funnel: async (query) => funnel(query, await read(...funnelEvents(query)).then(checkCount)),
    list: (query) => read(...listed(query)),
    exportText: (query) => exportText(query, (after, limit) => read(...page(query, after, limit))),
    exportParquet: (query) => parquet(client, query),
    erase: async ({ brandId: brand, memberId: member, anonymousIds }) => {
      const who = { brand, member, links: JSON.stringify(anonymousIds) }
      await change(ERASE_EVENTS, who)
      await change(ERASE_LINKS, { brand, member })
    },
    rekey: async (brand, from, into) => {
      await change(REKEY_EVENTS, { brand, from, into })
      await change(REKEY_LINKS, { brand, from, into })
    },
    dropBefore: (moment) => dropBefore(client, Math.floor(moment / DAY_MS)),
  }
}

async function write(client: ClickHouseClient, batch: MirrorBatch): Promise<void> {
  const { brandId, events, links, token, version } = batch
  // Links first: an event that can be seen can be told whose it is.
  const linked = links.map(({ anonymousId: anonymous_id, memberId: member_id, linkedAt: linked_at }) => ({
    ...{ brand_id: brandId, anonymous_id, member_id, linked_at, version },
  }))
  const format = 'JSONEachRow'
  if (linked.length > 0) await client.insert({ table: 'analytics_identities', values: linked, format })
  if (events.length === 0) return
  const clickhouse_settings = { insert_deduplication_token: token, max_partitions_per_insert_block: 0 }
  const values = events.map((event) => toRow(brandId, event))
  await client.insert({ table: 'analytics_events', values, format, clickhouse_settings })
}

function toRow(brandId: string, event: QueuedEvent): object {
  return {
    brand_id: brandId,
    message_id: event.messageId,
    type: event.type,
    event: event.event,
    anonymous_id: event.anonymousId ?? null,
    member_id: event.memberId ?? null,
    person_id: event.memberId ?? event.anonymousId ?? '',
    session_id: event.sessionId ?? null,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    sent_at: event.sentAt ?? null,
    bot: event.bot ?? null,
    properties: event.propertiesJson,
    context: event.contextJson,
  }
}

function fromRow(row: Record<string, unknown>): StoredEvent {
  const parsed = (column: string) => JSON.parse(String(row[column] ?? '{}')) as unknown
  return toStoredEvent({ ...row, properties: parsed('properties'), context: parsed('context') })
}

const COLUMNS = `message_id, type, event, anonymous_id, member_id, session_id, occurred_at, received_at, sent_at, bot,
  properties, context`

type Question = readonly [string, Parameters]

/** What of a question says which events it is about. */
type About = {
  readonly brandId: string
  readonly steps: readonly Named[]
  readonly exclusions?: readonly Named[] | undefined
  readonly order: string
  readonly windowMs: number
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
}
/** Null means any event. */
type Named = { readonly event: string | null }

/**
 * ClickHouse finds the few events a question is about and whose they are; what they mean is told by the same pure
 * function as everywhere. What lies between the steps of a strict funnel may be anything.
 */
function funnelEvents(about: About): Question {
  const { steps, exclusions = [], windowMs, brandId, fromAt = 0, untilAt = END_OF_TIME } = about
  const names = [...new Set([...steps, ...exclusions].map(({ event }) => event))]
  const isAny = about.order === 'strict' || names.includes(null)
  const until = Math.min(END_OF_TIME, untilAt + windowMs)
  const query = `select e.message_id as message_id, e.type as type, e.event as event,
  e.anonymous_id as anonymous_id, coalesce(e.member_id, nullIf(i.member_id, '')) as member_id,
  e.occurred_at as occurred_at, e.received_at as received_at, e.properties as properties
from (
  select * from analytics_events final where brand_id = {brand:String}
    and ({any:UInt8} = 1 or has(JSONExtract({names:String}, 'Array(String)'), event))
    and occurred_at >= {from:Int64} and occurred_at <= {until:Int64}
) as e
left join (select * from analytics_identities final where brand_id = {brand:String}) as i
  on i.anonymous_id = e.anonymous_id
limit ${QUESTION_EVENTS_MAX + 1}`
  const named = names.filter((name) => name !== null)
  return [query, { brand: brandId, any: isAny ? 1 : 0, names: JSON.stringify(named), from: fromAt, until }]
}

/** @throws RangeError when a question is about too many events for one process */
function checkCount(events: readonly StoredEvent[]): readonly StoredEvent[] {
  if (events.length <= QUESTION_EVENTS_MAX) return events
  throw new RangeError(`a question on ClickHouse may be about ${QUESTION_EVENTS_MAX} events: ask for a shorter period`)
}

function listed({ brandId, limit, before, event, personId }: ListQuery): Question {
  const conditions = ['brand_id = {brand:String}']
  if (event !== undefined) conditions.push('event = {event:String}')
  if (personId !== undefined) conditions.push('person_id = {person:String}')
  if (before) conditions.push('(received_at, message_id) < ({at:Int64}, {after:String})')
  const query = `select ${COLUMNS} from analytics_events final where ${conditions.join(' and ')}
order by received_at desc, message_id desc limit {limit:UInt32}`
  return [
    query,
    {
      ...{ brand: brandId, limit: Math.min(limit, LIST_MAX) },
      ...(event === undefined ? {} : { event }),
      ...(personId === undefined ? {} : { person: personId }),
      ...(before ? { at: before.receivedAt, after: before.messageId } : {}),
    },
  ]
}

function page({ brandId, untilAt }: ExportQuery, { occurredAt, messageId }: ExportPlace, limit: number): Question {
  const query = `select ${COLUMNS} from analytics_events final
where brand_id = {brand:String} and occurred_at >= {at:Int64} and occurred_at < {until:Int64}
  and (occurred_at, message_id) > ({at:Int64}, {after:String})
order by occurred_at, message_id limit {limit:UInt32}`
  return [query, { brand: brandId, at: occurredAt, until: untilAt, after: messageId, limit }]
}

async function* parquet(
  client: ClickHouseClient,
  { brandId, fromAt, untilAt }: Omit<ExportQuery, 'format'>,
): AsyncGenerator<Uint8Array> {
  const query = `select ${COLUMNS} from analytics_events final
where brand_id = {brand:String} and occurred_at >= {from:Int64} and occurred_at < {until:Int64}
order by occurred_at, message_id format Parquet`
  const { stream } = await client.exec({ query, query_params: { brand: brandId, from: fromAt, until: untilAt } })
  yield* stream
}

const THEIRS = `brand_id = {brand:String} and (person_id = {member:String}
  or (member_id is null and has(JSONExtract({links:String}, 'Array(String)'), person_id)))`
const ERASE_EVENTS = `alter table analytics_events delete where ${THEIRS}`
const ERASE_LINKS =
  'alter table analytics_identities delete where brand_id = {brand:String} and member_id = {member:String}'
const REKEY_EVENTS = `alter table analytics_events update member_id = {into:String}, person_id = {into:String}
where brand_id = {brand:String} and member_id = {from:String}`
const REKEY_LINKS = `alter table analytics_identities update member_id = {into:String}
where brand_id = {brand:String} and member_id = {from:String}`

async function dropBefore(client: ClickHouseClient, day: number): Promise<void> {
  const query = `select distinct partition as day from system.parts
where database = currentDatabase() and table = 'analytics_events' and active and toInt64(partition) < {day:Int64}`
  const rows = await (await client.query({ query, query_params: { day }, format: 'JSONEachRow' })).json()
  for (const { day: gone } of rows as readonly { day: string }[])
    await client.command({ query: `alter table analytics_events drop partition ${Number(gone)}` })
}
