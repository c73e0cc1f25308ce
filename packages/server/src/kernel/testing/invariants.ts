import type { Database } from '../database.ts'

/** What was paid for the shipping of an order. */
const SHIPPING = `coalesce((o.shipping ->> 'payableMinor')::bigint, 0)`

/** What the refunds of an order gave back of something. */
function refundSum(field: string): string {
  return `coalesce((select sum((r.refund ->> '${field}')::bigint) from order_refunds r
    where (r.brand_id, r.member_id, r.order_id) = (o.brand_id, o.member_id, o.id)), 0)`
}

/** What was paid for the goods of an order and has not come back. */
const GOODS_KEPT = `(o.payable_minor - ${SHIPPING} - o.refunded_minor + ${refundSum('shippingMinor')})::bigint`

/** The part of it that counts as growth: without the fees of memberships that were sold as no growth. */
const GROWTH_KEPT = `(${GOODS_KEPT} - coalesce((
    select sum((l.line ->> 'payableMinor')::bigint * (l.quantity - l.refunded_count) / l.quantity) from order_lines l
    where (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id) and o.memberships
      @> jsonb_build_array(jsonb_build_object('lineId', l.line_id, 'earnsGrowth', false))), 0))::bigint`

/** An order that is paid and was not given back as a whole. */
const STANDS = `o.status in ('paid', 'fulfilling', 'shipped', 'received', 'completed')`

/** What of the order of a payment was paid after it, and goes back before it: the balance after the deposit. */
const PAID_AFTER = `coalesce((select sum(b.amount_minor) from payments b where (b.brand_id, b.order_id)
    = (p.brand_id, p.order_id) and b.status = 'succeeded' and b.part = 'balance' and p.part = 'deposit'), 0)`

/** A line that lies on a shelf, unlike a membership. */
const IS_GOODS = `not coalesce(o.memberships, '[]') @> jsonb_build_array(jsonb_build_object('lineId', l.line_id))`

/** The stock of a SKU over all its slots. */
const STOCK = `(select brand_id, sku_id, sum(on_hand_count) as on_hand_count, sum(held_count) as held_count,
    sum(sold_count) as sold_count from stock group by 1, 2)`

/** Commission that was taken out, or is about to be. */
const WITHDRAWN = `- coalesce((select sum(w.amount_minor - w.back_minor) from withdrawals w
  where (w.brand_id, w.member_id) = (a.brand_id, a.member_id) and w.status not in ('rejected', 'failed')), 0)`

/** Pieces of `s` in holds outside orders that came to this. */
function heldOutside(status: 'open' | 'sold'): string {
  return `coalesce((select sum((t ->> 'quantity')::bigint) from stock_holds h cross join jsonb_array_elements(h.takes) t
    where h.brand_id = s.brand_id and h.status = '${status}' and t ->> 'skuId' = s.sku_id), 0)`
}

/** Pieces of `s` that are held for after-sales cases, or (`arrived`) are owed for goods that came back. */
function heldForCases(isWanted: string): string {
  return `coalesce((select sum((t ->> 'quantity')::bigint) from aftersales_cases a cross join jsonb_array_elements(a.takes) t
    where a.brand_id = s.brand_id and ${isWanted} and t ->> 'skuId' = s.sku_id), 0)`
}

/** Pieces of `s` that members have in the place of others, less the others whose SKU it was. */
const REPLACED = `coalesce((select sum(((p ->> 'skuId' = s.sku_id)::int - (l.sku_id = s.sku_id)::int)
    * (p ->> 'quantity')::bigint) from order_lines l cross join jsonb_array_elements(l.replaced) p
    where l.brand_id = s.brand_id), 0)`

/** What open cases claim of the line `l`. */
const CLAIMED = `coalesce((select sum((x ->> 'quantity')::bigint) from aftersales_cases a
    cross join jsonb_array_elements(a.lines) x where (a.brand_id, a.member_id, a.order_id)
      = (l.brand_id, l.member_id, l.order_id) and a.due_at is not null and x ->> 'lineId' = l.line_id), 0)`

/**
 * What must hold of every shop at every moment, each as a query for the rows that break it. They are written against
 * the tables alone, not with the rules that filled them.
 */
