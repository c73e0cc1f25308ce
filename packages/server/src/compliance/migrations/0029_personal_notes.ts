import type { Migration } from '../../kernel/migrate.ts'

/**
 * What operators typed as a reason leaves the journal, the rows that a replay rebuilds and the kept replies, for a
 * table of its own that a person can be erased from.
 */
export const compliance0029: Migration = {
  id: '0029_personal_notes',
  text: `
create table personal_notes (
  brand_id text not null,
  owner_id text not null,
  id text not null,
  kind text not null,
  words text not null,
  written_by text not null,
  at bigint not null,
  primary key (brand_id, owner_id, id)
);
insert into personal_notes (brand_id, owner_id, id, kind, words, written_by, at)
  select brand_id, data ->> 'memberId', data -> 'refund' ->> 'id', 'refund', data -> 'refund' ->> 'reason',
    principal, at
    from events where type = 'order_refunded' and data -> 'refund' ? 'reason'
  union all
  select brand_id, data ->> 'memberId', id, 'points_adjustment', data ->> 'reason', principal, at
    from events where type = 'points_adjusted' and data ? 'reason'
  union all
  select brand_id, data ->> 'skuId', id, 'stock_adjustment', data ->> 'reason', principal, at
    from events where type = 'stock_adjusted' and data ? 'reason'
  union all
  select brand_id, data ->> 'memberId', data ->> 'couponId', 'coupon_void', data ->> 'reason', principal, at
    from events where type = 'coupon_voided' and data ? 'reason'
  union all
  select brand_id, data ->> 'batchId', data ->> 'batchId', 'batch_void', data ->> 'reason', principal, at
    from events where type = 'coupon_batch_voided' and data ? 'reason';
update events set data = data #- '{refund,reason}' where type = 'order_refunded';
update events set data = data - 'reason'
  where type in ('points_adjusted', 'stock_adjusted', 'coupon_voided', 'coupon_batch_voided');
update order_refunds set refund = refund - 'reason';
update requests set reply = jsonb_set(reply, '{refunds}', (
  select jsonb_agg(r.value || '{"reason": null}' order by r.place)
  from jsonb_array_elements(reply -> 'refunds') with ordinality as r(value, place)))
where status = 'done' and endpoint like 'orders.%' and jsonb_typeof(reply -> 'refunds') = 'array'
  and jsonb_array_length(reply -> 'refunds') > 0;
`,
}
