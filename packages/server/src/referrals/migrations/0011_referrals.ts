import type { Migration } from '../../kernel/migrate.ts'

/** Referral codes, who brought whom, and commission. A third level cannot be stored. */
export const referrals0011: Migration = {
  id: '0011_referrals',
  text: `
create table referral_codes (
  brand_id text not null,
  code text not null check (length(code) between 4 and 24),
  member_id text not null,
  primary key (brand_id, code)
);
create table referral_nodes (
  brand_id text not null,
  member_id text not null,
  referrer_id text check (referrer_id <> member_id),
  code text not null,
  bound_at bigint,
  version bigint not null default 1,
  primary key (brand_id, member_id)
);
create index referral_nodes_team on referral_nodes (brand_id, referrer_id, bound_at desc) where referrer_id is not null;
create table commission_accounts (
  brand_id text not null,
  member_id text not null,
  pending_minor bigint not null check (pending_minor >= 0),
  frozen_minor bigint not null check (frozen_minor >= 0),
  available_minor bigint not null,
  primary key (brand_id, member_id)
);
create table commissions (
  brand_id text not null,
  payee_id text not null,
  order_id text not null,
  level smallint not null check (level in (1, 2)),
  amount_minor bigint not null check (amount_minor > 0),
  reversed_minor bigint not null check (reversed_minor between 0 and amount_minor),
  state text not null check (state in ('pending', 'frozen', 'available', 'reversed')),
  release_at bigint,
  at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, payee_id, order_id),
  unique (brand_id, order_id, level)
);
create index commissions_due on commissions (release_at) where state = 'frozen';
create table commission_lines (
  brand_id text not null,
  payee_id text not null,
  order_id text not null,
  line_id text not null,
  net_minor bigint not null,
  bps int not null,
  amount_minor bigint not null,
  reversed_minor bigint not null check (reversed_minor between 0 and amount_minor),
  primary key (brand_id, payee_id, order_id, line_id)
);
`,
}
