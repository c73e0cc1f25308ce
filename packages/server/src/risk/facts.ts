import { MAX_MARKS, type RiskFacts, type RiskPerson, type RiskReasonCode } from '@siyu/core/risk'
import { type RawBuilder, sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import { type Load, many, one } from '../kernel/read.ts'

/** How many accounts are followed from the buyer and the payee: up the bindings, and along rare marks. */
const MAX_WALK = 60
/** How many of a team are looked at on either side of the buyer's binding. */
const MAX_BESIDE = 20
/** How many accounts with the same mark are followed from one, and how many are counted. */
const MAX_ALIKE = 8
const MAX_COUNTED = 61
/** How many of the newest orders, or commissions, speak for somebody. */
const MAX_NEWEST = 200
/** How long after a person cleared a reason between two it is not held against them again. */
const EXCUSED_MS = 180 * 86_400_000
const HALF_HOUR_MS = 1_800_000
const HALF_DAY_MS = 43_200_000

type SaleRow = Omit<RiskFacts, 'people'>

/** What is counted around one commission; undefined when there is no such order. */
export function loadSaleFacts(call: Call, payeeId: string, orderId: string): Load<SaleRow | undefined> {
  const { brandId, now } = call
  const joined = (withinMs: number): RawBuilder<number> => sql`(select count(*)::int from referral_nodes n
    where n.brand_id = b.brand_id and n.referrer_id = b.referrer_id
      and n.bound_at between b.bound_at - ${withinMs} and b.bound_at + ${withinMs})`
  return one(sql<SaleRow>`select b.member_id as buyer_id, ${payeeId}::text as payee_id,
      ${joined(HALF_HOUR_MS)} as hour_count, ${joined(HALF_DAY_MS)} as day_count,
      r.released_count, r.late_refund_count
    from orders o
    join referral_nodes b on b.brand_id = o.brand_id and b.member_id = o.member_id
    cross join lateral (
      select count(*)::int as released_count, (count(*) filter (where c.is_late))::int as late_refund_count
      from (
        select exists (select 1 from orders p join order_refunds f
            on f.brand_id = p.brand_id and f.member_id = p.member_id and f.order_id = p.id
            where p.brand_id = c.brand_id and p.id = c.order_id and f.at > c.release_at) as is_late
        from commissions c where c.brand_id = o.brand_id and c.payee_id = ${payeeId} and c.release_at <= ${now}
        order by c.release_at desc limit ${MAX_NEWEST}) c) r
    where o.brand_id = ${brandId} and o.id = ${orderId}`)
}

/**
 * The accounts around one commission. They are few whatever the size of the club: those above the buyer and those who
 * share rare marks with them, and some of the team that joined just before and after the buyer. Each is looked up by
 * its key: as plain joins these were scans of the whole club.
 */
export function loadPeople({ brandId }: Call, payeeId: string, orderId: string): Load<readonly RiskPerson[]> {
  return many(sql<RiskPerson>`with recursive sale as (
      select o.member_id as buyer_id, n.referrer_id, n.bound_at
      from orders o join referral_nodes n on n.brand_id = o.brand_id and n.member_id = o.member_id
      where o.brand_id = ${brandId} and o.id = ${orderId}
    ), walk (member_id) as (
      (select buyer_id from sale union select ${payeeId}::text)
      union
      select next.member_id from walk w cross join lateral (
        (select n.referrer_id as member_id from referral_nodes n
          where n.brand_id = ${brandId} and n.member_id = w.member_id and n.referrer_id is not null)
        union all
        (select t.member_id from risk_marks m
          join risk_marks t on t.brand_id = m.brand_id and t.kind = m.kind and t.hash = m.hash
          where m.brand_id = ${brandId} and m.member_id = w.member_id and m.kind <> 'address'
            and t.member_id <> w.member_id
          order by t.member_id limit ${MAX_ALIKE})) next
    ), near as (select member_id from walk limit ${MAX_WALK}),
    beside as (${besideOf(brandId)}),
    people as (select member_id from near union select member_id from beside),
    shared as materialized (
      select p.member_id, m.kind, m.hash, count(*) over (partition by m.kind, m.hash) as here_count
      from people p cross join lateral (select m.kind, m.hash from risk_marks m
        where m.brand_id = ${brandId} and m.member_id = p.member_id limit ${MAX_MARKS}) m
    ), counted as materialized (
      select s.kind, s.hash, (select count(*)::int from (select 1 from risk_marks x where x.brand_id = ${brandId}
          and x.kind = s.kind and x.hash = s.hash limit ${MAX_COUNTED}) x) as member_count
      from (select distinct kind, hash from shared where here_count > 1) s
    )
    select p.member_id, n.referrer_id, j.joined_at, n.bound_at, o.order_count, o.refunded_count,
      (select coalesce(json_agg(json_build_object('kind', c.kind, 'value', c.hash, 'memberCount', c.member_count)
          order by c.kind, c.hash), '[]'::json)
        from shared s join counted c on c.kind = s.kind and c.hash = s.hash where s.member_id = p.member_id) as marks
    from people p
    cross join lateral (select n.referrer_id, n.bound_at from referral_nodes n
      where n.brand_id = ${brandId} and n.member_id = p.member_id limit 1) n
    cross join lateral (select m.joined_at from members m
      where m.brand_id = ${brandId} and m.id = p.member_id limit 1) j
    cross join lateral (
      select count(*)::int as order_count, (count(*) filter (where b.refunded_minor > 0))::int as refunded_count
      from (select refunded_minor from orders b
        where b.brand_id = ${brandId} and b.member_id = p.member_id and b.paid_at is not null
        order by b.placed_at desc limit ${MAX_NEWEST}) b) o
    order by p.member_id limit ${MAX_WALK + 2 * MAX_BESIDE}`)
}

/** Those bound to the buyer's referrer nearest to the buyer in time. */
function besideOf(brandId: string): RawBuilder<unknown> {
  return sql`(select n.member_id from sale s join referral_nodes n on n.brand_id = ${brandId}
      and n.referrer_id = s.referrer_id and n.bound_at <= s.bound_at
      order by n.bound_at desc, n.member_id limit ${MAX_BESIDE})
    union all
    (select n.member_id from sale s join referral_nodes n on n.brand_id = ${brandId}
      and n.referrer_id = s.referrer_id and n.bound_at > s.bound_at
      order by n.bound_at, n.member_id limit ${MAX_BESIDE})`
}

type Excused = { readonly code: RiskReasonCode }

/** Reasons that a person cleared between the payee and the buyer of an order lately. */
export function loadExcused({ brandId, now }: Call, payeeId: string, orderId: string): Load<readonly Excused[]> {
  return many(sql<Excused>`select distinct c.value ->> 'code' as code
    from orders o
    join risk_reviews r on r.brand_id = o.brand_id and r.payee_id = ${payeeId} and r.buyer_id = o.member_id
      and r.stage = 'cleared' and r.decided_at > ${now - EXCUSED_MS}
    cross join lateral jsonb_array_elements(r.reasons) c
    where o.brand_id = ${brandId} and o.id = ${orderId} limit 20`)
}
