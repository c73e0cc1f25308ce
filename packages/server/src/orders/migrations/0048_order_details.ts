import type { Migration } from '../../kernel/migrate.ts'

/** What is known of orders beside goods and money: where they go, what was written about them, and invoices. */
export const orders0048: Migration = {
  id: '0048_order_details',
  text: `
create table order_notes (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  id text not null,
  by text not null check (by in ('member', 'operator')),
  at bigint not null,
  primary key (brand_id, member_id, order_id, id)
);
create table order_invoices (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  kind text not null check (kind in ('personal', 'company')),
  status text not null check (status in ('requested', 'issued')),
  requested_at bigint not null,
  issued_at bigint,
  primary key (brand_id, member_id, order_id)
);
create table order_addresses (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  address_id text not null,
  name text not null,
  phone text not null,
  region text not null,
  area text not null,
  detail text not null,
  postcode text not null,
  primary key (brand_id, member_id, order_id)
);
create index order_addresses_by_phone on order_addresses (brand_id, regexp_replace(phone, '[^0-9]', '', 'g'));
create table order_invoice_parties (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  title text not null,
  tax_number text not null,
  email text not null,
  number text,
  url text,
  primary key (brand_id, member_id, order_id)
);
`,
}
