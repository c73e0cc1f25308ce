import type { Migration } from '../../kernel/migrate.ts'

/** Stored value: an account per member, a book of the ledger, and what orders are paid by it. */
export const storedValue0041: Migration = {
  id: '0041_stored_value',
  text: `
create table stored_value_accounts (
  brand_id text not null,
  member_id text not null,
  balance_minor bigint not null,
  held_minor bigint not null check (held_minor >= 0),
  version bigint not null default 1,
  primary key (brand_id, member_id),
  check (held_minor <= balance_minor)
);
insert into stored_value_accounts (brand_id, member_id, balance_minor, held_minor)
  select brand_id, id, 0, 0 from members;
alter table ledger_accounts drop constraint ledger_accounts_book_check,
  add constraint ledger_accounts_book_check check (book in ('points', 'commission', 'budget', 'stored_value'));
insert into ledger_accounts select brand_id, id, 'stored_value', 0, 0, '' from members;
alter table orders add column stored_value_minor bigint not null default 0 check (stored_value_minor >= 0);
`,
}
