import type { Sql } from '../kernel/database.ts'

/** Lots past their end that still hold points, oldest end first. */
export async function dueLots(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string; readonly lotId: string }[]> {
  const rows = await sql.execute({
    text: `select brand_id, member_id, id from points_lots
      where remaining_count > 0 and expires_at is not null and expires_at <= $1 order by expires_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    memberId: row.member_id as string,
    lotId: row.id as string,
  }))
}
