import type { Migration } from '../../kernel/migrate.ts'

/** Parts of withdrawals that are paid out of payments, and what of withdrawals that were paid was credited back. */
export const referrals0065: Migration = {
  id: '0065_payout_shares',
  text: `
alter table withdrawals add column back_minor bigint not null default 0
  check (back_minor between 0 and amount_minor);
create table payout_shares (
  brand_id text not null,
  member_id text not null,
  withdrawal_id text not null,
  payment_id text not null,
  order_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  paid_minor bigint check (paid_minor between 0 and amount_minor),
  is_returnable boolean not null,
  returned_minor bigint not null check (returned_minor >= 0),
  return_minor bigint not null check (return_minor >= 0),
  return_count int not null,
  version bigint not null default 1,
  primary key (brand_id, member_id, withdrawal_id, payment_id),
  check (returned_minor + return_minor <= coalesce(paid_minor, 0))
);
create index payout_shares_of_payment on payout_shares (brand_id, payment_id);
create index payout_shares_of_order on payout_shares (brand_id, order_id, member_id);
create index payout_shares_returnable on payout_shares (brand_id, order_id)
  where is_returnable and paid_minor > returned_minor;
`,
}
