import type { Migration } from '../../kernel/migrate.ts'

/**
 * What the rules of prices read and keep: fields of products and SKUs, items, stacking and limits of rules, what was
 * used of limits, taxes, shipping and several coupons on orders and carts. Rows, journal and kept replies of before are
 * rewritten into the form of now, so that a rebuild from the journal gives the same rows.
 */
export const pricing0017: Migration = {
  id: '0017_pricing',
  text: `
alter table products
  add column tags jsonb not null default '[]',
  add column attributes jsonb not null default '{}';
alter table skus
  add column shop_prices jsonb not null default '[]',
  add column floor_minor bigint not null default 0 check (floor_minor >= 0),
  add column weight_grams bigint not null default 0 check (weight_grams >= 0),
  add column volume_ml bigint not null default 0 check (volume_ml >= 0),
  add column tax_category text,
  add column shipping_template_id text;
alter table promotions
  add column items jsonb,
  add column stacking jsonb,
  add column limits jsonb,
  add column created_at bigint;
alter table coupon_templates add column items jsonb, add column stacking jsonb;
alter table coupons add column items jsonb, add column stacking jsonb;
alter table orders
  add column shipping jsonb,
  add column taxes jsonb not null default '[]',
  add column coupon_ids jsonb not null default '[]';
alter table carts add column coupon_ids jsonb;

create table promotion_counters (
  brand_id text not null,
  promotion_id text not null,
  period_key text not null,
  used_count bigint not null check (used_count >= 0),
  spent_minor bigint not null check (spent_minor >= 0),
  max_uses bigint,
  budget_minor bigint,
  primary key (brand_id, promotion_id, period_key),
  check (used_count <= max_uses),
  check (spent_minor <= budget_minor)
);
create table promotion_member_counters (
  brand_id text not null,
  member_id text not null,
  promotion_id text not null,
  period_key text not null,
  used_count bigint not null check (used_count >= 0),
  version bigint not null default 1,
  primary key (brand_id, member_id, promotion_id, period_key)
);
create table promotion_uses (
  brand_id text not null,
  member_id text not null,
  order_id text not null,
  promotion_id text not null,
  minor bigint not null check (minor >= 0),
  period_key text not null,
  of_total boolean not null,
  of_member boolean not null,
  returned boolean not null,
  primary key (brand_id, member_id, order_id, promotion_id)
);

${functions()}
${rules()}
${orders()}
${carts()}
${replies()}
drop function siyu_0017_order(jsonb);
drop function siyu_0017_line(jsonb);
drop function siyu_0017_terms(jsonb);
drop function siyu_0017_coupons(jsonb);
`,
}

/** They stand in the schema until the last statement drops them. */
function functions(): string {
  return `
-- Lists of SKUs among the conditions become the items of the rule: what is common to all of them, and when nothing is,
-- a filter that fits no line.
create function siyu_0017_terms(terms jsonb) returns jsonb language sql immutable as $terms$
  with lists as (
    select c.value -> 'skuIds' as ids, c.place
    from jsonb_array_elements(terms -> 'conditions') with ordinality as c(value, place)
    where c.value ->> 'kind' = 'skus'
  ), named as (
    select i.id, min(i.place) as place
    from (select ids from lists order by place limit 1) f, jsonb_array_elements(f.ids) with ordinality as i(id, place)
    group by i.id
  ), common as (
    select jsonb_agg(n.id order by n.place) as ids from named n where not exists (
      select 1 from lists l where not l.ids @> n.id)
  )
  select case when not exists (select 1 from lists) then terms else terms || jsonb_build_object(
    'conditions', coalesce((
      select jsonb_agg(c.value order by c.place)
      from jsonb_array_elements(terms -> 'conditions') with ordinality as c(value, place)
      where c.value ->> 'kind' <> 'skus'), '[]'),
    'items', coalesce(
      (select jsonb_build_object('skuIds', ids) from common where ids is not null),
      (select jsonb_build_object('skuIds', ids, 'except', jsonb_build_object('skuIds', ids))
        from (select jsonb_agg(id order by place) as ids from named) every_one))
  ) end
$terms$;

-- The line's reductions by rule, over all its units; those of its runs by source and funder; and no tax.
create function siyu_0017_line(line jsonb) returns jsonb language sql immutable as $line$
  select line || jsonb_build_object(
    'taxMinor', 0, 'taxes', '[]'::jsonb, 'giftOf', null,
    'reductions', coalesce((
      select jsonb_agg(jsonb_build_object('source', q.source, 'ruleId', q.rule_id, 'funder', q.funder, 'minor', q.minor)
        order by q.place)
      from (
        select r.value ->> 'source' as source, r.value ->> 'ruleId' as rule_id, r.value ->> 'funder' as funder,
          sum((r.value ->> 'minor')::bigint * (u.value ->> 'count')::bigint)::bigint as minor,
          min(array[u.place, r.place]) as place
        from jsonb_array_elements(line -> 'runs') with ordinality as u(value, place),
          jsonb_array_elements(u.value -> 'reductions') with ordinality as r(value, place)
        group by 1, 2, 3
      ) q), '[]'),
    'runs', (
      select jsonb_agg(u.value || jsonb_build_object('taxMinor', 0, 'reductions', coalesce((
        select jsonb_agg(jsonb_build_object('source', q.source, 'funder', q.funder, 'minor', q.minor) order by q.place)
        from (
          select r.value ->> 'source' as source, r.value ->> 'funder' as funder,
            sum((r.value ->> 'minor')::bigint)::bigint as minor, min(r.place) as place
          from jsonb_array_elements(u.value -> 'reductions') with ordinality as r(value, place)
          group by 1, 2
        ) q), '[]')) order by u.place)
      from jsonb_array_elements(line -> 'runs') with ordinality as u(value, place))
  )
$line$;

-- One coupon or none becomes a list.
create function siyu_0017_coupons(owner jsonb) returns jsonb language sql immutable as $coupons$
  select owner - 'couponId' || jsonb_build_object('couponIds',
    case when owner ->> 'couponId' is null then '[]' else jsonb_build_array(owner -> 'couponId') end)
$coupons$;

-- An order as it was told to its member or an operator.
create function siyu_0017_order(told jsonb) returns jsonb language sql immutable as $order$
  select siyu_0017_coupons(told) || jsonb_build_object('shipping', null, 'taxes', '[]'::jsonb, 'lines', (
    select jsonb_agg(l.value || jsonb_build_object('line', siyu_0017_line(l.value -> 'line')) order by l.place)
    from jsonb_array_elements(told -> 'lines') with ordinality as l(value, place)))
$order$;`
}

