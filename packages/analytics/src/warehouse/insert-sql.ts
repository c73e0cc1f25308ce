import { type Branded, columnsOf, givenParts, type Part, type Put } from './given-sql.ts'
import type { Statement } from './sql.ts'
import type { Parcel } from './store.ts'

const HOUR_MS = 3_600_000

/** A brand's new events are also queued for these. */
export type TargetsOf = (brandId: string) => readonly string[]

/** One statement for what many requests brought; undefined when that is nothing. */
export function insertStatement(parcels: readonly Parcel[], targetsOf: TargetsOf): Statement | undefined {
  const values: Statement['values'][number][] = []
  const put: Put = (value, type) => `$${values.push(value)}::${type}`
  const parts = [...eventParts(parcels, targetsOf, put), ...letterParts(parcels, put)]
  if (parts.length === 0) return undefined
  const bodies = parts.map(({ name, body, writes }) => `${name} as ${writes ? '' : 'materialized '}(\n${body}\n)`)
  const counts = parts
    .filter(({ writes }) => writes)
    .map(({ name }) => `(select count(*) from ${name})::int as ${name}`)
  return { text: `with ${bodies.join(', ')}\nselect ${counts.join(', ')}`, values }
}

function eventParts(parcels: readonly Parcel[], targetsOf: TargetsOf, put: Put): readonly Part[] {
  const events = uniqueEvents(parcels)
  if (events.length === 0) return []
  const brandIds = [...new Set(events.map(([brandId]) => brandId))]
  const targets = brandIds.flatMap((brandId) => targetsOf(brandId).map((target) => [brandId, target] as const))
  const links = linksOf(events)
  return [
    ...givenParts(events, put),
    { name: 'fresh', body: FRESH, writes: true },
    { name: 'stored', body: STORED, writes: true },
    { name: 'again', body: againBody(parcels, brandIds, put), writes: true },
    ...(targets.length === 0 ? [] : [{ name: 'queued', body: queuedBody(targets, put), writes: true }]),
    ...(links.length === 0 ? [] : [{ name: 'linked', body: linkedBody(links, put), writes: true }]),
  ]
}

/** Each message once: PostgreSQL would not see twins within one statement. */
function uniqueEvents(parcels: readonly Parcel[]): readonly Branded[] {
  const found = new Map<string, Branded>()
  for (const { brandId, events } of parcels) {
    for (const event of events) {
      const key = `${brandId}\n${event.messageId}`
      if (!found.has(key)) found.set(key, [brandId, event])
    }
  }
  return [...found.values()]
}

/**
 * The table of message ids decides what is new, whatever day it belongs to. Rows are taken in the order of their keys,
 * so that two batches with common events wait for each other instead of deadlocking.
 */
const FRESH = `insert into analytics_messages (brand_id, message_id, occurred_at)
  select brand_id, message_id, occurred_at from given order by brand_id, message_id
  on conflict (brand_id, message_id) do nothing returning brand_id, message_id`

const STORED = `insert into analytics_events (brand_id, message_id, type, event, anonymous_id, member_id, person_id,
    session_id, occurred_at, received_at, sent_at, bot, properties, context)
  select brand_id, message_id, type, event, anonymous_id, member_id, coalesce(member_id, anonymous_id), session_id,
    occurred_at, received_at, sent_at, bot, properties::jsonb, context
  from given join fresh using (brand_id, message_id) join heads using (head) returning 1`

/** How many events a brand brought, in the hour of the last of them: those that are not new came again. */
function againBody(parcels: readonly Parcel[], brandIds: readonly string[], put: Put): string {
  const counts = brandIds.map((brandId) => {
    const events = parcels.flatMap((parcel) => (parcel.brandId === brandId ? parcel.events : []))
    const latest = events.reduce((at, { receivedAt }) => Math.max(at, receivedAt), 0)
    return [latest - (latest % HOUR_MS), events.length] as const
  })
  const hours = counts.map(([hour]) => hour)
  const lengths = counts.map(([, length]) => length)
  // Joined, not asked per brand: else the plan would look cheaper with each batch's values, and be made anew each time.
  return `insert into analytics_duplicates as known (brand_id, hour_at, count)
  select brand_id, hour_at, count - coalesce(fresh_count, 0)
  from unnest(${put(brandIds, 'text[]')}, ${put(hours, 'bigint[]')}, ${put(lengths, 'bigint[]')})
      as brought(brand_id, hour_at, count)
    left join (select brand_id, count(*) as fresh_count from fresh group by brand_id) as news using (brand_id)
  where count > coalesce(fresh_count, 0) order by brand_id
  on conflict (brand_id, hour_at) do update set count = known.count + excluded.count returning 1`
}

