import type { Migration } from '../../kernel/migrate.ts'

/** Members, their sessions, and, apart from them, what is personal. */
export const members0003: Migration = {
  id: '0003_members',
  text: `
create table members (
  brand_id text not null,
  id text not null,
  joined_at bigint not null,
  channel text not null,
  primary key (brand_id, id)
);
create index members_joined_at on members (brand_id, joined_at, id);
create table member_profiles (
  brand_id text not null,
  member_id text not null,
  name text,
  primary key (brand_id, member_id)
);
create table member_identities (
  brand_id text not null,
  kind text not null check (kind in ('phone', 'email', 'external')),
  address text not null,
  member_id text not null,
  primary key (brand_id, kind, address)
);
create index member_identities_member on member_identities (brand_id, member_id);
create table sign_in_codes (
  brand_id text not null,
  kind text not null check (kind in ('phone', 'email')),
  address text not null,
  code_hash text not null,
  expires_at bigint not null,
  used_at bigint,
  version bigint not null default 1,
  primary key (brand_id, kind, address)
);
create index sign_in_codes_expires_at on sign_in_codes (expires_at);
create table sessions (
  brand_id text not null,
  member_id text not null,
  id text not null,
  opened_at bigint not null,
  expires_at bigint not null,
  ended_at bigint,
  primary key (brand_id, member_id, id)
);
create index sessions_expires_at on sessions (expires_at);
`,
}
