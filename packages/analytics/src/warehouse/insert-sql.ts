import type { Statement } from './sql.ts'
import type { Parcel, StoredEvent } from './store.ts'

/** A brand's new events are also queued for these. */
export type TargetsOf = (brandId: string) => readonly string[]

/** One statement for what many requests brought; undefined when that is nothing. */
export function insertStatement(parcels: readonly Parcel[], targetsOf: TargetsOf): Statement | undefined {
  const events = eventRows(parcels)
  const letters = parcels.flatMap(letterRows)
  if (events.length === 0 && letters.length === 0) return undefined
  const brandIds = [...new Set(parcels.map(({ brandId }) => brandId))]
  const targets = brandIds.flatMap((brand_id) => targetsOf(brand_id).map((target) => ({ brand_id, target })))
  return { text: INSERT, values: [JSON.stringify(events), JSON.stringify(letters), JSON.stringify(targets)] }
}

/** Each message once: PostgreSQL would not see twins within one statement. */
function eventRows(parcels: readonly Parcel[]): readonly Record<string, unknown>[] {
  const rows = new Map<string, Record<string, unknown>>()
  for (const { brandId, events } of parcels) {
    for (const event of events) {
      const key = `${brandId}\n${event.messageId}`
      if (!rows.has(key)) rows.set(key, toRow(brandId, event, rows.size))
    }
  }
  return [...rows.values()]
}

function toRow(brandId: string, event: StoredEvent, n: number): Record<string, unknown> {
  return {
    n,
    brand_id: brandId,
    message_id: event.messageId,
    type: event.type,
    event: event.event,
    anonymous_id: event.anonymousId,
    member_id: event.memberId,
    session_id: event.sessionId,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    sent_at: event.sentAt,
    bot: event.bot,
    properties: event.properties,
    context: event.context,
  }
}

function letterRows({ brandId, letters }: Parcel): readonly Record<string, unknown>[] {
  return letters.map(({ letterId, reason, raw, receivedAt, detail, isStored = false }) => ({
    brand_id: brandId,
    letter_id: letterId,
    reason,
    raw,
    received_at: receivedAt,
    detail,
    is_stored: isStored,
  }))
}

/**
 * The table of message ids decides what is new, whatever day it belongs to. Rows are taken in the order of their keys,
 * so that two batches with common events wait for each other instead of deadlocking. The queue keeps the order given.
 * Links that are known are left out beforehand: a conflict would lock, and so write, their rows.
 */
const INSERT = `with given as materialized (
  select * from jsonb_to_recordset($1::jsonb) as r(
    n int, brand_id text, message_id text, type text, event text, anonymous_id text, member_id text, session_id text,
    occurred_at bigint, received_at bigint, sent_at bigint, bot text, properties jsonb, context jsonb)
), fresh as (
  insert into analytics_messages (brand_id, message_id, occurred_at)
  select brand_id, message_id, occurred_at from given order by brand_id, message_id
  on conflict (brand_id, message_id) do nothing returning brand_id, message_id
), stored as (
  insert into analytics_events (brand_id, message_id, type, event, anonymous_id, member_id, person_id, session_id,
    occurred_at, received_at, sent_at, bot, properties, context)
  select brand_id, message_id, type, event, anonymous_id, member_id, coalesce(member_id, anonymous_id), session_id,
    occurred_at, received_at, sent_at, bot, properties, context
  from given join fresh using (brand_id, message_id) returning 1
), queued as (
  insert into analytics_queue (brand_id, target, message_id, occurred_at)
  select brand_id, target, message_id, occurred_at
  from given join fresh using (brand_id, message_id)
    join jsonb_to_recordset($3::jsonb) as t(brand_id text, target text) using (brand_id)
  order by n returning 1
), linked as (
  insert into analytics_identities as known (brand_id, anonymous_id, member_id, linked_at)
  select brand_id, anonymous_id, member_id, occurred_at from (
    select distinct on (brand_id, anonymous_id) brand_id, anonymous_id, member_id, occurred_at
    from given where anonymous_id is not null and member_id is not null
    order by brand_id, anonymous_id, occurred_at, member_id collate "C"
  ) as earliest
  where not exists (select from analytics_identities k
    where k.brand_id = earliest.brand_id and k.anonymous_id = earliest.anonymous_id
      and (k.linked_at, k.member_id collate "C") <= (earliest.occurred_at, earliest.member_id collate "C"))
  order by brand_id, anonymous_id
  on conflict (brand_id, anonymous_id) do update
    set member_id = excluded.member_id, linked_at = excluded.linked_at
    where (excluded.linked_at, excluded.member_id collate "C") < (known.linked_at, known.member_id collate "C")
  returning 1
), noted as (
  insert into analytics_dead_letters (brand_id, letter_id, reason, raw, received_at, detail, is_stored)
  select distinct on (brand_id, letter_id) brand_id, letter_id, reason, raw, received_at, detail, is_stored
  from jsonb_to_recordset($2::jsonb) as l(brand_id text, letter_id text, reason text, raw text, received_at bigint,
    detail text, is_stored boolean)
  order by brand_id, letter_id on conflict (brand_id, letter_id) do nothing returning 1
)
select (select count(*) from stored)::int as stored, (select count(*) from queued)::int as queued,
  (select count(*) from linked)::int as linked, (select count(*) from noted)::int as noted`
