import type { Migration } from '../../kernel/migrate.ts'

/** Where each member stands. Growth may fall below 0 when more is refunded than was earned here. */
export const tiers0004: Migration = {
  id: '0004_tiers',
  text: `
create table member_tiers (
  brand_id text not null,
  member_id text not null,
  growth_count bigint not null,
  tier_id text not null,
  version bigint not null default 1,
  primary key (brand_id, member_id)
);
`,
}
