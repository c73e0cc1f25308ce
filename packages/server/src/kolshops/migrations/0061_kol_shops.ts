import type { Migration } from '../../kernel/migrate.ts'

/** Shops of promoters: their state and selection, and beside the journal what their pages say. */
export const kolShops0061: Migration = {
  id: '0061_kol_shops',
  text: `
create table kol_shops (
  brand_id text not null,
  member_id text not null,
  id text not null,
  status text not null check (status in ('applied', 'open', 'rejected', 'suspended', 'closed')),
  code text,
  product_ids jsonb not null check (jsonb_array_length(product_ids) <= 50),
  coupon_template_id text,
  applied_at bigint not null,
  decided_at bigint,
  version bigint not null default 1,
  primary key (brand_id, member_id),
  check (status <> 'open' or code is not null)
);
create unique index kol_shops_by_id on kol_shops (brand_id, id);
create index kol_shops_newest on kol_shops (brand_id, applied_at desc, id desc);
create table kol_shop_pages (
  brand_id text not null,
  member_id text not null,
  name text not null check (length(name) between 1 and 40),
  story text not null check (length(story) <= 500),
  banner_url text,
  primary key (brand_id, member_id)
);
`,
}
