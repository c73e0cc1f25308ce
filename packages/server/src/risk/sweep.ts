import type { Sql } from '../kernel/database.ts'

/** A commission that was not looked at yet. */
export type NewCommission = {
  readonly brandId: string
  readonly payeeId: string
  readonly orderId: string
  readonly buyerId: string
}

/** Commissions not released yet that nobody has looked at, oldest first. */
export async function newCommissions(sql: Sql, limit: number): Promise<readonly NewCommission[]> {
  const rows = await sql.execute({
    text: `select c.brand_id, c.payee_id, c.order_id, o.member_id from commissions c
      join orders o on o.brand_id = c.brand_id and o.id = c.order_id
      where c.state in ('pending', 'frozen') and not exists (select 1 from risk_reviews r
        where r.brand_id = c.brand_id and r.payee_id = c.payee_id and r.order_id = c.order_id)
      order by c.at limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    payeeId: row.payee_id as string,
    orderId: row.order_id as string,
    buyerId: row.member_id as string,
  }))
}
