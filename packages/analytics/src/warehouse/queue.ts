import { toQueuedEvent } from './rows.ts'
import type { Sql } from './sql.ts'
import type { QueuedEvent } from './store.ts'

/** Who is told about a brand's events: a forwarder or a mirror, by the name it is queued under. */
export type TargetKey = { readonly brandId: string; readonly target: string }

/** A turn of one sender at one target; nobody else has one before it ends or runs out. */
export type Turn = TargetKey & {
  /** Proves that the turn is still this sender's. */
  readonly lease: string
  /** Number of the batch, the same when it has to be sent again. */
  readonly batch: number
  /** Failures in a row so far. */
  readonly attemptsCount: number
}

/** A link of an anonymous id to its member, as the store knows it. */
export type Link = {
  readonly brandId: string
  readonly anonymousId: string
  readonly memberId: string
  readonly linkedAt: number
}

export type QueueHealth = {
  readonly waitingCount: number
  readonly parkedCount: number
  readonly deliveredCount: number
  /** Failures in a row. */
  readonly attemptsCount: number
  readonly nextAt: number
  readonly lastError: string | undefined
}

/** The durable queue of events that are still to be told elsewhere. Rows leave it when they were delivered. */
export type DeliveryQueue = {
  /** Targets with waiting events whose pause is over and that nobody has a turn at. */
  readonly due: (target: string, now: number) => Promise<readonly TargetKey[]>
  /** Undefined when somebody else has a turn, or it is too early; `anyTime` does not mind a pause after failures. */
  readonly begin: (key: TargetKey, now: number, leaseMs: number, anyTime?: boolean) => Promise<Turn | undefined>
  /** The batch that was under way, or a new one of the oldest waiting events; empty when there are none. */
  readonly take: (turn: Turn, limit: number) => Promise<readonly QueuedEvent[]>
  /** What was delivered leaves the queue; the next batch gets the next number. */
  readonly deliver: (turn: Turn, messageIds: readonly string[]) => Promise<void>
  /** Nothing was delivered; the same batch again from `nextAt` on. */
  readonly fail: (turn: Turn, nextAt: number, error: string) => Promise<void>
  /** Set aside, with the reason, so that the rest can go on. */
  readonly park: (turn: Turn, messageIds: readonly string[], reason: string) => Promise<void>
  /** Ends the turn. */
  readonly end: (turn: Turn) => Promise<void>
  readonly health: (key: TargetKey) => Promise<QueueHealth>
  /** What was parked waits again. Returns how many. */
  readonly unpark: (key: TargetKey) => Promise<number>
  /** Links among the events of a batch, as they are by now. */
  readonly links: (brandId: string, anonymousIds: readonly string[]) => Promise<readonly Link[]>
  /** The anonymous ids that are a member's. */
  readonly linksOf: (brandId: string, memberId: string) => Promise<readonly Link[]>
}

/** The queue in the store's own database: filled in the same statement as the events. */
export function postgresQueue(sql: Sql): DeliveryQueue {
  const run: Run = (text, ...values) => sql.execute({ text, values })
  const done = async (...[text, ...values]: Parameters<Run>) => void (await run(text, ...values))
  return {
    due: async (target, now) =>
      (await run(DUE, target, now)).map(({ brand_id }) => ({ brandId: String(brand_id), target })),
    begin: async (key, now, leaseMs, anyTime = false) => {
      const lease = crypto.randomUUID()
      const until = anyTime ? Number.MAX_SAFE_INTEGER : now
      const [row] = await run(BEGIN, key.brandId, key.target, lease, now, now + leaseMs, until)
      if (row === undefined) return undefined
      return { ...key, lease, batch: Number(row['batch']), attemptsCount: Number(row['attempts_count']) }
    },
    take: (turn, limit) => take(run, turn, limit),
    deliver: ({ brandId, target, lease }, ids) => done(DELIVER, brandId, target, ids, lease),
    fail: ({ brandId, target, lease }, nextAt, error) =>
      done(FAIL, brandId, target, lease, nextAt, error.slice(0, 500)),
    park: ({ brandId, target, lease }, ids, reason) => done(PARK, brandId, target, ids, reason.slice(0, 500), lease),
    end: ({ brandId, target, lease }) => done(END, brandId, target, lease),
    health: async ({ brandId, target }) => healthOf(await run(HEALTH, brandId, target)),
    unpark: async ({ brandId, target }) => (await run(UNPARK, brandId, target)).length,
    links: async (brandId, anonymousIds) => (await run(LINKS, brandId, anonymousIds)).map(toLink),
    linksOf: async (brandId, memberId) => (await run(LINKS_OF, brandId, memberId)).map(toLink),
  }
}

type Run = (
  text: string,
  ...values: (string | number | readonly string[] | readonly number[])[]
) => Promise<readonly Record<string, unknown>[]>

/** What was erased or dropped meanwhile has nothing to tell any more, and leaves the queue. */
async function take(run: Run, turn: Turn, limit: number): Promise<readonly QueuedEvent[]> {
  const { brandId, target, batch, lease } = turn
  for (;;) {
    const rows = await run(TAKE, brandId, target, batch, limit, lease)
    if (rows.length === 0) return []
    const gone = rows.filter(({ message_id }) => message_id === null).map(({ queued_id }) => String(queued_id))
    if (gone.length > 0) await run(FORGET, brandId, target, gone)
    if (rows.length > gone.length) return rows.filter(({ message_id }) => message_id !== null).map(toQueuedEvent)
  }
}

