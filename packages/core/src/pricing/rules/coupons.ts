import type { Coupon } from '../../coupons/index.ts'
import { sumOf } from '../../money/index.ts'
import type { CouponSearch, Explanation } from '../schema.ts'
import { linesOf, type Outcome, unmet } from './conditions.ts'
import { applyEffect } from './effects.ts'
import { blocked, explained, idle, settle, tried } from './lanes.ts'
import { ruleOf } from './ready.ts'
import { bestCoupons, costNow, isOnShipping } from './search.ts'
import { fork, type Period, type Rule, type World } from './world.ts'

/** What is decided about coupons: those on goods have run, those on shipping are to. */
export type CouponChoice = { readonly shipping: readonly Rule[]; readonly search: CouponSearch }

/** Lets the coupons run: those the shopper insists on, or the combination after which least is to pay. */
export function applyCoupons(world: World, shippingRules: readonly Rule[], explain: Explanation[]): CouponChoice {
  const { coupons, couponIds } = world.facts
  if (coupons.length === 0) return { shipping: [], search: { proven: true, bestPayableMinor: null } }
  const rules = [...coupons]
    .sort(inOrder)
    .map((coupon) => ruleOf('coupon', coupon, coupon.templateId, periodOf(coupon)))
  const best = bestCoupons(world, shippingRules, rules)
  const chosen = couponIds ? rules.filter(({ id }) => couponIds.includes(id)) : best.chosen
  const from = world.applied.length
  const outcomes = new Map<Rule, Outcome>()
  for (const rule of chosen) outcomes.set(rule, settle(world, rule, from))
  const shipping = chosen.filter((rule) => isOnShipping(rule) && outcomes.get(rule)?.reason === null)
  for (const rule of rules) {
    if (!shipping.includes(rule)) explain.push(explained(rule, outcomes.get(rule) ?? whyNotChosen(world, rule, from)))
  }
  if (!couponIds) return { shipping, search: { proven: best.proven, bestPayableMinor: null } }
  const isDearer = best.payableMinor < costNow(world, shippingRules, shipping)
  return { shipping, search: { proven: false, bestPayableMinor: isDearer ? best.payableMinor : null } }
}

function periodOf({ status, validFrom, validUntil, giftedUntil }: Coupon): Period {
  return { active: status === 'issued', startsAt: validFrom, endsAt: validUntil, giftedUntil }
}

/** Coupons run by template, then by end, then by id, so that equal wallets cost the same. */
function inOrder(a: Coupon, b: Coupon): number {
  return compare(a.templateId, b.templateId) || a.validUntil - b.validUntil || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function whyNotChosen(world: World, rule: Rule, from: number): Outcome {
  const why = idle(world, rule)
  if (why) return why
  const outcome = tried(world, rule)
  const no = blocked(world, rule, from)
  if (!outcome.reason) return no ?? unmet('not_chosen')
  return !no || beats(world, rule, from) ? outcome : unmet(outcome.reason)
}

/** What a coupon lacks is worth telling beside those that exclude it when it would then take more than they do. */
function beats(world: World, rule: Rule, from: number): boolean {
  const minor = applyEffect(fork(world), rule, linesOf(world, rule))
  return minor > sumOf(world.applied.slice(from).map((other) => other.minor))
}
