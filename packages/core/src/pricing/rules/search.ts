import { taxRuns } from '../../taxes/index.ts'
import { isMoving, linesFor, unmetOf } from './conditions.ts'
import { applyEffect, takesUnits } from './effects.ts'
import type { PricedLine } from './facts.ts'
import { blocked, idle, type Lane, openLane } from './lanes.ts'
import { applyPoints, payable, pointsMinor } from './points.ts'
import { lowerShipping, shippingList } from './shipping.ts'
import { begin, flush, mark, type Rule, undo, usageOf, type World } from './world.ts'

/** Up to so many coupons that could apply, every combination is considered. */
export const EXACT_COUPONS = 20

/** The name of the one group of coupons that say nothing about stacking: one of them per order. */
const ALONE = ''

/** A coupon that could apply, with what is needed to bound what it can still take. */
type Candidate = {
  readonly rule: Rule
  readonly group: string | null
  readonly lines: readonly number[]
  /** Its conditions turn with what others take. */
  readonly isMoving: boolean
  readonly isShipping: boolean
  /** The most it can ever take off the goods: what it takes first and alone. */
  readonly mostMinor: number
  /** Its share when it is one of the whole basket without a cap in reach; null otherwise. */
  readonly wholeBps: number | null
}

export type Found = { readonly chosen: ReadonlySet<Rule>; readonly payableMinor: number; readonly proven: boolean }

/** The group a coupon shares with others of which only one may apply; null when it stacks. */
export function soleGroup({ stacking }: Rule): string | null {
  if (stacking === null) return ALONE
  const { group, mode = 'stackable' } = stacking
  return group === undefined || mode === 'stackable' ? null : group
}

/** What is to pay when no more coupons come: goods after points, shipping, and taxes on top. Changes nothing. */
export function costNow(world: World, shippingRules: readonly Rule[], chosen: readonly Rule[]): number {
  const { points, taxes } = world.facts
  const listMinor = shippingList(world)
  let shippingMinor = listMinor ?? 0
  if (shippingMinor > 0) {
    const applied = world.applied.length
    for (const { minor } of lowerShipping(world, [...shippingRules, ...chosen], listMinor, [])) shippingMinor -= minor
    world.applied.length = applied
  }
  if (taxes?.mode === 'on_top' && taxes.rates.length > 0) return taxed(world, shippingMinor)
  return world.leftTotal - pointsMinor(points, payable(world)) + shippingMinor
}

function taxed(world: World, shippingMinor: number): number {
  const before = mark(world, true)
  applyPoints(world, [])
  const { taxes } = world.facts
  let total = world.leftTotal + shippingMinor
  if (taxes) {
    total += taxRuns(taxes, 'shipping', [{ count: 1, base: shippingMinor }]).taxMinor
    if (taxes.rounding === 'unit') flush(world, world.every)
    for (const line of world.every) {
      const runs = taxes.rounding === 'unit' ? world.units[line] : null
      const whole = [{ count: 1, base: world.left[line] as number }]
      total += taxRuns(taxes, (world.lines[line] as PricedLine).taxCategory ?? null, runs ?? whole).taxMinor
    }
  }
  undo(world, before)
  return total
}

/**
 * The combination of coupons after which least is to pay, by branch and bound: a branch is left as soon as not even all
 * that its coupons could take, each first and alone, would make it cheaper than the best found. Ties go to fewer
 * coupons, then to those that end sooner. Beyond {@link EXACT_COUPONS} the ones that take most are considered.
 */
export function bestCoupons(world: World, shippingRules: readonly Rule[], ready: readonly Rule[]): Found {
  const all = candidates(world, ready)
  const proven = all.length <= EXACT_COUPONS
  const most = proven ? all : [...all].sort((a, b) => b.mostMinor - a.mostMinor).slice(0, EXACT_COUPONS)
  const considered = all.filter((each) => most.includes(each))
  return { ...explore(world, shippingRules, considered), proven }
}

function candidates(world: World, ready: readonly Rule[]): readonly Candidate[] {
  const lane = openLane()
  const seen = new Set<string>()
  return ready.flatMap((rule) => {
    if (idle(world, rule) !== null || blocked(world, rule, lane) !== null) return []
    // Of equal coupons that cannot stand together, the one that ends first stands for all.
    const twin = rule.stacking === null ? rule.usageId : rule.id
    if (seen.has(twin)) return []
    const found = candidate(world, rule)
    if (found !== null) seen.add(twin)
    return found === null ? [] : [found]
  })
}

