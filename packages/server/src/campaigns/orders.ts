import type { CountedBefore, PrizeLeft } from '@siyu/core/campaigns'
import { dayMs } from '@siyu/core/kernel'
import { type RawBuilder, sql } from 'kysely'
import type { Call } from '../kernel/call.ts'
import { guarded, type Load, many, one } from '../kernel/read.ts'
import { stays } from '../referrals/index.ts'
import { campaignSpecs } from './tables.ts'

/** Money that was paid for the goods of order `o` and not given back. */
export const keptMinor: RawBuilder<number> = sql<number>`(o.payable_minor - coalesce((o.shipping ->> 'payableMinor')::bigint, 0)
  - o.refunded_minor + coalesce((select sum((r.refund ->> 'shippingMinor')::bigint) from order_refunds r
    where (r.brand_id, r.member_id, r.order_id) = (o.brand_id, o.member_id, o.id)), 0)::bigint)`

/** Of order `o`, as much as counts for campaign `c`: all that is kept, or nothing below the least. */
const countedMinor = sql`(case when o.status = 'completed' and ${keptMinor} >= greatest(1, c.min_net_minor)
  then ${keptMinor} else 0 end)`

/** The member of `o` paid for no order before it: what was placed before and is paid later comes after. */
const isFirst = sql`not exists (select 1 from orders b where b.brand_id = o.brand_id and b.member_id = o.member_id
  and (b.paid_at, b.id) < (o.paid_at, o.id))`

/** Order `o` by the member of node `n` belongs to campaign `c`: of its time, bound before, and first where it must be. */
export const isOfCampaign: RawBuilder<boolean> = sql<boolean>`(o.placed_at >= c.starts_at and o.placed_at < c.ends_at
  and n.bound_at <= o.placed_at
  and (c.terms ->> 'by' is not distinct from 'net_sales' or ${isFirst}))`

/** Order `o` was looked at for campaign `c`. */
export const countedOf: RawBuilder<boolean> = sql<boolean>`exists (select 1 from campaign_orders k
  where k.brand_id = c.brand_id and k.campaign_id = c.id and k.order_id = o.id)`

/** Commission for order `o` is held back by a doubt. */
const isDoubted = sql`exists (select 1 from commissions h where h.brand_id = o.brand_id and h.order_id = o.id
  and h.held_at is not null)`

/** When the time for returns of order `o` is over for campaign `c`. */
export const countsAt: RawBuilder<number> = sql<number>`(o.completed_at + c.return_days * ${sql.lit(dayMs)})`

/** Orders that are due to be counted: their time for returns is over, and was before the campaign's award. */
export function dueNew(now: number | RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`campaigns c
    join orders o on o.brand_id = c.brand_id and o.status = 'completed'
      and ${countsAt} <= least(${now}::bigint, c.award_at, c.stopped_at)
    join referral_nodes n on n.brand_id = o.brand_id and n.member_id = o.member_id and n.referrer_id is not null
    where c.state = 'published' and c.terms ->> 'kind' <> 'lottery' and ${isOfCampaign}
      and ${countedMinor} > 0 and not ${countedOf} and not ${isDoubted}`
}

/** Orders that count for more than is kept of them. */
export const dueAgain: RawBuilder<unknown> = sql`campaigns c
  join campaign_orders k on k.brand_id = c.brand_id and k.campaign_id = c.id and k.net_minor > 0
  join orders o on o.brand_id = k.brand_id and o.id = k.order_id and o.refunded_minor > 0
  where c.state = 'published' and ${countedMinor} < k.net_minor`

/** An order with who brought the one who placed it, as it was loaded. */
export type FriendOrderRow = {
  readonly orderId: string
  readonly friendId: string
  readonly placedAt: number
  readonly completedAt: number | null
  readonly netMinor: number
  readonly isFirst: boolean
  readonly isDoubted: boolean
  readonly inviterId: string | null
  readonly boundAt: number | null
  readonly birthday: string | null
  readonly hasLeft: boolean
}

/** An order, and who is above the member who placed it. */
export function loadFriendOrder({ brandId }: Call, orderId: string): Load<FriendOrderRow | undefined> {
  return one(sql<FriendOrderRow>`select o.id as order_id, o.member_id as friend_id, o.placed_at,
      case when o.status = 'completed' then o.completed_at end as completed_at, ${keptMinor} as net_minor,
      ${isFirst} as is_first, ${isDoubted} as is_doubted, i.member_id as inviter_id, n.bound_at, p.birthday,
      i.member_id is not null and not ${stays('i')} as has_left
    from orders o
    join referral_nodes n on n.brand_id = o.brand_id and n.member_id = o.member_id
    left join referral_nodes i on i.brand_id = n.brand_id and i.member_id = n.referrer_id
    left join member_profiles p on p.brand_id = i.brand_id and p.member_id = i.member_id
    where o.brand_id = ${brandId} and o.id = ${orderId}`)
}

/** What a campaign counted of an order; guarded. */
export function loadCounted({ brandId }: Call, campaignId: string, orderId: string): Load<CountedBefore | undefined> {
  return guarded(
    campaignSpecs.campaignOrders,
    one(sql<CountedBefore>`select * from campaign_orders
      where brand_id = ${brandId} and campaign_id = ${campaignId} and order_id = ${orderId}`),
  )
}

/** For whom an order counts: as it was counted, or as the tree stands now. */
function inviterOf(brandId: string, campaignId: string, orderId: string): RawBuilder<unknown> {
  return sql`coalesce(
    (select k.member_id from campaign_orders k where k.brand_id = ${brandId} and k.campaign_id = ${campaignId}
      and k.order_id = ${orderId}),
    (select n.referrer_id from orders o join referral_nodes n on n.brand_id = o.brand_id and n.member_id = o.member_id
      where o.brand_id = ${brandId} and o.id = ${orderId}))`
}

export type StandingFacts = { readonly orderCount: number; readonly reachedAt: number }

/** What counts for the one who brought the friend; guarded. */
export function loadInviterStanding(
  { brandId }: Call,
  campaignId: string,
  orderId: string,
): Load<StandingFacts | undefined> {
  return guarded(
    campaignSpecs.campaignStandings,
    one(sql<StandingFacts>`select * from campaign_standings where brand_id = ${brandId}
      and campaign_id = ${campaignId} and member_id = ${inviterOf(brandId, campaignId, orderId)}`),
  )
}

/** What they were rewarded for. */
export function loadReasons(
  { brandId }: Call,
  campaignId: string,
  orderId: string,
): Load<readonly { readonly reason: string }[]> {
  return many(sql<{ readonly reason: string }>`select reason from campaign_rewards where brand_id = ${brandId}
    and campaign_id = ${campaignId} and member_id = ${inviterOf(brandId, campaignId, orderId)} limit 1100`)
}

/** How many are left of each prize. */
export function loadLeft({ brandId }: Call, campaignId: string): Load<readonly PrizeLeft[]> {
  return many(sql<PrizeLeft>`select prize_id, limit_count - given_count as left_count from campaign_pools
    where brand_id = ${brandId} and campaign_id = ${campaignId} limit 100`)
}

/** Whether something of a campaign is still to be counted. */
export function loadUnsettled({ brandId, now }: Call, campaignId: string): Load<{ readonly id: string } | undefined> {
  const own = sql`c.brand_id = ${brandId} and c.id = ${campaignId}`
  return one(sql<{ readonly id: string }>`(select o.id from ${dueNew(sql`${now}`)} and ${own} limit 1)
    union all (select o.id from ${dueAgain} and ${own} limit 1)`)
}
