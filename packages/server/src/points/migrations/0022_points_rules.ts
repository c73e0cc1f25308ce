import type { Migration } from '../../kernel/migrate.ts'

/** They stand in the schema until the last statements drop them. */
const functions = `
create function siyu_0022_program(old jsonb) returns jsonb language sql immutable as $program$
  select old - 'earnBps' - 'expiryDays' || jsonb_build_object(
    'earn', jsonb_build_object(
      'rules', jsonb_build_array(jsonb_build_object(
        'id', 'base', 'name', '{"zh": "消费得积分", "en": "Points for what you pay"}'::jsonb, 'active', true,
        'effect', jsonb_build_object('kind', 'per_amount', 'count', old -> 'earnBps', 'perMinor', 10000))),
      'rounding', 'floor', 'roundPer', 'order', 'combine', 'product', 'maxPerOrderCount', null, 'caps', '[]'::jsonb,
      'activation', '{"after": "completion", "delayDays": 0}'::jsonb),
    'redeemMaxCount', null, 'noticeDays', null,
    'expiry', case when old -> 'expiryDays' = 'null' then '{"kind": "never"}'::jsonb
      else jsonb_build_object('kind', 'days', 'days', old -> 'expiryDays') end)
$program$;
create function siyu_0022_terms(earn_bps bigint, multiplier_bps bigint) returns jsonb language sql immutable as $terms$
  select jsonb_build_object(
    'rounding', 'floor', 'roundPer', 'order', 'combine', 'product', 'maxCount', null, 'caps', '[]'::jsonb,
    'parts', jsonb_build_array(jsonb_build_object(
      'ruleId', 'base', 'lineIds', null, 'minima', '[]'::jsonb, 'maxCount', null, 'cap', null,
      'effect', jsonb_build_object('kind', 'per_amount', 'count', earn_bps, 'perMinor', 10000))),
    'multipliers', jsonb_build_array(jsonb_build_object('ruleId', 'tier', 'bps', multiplier_bps, 'lineIds', null)))
$terms$;`

/**
 * Typed rules of earning, all ways of expiry, caps, delays and notices. Programs of before become one rule that earns
 * as they did; orders keep the terms they were placed under. Rows, journal and kept replies are rewritten alike, so
 * that a rebuild from the journal gives the same rows.
 */
export const points0022: Migration = {
  id: '0022_points_rules',
  text: `
${functions}
update settings set value = siyu_0022_program(value) where concept = 'points' and value ? 'earnBps';
update events set data = jsonb_set(data, '{settings}', siyu_0022_program(data -> 'settings'))
  where type = 'points_configured' and data -> 'settings' ? 'earnBps';
update events set data = jsonb_set(data, '{settings,points}', siyu_0022_program(data -> 'settings' -> 'points'))
  where type = 'brand_created' and data -> 'settings' -> 'points' ? 'earnBps';
update requests set reply = siyu_0022_program(reply)
  where status = 'done' and endpoint = 'points.configure' and reply ? 'earnBps';
update requests set reply = reply || jsonb_build_object('expiring',
    case when reply -> 'expiringNext' = 'null' then '[]' else jsonb_build_array(reply -> 'expiringNext') end)
  where status = 'done' and endpoint = 'points.adjust' and reply ? 'expiringNext';

alter table orders add column earn jsonb;
update orders set earn = siyu_0022_terms(earn_bps, multiplier_bps);
alter table orders alter column earn set not null, drop column earn_bps, drop column multiplier_bps;
update events set data = data - 'earnBps' - 'multiplierBps' || jsonb_build_object('earn',
    siyu_0022_terms((data ->> 'earnBps')::bigint, (data ->> 'multiplierBps')::bigint))
  where type = 'order_placed' and data ? 'earnBps';
update events set data = data - 'earnBps' - 'multiplierBps' || jsonb_build_object('terms', null, 'caps', '[]'::jsonb,
    'shares', jsonb_build_array(jsonb_build_object('ruleId', 'base', 'count', data -> 'count')))
  where type = 'points_earned' and data ? 'earnBps';

alter table points_lots
  add column waiting_at bigint,
  add column is_noticed boolean not null default false;
create index points_lots_waiting on points_lots (waiting_at) where waiting_at is not null;
create index points_lots_untold on points_lots (brand_id, expires_at)
  where remaining_count > 0 and expires_at is not null and not is_noticed;
alter table points_earnings
  add column basis_minor bigint not null default 0,
  add column terms jsonb;
update points_earnings p set basis_minor = (e.data ->> 'basisMinor')::bigint from events e
  where e.type = 'points_earned' and e.brand_id = p.brand_id and e.data ->> 'lotId' = p.lot_id;
create table points_counters (
  brand_id text not null,
  member_id text not null,
  key text not null,
  used_count bigint not null check (used_count >= 0),
  primary key (brand_id, member_id, key)
);
drop function siyu_0022_program(jsonb);
drop function siyu_0022_terms(bigint, bigint);
`,
}
