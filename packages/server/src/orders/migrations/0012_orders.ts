import type { Migration } from '../../kernel/migrate.ts'

/** Orders with their money map, and what was refunded. */
export const orders0012: Migration = {
  id: '0012_orders',
  text: `
create table orders (
  brand_id text not null,
  member_id text not null,
  id text not null,
  status text not null check (status in ('created', 'paid', 'completed', 'cancelled', 'refunded')),
  currency text not null,
  list_minor bigint not null,
  payable_minor bigint not null check (payable_minor >= 0),
  refunded_minor bigint not null check (refunded_minor between 0 and payable_minor),
  points_count bigint not null,
  coupon_id text,
  placed_at bigint not null,
  payment_due_at bigint not null,
  paid_at bigint,
  completed_at bigint,
  costs jsonb not null,
  uplines jsonb not null,
  earn_bps int not null,
  multiplier_bps int not null,
  growth_bps int not null,
  origin text not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, id),
  unique (brand_id, id)
);
create index orders_newest on orders (brand_id, placed_at desc, id desc);
create index orders_of_member on orders (brand_id, member_id, placed_at desc, id desc);
create index orders_due on orders (payment_due_at) where status = 'created';
create table order_lines (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  line_id text not null,
  place int not null,
  sku_id text not null,
  quantity bigint not null,
  refunded_count bigint not null check (refunded_count between 0 and quantity),
  line jsonb not null,
  primary key (brand_id, member_id, order_id, line_id)
);
create table order_refunds (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  id text not null,
  refund jsonb not null,
  at bigint not null,
  primary key (brand_id, member_id, order_id, id)
);
`,
}
