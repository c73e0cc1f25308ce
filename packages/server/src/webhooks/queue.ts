import type { ReplayWebhookInput } from '@siyu/core/webhooks'
import type { Sql } from '../kernel/database.ts'
import type { EndpointRow } from './store.ts'

/** Events that are put into the queue of an endpoint at a time. */
const BATCH = 500
/** The most events of one replay. */
const MAX_REPLAYED = 10_000
/** How long a delivery under way is left to its sender before another takes it. */
const LEASE_MS = 60_000
/** How long ended deliveries are kept. */
const KEPT_MS = 30 * 86_400_000

/** Whether an event's type is among an endpoint's filters. */
const isWanted = (filters: string): string => `exists (select 1 from jsonb_array_elements_text(${filters}) f
  where f = '*' or f = v.type or (right(f, 1) = '*' and starts_with(v.type, left(f, -1))))`

/**
 * Puts what was published since into the queues of all endpoints, each from where it stands. A new endpoint begins with
 * what is published now. Gives back whether there is more.
 */
export async function enqueue(sql: Sql, now: number): Promise<boolean> {
  await sql.execute({
    // Until its making is published an endpoint has no place to begin at: from 0 it would be told all that ever was.
    text: `insert into webhook_cursors (brand_id, endpoint_id, position)
      select w.brand_id, w.id, max(v.position) from webhook_endpoints w
      join events v on v.brand_id = w.brand_id and v.position is not null and v.type = 'webhook_saved'
        and v.data ->> 'endpointId' = w.id and (v.data ->> 'isNew')::boolean
      where not exists (select 1 from webhook_cursors c where c.brand_id = w.brand_id and c.endpoint_id = w.id)
      group by 1, 2 on conflict do nothing`,
    values: [],
  })
  const rows = await sql.execute<{ readonly seen_count: number }>({
    text: `with behind as (select w.brand_id, w.id, w.filters, w.status, c.position from webhook_endpoints w
        join webhook_cursors c on c.brand_id = w.brand_id and c.endpoint_id = w.id for update of c skip locked),
      seen as (select b.brand_id, b.id as endpoint_id, v.id, v.type, v.position,
          b.status = 'active' and ${isWanted('b.filters')} as wanted
        from behind b cross join lateral (select e.id, e.type, e.position from events e
          where e.brand_id = b.brand_id and e.position > b.position order by e.position limit ${BATCH}) v),
      made as (insert into webhook_deliveries
          (brand_id, endpoint_id, event_id, type, position, status, attempt_count, next_at)
        select brand_id, endpoint_id, id, type, position, 'pending', 0, $1 from seen where wanted
        on conflict do nothing),
      last as (select brand_id, endpoint_id, max(position) as position, count(*) as seen_count from seen group by 1, 2)
      update webhook_cursors c set position = l.position from last l
      where (c.brand_id, c.endpoint_id) = (l.brand_id, l.endpoint_id) returning l.seen_count`,
    values: [now],
  })
  return rows.some(({ seen_count: count }) => count >= BATCH)
}

/** Whether anybody is told of anything: most shops send nothing, and need not be asked more. */
export async function hasEndpoints(sql: Sql): Promise<boolean> {
  const rows = await sql.execute({ text: 'select 1 from webhook_endpoints limit 1', values: [] })
  return rows.length > 0
}

/** Puts events back into the queue of an endpoint, at once; gives back how many. */
export async function requeue(
  sql: Sql,
  { brandId, now }: { readonly brandId: string; readonly now: number },
  { id }: EndpointRow,
  { eventId, fromAt, untilAt }: ReplayWebhookInput,
): Promise<number> {
  const rows = await sql.execute({
    text: `insert into webhook_deliveries as d
        (brand_id, endpoint_id, event_id, type, position, status, attempt_count, next_at)
      select v.brand_id, w.id, v.id, v.type, v.position, 'pending', 0, $3 from webhook_endpoints w
        join events v on v.brand_id = w.brand_id and v.position is not null
          and ($4::text is null or v.id = $4) and v.at >= $5 and v.at < $6 and ${isWanted('w.filters')}
      where w.brand_id = $1 and w.id = $2 order by v.position limit ${MAX_REPLAYED}
      on conflict (brand_id, endpoint_id, event_id)
        do update set status = 'pending', attempt_count = 0, next_at = excluded.next_at returning 1`,
    values: [brandId, id, now, eventId ?? null, fromAt ?? 0, untilAt ?? Number.MAX_SAFE_INTEGER],
  })
  return rows.length
}

