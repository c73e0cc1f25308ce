import type { Migration } from '../../kernel/migrate.ts'

/** What the events of before post, each at most once. */
const POSTINGS = `
  select brand_id, id as event_id, member_id as owner_id, 'points' as book, kind, delta_count as amount,
    order_id as reference from points_entries
  union all select brand_id, id, data ->> 'payeeId', 'commission',
    case type when 'commission_accrued' then 'accrue' else 'reverse' end,
    case type when 'commission_accrued' then 1 else -1 end * (data ->> 'amountMinor')::bigint, data ->> 'orderId'
    from events where type in ('commission_accrued', 'commission_reversed')
  union all select brand_id, id, data ->> 'templateId', 'budget',
    case type when 'coupon_held' then 'use' else 'return' end,
    case type when 'coupon_held' then 1 else -1 end * (data ->> 'minor')::bigint, data ->> 'orderId'
    from events where type in ('coupon_held', 'coupon_released', 'coupon_returned')
      and data ->> 'templateId' is not null
  union all select brand_id, id, concat(data ->> 'promotionId', ':', data ->> 'periodKey'), 'budget', 'use',
    (data ->> 'minor')::bigint, data ->> 'orderId'
    from events where type = 'promotion_used' and data -> 'total' <> 'null'
  union all select brand_id, id, concat(data ->> 'promotionId', ':', data ->> 'periodKey'), 'budget', 'return',
    -(data ->> 'minor')::bigint, data ->> 'orderId'
    from events where type = 'promotion_unused' and (data ->> 'ofTotal')::boolean`

/**
 * The ledger: accounts, entries and seals. What was posted before there was one is posted from the journal, event by
 * event, as a replay posts it. The points history moves in; what a clawback could not recover stays with the earning.
 */
export const ledger0021: Migration = {
  id: '0021_ledger',
  text: `
create table ledger_accounts (
  brand_id text not null,
  owner_id text not null,
  book text not null check (book in ('points', 'commission', 'budget')),
  entry_count bigint not null,
  balance bigint not null,
  head text not null,
  primary key (brand_id, owner_id, book)
);
create index ledger_accounts_book on ledger_accounts (brand_id, book, owner_id);
create table ledger_entries (
  brand_id text not null,
  owner_id text not null,
  book text not null,
  number bigint not null,
  kind text not null,
  amount bigint not null check (amount <> 0),
  balance bigint not null,
  reference text,
  event_id text not null,
  at bigint not null,
  hash text not null,
  primary key (brand_id, owner_id, book, number)
);
create index ledger_entries_event on ledger_entries (brand_id, event_id);
create table ledger_seal_heads (
  brand_id text not null primary key,
  entry_count bigint not null,
  balance bigint not null,
  head text not null
);
create table ledger_seals (
  brand_id text not null,
  number bigint not null,
  from_position bigint not null,
  to_position bigint not null check (to_position > from_position),
  amount bigint not null,
  balance bigint not null,
  root text not null,
  at bigint not null,
  hash text not null,
  primary key (brand_id, number)
);
create unique index ledger_seals_from on ledger_seals (brand_id, from_position);

insert into ledger_seal_heads select brand_id, 0, 0, '' from brands;
insert into ledger_accounts select brand_id, member_id, 'points', 0, 0, '' from points_accounts;
insert into ledger_accounts select brand_id, member_id, 'commission', 0, 0, '' from commission_accounts;
insert into ledger_accounts select brand_id, id, 'budget', 0, 0, '' from coupon_templates;
insert into ledger_accounts select brand_id, promotion_id || ':' || period_key, 'budget', 0, 0, ''
  from promotion_counters;

do $$
declare
  posting record;
  before record;
begin
  for posting in
    select v.brand_id, p.owner_id, p.book, p.kind, p.amount, p.reference, v.id as event_id, v.at
    from events v join (${POSTINGS}) p on p.brand_id = v.brand_id and p.event_id = v.id
    where p.amount <> 0 order by v.sequence
  loop
    update ledger_accounts a
      set entry_count = a.entry_count + 1, balance = a.balance + posting.amount,
        head = encode(sha256(convert_to(a.head || E'\\n' || concat_ws('|', posting.amount, posting.kind,
          coalesce(posting.reference, ''), posting.event_id, posting.at), 'UTF8')), 'hex')
      where a.brand_id = posting.brand_id and a.owner_id = posting.owner_id and a.book = posting.book
      returning a.entry_count, a.balance, a.head into strict before;
    insert into ledger_entries values (posting.brand_id, posting.owner_id, posting.book, before.entry_count,
      posting.kind, posting.amount, before.balance, posting.reference, posting.event_id, posting.at, before.head);
  end loop;
end $$;

alter table points_earnings add column lost_count bigint not null default 0 check (lost_count >= 0);
update points_earnings g set lost_count = l.lost_count from (
  select brand_id, member_id, order_id, sum(lost_count) as lost_count from points_entries
  where kind = 'claw' group by 1, 2, 3) l
where (l.brand_id, l.member_id, l.order_id) = (g.brand_id, g.member_id, g.order_id);
drop table points_entries;
`,
}
