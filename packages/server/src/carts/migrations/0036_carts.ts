import type { Migration } from '../../kernel/migrate.ts'

/** What members saw of their carts, where the next order goes to, and the book of addresses. */
export const carts0036: Migration = {
  id: '0036_carts',
  text: `
alter table carts add column seen jsonb not null default '[]', add column address_id text;
create table addresses (
  brand_id text not null,
  member_id text not null,
  id text not null,
  name text not null,
  phone text not null,
  region text not null,
  area text not null,
  detail text not null,
  postcode text not null,
  saved_at bigint not null,
  primary key (brand_id, member_id, id)
);
`,
}
