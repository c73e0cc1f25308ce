import type { Migration } from '../../kernel/migrate.ts'

/** Group buys: campaigns, teams that never pass their size, and seats. */
export const groupBuys0054: Migration = {
  id: '0054_group_buys',
  text: `
create table group_campaigns (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  sku_id text not null,
  price_minor bigint not null check (price_minor >= 0),
  size_count bigint not null check (size_count between 2 and 100),
  open_hours bigint not null check (open_hours > 0),
  per_member_count bigint not null check (per_member_count > 0),
  bucket_count bigint,
  starts_at bigint not null,
  ends_at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, id),
  check (ends_at > starts_at)
);
create index group_campaigns_newest on group_campaigns (brand_id, starts_at desc, id desc);
create table group_teams (
  brand_id text not null,
  id text not null,
  campaign_id text not null,
  sku_id text not null,
  price_minor bigint not null,
  size_count bigint not null,
  seat_count bigint not null,
  state text not null check (state in ('open', 'filled', 'expired')),
  opened_at bigint not null,
  expires_at bigint not null,
  filled_at bigint,
  version bigint not null default 1,
  primary key (brand_id, id),
  check (seat_count between 0 and size_count)
);
create index group_teams_of_campaign on group_teams (brand_id, campaign_id, state, expires_at);
create index group_teams_due on group_teams (expires_at) where state = 'open';
create index group_teams_full on group_teams (brand_id, id) where state = 'open' and seat_count = size_count;
create table group_seats (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  team_id text not null,
  is_leader boolean not null,
  state text not null check (state in ('held', 'freed')),
  taken_at bigint not null,
  primary key (brand_id, member_id, order_id)
);
create unique index group_seats_once on group_seats (brand_id, team_id, member_id) where state = 'held';
create index group_seats_of_member on group_seats (brand_id, member_id, taken_at desc);
create index orders_waiting on orders (brand_id, member_id, id) where waits_for is not null and status = 'paid';
`,
}
