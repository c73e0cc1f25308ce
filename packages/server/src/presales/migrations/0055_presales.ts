import type { Migration } from '../../kernel/migrate.ts'

/** Presales, and orders that are paid in two parts. */
export const presales0055: Migration = {
  id: '0055_presales',
  text: `
create table presales (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  sku_id text not null,
  price_minor bigint not null,
  deposit_minor bigint not null check (deposit_minor > 0),
  deposit_worth_minor bigint not null,
  starts_at bigint not null,
  ends_at bigint not null,
  balance_from bigint not null,
  balance_until bigint not null,
  ships_from bigint not null,
  bucket_count bigint not null check (bucket_count > 0),
  per_member_count bigint not null check (per_member_count > 0),
  forfeit text not null check (forfeit in ('refund', 'keep')),
  version bigint not null default 1,
  primary key (brand_id, id),
  check (deposit_worth_minor >= deposit_minor and deposit_worth_minor < price_minor),
  check (forfeit = 'refund' or deposit_minor * 5 <= price_minor - deposit_worth_minor + deposit_minor),
  check (ends_at > starts_at and balance_from >= ends_at and balance_until > balance_from)
);
create index presales_newest on presales (brand_id, starts_at desc, id desc);
create index presales_ends on presales (brand_id, ends_at);
alter table orders
  add column deposit jsonb,
  add column deposit_paid_at bigint,
  add column deposit_end text check (deposit_end in ('returned', 'kept')),
  drop constraint orders_status_check,
  add constraint orders_status_check check (status in
    ('created', 'deposited', 'paid', 'fulfilling', 'shipped', 'received', 'completed', 'cancelled', 'refunded'));
create index orders_balance_due on orders (payment_due_at) where status = 'deposited';
create index orders_of_presale on orders (brand_id, (campaign ->> 'id')) where deposit is not null;
alter table payments add column part text check (part in ('deposit', 'balance'));
`,
}
