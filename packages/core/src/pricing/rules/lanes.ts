import { type Coupon, isGifted } from '../../coupons/index.ts'
import { byPriority, type Promotion, runs, type Stacking, type Terms } from '../../promotions/index.ts'
import type { Explanation, Reason } from '../schema.ts'
import { isThreshold, linesFor, type Unmet, unmet, unmetOf } from './conditions.ts'
import { absentFor, applyEffect, missingOf } from './effects.ts'
import type { RuleUsage } from './facts.ts'
import { mark, type Rule, sumOf, take, type World } from './world.ts'

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
  const { kind } = effect
  if (kind === 'shipping_off') return 'shipping'
  const isPerUnit = 'per' in effect && effect.per === 'unit'
  const lane = stacking?.lane ?? (kind === 'set_price' ? 'price' : undefined)
  if (lane === 'price') return isPerUnit ? 'price' : 'items'
  const isOnItems = isPerUnit || kind === 'buy_get' || kind === 'bundle_price' || kind === 'gift'
  return lane ?? (isOnItems ? 'items' : 'order')
}

/** The name of the one group of coupons that say nothing about stacking: one of them per order. */
const ALONE = ''

export function ruleOf(
  source: Rule['source'],
  terms: Terms & { readonly id: string },
  promotion: Promotion | null,
  coupon: Coupon | null,
): Rule {
  const { id, name, funder, conditions, items = null, effect } = terms
  const stacking = terms.stacking ?? {}
  const { group, mode = 'stackable', exclusive, stackWith, neverWith } = stacking
  const own = terms.stacking ? (mode === 'stackable' ? null : (group ?? null)) : ALONE
  const sole = coupon === null ? null : own
  const isStrict = sole !== null || exclusive === true || stackWith !== undefined || neverWith !== undefined
  const usageId = coupon?.templateId ?? id
  return { id, name, source, funder, conditions, items, effect, stacking, sole, isStrict, usageId, promotion, coupon }
}

/** What a rule took, or why nothing. */
export type Outcome = number | Unmet

export function explained({ source, id, name }: Pick<Rule, 'id' | 'source' | 'name'>, outcome: Outcome): Explanation {
  if (typeof outcome === 'number') {
    return { source, ruleId: id, name, minor: outcome, reason: null, missingMinor: null, missingCount: null }
  }
  const { reason, missingMinor, missingCount } = outcome
  return { source, ruleId: id, name, minor: 0, reason, missingMinor, missingCount }
}

/** Runs the rules of a lane, each on what the earlier left; a group runs as one, when its first is due. */
export function runLane(world: World, rules: readonly Rule[], explain: Explanation[]): void {
  if (rules.length === 0) return
  const from = world.applied.length
  const groups = new Set<string>()
  const decided = new Map<Rule, Outcome>()
  for (let at = 0; at < rules.length; at += 1) {
    const rule = rules[at] as Rule
    const { group, mode = 'stackable' } = rule.stacking
    if (group !== undefined && rule.sole === null && !groups.has(group) && barred(world, rule, from) === null) {
      groups.add(group)
      const rivals = rules.filter((each) => each.stacking.group === group && barred(world, each, from) === null)
      if (mode !== 'stackable') decide(world, mode, rivals, from, decided)
    }
    explain.push(explained(rule, decided.get(rule) ?? settle(world, rule, from)))
  }
}

/** What a rule of a group would take, together and of each line. */
type Trial = { readonly rule: Rule; readonly outcome: Outcome; readonly bids: readonly number[] }

/** Lets the winner of a group apply, or on each line the one that takes most there; the earlier among equals. */
function decide(
  world: World,
  mode: 'best' | 'best_per_line' | 'first',
  rivals: readonly Rule[],
  from: number,
  decided: Map<Rule, Outcome>,
): void {
  const trials = rivals.map((rule): Trial => {
    const { left } = world
    const outcome = tried(world, rule)
    return { rule, outcome, bids: world.left.by.map((minor, line) => minor - (left.by[line] as number)) }
  })
  if (mode === 'best_per_line') takeByLine(world, trials, decided)
  else {
    const bid = ({ outcome }: Trial): number => (typeof outcome !== 'number' ? 0 : mode === 'first' ? 1 : outcome)
    const winner = bestOf(trials, bid)
    if (winner !== undefined) decided.set(winner, settle(world, winner, from))
  }
  const isWon = decided.size > 0
  for (const { rule, outcome } of trials) {
    if (decided.has(rule)) continue
    // What the others lack would not help them.
    const lost = unmet(typeof outcome === 'number' ? 'better_in_group' : outcome.reason)
    // What takes nothing of any line, such as a gift, has no rivals there.
    decided.set(rule, isWon ? lost : typeof outcome === 'number' ? settle(world, rule, from) : outcome)
  }
}

/** The rule that bids most, the earlier among equals; nobody where none bids. */
function bestOf(trials: readonly Trial[], bidOf: (trial: Trial) => number): Rule | undefined {
  let [best, most]: [Rule | undefined, number] = [undefined, 0]
  for (const trial of trials) if (bidOf(trial) > most) [best, most] = [trial.rule, bidOf(trial)]
  return best
}

