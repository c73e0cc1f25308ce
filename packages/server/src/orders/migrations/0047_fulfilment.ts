import type { Migration } from '../../kernel/migrate.ts'

/**
 * How orders go on after payment: what was sent, received and is due to be. What was completed before had been
 * received; what was cancelled, was when its event says.
 */
export const orders0047: Migration = {
  id: '0047_fulfilment',
  text: `
alter table orders drop constraint orders_status_check;
alter table orders add constraint orders_status_check check (status in
    ('created', 'paid', 'fulfilling', 'shipped', 'received', 'completed', 'cancelled', 'refunded')),
  add column shipped_at bigint, add column received_at bigint, add column cancelled_at bigint,
  add column receipt_due_at bigint, add column completion_due_at bigint, add column fulfilment jsonb;
create index orders_receipt_due on orders (receipt_due_at) where status = 'shipped';
create index orders_completion_due on orders (completion_due_at) where status = 'received';
create index orders_of_status on orders (brand_id, status, placed_at desc, id desc);
alter table order_lines add column shipped_count bigint not null default 0
  check (shipped_count between 0 and quantity);
create index order_lines_of_sku on order_lines (brand_id, sku_id, order_id);
create table order_shipments (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  id text not null,
  lines jsonb not null,
  carrier text not null,
  tracking_number text not null,
  location_id text,
  at bigint not null,
  primary key (brand_id, member_id, order_id, id)
);
create index order_shipments_by_number on order_shipments (brand_id, tracking_number);
update orders set received_at = completed_at where completed_at is not null;
update orders o set cancelled_at = e.at from events e
  where e.type = 'order_cancelled' and e.brand_id = o.brand_id and e.data ->> 'orderId' = o.id;
insert into settings (brand_id, concept, value)
  select brand_id, 'orders', '{"tracksShipments": false, "autoReceiveDays": 10, "autoCompleteDays": 0,
    "paymentWindowMs": 1800000}'::jsonb from brands
  on conflict do nothing;
update requests set reply = reply || '{"shippedAt": null, "cancelledAt": null, "receiptDueAt": null,
    "completionDueAt": null, "shipments": [], "parcels": [], "fulfilment":
    {"tracksShipments": false, "autoReceiveDays": 10, "autoCompleteDays": 0}}'
  || jsonb_build_object('receivedAt', reply -> 'completedAt', 'lines', (
    select jsonb_agg(l.value || '{"shippedCount": 0}' order by l.place)
    from jsonb_array_elements(reply -> 'lines') with ordinality as l(value, place)))
where status = 'done' and endpoint like 'orders.%' and reply ? 'refunds';
`,
}
