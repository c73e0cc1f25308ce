import { sumOf } from '../../money/index.ts'
import { ratesFor } from '../../taxes/index.ts'
import { closeQuote } from './close.ts'
import { closingLayers } from './closing.ts'
import { linesOf, unmetOf } from './conditions.ts'
import { applyEffect, offShipping } from './effects.ts'
import { barred, settle } from './lanes.ts'
import { spendable } from './points.ts'
import { shippingCost, shippingList } from './shipping.ts'
import { type Found, fork, isOnShipping, measure, type Rule, roomIn, type World } from './world.ts'

/** Up to so many coupons that could apply, every combination is considered. */
export const EXACT_COUPONS = 20

/** How many lines are priced at most while combinations are tried; beyond, the best found so far is taken. */
export const MAX_SEARCH = 1_000_000

/** A coupon that could apply, with what is needed to bound what it can still take. */
type Candidate = {
  readonly rule: Rule
  readonly lines: readonly number[]
  /** The coupon before it is just like it: what may be chosen instead. */
  readonly isTwin: boolean
  /** Its conditions, unmet now, may hold after others. */
  readonly canTurn: boolean
  /** The most it can ever take off the goods. */
  readonly mostMinor: number
  /** What is left after its share when it is one of the whole basket without a cap in reach; null otherwise. */
  readonly factor: number | null
}

/** What is to pay when no more coupons come: goods after points, shipping, and taxes on top. Changes nothing. */
function costNow(world: World, shippingRules: readonly Rule[], chosen: readonly Rule[]): number {
  const rules = [...shippingRules, ...chosen.filter(isOnShipping)]
  const { points, taxes } = world.facts
  const end = fork(world)
  if (taxes?.mode === 'on_top') return closeQuote(end, [], closingLayers(end, rules, [])).payableMinor
  const goodsMinor = world.left.total - spendable(points, roomIn(world, world.every)).minor
  return goodsMinor + (shippingCost(end, rules, [])?.payableMinor ?? 0)
}

/**
 * The combination of coupons after which least is to pay, by branch and bound: a branch is left as soon as not even all
 * that its coupons could still take would make it cheaper than the best found. Ties go to fewer coupons, then to those
 * that end sooner. Beyond {@link EXACT_COUPONS} the ones that take most are considered.
 */
export function bestCoupons(open: World, shippingRules: readonly Rule[], rules: readonly Rule[]): Found {
  const world = { ...open, observe: undefined }
  const all = candidatesOf(world, rules)
  const most = [...all].sort((a, b) => b.mostMinor - a.mostMinor).slice(0, EXACT_COUPONS)
  const found = explore(
    world,
    shippingRules,
    all.filter((each) => most.includes(each)),
  )
  return { ...found, proven: found.proven && most.length === all.length }
}

function candidatesOf(world: World, rules: readonly Rule[]): readonly Candidate[] {
  const from = world.applied.length
  const all: Candidate[] = []
  for (const rule of rules) {
    if (barred(world, rule, from)) continue
    const before = all[all.length - 1]
    const isTwin = before !== undefined && isAlike(before.rule, rule)
    // Of equal coupons that cannot stand together, the one that ends first stands for all.
    if (isTwin && rule.sole !== null) continue
    const found = candidate(world, rule, isTwin)
    if (found) all.push(found)
  }
  return all
}

/** Whether coupons of a template are the same but for their time. */
function isAlike(a: Rule, b: Rule): boolean {
  const termsOf = (rule: Rule): string =>
    JSON.stringify({ ...rule, id: null, name: null, active: null, startsAt: null, endsAt: null })
  return a.usageId === b.usageId && termsOf(a) === termsOf(b)
}

function candidate(world: World, rule: Rule, isTwin: boolean): Candidate | null {
  const { effect } = rule
  const lines = linesOf(world, rule)
  // Others only take from what is left: only below a `not` can a condition that is unmet now come to hold.
  const canTurn = JSON.stringify(rule.conditions).includes('"kind":"not"')
  if (!canTurn && unmetOf(world, rule, lines)) return null
  const minor = applyEffect(fork(world), rule, lines)
  // What chooses units by their price may take more after others have lowered some.
  const isPicky = effect.kind === 'buy_get' || effect.kind === 'bundle_price' || 'maxUnits' in effect
  if (minor === 0 && !isPicky && !isOnShipping(rule)) return null
  const isWhole = effect.kind === 'percent_off' && (effect.per ?? 'order') === 'order' && lines === world.every
  const factor = isWhole && minor !== effect.capMinor ? 1 - effect.bps / 10_000 : null
  const mostMinor = isPicky ? world.left.total : effect.kind === 'gift' ? 0 : minor
  return { rule, lines, isTwin, canTurn, mostMinor, factor }
}

