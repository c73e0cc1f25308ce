import type { Migration } from '../../kernel/migrate.ts'

/** Templates with what was issued of them, and the coupons in wallets with their frozen terms. */
export const coupons0008: Migration = {
  id: '0008_coupons',
  text: `
create table coupon_templates (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  conditions jsonb not null,
  effect jsonb not null,
  validity jsonb not null,
  total_limit bigint,
  per_member_limit int not null,
  claim_from bigint not null,
  claim_until bigint,
  active boolean not null,
  funder text not null,
  issued_count bigint not null,
  primary key (brand_id, id),
  check (issued_count <= total_limit)
);
create table coupons (
  brand_id text not null,
  member_id text not null,
  id text not null,
  template_id text not null,
  claim_number int not null,
  name jsonb not null,
  conditions jsonb not null,
  effect jsonb not null,
  funder text not null,
  status text not null check (status in ('issued', 'held', 'redeemed', 'void')),
  order_id text,
  valid_from bigint not null,
  valid_until bigint not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, id),
  unique (brand_id, member_id, template_id, claim_number)
);
create index coupons_redeemed on coupons (brand_id, template_id) where status = 'redeemed';
`,
}
