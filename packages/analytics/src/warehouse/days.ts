import type { Sql } from './sql.ts'
import type { KeepOptions, Kept } from './store.ts'

const DAY_MS = 86_400_000
/** Days that are made before they begin; a job that rests longer costs nothing but the moving of their rows. */
export const DAYS_AHEAD_COUNT = 7
/** Past days that one run moves out of the rest. */
export const MADE_DAYS_MAX = 40
/** Message ids forgotten in one statement. */
const FORGOTTEN_MAX = 20_000

/** Makes tables for the days ahead and for past days that have events, and drops those whose time is over. */
export async function keepDays(sql: Sql, { now, retentionDays }: KeepOptions): Promise<Kept> {
  const today = Math.floor(now / DAY_MS)
  const first = retentionDays === null ? 0 : today - retentionDays
  const existing = new Set((await sql.execute(EXISTING)).map(({ name }) => dayOf(String(name))))
  const wanted = [...(await pastDays(sql, first, today)), ...daysFrom(today, DAYS_AHEAD_COUNT + 1)]
  const made = [...new Set(wanted)].filter((day) => !existing.has(day))
  for (const day of made) await sql.execute({ text: makeText(day), values: [] })
  const dropped = [...existing].filter((day) => day < first).toSorted((a, b) => a - b)
  for (const day of dropped) await sql.execute({ text: dropText(day), values: [] })
  if (retentionDays !== null) await forget(sql, first * DAY_MS)
  return { madeDays: made.map(nameOf), droppedDays: dropped.map(nameOf) }
}

function daysFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => first + at)
}

const EXISTING = {
  text: `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'siyu_days' and c.relkind = 'r' and relname ~ '^events_[0-9]{8}$'`,
  values: [],
}

/** Days in the rest that are to be kept and whose rows deserve a table of their own, the newest first. */
async function pastDays(sql: Sql, first: number, today: number): Promise<readonly number[]> {
  const rows = await sql.execute({
    text: `select distinct occurred_at / ${DAY_MS} as day from siyu_days.events_rest
where occurred_at >= $1 and occurred_at < $2 order by 1 desc limit ${MADE_DAYS_MAX}`,
    values: [Math.max(0, first) * DAY_MS, (today + 1) * DAY_MS],
  })
  return rows.map(({ day }) => Number(day))
}

/**
 * The rest is locked while a day is taken out of it. The day is attached, not created in place, because only that
 * leaves the other days open to readers and writers.
 */
function makeText(day: number): string {
  const table = `siyu_days.${tableOf(day)}`
  const [from, until] = [day * DAY_MS, (day + 1) * DAY_MS]
  return `do $$ begin
  perform pg_advisory_xact_lock(7495123);
  if to_regclass('${table}') is not null then return; end if;
  lock table siyu_days.events_rest in access exclusive mode;
  create table ${table} (like analytics_events including all);
  with moved as (
    delete from siyu_days.events_rest where occurred_at >= ${from} and occurred_at < ${until} returning *
  ) insert into ${table} select * from moved;
  alter table analytics_events attach partition ${table} for values from (${from}) to (${until});
end $$`
}

function dropText(day: number): string {
  return `drop table if exists siyu_days.${tableOf(day)}`
}

/** What never had a day of its own, and the ids of all that went. */
async function forget(sql: Sql, before: number): Promise<void> {
  await sql.execute({ text: 'delete from siyu_days.events_rest where occurred_at < $1', values: [before] })
  await sql.execute({ text: 'delete from analytics_queue where occurred_at < $1', values: [before] })
  await sql.execute({ text: 'delete from analytics_dead_letters where received_at < $1', values: [before] })
  for (;;) {
    const [row] = await sql.execute({
      text: `with gone as (
  delete from analytics_messages where (brand_id, message_id) in (
    select brand_id, message_id from analytics_messages where occurred_at < $1 limit ${FORGOTTEN_MAX})
  returning 1
) select count(*)::int as forgotten from gone`,
      values: [before],
    })
    if (Number(row?.['forgotten'] ?? 0) < FORGOTTEN_MAX) return
  }
}

function tableOf(day: number): string {
  return `events_${nameOf(day).replaceAll('-', '')}`
}

/** `2026-03-01`. */
function nameOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function dayOf(table: string): number {
  const [, year, month, date] = /^events_(\d{4})(\d\d)(\d\d)$/.exec(table) ?? []
  return Date.parse(`${year}-${month}-${date}T00:00:00Z`) / DAY_MS
}
