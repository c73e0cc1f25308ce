import { type Coupon, isGifted } from '../../coupons/index.ts'
import { sumOf } from '../../money/index.ts'
import type { Explanation } from '../schema.ts'
import { linesOf, type Outcome, unmet } from './conditions.ts'
import { applyEffect } from './effects.ts'
import type { QuoteFacts } from './facts.ts'
import { blocked, explained, idle, settle, tried } from './lanes.ts'
import { ruleOf } from './ready.ts'
import { type Found, fork, isOnShipping, type Rule, type World } from './world.ts'

/** Coupons as rules, in the order they run: by template, end and id, so that equal wallets cost the same. */
export function couponRules({ coupons, now }: QuoteFacts): readonly Rule[] {
  return [...coupons].sort(inOrder).map((coupon) => {
    const { templateId, status, validFrom, validUntil } = coupon
    const active = status === 'issued' && !isGifted(coupon, now)
    return ruleOf('coupon', coupon, templateId, { active, startsAt: validFrom, endsAt: validUntil })
  })
}

function inOrder(a: Coupon, b: Coupon): number {
  return compare(a.templateId, b.templateId) || a.validUntil - b.validUntil || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** Lets the coupons run that the shopper insists on, or those that were found. Returns those that wait for shipping. */
export function applyCoupons(
  world: World,
  rules: readonly Rule[],
  found: Found | undefined,
  explain: Explanation[],
): readonly Rule[] {
  const { couponIds } = world.facts
  const chosen = couponIds ? rules.filter(({ id }) => couponIds.includes(id)) : (found?.chosen ?? [])
  const from = world.applied.length
  const outcomes = new Map<Rule, Outcome>()
  for (const rule of chosen) outcomes.set(rule, settle(world, rule, from))
  const shipping = chosen.filter((rule) => isOnShipping(rule) && !outcomes.get(rule)?.reason)
  for (const rule of rules) {
    if (!shipping.includes(rule)) explain.push(explained(rule, outcomes.get(rule) ?? whyNotChosen(world, rule, from)))
  }
  return shipping
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
