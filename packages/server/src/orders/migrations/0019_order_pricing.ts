import type { Migration } from '../../kernel/migrate.ts'

/**
 * What an order was priced by, for pricing what is kept of it again, and what refunds gave back of shipping, tax and
 * reductions. Orders of before have none of it.
 */
export const orders0019: Migration = {
  id: '0019_order_pricing',
  text: `
alter table orders add column frozen jsonb;
update events set data = data || '{"frozen": null}' where type = 'order_placed';
update order_refunds set refund = refund || '{"shippingMinor": 0, "taxMinor": 0, "reductions": []}';
update events set data = jsonb_set(data, '{refund}',
  data -> 'refund' || '{"shippingMinor": 0, "taxMinor": 0, "reductions": []}')
where type = 'order_refunded';
update requests set reply = jsonb_set(reply, '{refunds}', coalesce((
  select jsonb_agg(r.value || '{"shippingMinor": 0, "taxMinor": 0, "reductions": []}' order by r.place)
  from jsonb_array_elements(reply -> 'refunds') with ordinality as r(value, place)), '[]'))
where status = 'done' and endpoint like 'orders.%' and reply ? 'refunds';
`,
}
