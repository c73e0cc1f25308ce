import type { Migration } from '../../kernel/migrate.ts'

/**
 * Codes public and unique, limits per period and by budget, gifts between members, and notices of the end. The moment
 * of a claim was only in the journal before; a claim that is not there either counts for no period.
 */
export const coupons0018: Migration = {
  id: '0018_coupon_codes',
  text: `
alter table coupon_templates
  add column period_limit jsonb,
  add column budget_minor bigint,
  add column spent_minor bigint not null default 0,
  add column needs_code boolean not null default false,
  add column public_code text,
  add column transferable boolean not null default false,
  add column notice_days int,
  add constraint coupon_templates_budget check (spent_minor <= budget_minor);
create unique index coupon_templates_public_code on coupon_templates (brand_id, public_code)
  where public_code is not null;
alter table coupons
  add column transferable boolean not null default false,
  add column gifted_until bigint,
  add column gift_code text,
  add column claimed_at bigint not null default 0,
  add column notice_at bigint;
update coupons c set claimed_at = e.at from events e
  where e.brand_id = c.brand_id and e.member_id = c.member_id and e.type = 'coupon_claimed'
    and e.data -> 'coupon' ->> 'id' = c.id;
create unique index coupons_gift_code on coupons (brand_id, gift_code) where gift_code is not null;
create index coupons_notice on coupons (notice_at) where notice_at is not null and status = 'issued';
create table coupon_batches (
  brand_id text not null,
  id text not null,
  template_id text not null,
  prefix text not null,
  count int not null,
  created_at bigint not null,
  voided_at bigint,
  version bigint not null default 1,
  primary key (brand_id, id)
);
create table coupon_codes (
  brand_id text not null,
  code text not null,
  batch_id text not null,
  place int not null,
  claimed_by text,
  claimed_at bigint,
  version bigint not null default 1,
  primary key (brand_id, code),
  unique (brand_id, batch_id, place)
);
create index coupon_codes_claimed on coupon_codes (brand_id, batch_id) where claimed_by is not null;
`,
}
