import { type EarnContext, MAX_DUE_LOTS, type PointsEntryKind, sourceOf } from '@siyu/core/points'
import { possiblePeriodKeys } from '@siyu/core/promotions'
import { sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import { prepared } from '../kernel/prepared.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import {
  type AccountRow,
  type IdRef,
  type LotRow,
  loadEarning,
  loadLots,
  loadPointsAccount,
  loadSpend,
} from './store.ts'
import { type PointsTables, pointsSpecs } from './tables.ts'

/** The most counters of caps that one credit looks at. */
const MAX_COUNTERS = 1_000

export type CounterRow = { readonly key: string; readonly usedCount: number }

/** What was credited, by counter, as the rules of earning ask for it. */
export function usedOf(counters: readonly CounterRow[]): ReadonlyMap<string, number> {
  return new Map(counters.map(({ key, usedCount }) => [key, usedCount]))
}

/** What a member was credited on the caps that an order's terms name. */
export function loadOrderCounters(call: Call, memberId: IdRef, orderId: IdRef): Load<readonly CounterRow[]> {
  return many<CounterRow>(sql`select c.key, c.used_count from points_counters c
    join orders o on o.brand_id = c.brand_id and o.member_id = c.member_id and o.id = ${orderId}
    where c.brand_id = ${call.brandId} and c.member_id = ${memberId}
      and (o.earn -> 'caps' @> jsonb_build_array(jsonb_build_object('key', c.key))
        or o.earn -> 'parts' @> jsonb_build_array(jsonb_build_object('cap', jsonb_build_object('key', c.key))))
    limit ${MAX_COUNTERS}`)
}

/** What a member was credited on caps whose period holds now, in whatever zone: the key ends with its period. */
export function loadCounters(call: Call, memberId: string): Load<readonly CounterRow[]> {
  return many(countersOf({ brandId: call.brandId, memberId, periodKeys: possiblePeriodKeys(call.now) }))
}

type OfPeriods = { readonly brandId: string; readonly memberId: string; readonly periodKeys: readonly string[] }

const countersOf = prepared(
  ({ brandId, memberId, periodKeys }: OfPeriods) => sql<CounterRow>`select key, used_count from points_counters
    where brand_id = ${brandId} and member_id = ${memberId}
      and substring(key from '[^.]*$') = any(${periodKeys}::text[])
    limit ${MAX_COUNTERS}`,
)

/** A member's lots that have an end ahead, where the program is a rolling one; none elsewhere, which asks for none. */
export function loadRollingLots({ brandId, now }: Call, memberId: IdRef): Load<readonly LotRow[]> {
  return many(rollingLots({ brandId, memberId, now }))
}

type OfNow = { readonly brandId: string; readonly memberId: IdRef; readonly now: number }

// The program is asked about once, before any lot is looked at: so the brand is the parameter, not the lot's.
const rollingLots = prepared(
  ({ brandId, memberId, now }: OfNow) => sql<LotRow>`select l.* from points_lots l
    where l.brand_id = ${brandId} and l.member_id = ${memberId} and l.expires_at > ${now}
      and not l.is_grace and l.remaining_count > 0 and exists (select 1 from settings s
        where s.brand_id = ${brandId} and s.concept = 'points' and s.value -> 'expiry' ->> 'kind' = 'rolling')
    order by l.id limit 2000`,
)

export type PurchaseLoads = {
  readonly account: Load<AccountRow | undefined>
  readonly lots: Load<readonly LotRow[]>
  readonly earning: Load<PointsTables['pointsEarnings'] | undefined>
  readonly spend: Load<PointsTables['pointsSpends'] | undefined>
}

/** Everything known of a purchase made elsewhere, and the member's points. */
export function loadPurchase(call: Call, memberId: string, reference: string): PurchaseLoads {
  const sourceId = sourceOf(reference)
  return {
    account: loadPointsAccount(call, memberId),
    lots: loadLots(call, memberId, sourceId),
    earning: loadEarning(call, memberId, sourceId),
    spend: loadSpend(call, memberId, sourceId),
  }
}

/** What rules of earning may ask about a member. */
export type EarnerRow = Pick<EarnContext, 'tags' | 'segmentIds'> & {
  readonly joinedAt: number
  readonly orderCount: number
}

/** The member as rules of earning see them. */
export function loadEarner({ brandId }: Call, memberId: string): Load<EarnerRow | undefined> {
  return one(earnerOf({ brandId, memberId }))
}

const earnerOf = prepared(
  ({ brandId, memberId }: { readonly brandId: string; readonly memberId: string }) =>
    sql<EarnerRow>`select m.joined_at, coalesce(l.tags, '[]') as tags,
      coalesce(l.segment_ids, '[]') as segment_ids, (select count(*) from orders o
      where o.brand_id = m.brand_id and o.member_id = m.id and o.status <> 'cancelled') as order_count
    from members m left join member_labels l on l.brand_id = m.brand_id and l.member_id = m.id
    where m.brand_id = ${brandId} and m.id = ${memberId}`,
)

type Due = readonly { readonly memberId: string; readonly lotId: string }[]

/** These lots, as they stand. */
export function loadDueLots(call: Call, due: Due): Load<readonly LotRow[]> {
  return many<LotRow>(sql`select l.* from points_lots l
    join unnest(${due.map(({ memberId }) => memberId)}::text[], ${due.map(({ lotId }) => lotId)}::text[])
      as d(member_id, id) on d.member_id = l.member_id and d.id = l.id
    where l.brand_id = ${call.brandId} limit ${MAX_DUE_LOTS}`)
}

/** The accounts of their owners; guarded. */
export function loadDueAccounts(call: Call, due: Due): Load<readonly AccountRow[]> {
  const memberIds = [...new Set(due.map(({ memberId }) => memberId))]
  return guarded(
    pointsSpecs.pointsAccounts,
    many<AccountRow>(sql`select * from points_accounts
      where brand_id = ${call.brandId} and member_id = any(${memberIds}::text[]) limit ${MAX_DUE_LOTS}`),
  )
}

export type RecordRow = {
  readonly id: string
  /** Place in the member's account. */
  readonly number: number
  readonly kind: PointsEntryKind
  readonly deltaCount: number
  readonly lostCount: number
  readonly orderId: string | null
  readonly at: number
  readonly actor: string
  readonly reason: string | null
  readonly shares: readonly { readonly ruleId: string; readonly count: number }[]
}

/** History below a number of the ledger, newest first, with what the journal says about each entry. */
export function loadRecords(
  call: Call,
  memberId: string,
  belowNumber: number | null,
  limit: number,
): Load<readonly RecordRow[]> {
  return many<RecordRow>(sql`select p.number, e.id, p.kind, p.amount as delta_count,
      coalesce((e.data ->> 'lostCount')::bigint, 0) as lost_count, p.reference as order_id, p.at,
      e.principal as actor, (select n.words from personal_notes n
        where p.kind = 'adjust' and n.brand_id = p.brand_id and n.owner_id = p.owner_id
          and n.kind = 'points_adjustment' and n.at = p.at order by n.id limit 1) as reason, coalesce(e.data -> 'shares', '[]') as shares
    from ledger_entries p join events e on e.brand_id = p.brand_id and e.id = p.event_id
    where p.brand_id = ${call.brandId} and p.owner_id = ${memberId} and p.book = 'points'
      and p.number < ${belowNumber ?? Number.MAX_SAFE_INTEGER}
    order by p.number desc limit ${limit}`)
}