const CHECKS: Readonly<Record<string, string>> = {
  points_history_adds_up: `select a.member_id as who, a.balance_count as one,
      coalesce((select sum(amount) from ledger_entries e
        where (e.brand_id, e.owner_id, e.book) = (a.brand_id, a.member_id, 'points')), 0) as other
    from points_accounts a`,
  points_lots_add_up: `select a.member_id as who, a.balance_count as one, a.held_count - a.debt_count
      + coalesce((select sum(remaining_count) from points_lots l
        where (l.brand_id, l.member_id) = (a.brand_id, a.member_id)), 0) as other
    from points_accounts a`,
  points_held_for_open_orders: `select a.member_id as who, a.held_count as one,
      coalesce((select sum((t ->> 'count')::bigint) from points_spends s
        join orders o on (o.brand_id, o.member_id, o.id) = (s.brand_id, s.member_id, s.order_id)
          and o.status = 'created'
        cross join jsonb_array_elements(s.takes) t
        where (s.brand_id, s.member_id) = (a.brand_id, a.member_id)), 0) as other
    from points_accounts a`,
  points_of_ended_orders_are_back: `select s.order_id as who, s.returned_count as one,
      (select sum((t ->> 'count')::bigint) from jsonb_array_elements(s.takes) t) as other
    from points_spends s join orders o on (o.brand_id, o.member_id, o.id) = (s.brand_id, s.member_id, s.order_id)
    where o.status in ('cancelled', 'refunded')`,
  points_items_are_in_orders: `select i.id as who, i.redeemed_count as one,
      coalesce((select sum(r.count - r.returned_count) from points_redemptions r
        where (r.brand_id, r.item_id) = (i.brand_id, i.id)), 0) as other
    from points_items i`,
  points_redemptions_agree_with_orders: `select r.order_id as who, r.count - r.returned_count as one,
      case when o.status = 'cancelled' then 0 else l.quantity - l.refunded_count end as other
    from points_redemptions r
    join orders o on (o.brand_id, o.member_id, o.id) = (r.brand_id, r.member_id, r.order_id)
    join order_lines l on (l.brand_id, l.member_id, l.order_id) = (r.brand_id, r.member_id, r.order_id)`,
  points_households_are_as_many_as_said: `select h.id as who, h.member_count as one,
      (select count(*) from points_accounts a where (a.brand_id, a.household_id) = (h.brand_id, h.id)) as other
    from points_households h`,
  points_sent_are_received: `select e.brand_id as who, 0 as one, sum(e.amount) as other
    from ledger_entries e where e.kind = 'transfer' group by e.brand_id having sum(e.amount) <> 0`,
  buckets_hold_what_orders_keep: `select k.bucket_id as who, k.taken as one, coalesce((
      select sum(l.quantity - l.refunded_count) from orders o
      join order_lines l on (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id)
      where o.brand_id = k.brand_id and o.campaign ->> 'bucketId' = k.bucket_id and o.status <> 'cancelled'
        and o.campaign -> 'takes' <> '[]'::jsonb), 0) as other
    from (select brand_id, bucket_id, sum(taken_count) as taken from bucket_slots group by 1, 2) k`,
  bucket_members_hold_what_their_orders_keep: `select b.member_id || b.bucket_id as who, b.taken_count as one, coalesce((
      select sum(l.quantity - l.refunded_count) from orders o
      join order_lines l on (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id)
      where (o.brand_id, o.member_id) = (b.brand_id, b.member_id) and o.campaign ->> 'bucketId' = b.bucket_id
        and o.status <> 'cancelled'), 0) as other
    from bucket_members b`,
  group_seats_are_counted: `select t.id as who, t.seat_count as one, (select count(*) from group_seats s
      where s.brand_id = t.brand_id and s.team_id = t.id and s.state = 'held') as other from group_teams t`,
  group_teams_are_full_of_paid_orders: `select t.id as who, t.size_count as one, (select count(*) from group_seats s
      join orders o on (o.brand_id, o.member_id, o.id) = (s.brand_id, s.member_id, s.order_id)
      where s.brand_id = t.brand_id and s.team_id = t.id and s.state = 'held' and o.paid_at < t.expires_at
        and o.waits_for is null) as other
    from group_teams t where t.state = 'filled'`,
  campaign_prizes_are_won_once: `select p.campaign_id || p.prize_id as who, p.given_count as one, (select count(*)
      from campaign_rewards r where (r.brand_id, r.campaign_id, r.prize_id) = (p.brand_id, p.campaign_id, p.prize_id))
      as other from campaign_pools p`,
  campaign_standings_are_their_orders: `select s.member_id || s.campaign_id as who, s.net_minor * 1000 + s.order_count
      as one, (select coalesce(sum(k.net_minor), 0) * 1000 + count(*) from campaign_orders k
        where (k.brand_id, k.member_id, k.campaign_id) = (s.brand_id, s.member_id, s.campaign_id) and k.net_minor > 0)
      as other from campaign_standings s`,
  stock_received_is_there_or_sold: `select s.sku_id as who, s.on_hand_count + s.sold_count as one,
      coalesce((select sum((e.data ->> 'deltaCount')::bigint) from events e
        where e.brand_id = s.brand_id and e.type = 'stock_adjusted' and e.data ->> 'skuId' = s.sku_id), 0) as other
    from ${STOCK} s`,
  stock_on_hand_is_what_came_and_went: `select k.bucket || k.slot as who, k.on_hand_count as one, coalesce((
      select sum(m.amount) from stock_movements m
        where (m.brand_id, m.bucket, m.slot) = (k.brand_id, k.bucket, k.slot)), 0) as other
    from stock k`,
  stock_is_never_below_zero: `select k.bucket || k.slot as who, k.on_hand_count - k.held_count as one,
      -k.backorder_count as other
    from stock k where k.on_hand_count - k.held_count < -k.backorder_count or k.held_count < 0 or k.sold_count < 0`,
  stock_held_for_open_orders: `select s.sku_id as who, s.held_count as one, ${heldOutside('open')} +
      ${heldForCases("a.status in ('approved', 'returning', 'arrived')")} +
      coalesce((select sum(l.quantity) from order_lines l
        join orders o on (o.brand_id, o.member_id, o.id) = (l.brand_id, l.member_id, l.order_id)
          and o.status in ('created', 'deposited') and ${IS_GOODS}
        where (l.brand_id, l.sku_id) = (s.brand_id, s.sku_id)), 0) as other
    from ${STOCK} s`,
  stock_sold_and_kept: `select s.sku_id as who, s.sold_count as one, ${heldOutside('sold')} +
      ${REPLACED} - ${heldForCases("a.status = 'arrived'")} +
      coalesce((select sum(l.quantity - l.refunded_count) from order_lines l
        join orders o on (o.brand_id, o.member_id, o.id) = (l.brand_id, l.member_id, l.order_id)
          and o.paid_at is not null and o.origin = 'checkout' and ${IS_GOODS}
        where (l.brand_id, l.sku_id) = (s.brand_id, s.sku_id)), 0) as other
    from ${STOCK} s`,
  cases_claim_what_they_are_about: `select l.order_id || l.line_id as who, l.claimed_count as one, ${CLAIMED} as other
    from order_lines l`,
  cases_are_counted: `select o.id as who, o.case_count * 1000 + o.open_case_count as one,
      (select count(*) * 1000 + count(a.due_at) from aftersales_cases a
        where (a.brand_id, a.member_id, a.order_id) = (o.brand_id, o.member_id, o.id)) as other
    from orders o`,
  cases_refund_what_their_refund_says: `select a.id as who, a.refunded_minor as one,
      coalesce((select (r.refund ->> 'paidMinor')::bigint from order_refunds r
        where (r.brand_id, r.member_id, r.order_id, r.id)
          = (a.brand_id, a.member_id, a.order_id, a.refund_id)), 0) as other
    from aftersales_cases a`,
  coupons_agree_with_orders: `select c.id as who, 0 as one, 1 as other from coupons c
    left join orders o on (o.brand_id, o.member_id, o.id) = (c.brand_id, c.member_id, c.order_id)
    where not case when c.status in ('issued', 'void') then c.order_id is null
      when c.status = 'held' then o.status = 'created' and o.coupon_ids @> to_jsonb(c.id)
      when c.status = 'redeemed' then ${STANDS} and o.coupon_ids @> to_jsonb(c.id)
      else false end`,
  orders_agree_with_coupons: `select o.id as who, 0 as one, 1 as other from orders o
    join coupons c on (c.brand_id, c.member_id) = (o.brand_id, o.member_id) and o.coupon_ids @> to_jsonb(c.id)
    where (o.status = 'created' or ${STANDS})
      and (c.order_id is distinct from o.id or c.status <> case o.status when 'created' then 'held' else 'redeemed' end)`,
  coupons_issued_are_counted: `select t.id as who, t.issued_count as one,
      (select count(*) from coupons c where (c.brand_id, c.template_id) = (t.brand_id, t.id)
        and not (c.status = 'void' and c.gift_code is not null)) as other
    from coupon_templates t`,
  coupon_budgets_are_counted: `select t.id as who, t.spent_minor as one, coalesce((
      select sum((r.value ->> 'minor')::bigint) from orders o
      cross join lateral (
        select x.value from order_lines l cross join jsonb_array_elements(l.line -> 'reductions') x
          where (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id)
        union all select y.value from jsonb_array_elements(coalesce(o.shipping -> 'reductions', '[]')) y) r
      join coupons c on (c.brand_id, c.member_id) = (o.brand_id, o.member_id) and c.id = r.value ->> 'ruleId'
      where (o.brand_id, c.template_id) = (t.brand_id, t.id) and (o.status = 'created' or ${STANDS})
        and o.frozen is not null and r.value ->> 'source' = 'coupon'), 0) as other
    from coupon_templates t`,
  promotion_uses_are_counted: `select c.promotion_id as who, c.used_count as one,
      (select count(*) from promotion_uses u where (u.brand_id, u.promotion_id, u.period_key)
        = (c.brand_id, c.promotion_id, c.period_key) and u.of_total and not u.returned) as other
    from promotion_counters c`,
  promotion_money_is_counted: `select c.promotion_id as who, c.spent_minor as one,
      coalesce((select sum(u.minor) from promotion_uses u where (u.brand_id, u.promotion_id, u.period_key)
        = (c.brand_id, c.promotion_id, c.period_key) and u.of_total and not u.returned), 0) as other
    from promotion_counters c`,
  promotion_uses_of_members_are_counted: `select c.member_id as who, c.used_count as one,
      (select count(*) from promotion_uses u where (u.brand_id, u.member_id, u.promotion_id, u.period_key)
        = (c.brand_id, c.member_id, c.promotion_id, c.period_key) and u.of_member and not u.returned) as other
    from promotion_member_counters c`,
  promotions_are_used_by_standing_orders: `select u.order_id as who, 0 as one, 1 as other from promotion_uses u
    join orders o on (o.brand_id, o.member_id, o.id) = (u.brand_id, u.member_id, u.order_id)
    where u.returned <> (o.status in ('cancelled', 'refunded'))`,
  ...commissionChecks(),
  shipments_add_up: `select l.order_id || ' ' || l.line_id as who, l.shipped_count as one,
      coalesce((select sum((x ->> 'quantity')::bigint) from order_shipments s cross join jsonb_array_elements(s.lines) x
        where (s.brand_id, s.member_id, s.order_id) = (l.brand_id, l.member_id, l.order_id)
          and x ->> 'lineId' = l.line_id), 0) as other
    from order_lines l`,
  orders_are_sent_as_they_say: `select o.id as who, (o.status = 'fulfilling')::int as one, exists (
      select from order_lines l where (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id)
        and ${IS_GOODS} and l.quantity - l.shipped_count - l.refunded_count > 0)::int as other
    from orders o where o.status in ('fulfilling', 'shipped')`,
  orders_wait_for_a_moment: `select o.id as who, 0 as one, 1 as other from orders o
    where (o.status = 'shipped' and (o.receipt_due_at is null or o.shipped_at is null))
      or (o.status = 'received' and (o.completion_due_at is null or o.received_at is null))
      or (o.status = 'completed' and (o.completed_at is null or o.received_at is null))`,
  refunds_add_up: `select o.id as who, o.refunded_minor as one,
      (case o.deposit_end when 'returned' then (o.deposit ->> 'depositMinor')::bigint else 0 end) + coalesce((select sum((r.refund ->> 'paidMinor')::bigint) from order_refunds r
        where (r.brand_id, r.member_id, r.order_id) = (o.brand_id, o.member_id, o.id)), 0) as other
    from orders o`,
  refunded_whole_is_all_of_it: `select o.id as who, o.refunded_minor as one, o.payable_minor as other from orders o
    where (o.status = 'refunded') <> (select bool_and(l.refunded_count = l.quantity) from order_lines l
        where (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id))
      or (o.status = 'refunded' and ${GOODS_KEPT} <> 0) or ${GOODS_KEPT} < 0 or o.refunded_minor > o.payable_minor`,
  refunds_take_all_tax_and_points: `select o.id as who, ${refundSum('taxMinor')} as one, coalesce((
      select sum((l.line ->> 'taxMinor')::bigint) from order_lines l
        where (l.brand_id, l.member_id, l.order_id) = (o.brand_id, o.member_id, o.id)), 0) as other
    from orders o where o.status = 'refunded' and ${refundSum('shippingMinor')} = 0
      or o.points_count < ${refundSum('pointsReturnedCount')}
      or (o.status = 'refunded' and o.points_count > ${refundSum('pointsReturnedCount')})`,
  shipping_comes_back_once: `select o.id as who, ${SHIPPING} as one, ${refundSum('shippingMinor')} as other from orders o
    where ${refundSum('shippingMinor')} > ${SHIPPING}`,
  money_went_back_where_it_came_from: `select p.id as who,
      least(greatest(o.refunded_minor - ${PAID_AFTER}, 0), p.amount_minor) as one,
      coalesce((select sum(r.amount_minor) from payment_refunds r
        where (r.brand_id, r.payment_id) = (p.brand_id, p.id)), 0) as other
    from payments p join orders o on (o.brand_id, o.id) = (p.brand_id, p.order_id) where p.status = 'succeeded'`,
  money_back_is_noted: `select p.id as who, p.refunded_minor as one,
      coalesce((select sum(r.amount_minor) from payment_refunds r
        where (r.brand_id, r.payment_id) = (p.brand_id, p.id) and r.refunded_at is not null), 0) as other
    from payments p`,
  paid_orders_have_one_payment: `select o.id as who, (select count(*) from payments p
        where (p.brand_id, p.order_id) = (o.brand_id, o.id) and p.status = 'succeeded') as one,
      (o.paid_at is not null)::int + (o.deposit_paid_at is not null)::int as other
    from orders o where o.origin = 'checkout'`,
  growth_entries_add_up: `select t.member_id as who, t.growth_count as one,
      coalesce((select sum(e.amount_count) from growth_entries e
        where (e.brand_id, e.member_id) = (t.brand_id, t.member_id)), 0) as other
    from member_tiers t`,
  growth_entries_are_of_their_orders: `select e.order_id as who, e.amount_count as one,
      (select ${GROWTH_KEPT} * o.growth_bps / 10000 from orders o
        where (o.brand_id, o.member_id, o.id) = (e.brand_id, e.member_id, e.order_id)) as other
    from growth_entries e where e.kind = 'order'`,
  tier_is_the_last_of_its_history: `select t.member_id as who, 0 as one, 1 as other from member_tiers t
    join lateral (select array_agg(h.to_tier_id) as ids from tier_history h where h.brand_id = t.brand_id
      and h.member_id = t.member_id and h.at = (select max(l.at) from tier_history l
        where l.brand_id = t.brand_id and l.member_id = t.member_id and l.from_tier_id <> l.to_tier_id)) h on true
    where t.tier_id <> all (h.ids)`,
  growth_is_what_was_kept: `select t.member_id as who, t.growth_count - coalesce((
        select sum(e.amount_count) from growth_entries e
        where (e.brand_id, e.member_id) = (t.brand_id, t.member_id) and e.kind <> 'order'), 0) as one,
      coalesce((select sum(${GROWTH_KEPT} * o.growth_bps / 10000) from orders o
        where (o.brand_id, o.member_id) = (t.brand_id, t.member_id) and o.completed_at is not null), 0) as other
    from member_tiers t`,
}