const FORGET = 'delete from analytics_queue where brand_id = $1 and target = $2 and message_id = any($3::text[])'

/** From brand to brand along the index: a brand may have many events waiting. */
const DUE = `with recursive waiting as (
  (select brand_id from analytics_queue where target = $1 and parked_reason is null order by brand_id limit 1)
  union all
  select (select q.brand_id from analytics_queue q where q.target = $1 and q.parked_reason is null
    and q.brand_id > w.brand_id order by q.brand_id limit 1)
  from waiting w where w.brand_id is not null
)
select w.brand_id from waiting w left join analytics_targets t on t.brand_id = w.brand_id and t.target = $1
where w.brand_id is not null and coalesce(t.next_at, 0) <= $2::bigint and coalesce(t.leased_until, 0) <= $2::bigint
order by 1 limit 100`

const BEGIN = `insert into analytics_targets as t (brand_id, target, lease, leased_until) values ($1, $2, $3, $5::bigint)
on conflict (brand_id, target) do update set lease = excluded.lease, leased_until = excluded.leased_until
  where t.leased_until <= $4::bigint and t.next_at <= $6::bigint
returning batch, attempts_count`

/**
 * A batch is noted at its target before it is sent: whoever has to send it again, or the rest of it, sends the same.
 * Rows are looked up one by one: their keys are known, whatever the planner believes of tables that fill and empty.
 */
const TAKE = `with turn as (
  select under_way_ids from analytics_targets where brand_id = $1 and target = $2 and lease = $5
), pending as (
  select q.* from turn cross join unnest(turn.under_way_ids) u(id) cross join lateral (
    select message_id, occurred_at, place from analytics_queue
    where brand_id = $1 and target = $2 and message_id = u.id and parked_reason is null offset 0
  ) q
), fresh as (
  select message_id, occurred_at, place from analytics_queue where brand_id = $1 and target = $2
    and parked_reason is null and not exists (select from pending) order by place limit $4
), noted as (
  update analytics_targets set under_way_ids = (select array_agg(message_id) from fresh)
  where brand_id = $1 and target = $2 and lease = $5 and batch = $3::bigint and exists (select from fresh) returning 1
), taken as (
  select * from pending union all select * from fresh where exists (select from noted)
)
select t.message_id as queued_id, e.* from taken t left join lateral (
  select message_id, type, event, anonymous_id, member_id, session_id, occurred_at, received_at, sent_at, bot,
    properties::text as properties, context::text as context
  from analytics_events e where e.brand_id = $1 and e.occurred_at = t.occurred_at and e.message_id = t.message_id
  offset 0
) e on true
order by t.place`

const DELIVER = `with turn as (
  update analytics_targets set attempts_count = 0, last_error = null, batch = batch + 1,
    under_way_ids = case when cardinality($3::text[]) < cardinality(under_way_ids) then under_way_ids else '{}' end,
    delivered_count = delivered_count + cardinality($3::text[])
  where brand_id = $1 and target = $2 and lease = $4 returning 1
)
delete from analytics_queue q using turn
where q.brand_id = $1 and q.target = $2 and q.message_id = any($3::text[])`

const FAIL = `update analytics_targets set attempts_count = attempts_count + 1, next_at = $4::bigint, last_error = $5
where brand_id = $1 and target = $2 and lease = $3`

const PARK = `with turn as (
  update analytics_targets set attempts_count = 0, next_at = 0, parked_count = parked_count + cardinality($3::text[])
  where brand_id = $1 and target = $2 and lease = $5 returning 1
)
update analytics_queue q set parked_reason = $4 from turn
where q.brand_id = $1 and q.target = $2 and q.message_id = any($3::text[])`

const END = `update analytics_targets set leased_until = 0, lease = null where brand_id = $1 and target = $2 and lease = $3`

const UNPARK = `update analytics_queue set parked_reason = null
where brand_id = $1 and target = $2 and parked_reason is not null returning message_id`

const HEALTH = `select coalesce(t.delivered_count, 0) as delivered, coalesce(t.attempts_count, 0) as attempts,
  coalesce(t.next_at, 0) as next_at, t.last_error,
  (select count(*) from analytics_queue q where q.brand_id = $1 and q.target = $2 and q.parked_reason is null)::int
    as waiting,
  (select count(*) from analytics_queue q where q.brand_id = $1 and q.target = $2 and q.parked_reason is not null)::int
    as parked
from (select 1) one left join analytics_targets t on t.brand_id = $1 and t.target = $2`

/** Looked up one by one, as the events are. */
const LINKS = `select i.* from unnest($2::text[]) q(anonymous_id)
cross join lateral (select brand_id, anonymous_id, member_id, linked_at from analytics_identities i
  where i.brand_id = $1 and i.anonymous_id = q.anonymous_id offset 0) i`

const LINKS_OF = `select brand_id, anonymous_id, member_id, linked_at from analytics_identities
where brand_id = $1 and member_id = $2`

function healthOf([row = {}]: readonly Record<string, unknown>[]): QueueHealth {
  const error = row['last_error']
  return {
    waitingCount: Number(row['waiting']),
    parkedCount: Number(row['parked']),
    deliveredCount: Number(row['delivered']),
    attemptsCount: Number(row['attempts']),
    nextAt: Number(row['next_at']),
    lastError: typeof error === 'string' ? error : undefined,
  }
}

function toLink(row: Record<string, unknown>): Link {
  return {
    brandId: String(row['brand_id']),
    anonymousId: String(row['anonymous_id']),
    memberId: String(row['member_id']),
    linkedAt: Number(row['linked_at']),
  }
}