function candidate(world: World, rule: Rule): Candidate | null {
  const lines = linesFor(world, rule.items)
  const moving = rule.conditions.some(isMoving)
  if (!moving && unmetOf(world, rule, lines) !== null) return null
  const isShipping = rule.effect.kind === 'shipping_off'
  const before = mark(world, true)
  const mostMinor = applyEffect(world, rule, lines)
  const isGift = world.gifts.length > before.gifts
  undo(world, before)
  if (mostMinor === 0 && !isShipping) return null
  const { effect } = rule
  const isWhole = effect.kind === 'percent_off' && (effect.per ?? 'order') === 'order' && lines === world.every
  const wholeBps = isWhole && mostMinor !== effect.capMinor ? effect.bps : null
  const goodsMinor = isGift ? 0 : mostMinor
  return { rule, group: soleGroup(rule), lines, isMoving: moving, isShipping, mostMinor: goodsMinor, wholeBps }
}

type Best = { chosen: readonly Rule[]; payableMinor: number }

function explore(world: World, shippingRules: readonly Rule[], all: readonly Candidate[]): Omit<Found, 'proven'> {
  const bounds = boundsOf(all)
  const funders = new Set(all.map(({ rule }) => rule.funder))
  const deep = funders.size > 1 || all.some(({ rule }) => takesUnits(rule.effect))
  const { points } = world.facts
  const leastShipping =
    all.some(({ isShipping }) => isShipping) || shippingRules.length > 0 ? 0 : (shippingList(world) ?? 0)
  const chosen: Rule[] = []
  const groups: string[] = []
  let best: Best = { chosen: [], payableMinor: costNow(world, shippingRules, []) }
  const isHopeless = (at: number): boolean => {
    const bound = bounds[at] as Bound
    const goods = Math.max(0, Math.floor(world.leftTotal * bound.factor) - bound.minor)
    const least = Math.max(0, goods - pointsMinor(points, payable(world))) + leastShipping
    return least > best.payableMinor || (least === best.payableMinor && chosen.length > best.chosen.length)
  }
  if (all[0] !== undefined) begin(world, all[0].rule)
  const visit = (at: number, lane: Lane): void => {
    if (at === all.length) {
      const payableMinor = costNow(world, shippingRules, chosen.filter(isOnShipping))
      if (isBetter({ chosen, payableMinor }, best)) best = { chosen: [...chosen], payableMinor }
      return
    }
    if (isHopeless(at)) return
    const next = all[at] as Candidate
    const before = mark(world, deep)
    if (enter(world, next, lane, groups)) {
      chosen.push(next.rule)
      world.applied.push(next.rule)
      if (next.group !== null) groups.push(next.group)
      const isClosed = next.rule.stacking?.exclusive === true
      visit(at + 1, { appliedCount: lane.appliedCount + 1, isClosed, groups: lane.groups })
      if (next.group !== null) groups.pop()
      chosen.pop()
    }
    undo(world, before)
    visit(at + 1, lane)
  }
  visit(0, openLane())
  return { chosen: new Set(best.chosen), payableMinor: best.payableMinor }
}

function isOnShipping({ effect }: Rule): boolean {
  return effect.kind === 'shipping_off'
}

/** Whether a coupon may join those chosen and does something; its effect stands then. */
function enter(world: World, next: Candidate, lane: Lane, groups: readonly string[]): boolean {
  const { rule, group, lines } = next
  if ((group !== null && groups.includes(group)) || blocked(world, rule, lane) !== null) return false
  if (next.isMoving && unmetOf(world, rule, lines) !== null) return false
  if (next.isShipping) return true
  const minor = applyEffect(world, rule, lines)
  const budget = usageOf(world, rule)?.budgetLeftMinor ?? null
  return minor > 0 && (budget === null || minor <= budget)
}

function isBetter(a: Best, b: Best): boolean {
  if (a.payableMinor !== b.payableMinor) return a.payableMinor < b.payableMinor
  if (a.chosen.length !== b.chosen.length) return a.chosen.length < b.chosen.length
  const [ours, theirs] = [ends(a.chosen), ends(b.chosen)]
  const at = ours.findIndex((end, place) => end !== theirs[place])
  return at >= 0 && (ours[at] as number) < (theirs[at] as number)
}

function ends(chosen: readonly Rule[]): readonly number[] {
  return chosen.map(({ coupon }) => coupon?.validUntil ?? 0).sort((a, b) => a - b)
}

/** At least `⌊left · factor⌋ − minor` is left of the goods, whichever of the coupons from a place on apply. */
type Bound = { readonly factor: number; readonly minor: number }

function boundsOf(all: readonly Candidate[]): readonly Bound[] {
  const bounds: Bound[] = [{ factor: 1, minor: 0 }]
  for (const { mostMinor, wholeBps } of [...all].reverse()) {
    const { factor, minor } = bounds[0] as Bound
    // Rounding may take one more than the share itself.
    const next = wholeBps === null ? { factor, minor: minor + mostMinor } : shareBound(factor, minor, wholeBps)
    bounds.unshift(next)
  }
  return bounds
}

function shareBound(factor: number, minor: number, bps: number): Bound {
  return { factor: (factor * (10_000 - bps)) / 10_000, minor: minor + 1 }
}
