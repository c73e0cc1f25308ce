import type { Statement } from './sql.ts'

const HOUR_MS = 3_600_000

/** Events that came again are counted by the hour as they are put in: the first copies stay as they are. */
export const duplicatesMigration: { readonly id: string; readonly text: string } = {
  id: '0110_analytics_duplicates',
  text: `
create table analytics_duplicates (
  brand_id text not null,
  hour_at bigint not null,
  count bigint not null check (count >= 0),
  primary key (brand_id, hour_at)
);
`,
}

/** Rows as {@link DeliveryHour}. */
export function deliveryStatement(brandId: string, fromAt: number): Statement {
  return {
    text: `with accepted as (
  select received_at - received_at % ${HOUR_MS} as hour_at, count(*)::int as count,
    percentile_disc(array[0.5, 0.95]) within group (order by greatest(0, received_at - occurred_at)) as lags
  from analytics_events where brand_id = $1 and received_at >= $2::bigint group by 1
), dead as (
  select received_at - received_at % ${HOUR_MS} as hour_at, count(*)::int as count
  from analytics_dead_letters where brand_id = $1 and not is_stored and received_at >= $2::bigint group by 1
), again as (
  select hour_at, count from analytics_duplicates where brand_id = $1 and hour_at >= $2::bigint - ${HOUR_MS - 1}
)
select hour_at as "startsAt", coalesce(accepted.count, 0) as "acceptedCount", coalesce(dead.count, 0) as "deadCount",
  coalesce(again.count, 0)::int as "duplicateCount", accepted.lags[1] as "medianLagMs", accepted.lags[2] as "slowLagMs"
from accepted full join dead using (hour_at) full join again using (hour_at) order by hour_at desc limit 200`,
    values: [brandId, fromAt],
  }
}
