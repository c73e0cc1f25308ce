import type { Migration } from '../../kernel/migrate.ts'

/** Tiers that are paid for: SKUs that sell them, orders that bought them, and the terms that run. */
export const tiers0027: Migration = {
  id: '0027_memberships',
  text: `
alter table skus add column membership jsonb;
alter table orders add column memberships jsonb;
create table tier_memberships (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  line_id text not null,
  term jsonb not null,
  quantity bigint not null check (quantity >= 0),
  active_from bigint not null,
  active_until bigint not null,
  primary key (brand_id, member_id, order_id, line_id),
  check (active_until >= active_from)
);
create index tier_memberships_until on tier_memberships (brand_id, member_id, active_until);
`,
}
