import type { Migration } from '../../kernel/migrate.ts'

/** Payments and the money on its way back. */
export const payments0013: Migration = {
  id: '0013_payments',
  text: `
create table payments (
  brand_id text not null,
  order_id text not null,
  id text not null,
  member_id text not null,
  provider text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  refunded_minor bigint not null check (refunded_minor >= 0),
  status text not null check (status in ('pending', 'succeeded', 'failed', 'refund_due')),
  at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, order_id, id),
  unique (brand_id, id)
);
create table payment_refunds (
  brand_id text not null,
  payment_id text not null,
  refund_id text not null,
  order_id text not null,
  member_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  requested_at bigint not null,
  refunded_at bigint,
  version bigint not null default 1,
  primary key (brand_id, payment_id, refund_id)
);
create index payment_refunds_open on payment_refunds (requested_at) where refunded_at is null;
`,
}
