import { MAX_DUE_LOTS } from '@siyu/core/points'
import type { Row, Sql } from '../kernel/database.ts'

/** Lots of one brand whose moment has come. */
export type DueLots = {
  readonly brandId: string
  readonly lots: readonly { readonly memberId: string; readonly lotId: string }[]
}

/** Where a walk over due lots goes on: behind the last one it has seen. */
export type DueCursor = {
  readonly at: number
  readonly brandId: string
  readonly memberId: string
  readonly id: string
}

export type DuePage = { readonly batches: readonly DueLots[]; readonly next: DueCursor | null }

const start: DueCursor = { at: -1, brandId: '', memberId: '', id: '' }

/** The next lots past their end that still hold points, oldest end first. */
export function expiredLots(sql: Sql, now: number, after: DueCursor | null): Promise<DuePage> {
  return dueLots(sql, 'expires_at', 'remaining_count > 0', now, after)
}

/** The next lots that have become spendable without that being written, the longest waiting first. */
export function startedLots(sql: Sql, now: number, after: DueCursor | null): Promise<DuePage> {
  return dueLots(sql, 'waiting_at', 'true', now, after)
}

async function dueLots(
  sql: Sql,
  column: 'expires_at' | 'waiting_at',
  condition: string,
  now: number,
  after: DueCursor | null,
): Promise<DuePage> {
  const { at, brandId, memberId, id } = after ?? start
  const rows = await sql.execute({
    text: `select brand_id, member_id, id, ${column} as at from points_lots
      where ${column} is not null and ${column} <= $1 and ${condition}
        and (${column}, brand_id, member_id, id) > ($2, $3, $4, $5)
      order by ${column}, brand_id, member_id, id limit ${MAX_DUE_LOTS}`,
    values: [now, at, brandId, memberId, id],
  })
  const last = rows.at(-1)
  return { batches: batchesOf(rows), next: last === undefined ? null : cursorOf(last) }
}

function cursorOf({ at, brand_id, member_id, id }: Row): DueCursor {
  return { at: Number(at), brandId: String(brand_id), memberId: String(member_id), id: String(id) }
}

function batchesOf(rows: readonly Row[]): readonly DueLots[] {
  const brands = new Map<string, { memberId: string; lotId: string }[]>()
  for (const { brand_id, member_id, id } of rows) {
    const lot = { memberId: String(member_id), lotId: String(id) }
    const own = brands.get(String(brand_id))
    if (own === undefined) brands.set(String(brand_id), [lot])
    else own.push(lot)
  }
  return [...brands].map(([brandId, lots]) => ({ brandId, lots }))
}

/** Members with points that end within the notice of their brand, of which they were not told; soonest end first. */
export async function dueExpiryNotices(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string }[]> {
  const rows = await sql.execute({
    text: `select l.brand_id, l.member_id, min(l.expires_at) as at
      from settings s join points_lots l on l.brand_id = s.brand_id
      where s.concept = 'points' and s.value ->> 'noticeDays' is not null
        and l.remaining_count > 0 and not l.is_noticed and l.expires_at > $1
        and l.expires_at <= $1 + (s.value ->> 'noticeDays')::bigint * 86400000
        and l.active_at <= $1
      group by l.brand_id, l.member_id order by at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, memberId: row.member_id as string }))
}
