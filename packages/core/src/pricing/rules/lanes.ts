import type { Coupon } from '../../coupons/index.ts'
import type { Promotion, Stacking, Terms } from '../../promotions/index.ts'
import { byPriority, runs } from '../../promotions/index.ts'
import type { Explanation, Reason } from '../schema.ts'
import { linesFor, type Unmet, unmet, unmetOf } from './conditions.ts'
import { applyEffect, missingStep } from './effects.ts'
import { begin, mark, type Rule, take, undo, usageOf, type World } from './world.ts'

/** The promotions of a basket by layer, each in the order they run. */
export type Lanes = {
  readonly price: readonly Rule[]
  readonly items: readonly Rule[]
  readonly order: readonly Rule[]
  readonly shipping: readonly Rule[]
}

const known = new WeakMap<readonly Promotion[], Lanes>()

/** Promotions made ready; remembered for as long as the list itself is. */
export function lanesOf(promotions: readonly Promotion[]): Lanes {
  const found = known.get(promotions)
  if (found !== undefined) return found
  const made = { price: [] as Rule[], items: [] as Rule[], order: [] as Rule[], shipping: [] as Rule[] }
  for (const promotion of [...promotions].sort(byPriority)) {
    const lane = laneOf(promotion)
    made[lane].push(ruleOf(lane === 'price' ? 'timed_price' : 'promotion', promotion, promotion, null))
  }
  known.set(promotions, made)
  return made
}

function laneOf({ effect, stacking }: Promotion): keyof Lanes {
  if (effect.kind === 'shipping_off') return 'shipping'
  const isPerUnit = 'per' in effect && effect.per === 'unit'
  const lane = stacking?.lane
  if (lane === 'price' && !isPerUnit) return 'items'
  if (lane !== undefined) return lane
  if (effect.kind === 'set_price') return isPerUnit ? 'price' : 'items'
  const isOnItems = isPerUnit || effect.kind === 'buy_get' || effect.kind === 'bundle_price' || effect.kind === 'gift'
  return isOnItems ? 'items' : 'order'
}

export function ruleOf(
  source: Rule['source'],
  terms: Terms & { readonly id: string },
  promotion: Promotion | null,
  coupon: Coupon | null,
): Rule {
  const { id, name, funder, conditions, items = null, effect, stacking = null } = terms
  const usageId = coupon === null ? id : coupon.templateId
  return { id, name, source, funder, conditions, items, effect, stacking, usageId, promotion, coupon }
}

/** What has happened in a lane so far. */
export type Lane = {
  appliedCount: number
  isClosed: boolean
  readonly groups: Map<string, Group>
}

/** How a group of rules was decided. */
type Group = {
  readonly mode: NonNullable<Stacking['mode']>
  /** The rule that is to apply; null while it is open which. */
  winner: Rule | null
  /** What the rules of a group decided line by line took. */
  readonly taken: ReadonlyMap<Rule, number> | null
}

export function openLane(): Lane {
  return { appliedCount: 0, isClosed: false, groups: new Map() }
}

/** Runs the rules of a lane one after the other, each on what the earlier left. */
export function runLane(world: World, rules: readonly Rule[], explain: Explanation[]): void {
  const lane = openLane()
  for (let at = 0; at < rules.length; at += 1) explain.push(settle(world, rules[at] as Rule, lane, rules))
}

export function explained(rule: Pick<Rule, 'id' | 'source' | 'name'>, minor: number, why: Unmet | null): Explanation {
  return {
    source: rule.source,
    ruleId: rule.id,
    name: rule.name,
    minor,
    reason: why === null ? null : why.reason,
    missingMinor: why === null ? null : why.missingMinor,
    missingCount: why === null ? null : why.missingCount,
  }
}

function settle(world: World, rule: Rule, lane: Lane, all: readonly Rule[]): Explanation {
  const why = idle(world, rule) ?? blocked(world, rule, lane)
  if (why !== null) return explained(rule, 0, why)
  if (rule.stacking?.group !== undefined) return inGroup(world, rule, rule.stacking.group, lane, all)
  const tried = attempt(world, rule)
  if (typeof tried !== 'number') return explained(rule, 0, tried)
  entered(world, rule, lane)
  return explained(rule, tried, null)
}

/** Why a rule cannot run in this quote at all: its time, its limits. */
export function idle(world: World, rule: Rule): Unmet | null {
  const { promotion } = rule
  const reason = promotion === null ? null : runs(promotion, world.facts.now)
  if (reason !== null) return unmet(reason)
  const usage = usageOf(world, rule)
  if (usage === undefined) return null
  if (usage.usesLeft !== null && usage.usesLeft <= 0) return unmet('uses_spent')
  return usage.memberUsesLeft !== null && usage.memberUsesLeft <= 0 ? unmet('member_uses_spent') : null
}

/** Why a rule may not stand beside those that have applied. */
export function blocked(world: World, { stacking }: Rule, lane: Lane): Unmet | null {
  if (lane.isClosed || (stacking?.exclusive === true && lane.appliedCount > 0)) return unmet('excluded')
  for (const other of world.applied) if (clash(stacking, other.stacking)) return unmet('excluded')
  return null
}

