import type { Migration } from '../../kernel/migrate.ts'

/** Policies, consents with their receipts, requests about personal data, and the day a member was born on. */
export const compliance0028: Migration = {
  id: '0028_compliance',
  text: `
create table policies (
  brand_id text not null,
  policy_version text not null,
  effective_from bigint not null,
  purposes jsonb not null,
  summary jsonb not null,
  url text,
  primary key (brand_id, policy_version)
);
create table consents (
  brand_id text not null,
  subject_id text not null,
  about text not null,
  granted boolean not null,
  policy_version text,
  said_at bigint not null,
  is_member boolean not null,
  version bigint not null default 1,
  primary key (brand_id, subject_id, about)
);
create table consent_receipts (
  brand_id text not null,
  subject_id text not null,
  id text not null,
  about text not null,
  granted boolean not null,
  policy_version text,
  said_at bigint not null,
  locale text not null,
  screen text not null,
  source text not null,
  primary key (brand_id, subject_id, id)
);
create table data_requests (
  brand_id text not null,
  member_id text not null,
  id text not null,
  kind text not null check (kind in ('access', 'correct', 'delete')),
  status text not null
    check (status in ('open', 'waiting', 'closing', 'erased', 'done', 'refused', 'cancelled')),
  asked_by text not null,
  requested_at bigint not null,
  due_at bigint not null,
  step_at bigint,
  closed_at bigint,
  blocked_by jsonb not null,
  waives_commission boolean not null,
  analytics_erased_at bigint,
  version bigint not null default 1,
  primary key (brand_id, member_id, id)
);
create unique index data_requests_one_deletion on data_requests (brand_id, member_id)
  where kind = 'delete' and status in ('waiting', 'closing', 'erased');
create index data_requests_waiting on data_requests (brand_id, due_at, id) where closed_at is null;
create index data_requests_ended on data_requests (brand_id, closed_at desc, id desc) where closed_at is not null;
create index data_requests_step on data_requests (step_at) where step_at is not null;
create index data_requests_analytics on data_requests (closed_at)
  where status = 'erased' and analytics_erased_at is null;
create index payments_of_member on payments (brand_id, member_id);
create index payment_refunds_of_member on payment_refunds (brand_id, member_id);
create index referral_codes_of_member on referral_codes (brand_id, member_id);
create index coupon_codes_of_member on coupon_codes (brand_id, claimed_by) where claimed_by is not null;
alter table member_profiles add column if not exists birthday text;
insert into settings (brand_id, concept, value)
  select brand_id, 'compliance', '{"answerDays": 15, "coolingOffDays": 7}'::jsonb from brands
  on conflict do nothing;
`,
}
