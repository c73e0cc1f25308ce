import type { Migration } from '../../kernel/migrate.ts'

/**
 * Growth as dated entries, standings with an end, history, gifts and paid memberships. Entries and history of before
 * are taken from the journal, one entry per order as a rebuild gives them; growth the journal does not know becomes one
 * opening entry of the day the member joined.
 */
export const tiers0026: Migration = {
  id: '0026_growth',
  text: `
create table growth_entries (
  brand_id text not null,
  member_id text not null,
  id text not null,
  kind text not null,
  amount_count bigint not null,
  order_id text,
  at bigint not null,
  primary key (brand_id, member_id, id)
);
create index growth_entries_at on growth_entries (brand_id, member_id, at);
create table tier_history (
  brand_id text not null,
  member_id text not null,
  id text not null,
  from_tier_id text not null,
  to_tier_id text not null,
  reason text,
  at bigint not null,
  primary key (brand_id, member_id, id)
);
create index tier_history_at on tier_history (brand_id, member_id, at);
create table tier_gifts (
  brand_id text not null,
  member_id text not null,
  kind text not null,
  once_key text not null,
  tier_id text not null,
  period text not null,
  coupon_id text,
  points_count bigint not null,
  withheld text,
  at bigint not null,
  primary key (brand_id, member_id, kind, once_key)
);
create table tier_programs (
  brand_id text not null,
  revision bigint not null,
  primary key (brand_id)
);
alter table member_tiers
  add column growth_tier_id text,
  add column reached_at bigint,
  add column valid_until bigint,
  add column grace_until bigint,
  add column upgrade_at bigint,
  add column notice_at bigint,
  add column counted_day bigint,
  add column is_by_hand boolean not null default false,
  add column paid_tier_id text,
  add column paid_until bigint,
  add column revision bigint not null default 0,
  add column due_at bigint;

insert into tier_programs (brand_id, revision) select brand_id, 0 from brands;
insert into growth_entries (brand_id, member_id, id, kind, amount_count, order_id, at)
  select brand_id, member_id, data ->> 'orderId', 'order', sum((data ->> 'deltaCount')::bigint),
    data ->> 'orderId', min(at)
  from events where type = 'growth_changed' and data ->> 'orderId' is not null
  group by brand_id, member_id, data ->> 'orderId';
insert into growth_entries (brand_id, member_id, id, kind, amount_count, order_id, at)
  select t.brand_id, t.member_id, 'opening', 'opening', t.growth_count - t.known_count, null, m.joined_at
  from (select s.brand_id, s.member_id, s.growth_count, coalesce((select sum(amount_count) from growth_entries e
      where (e.brand_id, e.member_id) = (s.brand_id, s.member_id)), 0) as known_count from member_tiers s) t
  join members m on m.brand_id = t.brand_id and m.id = t.member_id
  where t.growth_count <> t.known_count;
insert into tier_history (brand_id, member_id, id, from_tier_id, to_tier_id, reason, at)
  select brand_id, member_id, id, data ->> 'fromTierId', data ->> 'toTierId', null, at
  from events where type = 'tier_changed';
update member_tiers t set growth_tier_id = t.tier_id, reached_at = coalesce(
  (select max(h.at) from tier_history h where (h.brand_id, h.member_id) = (t.brand_id, t.member_id)),
  (select m.joined_at from members m where m.brand_id = t.brand_id and m.id = t.member_id), 0);
alter table member_tiers alter column growth_tier_id set not null, alter column reached_at set not null;
create index member_tiers_due on member_tiers (due_at) where due_at is not null;
create index member_tiers_revision on member_tiers (brand_id, revision)
  where not (revision = 0 and growth_count = 0);
`,
}
