import type { Migration } from '../../kernel/migrate.ts'

/** Rules of commission with their caps, and commission paid out. Commission of before came from the plan alone. */
export const referrals0057: Migration = {
  id: '0057_commission_rules',
  text: `
create table commission_rules (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  priority int not null,
  active boolean not null,
  starts_at bigint not null,
  ends_at bigint check (ends_at > starts_at),
  items jsonb,
  payee_ids jsonb,
  payee_tier_ids jsonb,
  levels jsonb not null check (jsonb_array_length(levels) between 1 and 2),
  caps jsonb,
  funder text not null check (funder in ('brand', 'platform', 'store')),
  primary key (brand_id, id)
);
create table commission_counters (
  brand_id text not null,
  payee_id text not null,
  rule_id text not null,
  period_key text not null,
  granted_minor bigint not null check (granted_minor >= 0),
  version bigint not null default 1,
  primary key (brand_id, payee_id, rule_id, period_key)
);
create index commissions_newest on commissions (brand_id, payee_id, at desc, order_id desc);
alter table commission_lines add column rule_id text;
alter table commission_lines add column funder text not null default 'brand';
alter table commission_lines add column fixed_count int;
alter table commission_accounts add column version bigint not null default 1;
create table withdrawals (
  brand_id text not null,
  member_id text not null,
  id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  fee_minor bigint not null check (fee_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  method text not null,
  status text not null check (status in ('requested', 'approved', 'paying', 'paid', 'rejected', 'failed')),
  period_key text not null,
  batch_id text,
  reference text,
  requested_at bigint not null,
  moved_at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, id),
  unique (brand_id, id),
  check (fee_minor + tax_minor < amount_minor)
);
create index withdrawals_newest on withdrawals (brand_id, requested_at desc, id desc);
create index withdrawals_open on withdrawals (requested_at, id) where status in ('approved', 'paying');
create table withdrawal_accounts (
  brand_id text not null,
  member_id text not null,
  id text not null,
  account text not null,
  name text not null,
  primary key (brand_id, member_id, id)
);
`,
}
