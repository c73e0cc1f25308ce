import type { Migration } from '../../kernel/migrate.ts'

/** Carts: lines as they are, without prices. */
export const carts0009: Migration = {
  id: '0009_carts',
  text: `
create table carts (
  brand_id text not null,
  member_id text not null,
  lines jsonb not null,
  coupon_id text,
  points_count bigint not null check (points_count >= 0),
  version bigint not null default 1,
  primary key (brand_id, member_id)
);
`,
}