/** A delivery that is due, with what is sent. */
export type DueDelivery = {
  readonly brandId: string
  readonly endpointId: string
  readonly url: string
  readonly generation: number
  readonly rotatedAt: number | null
  readonly eventId: string
  readonly type: string
  readonly position: number
  readonly at: number
  readonly data: object
  readonly attemptCount: number
}

/** Takes due deliveries for a minute, in the order of the events. Whoever dies with them leaves them to others. */
export async function takeDue(sql: Sql, now: number, limit: number): Promise<readonly DueDelivery[]> {
  const rows = await sql.execute({
    text: `with due as (select d.brand_id, d.endpoint_id, d.event_id from webhook_deliveries d
        join webhook_endpoints w on w.brand_id = d.brand_id and w.id = d.endpoint_id and w.status = 'active'
        where d.status = 'pending' and d.next_at <= $1 order by d.position limit $2 for update of d skip locked)
      update webhook_deliveries d set next_at = $1 + ${LEASE_MS} from due, webhook_endpoints w, events v
      where (d.brand_id, d.endpoint_id, d.event_id) = (due.brand_id, due.endpoint_id, due.event_id)
        and w.brand_id = d.brand_id and w.id = d.endpoint_id and v.brand_id = d.brand_id and v.id = d.event_id
      returning d.brand_id, d.endpoint_id, d.event_id, d.type, d.position, d.attempt_count, w.url, w.generation,
        w.rotated_at, v.at, v.data`,
    values: [now, limit],
  })
  const taken = rows.map((row) => ({
    brandId: row.brand_id as string,
    endpointId: row.endpoint_id as string,
    url: row.url as string,
    generation: row.generation as number,
    rotatedAt: row.rotated_at as number | null,
    eventId: row.event_id as string,
    type: row.type as string,
    position: row.position as number,
    at: row.at as number,
    data: row.data as object,
    attemptCount: row.attempt_count as number,
  }))
  return taken.toSorted((one, other) => one.position - other.position)
}

/** What came of a try. */
export type Tried = {
  readonly status: 'delivered' | 'pending' | 'failed'
  readonly nextAt: number
  readonly answer: { readonly status: number; readonly excerpt: string; readonly durationMs: number }
}

/** Records a try, and since when the endpoint has been failing. */
export async function recordTry(
  sql: Sql,
  { brandId, endpointId, eventId }: DueDelivery,
  tried: Tried,
  now: number,
): Promise<void> {
  const { status, nextAt, answer } = tried
  await sql.execute({
    text: `update webhook_deliveries set status = $4, next_at = $5, attempt_count = attempt_count + 1, last_status = $6,
      last_excerpt = $7, last_duration_ms = $8 where brand_id = $1 and endpoint_id = $2 and event_id = $3`,
    values: [brandId, endpointId, eventId, status, nextAt, answer.status, answer.excerpt, answer.durationMs],
  })
  await sql.execute({
    text: `update webhook_cursors set failing_since = case when $3 then null else coalesce(failing_since, $4) end
      where brand_id = $1 and endpoint_id = $2`,
    values: [brandId, endpointId, status === 'delivered', now],
  })
}

/** Endpoints that have answered nothing well since before a moment. */
export async function failingSince(
  sql: Sql,
  moment: number,
): Promise<readonly { readonly brandId: string; readonly endpointId: string }[]> {
  const rows = await sql.execute({
    text: `select c.brand_id, c.endpoint_id from webhook_cursors c
      join webhook_endpoints w on w.brand_id = c.brand_id and w.id = c.endpoint_id and w.status = 'active'
      where c.failing_since <= $1 order by 1, 2 limit 100`,
    values: [moment],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, endpointId: row.endpoint_id as string }))
}

/** An endpoint that was turned off begins to be counted anew. */
export async function forgetFailing(sql: Sql, brandId: string, endpointId: string): Promise<void> {
  await sql.execute({
    text: 'update webhook_cursors set failing_since = null where brand_id = $1 and endpoint_id = $2',
    values: [brandId, endpointId],
  })
}

/** Takes ended deliveries out of the log after their time. */
export async function forgetDeliveries(sql: Sql, now: number): Promise<void> {
  await sql.execute({
    text: `delete from webhook_deliveries where status <> 'pending' and next_at < $1`,
    values: [now - KEPT_MS],
  })
}
