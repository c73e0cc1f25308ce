import type { Sql } from '../kernel/database.ts'

/** A refund that the provider has not paid yet. */
export type OpenRefund = {
  readonly brandId: string
  readonly paymentId: string
  readonly refundId: string
  readonly amountMinor: number
  readonly provider: string
  readonly requestedAt: number
}

/** Refunds these providers still owe, oldest first, after one of them. */
export async function openRefunds(
  sql: Sql,
  providers: readonly string[],
  after: OpenRefund | undefined,
  limit: number,
): Promise<readonly OpenRefund[]> {
  const rows = await sql.execute({
    text: `select r.brand_id, r.payment_id, r.refund_id, r.amount_minor, r.requested_at, p.provider from payment_refunds r
      join payments p on p.brand_id = r.brand_id and p.order_id = r.order_id and p.id = r.payment_id
      where r.refunded_at is null and p.provider = any($1::text[]) and (r.requested_at, r.refund_id) > ($2::bigint, $3)
      order by r.requested_at, r.refund_id limit $4`,
    values: [providers, after?.requestedAt ?? -1, after?.refundId ?? '', limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    paymentId: row.payment_id as string,
    refundId: row.refund_id as string,
    amountMinor: row.amount_minor as number,
    provider: row.provider as string,
    requestedAt: row.requested_at as number,
  }))
}
