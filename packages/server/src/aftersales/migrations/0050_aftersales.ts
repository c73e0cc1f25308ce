import type { Migration } from '../../kernel/migrate.ts'

/**
 * After-sales cases; which units of an order are under one, and what came in the place of others. Sums of units are
 * bounded by the database, whoever writes.
 */
export const aftersales0050: Migration = {
  id: '0050_aftersales',
  text: `
alter table skus add column no_reason_return boolean not null default true;
alter table orders
  add column case_count bigint not null default 0 check (case_count between 0 and 50),
  add column open_case_count bigint not null default 0 check (open_case_count >= 0);
alter table order_lines
  add column claimed_count bigint not null default 0 check (claimed_count >= 0),
  add column replaced jsonb not null default '[]',
  add check (refunded_count + claimed_count <= quantity);
create table aftersales_cases (
  brand_id text not null,
  member_id text not null,
  id text not null,
  order_id text not null,
  kind text not null check (kind in ('refund_only', 'return_and_refund', 'exchange', 'reship')),
  reason text not null,
  status text not null check (status in ('requested', 'approved', 'returning', 'arrived', 'reshipped', 'refunded',
    'closed', 'rejected', 'withdrawn')),
  lines jsonb not null,
  takes jsonb not null,
  opened_at bigint not null,
  due_at bigint,
  ended_at bigint,
  ended_by text,
  returned jsonb,
  sent jsonb,
  refund_id text,
  refunded_minor bigint not null check (refunded_minor >= 0),
  version bigint not null default 1,
  primary key (brand_id, member_id, id),
  unique (brand_id, id),
  check ((due_at is null) = (ended_at is not null))
);
create index aftersales_cases_newest on aftersales_cases (brand_id, member_id, opened_at desc, id desc);
create index aftersales_cases_of_order on aftersales_cases (brand_id, order_id);
create index aftersales_cases_open on aftersales_cases (brand_id, due_at, id) where due_at is not null;
create index aftersales_cases_queue on aftersales_cases (brand_id, status, due_at, id) where due_at is not null;
create index aftersales_cases_ended on aftersales_cases (brand_id, status, ended_at, id) where ended_at is not null;
create index aftersales_cases_due on aftersales_cases (due_at)
  where status = 'reshipped' or status = 'approved' and kind <> 'reship';
insert into settings (brand_id, concept, value) select brand_id, 'aftersales', '{"noReasonReturnDays": 7,
  "aftersalesDays": 30, "answerDays": 3, "sendBackDays": 7, "handleDays": 5, "closeDays": 10, "returnAddress": ""}'
from brands;
`,
}