function explore(open: World, shippingRules: readonly Rule[], all: readonly Candidate[]): Found {
  const from = open.applied.length
  const leastShipping = leastShippingOf(open, [...shippingRules, ...all.map(({ rule }) => rule)])
  const leastTax = withTax(open)
  let steps = Math.floor(MAX_SEARCH / (open.lines.length + 1))
  const ending = (world: World, chosen: readonly Rule[]): Found => {
    return { chosen, payableMinor: costNow(world, shippingRules, chosen), proven: true }
  }
  let best = ending(open, [])
  const visit = (world: World, at: number, chosen: readonly Rule[]): void => {
    const next = all[at]
    if (!next) {
      const found = ending(world, chosen)
      if (isBetter(found, best)) best = found
      return
    }
    const least = leastTax(leastAfter(world, all, at)) + leastShipping
    if (least > best.payableMinor || (least === best.payableMinor && chosen.length > best.chosen.length)) return
    steps -= 1
    if (steps < 0) return
    const after = fork(world)
    if (!settle(after, next.rule, from).reason) visit(after, at + 1, [...chosen, next.rule])
    // Without this one its twins, which end later, would not be better.
    let other = at + 1
    while (all[other]?.isTwin) other += 1
    visit(world, other, chosen)
  }
  visit(open, 0, [])
  return { ...best, proven: steps >= 0 }
}

/** What is at least to pay for shipping, whichever of some rules apply. */
function leastShippingOf(world: World, rules: readonly Rule[]): number {
  // Only what a gift adds can make it free.
  if (rules.some(({ effect }) => effect.kind === 'gift')) return 0
  const listMinor = shippingList(world) ?? 0
  return Math.max(0, listMinor - sumOf(rules.map(({ effect }) => offShipping(effect, listMinor))))
}

/** What is at least to pay for the goods, whichever of the coupons from a place on apply. */
function leastAfter(world: World, all: readonly Candidate[], from: number): number {
  let [factor, minor] = [1, 0]
  for (let at = from; at < all.length; at += 1) {
    const next = all[at] as Candidate
    if (!next.canTurn && unmetOf(world, next.rule, next.lines)) continue
    // Rounding may take one more than the share itself.
    minor += next.factor === null ? next.mostMinor : 1
    factor *= next.factor ?? 1
  }
  const goods = Math.max(0, Math.floor(world.left.total * factor) - minor)
  return Math.max(0, goods - spendable(world.facts.points, roomIn(world, world.every)).minor)
}

/** What is at least to pay for goods of a price with the taxes on top of it; each line may round half a unit down. */
function withTax(world: World): (minor: number) => number {
  const { facts, lines, every } = world
  const { taxes } = facts
  if (taxes?.mode !== 'on_top' || lines.length === 0) return (minor) => minor
  const rates = lines.map(({ taxCategory = null }) => sumOf(ratesFor(taxes, taxCategory).map(({ bps }) => bps)))
  const slack = taxes.rounding === 'unit' ? measure(world, every, 'quantity') : lines.length
  const bps = Math.min(...rates)
  return (minor) => Math.max(minor, Math.floor((minor * (10_000 + bps)) / 10_000) - slack)
}

/** Whether less is to pay, or as much with fewer coupons, or with as many that end sooner. */
function isBetter(a: Found, b: Found): boolean {
  const theirs = rankOf(b)
  const difference = rankOf(a).map((each, at) => each - (theirs[at] as number))
  return (difference.find((each) => each !== 0) ?? 0) < 0
}

function rankOf({ chosen, payableMinor }: Found): readonly number[] {
  const ends = chosen.map(({ endsAt }) => endsAt ?? 0)
  return [payableMinor, chosen.length, ...ends.sort((a, b) => a - b)]
}