function commissionChecks(): Readonly<Record<string, string>> {
  const ofState = (state: string): string => `select a.member_id as who, a.${state}_minor as one,
      coalesce((select sum(c.amount_minor - c.reversed_minor) from commissions c
        where (c.brand_id, c.payee_id) = (a.brand_id, a.member_id) and c.state = '${state}'), 0)
      ${state === 'available' ? WITHDRAWN : ''} as other
    from commission_accounts a`
  const ofLines = (column: string): string => `select c.order_id as who, c.${column} as one,
      (select sum(l.${column}) from commission_lines l
        where (l.brand_id, l.payee_id, l.order_id) = (c.brand_id, c.payee_id, c.order_id)) as other
    from commissions c`
  return {
    commission_pending: ofState('pending'),
    commission_frozen: ofState('frozen'),
    commission_available: ofState('available'),
    commission_lines_add_up: ofLines('amount_minor'),
    commission_reversals_add_up: ofLines('reversed_minor'),
    commission_reversed_is_all_of_it: `select order_id as who, amount_minor as one, reversed_minor as other
      from commissions where state = 'reversed'`,
  }
}

const STATEMENT = Object.entries(CHECKS)
  .map(
    ([name, query]) => `select '${name}' as rule, who, one, other from (${query}) q where one is distinct from other`,
  )
  .join('\nunion all\n')

/** A row that breaks a rule. */
export type Breach = { readonly rule: string; readonly who: string; readonly one: number; readonly other: number }

/** Every row of the database that breaks a rule of {@link CHECKS}; none in a sound shop. */
export function breaches(database: Database): Promise<readonly Breach[]> {
  return database.execute<Breach>({ text: STATEMENT, values: [] })
}
