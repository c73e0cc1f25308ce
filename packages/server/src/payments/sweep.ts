import type { Sql } from '../kernel/database.ts'

/** A refund that the provider has not paid yet. */
export type OpenRefund = {
  readonly brandId: string
  readonly paymentId: string
  readonly refundId: string
  readonly amountMinor: number
  readonly provider: string
}

/** Refunds the providers still owe, oldest first. */
export async function openRefunds(sql: Sql, limit: number): Promise<readonly OpenRefund[]> {
  const rows = await sql.execute({
    text: `select r.brand_id, r.payment_id, r.refund_id, r.amount_minor, p.provider from payment_refunds r
      join payments p on p.brand_id = r.brand_id and p.order_id = r.order_id and p.id = r.payment_id
      where r.refunded_at is null order by r.requested_at limit $1`,
    values: [limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    paymentId: row.payment_id as string,
    refundId: row.refund_id as string,
    amountMinor: row.amount_minor as number,
    provider: row.provider as string,
  }))
}
