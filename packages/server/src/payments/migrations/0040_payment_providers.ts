import type { Migration } from '../../kernel/migrate.ts'

/** What providers say of payments: their number, what came, and what of it was asked back. */
export const payments0040: Migration = {
  id: '0040_payment_providers',
  text: `
alter table payments
  add column reference text,
  add column paid_minor bigint check (paid_minor >= 0),
  add column paid_currency text,
  add column paid_at bigint,
  add column refund_requested_minor bigint not null default 0 check (refund_requested_minor >= 0),
  drop constraint payments_status_check,
  add constraint payments_status_check
    check (status in ('pending', 'succeeded', 'failed', 'closed', 'held', 'refund_due'));
update payments p set paid_minor = (v.data ->> 'amountMinor')::bigint, paid_at = v.at from events v
  where v.brand_id = p.brand_id and v.type in ('payment_succeeded', 'payment_unexpected')
    and v.data ->> 'paymentId' = p.id;
update payments p set refund_requested_minor = r.minor from (
  select brand_id, order_id, payment_id, sum(amount_minor) as minor from payment_refunds group by 1, 2, 3) r
where r.brand_id = p.brand_id and r.order_id = p.order_id and r.payment_id = p.id;
alter table payments add constraint payments_refund_within check (refund_requested_minor <= coalesce(paid_minor, 0));
create index payments_pending on payments (at, id) where status = 'pending';
create index payments_paid on payments (brand_id, provider, paid_at) where paid_at is not null;
create index payment_refunds_paid on payment_refunds (brand_id, refunded_at) where refunded_at is not null;
create index payments_newest on payments (brand_id, at desc, id desc);
`,
}
