import { type Coupon, usable } from '../../coupons/index.ts'
import type { CouponSearch, Explanation, Reason } from '../schema.ts'
import { linesFor, type Unmet, unmet, unmetOf } from './conditions.ts'
import { attempt, blocked, entered, explained, idle, openLane, ruleOf } from './lanes.ts'
import { bestCoupons, costNow, soleGroup } from './search.ts'
import { mark, type Rule, undo, type World } from './world.ts'

/** What is decided about coupons: those on goods have run, those on shipping are to. */
export type CouponChoice = { readonly shipping: readonly Rule[]; readonly search: CouponSearch }

const nothing: CouponChoice = { shipping: [], search: { proven: true, bestPayableMinor: null } }

/** Lets the coupons run: those the shopper insists on, or the combination after which least is to pay. */
export function applyCoupons(world: World, shippingRules: readonly Rule[], explain: Explanation[]): CouponChoice {
  const { coupons, couponIds, now } = world.facts
  if (coupons.length === 0) return nothing
  const rules = inOrder(coupons).map((coupon) => ruleOf('coupon', coupon, null, coupon))
  const why = new Map<Rule, Unmet | null>(rules.map((rule) => [rule, whyNotUsable(rule.coupon as Coupon, now)]))
  const ready = rules.filter((rule) => why.get(rule) === null)
  const wanted = couponIds === null ? null : ready.filter(({ id }) => couponIds.includes(id))
  const best = bestCoupons(world, shippingRules, ready)
  const chosen = new Set(wanted ?? best.chosen)
  const taken = run(world, ready, chosen, why)
  for (const rule of rules) {
    if (rule.effect.kind === 'shipping_off' && chosen.has(rule) && why.get(rule) === null) continue
    explain.push(explained(rule, taken.get(rule) ?? 0, taken.has(rule) ? null : (why.get(rule) ?? null)))
  }
  const shipping = ready.filter(
    (rule) => rule.effect.kind === 'shipping_off' && chosen.has(rule) && why.get(rule) === null,
  )
  if (wanted === null) return { shipping, search: { proven: best.proven, bestPayableMinor: null } }
  const isDearer = best.payableMinor < costNow(world, shippingRules, shipping)
  return { shipping, search: { proven: false, bestPayableMinor: isDearer ? best.payableMinor : null } }
}

/** Coupons run by template, then by end, then by id, so that equal wallets cost the same. */
function inOrder(coupons: readonly Coupon[]): readonly Coupon[] {
  return [...coupons].sort(
    (a, b) => compare(a.templateId, b.templateId) || a.validUntil - b.validUntil || compare(a.id, b.id),
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Null exactly when the coupon is usable; the moments are told apart for the shopper. */
function whyNotUsable(coupon: Coupon, now: number): Unmet | null {
  if (usable(coupon, now)) return null
  let reason: Reason = 'coupon_not_usable'
  if (coupon.status === 'issued' && now < coupon.validFrom) reason = 'not_started'
  else if (coupon.status === 'issued' && now >= coupon.validUntil) reason = 'ended'
  return unmet(reason)
}

/** Runs the chosen coupons and finds out why the others do not. Returns what each took off the goods. */
function run(
  world: World,
  ready: readonly Rule[],
  chosen: ReadonlySet<Rule>,
  why: Map<Rule, Unmet | null>,
): ReadonlyMap<Rule, number> {
  const lane = openLane()
  const groups = new Set<string>()
  const taken = new Map<Rule, number>()
  for (const rule of ready) {
    if (!chosen.has(rule)) continue
    const group = soleGroup(rule)
    const isLost = group !== null && groups.has(group)
    const no = idle(world, rule) ?? blocked(world, rule, lane) ?? (isLost ? unmet('excluded') : null)
    const isOnShipping = rule.effect.kind === 'shipping_off'
    const tried = no ?? (isOnShipping ? unmetOf(world, rule, linesFor(world, rule.items)) : attempt(world, rule))
    if (tried !== null && typeof tried !== 'number') why.set(rule, tried)
    else {
      if (tried !== null) taken.set(rule, tried)
      if (group !== null) groups.add(group)
      entered(world, rule, lane)
    }
  }
  for (const rule of ready) {
    if (!chosen.has(rule)) why.set(rule, whyNotChosen(world, rule, lane, groups))
  }
  return taken
}

function whyNotChosen(
  world: World,
  rule: Rule,
  lane: Parameters<typeof blocked>[2],
  groups: ReadonlySet<string>,
): Unmet {
  const group = soleGroup(rule)
  const no = idle(world, rule) ?? unmetOf(world, rule, linesFor(world, rule.items)) ?? blocked(world, rule, lane)
  if (no !== null) return no
  if (group !== null && groups.has(group)) return unmet('excluded')
  const before = mark(world, true)
  const tried = rule.effect.kind === 'shipping_off' ? 1 : attempt(world, rule)
  undo(world, before)
  return typeof tried === 'number' ? unmet('not_chosen') : tried
}
