import type { Migration } from '../../kernel/migrate.ts'

/** Brands, their keys (hashes only) and operators. */
export const brands0002: Migration = {
  id: '0002_brands',
  text: `
create table brands (
  brand_id text primary key,
  name jsonb not null,
  currency text not null,
  time_zone text not null,
  created_at bigint not null
);
create table api_keys (
  brand_id text not null,
  id text not null,
  kind text not null check (kind in ('publishable', 'secret')),
  key_hash text not null unique,
  origins jsonb not null,
  scopes jsonb not null,
  primary key (brand_id, id)
);
create table operators (
  brand_id text not null,
  id text not null,
  login text not null,
  name text not null,
  password_hash text not null,
  primary key (brand_id, id),
  unique (brand_id, login)
);
`,
}
