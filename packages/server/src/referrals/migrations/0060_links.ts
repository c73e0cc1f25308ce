import type { Migration } from '../../kernel/migrate.ts'

/** Links that are kept, visits by day, and for a time who came by which. */
export const referrals0060: Migration = {
  id: '0060_links',
  text: `
create table referral_links (
  brand_id text not null,
  code text not null check (length(code) between 4 and 24),
  kind text not null check (kind in ('personal', 'kol', 'campaign', 'community', 'poster')),
  label text,
  owner_id text,
  target jsonb not null,
  created_at bigint not null,
  closed_at bigint,
  version bigint not null default 1,
  primary key (brand_id, code),
  check (owner_id is not null or kind not in ('personal', 'kol'))
);
create index referral_links_newest on referral_links (brand_id, created_at desc, code desc);
create index referral_links_of_owner on referral_links (brand_id, owner_id, created_at desc, code desc)
  where owner_id is not null;
create table link_days (
  brand_id text not null,
  code text not null,
  day text not null,
  visit_count bigint not null check (visit_count > 0),
  primary key (brand_id, code, day)
);
create table link_visits (
  brand_id text not null,
  code text not null,
  day text not null,
  visitor_hash text not null,
  member_id text,
  via text not null,
  at bigint not null,
  primary key (brand_id, code, day, visitor_hash)
);
create index link_visits_of_member on link_visits (brand_id, member_id) where member_id is not null;
create index link_visits_oldest on link_visits (at);
`,
}
