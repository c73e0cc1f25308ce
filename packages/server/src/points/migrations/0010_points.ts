import type { Migration } from '../../kernel/migrate.ts'

/** Points: accounts, lots, what orders spent and earned, and the history. */
export const points0010: Migration = {
  id: '0010_points',
  text: `
create table points_accounts (
  brand_id text not null,
  member_id text not null,
  balance_count bigint not null,
  held_count bigint not null check (held_count >= 0),
  debt_count bigint not null check (debt_count >= 0),
  version bigint not null default 1,
  primary key (brand_id, member_id)
);
create table points_lots (
  brand_id text not null,
  member_id text not null,
  id text not null,
  amount_count bigint not null check (amount_count > 0),
  remaining_count bigint not null check (remaining_count >= 0),
  expired_count bigint not null check (expired_count >= 0),
  active_at bigint,
  expires_at bigint,
  order_id text,
  primary key (brand_id, member_id, id),
  check (remaining_count + expired_count <= amount_count)
);
create index points_lots_due on points_lots (expires_at) where remaining_count > 0 and expires_at is not null;
create table points_spends (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  takes jsonb not null,
  returned_count bigint not null check (returned_count >= 0),
  primary key (brand_id, member_id, order_id)
);
create table points_earnings (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  lot_id text not null,
  earned_count bigint not null,
  clawed_count bigint not null check (clawed_count between 0 and earned_count),
  primary key (brand_id, member_id, order_id)
);
create table points_entries (
  brand_id text not null,
  member_id text not null,
  id text not null,
  kind text not null,
  delta_count bigint not null,
  lost_count bigint not null,
  order_id text,
  at bigint not null,
  primary key (brand_id, member_id, id)
);
create index points_entries_newest on points_entries (brand_id, member_id, at desc, id desc);
`,
}
