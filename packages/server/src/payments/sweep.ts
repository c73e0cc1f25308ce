import type { Sql } from '../kernel/database.ts'
import type { ProviderPayment, ProviderRefund } from './provider.ts'

/** How long a payment is left alone before its provider is asked, should its notification be lost. */
const ASK_AFTER_MS = 60_000

/** A refund that the provider has not paid yet. */
export type OpenRefund = ProviderRefund & { readonly provider: string; readonly requestedAt: number }

/** Refunds these providers still owe, oldest first, after one of them. */
export async function openRefunds(
  sql: Sql,
  providers: readonly string[],
  after: OpenRefund | undefined,
  limit: number,
): Promise<readonly OpenRefund[]> {
  const rows = await sql.execute({
    text: `select r.brand_id, r.payment_id, r.refund_id, r.amount_minor, r.requested_at, p.provider, p.reference,
        coalesce(p.paid_minor, p.amount_minor) as paid_minor, coalesce(p.paid_currency, o.currency) as currency
      from payment_refunds r
      join payments p on p.brand_id = r.brand_id and p.order_id = r.order_id and p.id = r.payment_id
      join orders o on o.brand_id = p.brand_id and o.member_id = p.member_id and o.id = p.order_id
      where r.refunded_at is null and p.provider = any($1::text[]) and (r.requested_at, r.refund_id) > ($2::bigint, $3)
      order by r.requested_at, r.refund_id limit $4`,
    values: [providers, after?.requestedAt ?? -1, after?.refundId ?? '', limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    paymentId: row.payment_id as string,
    refundId: row.refund_id as string,
    amountMinor: row.amount_minor as number,
    paidMinor: row.paid_minor as number,
    currency: row.currency as string,
    reference: row.reference as string | null,
    provider: row.provider as string,
    requestedAt: row.requested_at as number,
  }))
}

/** A payment of which nothing was heard yet. */
export type SilentPayment = ProviderPayment & {
  readonly provider: string
  /** Its order still waits for money. */
  readonly isWanted: boolean
}

/** Payments at these providers of which nothing was heard for a minute, oldest first, after one of them. */
export async function silentPayments(
  sql: Sql,
  providers: readonly string[],
  now: number,
  after: SilentPayment | undefined,
  limit: number,
): Promise<readonly SilentPayment[]> {
  const rows = await sql.execute({
    text: `select p.brand_id, p.id, p.order_id, p.amount_minor, p.reference, p.provider, p.at, o.currency,
        o.status = case p.part when 'balance' then 'deposited' else 'created' end and o.payment_due_at > $2 as is_wanted
      from payments p
      join orders o on o.brand_id = p.brand_id and o.member_id = p.member_id and o.id = p.order_id
      where p.status = 'pending' and p.provider = any($1::text[]) and p.at <= $2 - ${ASK_AFTER_MS}
        and (p.at, p.id) > ($3::bigint, $4)
      order by p.at, p.id limit $5`,
    values: [providers, now, after?.at ?? -1, after?.paymentId ?? '', limit],
  })
  return rows.map((row) => ({
    brandId: row.brand_id as string,
    paymentId: row.id as string,
    orderId: row.order_id as string,
    amountMinor: row.amount_minor as number,
    currency: row.currency as string,
    reference: row.reference as string | null,
    at: row.at as number,
    provider: row.provider as string,
    isWanted: row.is_wanted as boolean,
  }))
}