function takeByLine(world: World, trials: readonly Trial[], decided: Map<Rule, Outcome>): void {
  const winners = world.every.map((line) => bestOf(trials, ({ bids }) => bids[line] as number))
  for (const { rule, bids } of trials) {
    const lines = world.every.filter((line) => winners[line] === rule)
    if (lines.length === 0) continue
    world.turn = rule
    const shares = lines.map((line) => bids[line] as number)
    const minor = take(world, lines, shares)
    decided.set(rule, minor)
    enter(world, rule, minor)
  }
}

/** Lets a rule apply, if it may beside those that have; those from a place on are of its lane. */
export function settle(world: World, rule: Rule, from: number): Outcome {
  const outcome = barred(world, rule, from) ?? attempt(world, rule)
  if (typeof outcome === 'number') enter(world, rule, outcome)
  return outcome
}

/** The rule applies from now on, having taken so much. */
export function enter(world: World, rule: Rule, minor: number): void {
  world.applied.push({ rule, minor })
  if (rule.isStrict) world.isStrict = true
}

/** Why a rule may not run, whatever its conditions say. */
export function barred(world: World, rule: Rule, from: number): Unmet | null {
  return idle(world, rule) ?? blocked(world, rule, from)
}

/** Why a rule cannot run in this quote at all: its time or state, its limits. */
export function idle({ facts }: World, rule: Rule): Unmet | null {
  const { promotion, coupon } = rule
  const reason = promotion === null ? whyUnusable(coupon as Coupon, facts.now) : runs(promotion, facts.now)
  if (reason !== null) return unmet(reason)
  const usage = usageOf(facts, rule)
  if (usage === undefined) return null
  if ((usage.usesLeft ?? 1) <= 0) return unmet('uses_spent')
  if ((usage.memberUsesLeft ?? 1) <= 0) return unmet('member_uses_spent')
  return (usage.budgetLeftMinor ?? 1) <= 0 ? unmet('budget_spent') : null
}

/** Null exactly when the coupon is usable; the moments are told apart for the shopper. */
function whyUnusable(coupon: Coupon, now: number): Reason | null {
  const { status, validFrom, validUntil } = coupon
  const why = runs({ active: status === 'issued', startsAt: validFrom, endsAt: validUntil }, now)
  return why === 'inactive' || (why === null && isGifted(coupon, now)) ? 'coupon_not_usable' : why
}

function usageOf({ usage, couponUsage }: World['facts'], { coupon, usageId }: Rule): RuleUsage | undefined {
  return (coupon === null ? usage : couponUsage)?.get(usageId)
}

/** What may still be spent on a rule, after those that share its budget. */
export function budgetOf({ facts, applied }: World, rule: Rule): number {
  const budget = usageOf(facts, rule)?.budgetLeftMinor ?? Number.MAX_SAFE_INTEGER
  if (budget === Number.MAX_SAFE_INTEGER) return budget
  const isShared = (other: Rule): boolean => other.usageId === rule.usageId && other.source === rule.source
  return budget - sumOf(applied, (each) => (isShared(each.rule) ? each.minor : 0))
}

/** Why a rule may not stand beside those that have applied; those from a place on are of its lane. */
export function blocked(world: World, rule: Rule, from: number): Unmet | null {
  if (!rule.isStrict && !world.isStrict) return null
  const { sole, stacking } = rule
  const isOut = world.applied.some(({ rule: other }, at) => {
    const isShut = stacking.exclusive || other.stacking.exclusive || (sole !== null && sole === other.sole)
    if (isShut && at >= from) return true
    return other !== rule && (refuses(stacking, other.stacking) || refuses(other.stacking, stacking))
  })
  return isOut ? unmet('excluded') : null
}

function refuses({ neverWith, stackWith = [] }: Stacking, { tags = [] }: Stacking): boolean {
  const isTagged = (tag: string): boolean => tags.includes(tag)
  return neverWith?.some(isTagged) || (stackWith.length > 0 && !stackWith.some(isTagged))
}

/** What would come of a rule now. Changes nothing. */
export function tried(world: World, rule: Rule): Outcome {
  const undo = mark(world)
  const outcome = attempt(world, rule)
  undo()
  return outcome
}

/** Takes what a rule gives, or says why it gives nothing; a rule that would pass its budget gives nothing. */
function attempt(world: World, rule: Rule): Outcome {
  const lines = linesFor(world, rule.items)
  const lacking = unmetOf(world, rule, lines)
  // What is missing is only said when it would help.
  const why = lacking === null || isThreshold(lacking) ? (absentFor(rule, world) ?? lacking) : lacking
  // Coupons on shipping are chosen before it is their turn.
  if (why !== null || (rule.effect.kind === 'shipping_off' && world.shipping === undefined)) return why ?? 0
  const budget = budgetOf(world, rule)
  const undo = budget < Number.MAX_SAFE_INTEGER ? mark(world) : null
  const minor = applyEffect(world, rule, lines)
  if (minor === 0) return missingOf(world, rule, lines) ?? unmet('nothing_left')
  if (minor <= budget) return minor
  undo?.()
  return unmet('budget_spent')
}