function clash(a: Stacking | null, b: Stacking | null): boolean {
  if (a === null && b === null) return false
  return refuses(a, b) || refuses(b, a)
}

function refuses(own: Stacking | null, other: Stacking | null): boolean {
  if (own === null) return false
  const tags = other?.tags ?? []
  if (own.neverWith?.some((tag) => tags.includes(tag)) === true) return true
  return own.stackWith !== undefined && own.stackWith.length > 0 && !own.stackWith.some((tag) => tags.includes(tag))
}

/** The rule applies from now on. */
export function entered(world: World, rule: Rule, lane: Lane): void {
  lane.appliedCount += 1
  if (rule.stacking?.exclusive === true) lane.isClosed = true
  world.applied.push(rule)
}

/** Takes what a rule gives, or says why it gives nothing; a rule that would pass its budget gives nothing. */
export function attempt(world: World, rule: Rule): number | Unmet {
  const lines = linesFor(world, rule.items)
  const why = unmetOf(world, rule, lines)
  if (why !== null) return why
  const budget = usageOf(world, rule)?.budgetLeftMinor ?? null
  const before = budget === null ? null : mark(world, true)
  const minor = applyEffect(world, rule, lines)
  if (minor === 0) return nothing(world, rule, lines)
  if (before === null || minor <= (budget as number)) return minor
  undo(world, before)
  return unmet('budget_spent')
}

function nothing(world: World, rule: Rule, lines: readonly number[]): Unmet {
  const missing = missingStep(world, rule, lines)
  if (missing !== null && 'minor' in missing) {
    return { reason: 'below_subtotal', missingMinor: missing.minor, missingCount: null }
  }
  if (missing !== null) return { reason: 'below_quantity', missingMinor: null, missingCount: missing.count }
  return unmet(rule.effect.kind === 'gift' ? 'gift_missing' : 'nothing_left')
}

function inGroup(world: World, rule: Rule, name: string, lane: Lane, all: readonly Rule[]): Explanation {
  const group = lane.groups.get(name) ?? decide(world, rule, name, lane, all)
  lane.groups.set(name, group)
  if (group.taken !== null) return byLine(world, rule, group.taken)
  if (group.mode !== 'stackable' && group.winner !== null && group.winner !== rule) {
    return explained(rule, 0, lostReason(world, rule))
  }
  const tried = attempt(world, rule)
  if (typeof tried !== 'number') return explained(rule, 0, tried)
  if (group.mode === 'first') group.winner = rule
  entered(world, rule, lane)
  return explained(rule, tried, null)
}

/** A rule that could not have applied anyway says so, not that another was better. */
function lostReason(world: World, rule: Rule): Unmet {
  return unmetOf(world, rule, linesFor(world, rule.items)) ?? unmet('better_in_group')
}

function byLine(world: World, rule: Rule, taken: ReadonlyMap<Rule, number>): Explanation {
  const minor = taken.get(rule) ?? 0
  return explained(rule, minor, minor > 0 ? null : lostReason(world, rule))
}

function decide(world: World, first: Rule, name: string, lane: Lane, all: readonly Rule[]): Group {
  const mode = first.stacking?.mode ?? 'stackable'
  if (mode === 'stackable' || mode === 'first') return { mode, winner: null, taken: null }
  const rivals = all.filter(
    (rule) => rule.stacking?.group === name && idle(world, rule) === null && blocked(world, rule, lane) === null,
  )
  if (mode === 'best_per_line') return { mode, winner: null, taken: bestPerLine(world, rivals, lane) }
  let [winner, most] = [first, 0]
  for (const rule of rivals) {
    const before = mark(world, true)
    const tried = attempt(world, rule)
    undo(world, before)
    if (typeof tried === 'number' && tried > most) [winner, most] = [rule, tried]
  }
  return { mode, winner, taken: null }
}

/** On each line the rule that takes most there, the earlier one among equals; all at once. */
function bestPerLine(world: World, rivals: readonly Rule[], lane: Lane): ReadonlyMap<Rule, number> {
  const best = new Map<number, { readonly rule: Rule; readonly minor: number }>()
  for (const rule of rivals) {
    const before = mark(world, true)
    const sums = new Map<number, number>()
    if (typeof attempt(world, rule) === 'number') {
      for (let at = before.log; at < world.logLine.length; at += 1) {
        const line = world.logLine[at] as number
        sums.set(line, (sums.get(line) ?? 0) + (world.logMinor[at] as number))
      }
    }
    undo(world, before)
    for (const [line, minor] of sums) if (minor > (best.get(line)?.minor ?? 0)) best.set(line, { rule, minor })
  }
  const taken = new Map<Rule, number>()
  for (const [line, { rule, minor }] of best) {
    begin(world, rule)
    taken.set(rule, (taken.get(rule) ?? 0) + take(world, line, minor))
  }
  for (const rule of rivals) if (taken.has(rule)) entered(world, rule, lane)
  return taken
}

/** A rule of a reason alone, for what never came to run. */
export function refused(rule: Pick<Rule, 'id' | 'source' | 'name'>, reason: Reason): Explanation {
  return explained(rule, 0, unmet(reason))
}
