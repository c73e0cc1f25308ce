import type { Migration } from '../../kernel/migrate.ts'

/** The points mall with its buckets, households and what they sent, and balances of other systems. */
export const points0025: Migration = {
  id: '0025_points_mall',
  text: `
create table points_items (
  brand_id text not null,
  id text not null,
  sku_id text not null,
  points_count bigint not null check (points_count > 0),
  cash_minor bigint not null check (cash_minor >= 0),
  per_member_limit bigint,
  total_limit bigint,
  starts_at bigint not null,
  ends_at bigint,
  tier_ids jsonb,
  active boolean not null,
  redeemed_count bigint not null check (redeemed_count >= 0),
  primary key (brand_id, id),
  check (redeemed_count <= total_limit)
);
create table points_redemptions (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  item_id text not null,
  count bigint not null check (count > 0),
  returned_count bigint not null check (returned_count between 0 and count),
  primary key (brand_id, member_id, order_id)
);
create index points_redemptions_of_item on points_redemptions (brand_id, member_id, item_id);
create table points_households (
  brand_id text not null,
  id text not null,
  owner_id text not null,
  member_count bigint not null check (member_count >= 0),
  invite_code text,
  invite_until bigint,
  version bigint not null default 1,
  primary key (brand_id, id)
);
create unique index points_households_invite on points_households (brand_id, invite_code);
create table points_transfers (
  brand_id text not null,
  member_id text not null,
  id text not null,
  to_member_id text not null,
  count bigint not null check (count > 0),
  day text not null,
  primary key (brand_id, member_id, id)
);
create index points_transfers_of_day on points_transfers (brand_id, member_id, day);
create table points_imports (
  brand_id text not null,
  reference text not null,
  member_id text not null,
  count bigint not null check (count > 0),
  lot_id text not null,
  primary key (brand_id, reference)
);
`,
}
