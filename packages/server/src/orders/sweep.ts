import type { Sql } from '../kernel/database.ts'

/** Unpaid orders whose time is over, oldest first. */
export async function dueOrders(
  sql: Sql,
  now: number,
  limit: number,
): Promise<readonly { readonly brandId: string; readonly orderId: string }[]> {
  const rows = await sql.execute({
    text: `select brand_id, id from orders where status = 'created' and payment_due_at <= $1
      order by payment_due_at limit $2`,
    values: [now, limit],
  })
  return rows.map((row) => ({ brandId: row.brand_id as string, orderId: row.id as string }))
}
