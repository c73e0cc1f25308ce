import type { Sql } from '../kernel/database.ts'

/** Coupons whose holders are to be told of the end, the longest due first. */
export async function dueNotices(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly memberId: string; readonly couponId: string }[]> {
  const rows = await sql.execute({
    text: `select brand_id, member_id, id from coupons
      where notice_at is not null and status = 'issued' and notice_at <= $1 and valid_until > $1
      order by notice_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    memberId: row.member_id as string,
    couponId: row.id as string,
  }))
}
