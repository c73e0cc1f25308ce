import type { Migration } from '../../kernel/migrate.ts'

/** Products and their SKUs. A SKU is hidden, never deleted. */
export const catalog0005: Migration = {
  id: '0005_catalog',
  text: `
create table products (
  brand_id text not null,
  id text not null,
  title jsonb not null,
  description text not null,
  image_url text,
  category text not null,
  published boolean not null,
  version bigint not null default 1,
  primary key (brand_id, id)
);
create index products_category on products (brand_id, category, id) where published;
create table skus (
  brand_id text not null,
  id text not null,
  product_id text not null,
  position int not null,
  title jsonb not null,
  list_minor bigint not null check (list_minor >= 0),
  cost_minor bigint not null check (cost_minor >= 0),
  member_prices jsonb not null,
  active boolean not null,
  primary key (brand_id, id)
);
create index skus_product on skus (brand_id, product_id, position);
`,
}