/** Promotions, templates and coupons, in their tables and in the journal. */
function rules(): string {
  const narrowed = (table: string): string => `
update ${table} set (conditions, items) = (
  select t -> 'conditions', t -> 'items' from siyu_0017_terms(jsonb_build_object('conditions', conditions)) t)
where conditions @> '[{"kind": "skus"}]';`
  const journaled = (type: string, field: string): string => `
update events set data = jsonb_set(data, '{${field}}', siyu_0017_terms(data -> '${field}'))
where type = '${type}' and data -> '${field}' -> 'conditions' @> '[{"kind": "skus"}]';`
  return `${['promotions', 'coupon_templates', 'coupons'].map(narrowed).join('')}
${journaled('promotion_saved', 'promotion')}
${journaled('coupon_template_saved', 'template')}
${journaled('coupon_claimed', 'coupon')}

update promotions p set created_at = e.at from (
  select brand_id, data -> 'promotion' ->> 'id' as id, min(at) as at from events
  where type = 'promotion_saved' group by 1, 2) e
where e.brand_id = p.brand_id and e.id = p.id;
update promotions set created_at = starts_at where created_at is null;
alter table promotions alter column created_at set not null;
create index promotions_newest on promotions (brand_id, created_at desc, id desc);`
}

function orders(): string {
  return `
update order_lines set line = siyu_0017_line(line);
update orders set coupon_ids = jsonb_build_array(coupon_id) where coupon_id is not null;
alter table orders drop column coupon_id;
update events set data = siyu_0017_coupons(data) || jsonb_build_object(
  'shipping', null, 'taxes', '[]'::jsonb, 'lines', (
    select jsonb_agg(siyu_0017_line(l.value) order by l.place)
    from jsonb_array_elements(data -> 'lines') with ordinality as l(value, place)))
where type = 'order_placed';`
}

/** An empty cart leaves the choice open; one whose owner chose no coupon keeps to that. */
function carts(): string {
  return `
update carts c set coupon_ids = case
  when c.coupon_id is not null then jsonb_build_array(c.coupon_id)
  when s.chosen > coalesce(s.emptied, -1) then '[]'::jsonb
end
from (
  select brand_id, member_id, max(sequence) filter (where type = 'cart_options_set') as chosen,
    max(sequence) filter (where type = 'cart_emptied') as emptied
  from events where type in ('cart_options_set', 'cart_emptied') group by 1, 2) s
where s.brand_id = c.brand_id and s.member_id = c.member_id;
alter table carts drop column coupon_id;
update events set data = siyu_0017_coupons(data) where type = 'cart_options_set';`
}

/** A retry of a call from before the upgrade is answered in the form of now. */
function replies(): string {
  return `
update requests set reply = siyu_0017_terms(reply)
where status = 'done' and endpoint in ('promotions.save', 'coupons.saveTemplate', 'coupons.claim')
  and reply -> 'conditions' @> '[{"kind": "skus"}]';
update requests set reply = siyu_0017_coupons(reply)
where status = 'done' and endpoint in ('carts.setLine', 'carts.setOptions');
update requests set reply = siyu_0017_order(reply)
where status = 'done' and endpoint like 'orders.%' and reply ? 'lines';`
}
