import type { Sql } from '../kernel/database.ts'

/** Frozen commissions whose return window is over and that nothing holds back, oldest first. */
export async function dueCommissions(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly payeeId: string; readonly orderId: string }[]> {
  const rows = await sql.execute({
    text: `select brand_id, payee_id, order_id from commissions
      where state = 'frozen' and held_at is null and release_at <= $1 order by release_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    payeeId: row.payee_id as string,
    orderId: row.order_id as string,
  }))
}
