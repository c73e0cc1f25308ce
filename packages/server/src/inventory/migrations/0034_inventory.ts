import type { Migration } from '../../kernel/migrate.ts'

/** What the events of before did to what is on hand. */
const MOVEMENTS = `
  select brand_id, id as event_id, data ->> 'skuId' as sku_id, 'adjust' as kind,
    (data ->> 'deltaCount')::bigint as amount, null as reference
    from events where type = 'stock_adjusted'
  union all select brand_id, id, l ->> 'skuId', case type when 'stock_sold' then 'sell' else 'return' end,
    case type when 'stock_sold' then -1 else 1 end * (l ->> 'quantity')::bigint, data ->> 'orderId'
    from events cross join jsonb_array_elements(data -> 'lines') l where type in ('stock_sold', 'stock_returned')`

/**
 * Stock by location and slot, with the log of its movements. What lay in stock lies in the first slot of the first
 * location, and its movements are written from the journal, event by event, as a replay writes them.
 */
export const inventory0034: Migration = {
  id: '0034_inventory',
  text: `
create table locations (
  brand_id text not null,
  id text not null,
  name jsonb not null,
  rank bigint not null check (rank >= 0),
  active boolean not null,
  version bigint not null default 1,
  primary key (brand_id, id)
);
insert into locations (brand_id, id, name, rank, active)
  select brand_id, 'main', '{"zh": "主仓", "en": "Main warehouse"}'::jsonb, 0, true from brands;

alter table stock add column bucket text, add column slot bigint not null default 0,
  add column location_id text not null default 'main',
  add column backorder_count bigint not null default 0 check (backorder_count >= 0);
update stock set bucket = sku_id || '@main';
alter table stock alter column bucket set not null, alter column slot drop default,
  alter column location_id drop default, alter column backorder_count drop default,
  drop constraint stock_pkey, drop constraint stock_check,
  add primary key (brand_id, bucket, slot),
  add check (on_hand_count + backorder_count >= held_count);
create index stock_sku on stock (brand_id, sku_id);

create table stock_cards (
  brand_id text not null,
  bucket text not null,
  slot bigint not null,
  entry_count bigint not null,
  balance bigint not null,
  head text not null,
  primary key (brand_id, bucket, slot)
);
create table stock_movements (
  brand_id text not null,
  bucket text not null,
  slot bigint not null,
  number bigint not null,
  kind text not null,
  amount bigint not null check (amount <> 0),
  balance bigint not null,
  reference text,
  event_id text not null,
  at bigint not null,
  hash text not null,
  primary key (brand_id, bucket, slot, number)
);
create table stock_policies (
  brand_id text not null,
  sku_id text not null,
  backorder_count bigint not null check (backorder_count >= 0),
  low_stock_count bigint check (low_stock_count >= 0),
  slot_count bigint not null check (slot_count between 1 and 64),
  version bigint not null default 1,
  primary key (brand_id, sku_id)
);
create index stock_policies_low on stock_policies (brand_id, sku_id) where low_stock_count is not null;
create table stock_holds (
  brand_id text not null,
  id text not null,
  takes jsonb not null,
  status text not null check (status in ('open', 'released', 'sold', 'expired')),
  expires_at bigint not null,
  opened_at bigint not null,
  version bigint not null default 1,
  primary key (brand_id, id)
);
create index stock_holds_due on stock_holds (expires_at) where status = 'open';
create index stock_holds_newest on stock_holds (brand_id, opened_at desc, id desc);
create table stock_crossings (
  brand_id text not null,
  sku_id text not null,
  number bigint not null,
  is_low boolean not null,
  free_count bigint not null,
  at bigint not null,
  primary key (brand_id, sku_id, number)
);

insert into stock_cards select brand_id, bucket, slot, 0, 0, '' from stock;
do $$
declare
  movement record;
  card record;
begin
  for movement in
    select v.brand_id, m.sku_id || '@main' as bucket, m.kind, m.amount, m.reference, v.id as event_id, v.at
    from events v join (${MOVEMENTS}) m on m.brand_id = v.brand_id and m.event_id = v.id
    where m.amount <> 0 order by v.sequence
  loop
    update stock_cards c
      set entry_count = c.entry_count + 1, balance = c.balance + movement.amount,
        head = encode(sha256(convert_to(c.head || E'\\n' || concat_ws('|', movement.amount, movement.kind,
          coalesce(movement.reference, ''), movement.event_id, movement.at), 'UTF8')), 'hex')
      where c.brand_id = movement.brand_id and c.bucket = movement.bucket and c.slot = 0
      returning c.entry_count, c.balance, c.head into strict card;
    insert into stock_movements values (movement.brand_id, movement.bucket, 0, card.entry_count, movement.kind,
      movement.amount, card.balance, movement.reference, movement.event_id, movement.at, card.head);
  end loop;
end $$;

alter table orders add column stock jsonb;
`,
}
