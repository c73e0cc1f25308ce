import type { Migration } from '../../kernel/migrate.ts'

/** Campaigns: what they promise, what counts, who entered, and what was won, each once. */
export const campaigns0063: Migration = {
  id: '0063_campaigns',
  text: `
create table campaigns (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  rules jsonb not null,
  organiser text not null,
  starts_at bigint not null,
  ends_at bigint not null,
  award_at bigint not null,
  return_days bigint not null check (return_days >= 7),
  min_net_minor bigint not null check (min_net_minor >= 0),
  budget_minor bigint not null check (budget_minor >= 0),
  terms jsonb not null check (terms ->> 'kind' in ('invite', 'leaderboard', 'lottery')),
  state text not null check (state in ('draft', 'published', 'awarded')),
  seed_hash text,
  seed text,
  version bigint not null default 1,
  primary key (brand_id, id),
  check (starts_at < ends_at and ends_at <= award_at)
);
create index campaigns_newest on campaigns (brand_id, starts_at desc, id desc);
create index campaigns_running on campaigns (award_at) where state = 'published';
create table campaign_pools (
  brand_id text not null,
  campaign_id text not null,
  prize_id text not null,
  given_count bigint not null,
  limit_count bigint not null,
  primary key (brand_id, campaign_id, prize_id),
  check (given_count between 0 and limit_count)
);
create table campaign_standings (
  brand_id text not null,
  member_id text not null,
  campaign_id text not null,
  order_count bigint not null check (order_count >= 0),
  net_minor bigint not null check (net_minor >= 0),
  reached_at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, campaign_id)
);
create index campaign_standings_by_orders on campaign_standings (brand_id, campaign_id, order_count desc, reached_at);
create index campaign_standings_by_net on campaign_standings (brand_id, campaign_id, net_minor desc, reached_at);
create table campaign_orders (
  brand_id text not null,
  member_id text not null,
  campaign_id text not null,
  order_id text not null,
  friend_id text not null,
  net_minor bigint not null check (net_minor >= 0),
  is_passed boolean not null,
  counted_at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, campaign_id, order_id)
);
create unique index campaign_orders_once on campaign_orders (brand_id, campaign_id, order_id);
create table campaign_entries (
  brand_id text not null,
  member_id text not null,
  campaign_id text not null,
  id text not null,
  order_id text,
  entered_at bigint not null,
  withdrawn_at bigint,
  primary key (brand_id, member_id, campaign_id)
);
create unique index campaign_entries_by_number on campaign_entries (brand_id, campaign_id, id);
create table campaign_rewards (
  brand_id text not null,
  member_id text not null,
  campaign_id text not null,
  reason text not null,
  prize_id text not null,
  place bigint,
  status text not null check (status in ('due', 'given', 'withheld')),
  withheld text,
  at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, campaign_id, reason)
);
create unique index campaign_rewards_by_place on campaign_rewards (brand_id, campaign_id, place)
  where place is not null;
create index campaign_rewards_newest on campaign_rewards (brand_id, campaign_id, at desc, member_id desc);
create index campaign_rewards_due on campaign_rewards (at) where status = 'due';
create table campaign_seeds (
  brand_id text not null,
  campaign_id text not null,
  seed text not null,
  primary key (brand_id, campaign_id)
);
`,
}
