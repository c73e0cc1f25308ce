import { getLiability, type LiabilityFacts, liability, type PointsSettings } from '@siyu/core/points'
import { sql } from 'kysely'
import { loadSettings } from '../brands/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { type Load, many, one } from '../kernel/read.ts'

/** How far back the history of expired points goes. */
const HISTORY_MS = 730 * 86_400_000

export const liabilityRoute: Route = query(getLiability, {
  load: (call) => ({
    active: loadActive(call),
    sums: loadSums(call),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }),
  reply: ({ active, sums, settings }, _input, { now }) =>
    answer(liability({ now, active, ...(sums as Sums), ...settings })),
})

/** Spendable points by the month they end in, in the brand's time zone. */
function loadActive({ brandId, now }: Call): Load<LiabilityFacts['active']> {
  return many(sql<LiabilityFacts['active'][number]>`select
      to_char(to_timestamp(l.expires_at / 1000.0) at time zone b.time_zone, 'YYYY-MM') as month,
      sum(l.remaining_count)::bigint as count
    from points_lots l join brands b on b.brand_id = l.brand_id
    where l.brand_id = ${brandId} and l.remaining_count > 0 and l.active_at <= ${now}
      and (l.expires_at is null or l.expires_at > ${now})
    group by 1 order by 1 nulls last`)
}

type Sums = Pick<LiabilityFacts, 'pendingCount' | 'heldCount' | 'debtCount' | 'endedCount' | 'expiredCount'>

function loadSums({ brandId, now }: Call): Load<Sums | undefined> {
  return one(sql<Sums>`select p.pending_count, a.held_count, a.debt_count, e.ended_count, e.expired_count
    from (select coalesce(sum(remaining_count), 0)::bigint as pending_count from points_lots
        where brand_id = ${brandId} and remaining_count > 0 and (active_at is null or active_at > ${now})) p
      cross join (select coalesce(sum(held_count), 0)::bigint as held_count,
          coalesce(sum(debt_count), 0)::bigint as debt_count from points_accounts where brand_id = ${brandId}) a
      cross join (select coalesce(sum(amount_count), 0)::bigint as ended_count,
          coalesce(sum(expired_count + remaining_count), 0)::bigint as expired_count from points_lots
        where brand_id = ${brandId} and expires_at <= ${now} and expires_at > ${now - HISTORY_MS}) e`)
}