/** In the order given. */
function queuedBody(targets: readonly (readonly [brandId: string, target: string])[], put: Put): string {
  const column = columnsOf(targets, put)
  const columns = [column('text[]', ([brandId]) => brandId), column('text[]', ([, target]) => target)]
  return `insert into analytics_queue (brand_id, target, message_id, occurred_at)
  select brand_id, target, message_id, occurred_at
  from given join fresh using (brand_id, message_id)
    join unnest(${columns.join(', ')}) as t(brand_id, target) using (brand_id)
  order by n returning 1`
}

type Link = readonly [brandId: string, anonymousId: string, memberId: string, linkedAt: number]

/** Who turned out to be whom, each pair once, at the earliest. */
function linksOf(events: readonly Branded[]): readonly Link[] {
  const found = new Map<string, Link>()
  for (const [brandId, { anonymousId, memberId, occurredAt }] of events) {
    if (anonymousId === undefined || memberId === undefined) continue
    const key = `${brandId}\0${anonymousId}\0${memberId}`
    const known = found.get(key)
    if (known === undefined || occurredAt < known[3]) found.set(key, [brandId, anonymousId, memberId, occurredAt])
  }
  return [...found.values()]
}

/**
 * Links that are known are left out beforehand: a conflict would lock, and so write, their rows. They are looked up one
 * by one, whatever the planner believes of the table: it may have been empty when the plan was made.
 */
function linkedBody(links: readonly Link[], put: Put): string {
  const column = columnsOf(links, put)
  const columns = [
    ...([0, 1, 2] as const).map((at) => column('text[]', (link) => link[at])),
    column('bigint[]', ([, , , linkedAt]) => linkedAt),
  ]
  return `insert into analytics_identities as known (brand_id, anonymous_id, member_id, linked_at)
  select brand_id, anonymous_id, member_id, linked_at from (
    select distinct on (brand_id, anonymous_id) * from unnest(${columns.join(', ')})
      as met(brand_id, anonymous_id, member_id, linked_at)
    order by brand_id, anonymous_id, linked_at, member_id collate "C"
  ) as earliest
  cross join lateral (select count(*) as known_count from analytics_identities k
    where k.brand_id = earliest.brand_id and k.anonymous_id = earliest.anonymous_id
      and (k.linked_at, k.member_id collate "C") <= (earliest.linked_at, earliest.member_id collate "C")) as known_before
  where known_count = 0
  order by brand_id, anonymous_id
  on conflict (brand_id, anonymous_id) do update
    set member_id = excluded.member_id, linked_at = excluded.linked_at
    where (excluded.linked_at, excluded.member_id collate "C") < (known.linked_at, known.member_id collate "C")
  returning 1`
}

/** Each letter once: the same bad event sent twice is one. */
function letterParts(parcels: readonly Parcel[], put: Put): readonly Part[] {
  const letters = parcels.flatMap(({ brandId, letters: own }) => own.map((letter) => [brandId, letter] as const))
  if (letters.length === 0) return []
  const column = columnsOf(letters, put)
  const columns = [
    column('text[]', ([brandId]) => brandId),
    column('text[]', ([, { letterId }]) => letterId),
    column('text[]', ([, { reason }]) => reason),
    column('text[]', ([, { raw }]) => raw),
    column('bigint[]', ([, { receivedAt }]) => receivedAt),
    column('text[]', ([, { detail }]) => detail),
    column('boolean[]', ([, { isStored = false }]) => isStored),
  ]
  const body = `insert into analytics_dead_letters (brand_id, letter_id, reason, raw, received_at, detail, is_stored)
  select distinct on (brand_id, letter_id) * from unnest(${columns.join(', ')})
    as l(brand_id, letter_id, reason, raw, received_at, detail, is_stored)
  order by brand_id, letter_id on conflict (brand_id, letter_id) do nothing returning 1`
  return [{ name: 'noted', body, writes: true }]
}
