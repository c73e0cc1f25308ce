import type { Migration } from '../../kernel/migrate.ts'

/** Promotions, whole. */
export const promotions0007: Migration = {
  id: '0007_promotions',
  text: `
create table promotions (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  conditions jsonb not null,
  effect jsonb not null,
  priority int not null,
  starts_at bigint not null,
  ends_at bigint,
  active boolean not null,
  funder text not null,
  primary key (brand_id, id)
);
create index promotions_active on promotions (brand_id, priority desc, id) where active;
`,
}
