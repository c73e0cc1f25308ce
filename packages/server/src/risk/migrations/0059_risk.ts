import type { Migration } from '../../kernel/migrate.ts'

/** Marks that accounts may share, and what was found of commission before its release. What was before has none. */
export const risk0059: Migration = {
  id: '0059_risk',
  text: `
create table risk_marks (
  brand_id text not null,
  member_id text not null,
  kind text not null check (kind in ('identity', 'phone', 'device', 'payer', 'address')),
  hash text not null,
  seen_at bigint not null,
  primary key (brand_id, member_id, kind, hash)
);
create index risk_marks_alike on risk_marks (brand_id, kind, hash, member_id);
create table risk_reviews (
  brand_id text not null,
  payee_id text not null,
  order_id text not null,
  buyer_id text not null,
  stage text not null check (stage in ('passed', 'held', 'cleared', 'confirmed')),
  score int not null check (score between 0 and 100),
  reasons jsonb not null,
  assessed_at bigint not null,
  held_at bigint,
  appeal_until bigint,
  appealed_at bigint,
  decided_at bigint,
  decided_by text,
  version bigint not null default 1,
  primary key (brand_id, payee_id, order_id),
  check ((held_at is null) = (stage = 'passed')),
  check ((held_at is null) = (appeal_until is null)),
  check ((decided_at is null) = (stage in ('passed', 'held')))
);
create index risk_reviews_open on risk_reviews (brand_id, held_at, order_id) where stage = 'held';
create index risk_reviews_decided on risk_reviews (brand_id, decided_at desc, order_id desc)
  where decided_at is not null;
create index risk_reviews_cleared on risk_reviews (brand_id, payee_id, buyer_id) where stage = 'cleared';
create index commissions_unpaid on commissions (at) where state in ('pending', 'frozen');
create index commissions_released on commissions (brand_id, payee_id, release_at desc) where release_at is not null;
insert into settings (brand_id, concept, value)
  select brand_id, 'risk', '{"isActive": true, "holdScore": 60, "appealDays": 3, "burstCount": 20,
    "chainMinutes": 30, "refundBps": 5000}'::jsonb from brands
  on conflict do nothing;
`,
}
