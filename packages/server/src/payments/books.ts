import type { BookLine } from '@siyu/core/payments'
import { sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import { type Load, many } from '../kernel/read.ts'

/** The most rows of ours that one report compares. */
export const MAX_BOOKED = 50_000

type Span = { readonly provider: string; readonly fromAt: number; readonly untilAt: number }

/** Payments of a provider of which money came in a span of time, and those that are named. */
export function loadBookedPayments(
  { brandId }: Call,
  { provider, fromAt, untilAt }: Span,
  paymentIds: readonly string[],
): Load<readonly BookLine[]> {
  return many(sql<BookLine>`select p.id as payment_id, null::text as refund_id, p.order_id, p.reference,
      coalesce(p.paid_minor, p.amount_minor) as amount_minor, coalesce(p.paid_currency, o.currency) as currency,
      p.paid_at is not null as settled, coalesce(p.paid_at, p.at) as at
    from payments p
    join orders o on o.brand_id = p.brand_id and o.member_id = p.member_id and o.id = p.order_id
    where p.brand_id = ${brandId} and p.provider = ${provider}
      and (p.paid_at >= ${fromAt} and p.paid_at < ${untilAt} or p.id = any(${paymentIds}::text[]))
    order by p.id limit ${MAX_BOOKED}`)
}

/** Refunds by a provider that were paid in a span of time, and those that are named. */
export function loadBookedRefunds(
  { brandId }: Call,
  { provider, fromAt, untilAt }: Span,
  refundIds: readonly string[],
): Load<readonly BookLine[]> {
  return many(sql<BookLine>`select r.payment_id, r.refund_id, r.order_id, p.reference, r.amount_minor,
      coalesce(p.paid_currency, o.currency) as currency, r.refunded_at is not null as settled,
      coalesce(r.refunded_at, r.requested_at) as at
    from payment_refunds r
    join payments p on p.brand_id = r.brand_id and p.order_id = r.order_id and p.id = r.payment_id
    join orders o on o.brand_id = p.brand_id and o.member_id = p.member_id and o.id = p.order_id
    where r.brand_id = ${brandId} and p.provider = ${provider}
      and (r.refunded_at >= ${fromAt} and r.refunded_at < ${untilAt} or r.refund_id = any(${refundIds}::text[]))
    order by r.refund_id limit ${MAX_BOOKED}`)
}
