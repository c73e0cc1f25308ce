import type { Migration } from '../../kernel/migrate.ts'

/** What is on the shelf, what of it is held for orders, what was sold. */
export const inventory0006: Migration = {
  id: '0006_inventory',
  text: `
create table stock (
  brand_id text not null,
  sku_id text not null,
  on_hand_count bigint not null,
  held_count bigint not null check (held_count >= 0),
  sold_count bigint not null check (sold_count >= 0),
  primary key (brand_id, sku_id),
  check (on_hand_count >= held_count)
);
`,
}
