import type { Migration } from '../../kernel/migrate.ts'

/** Sessions of flash sales. */
export const flashSales0053: Migration = {
  id: '0053_flash_sales',
  text: `
create table flash_sessions (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  starts_at bigint not null,
  ends_at bigint not null,
  items jsonb not null,
  version bigint not null default 1,
  primary key (brand_id, id),
  check (ends_at > starts_at)
);
create index flash_sessions_newest on flash_sessions (brand_id, starts_at desc, id desc);
create index flash_sessions_ends on flash_sessions (brand_id, ends_at);
`,
}
