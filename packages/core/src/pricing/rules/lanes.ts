import { type Coupon, isGifted } from '../../coupons/index.ts'
import { byPriority, type Promotion, runs, type Stacking, type Terms } from '../../promotions/index.ts'
import type { Explanation, Reason } from '../schema.ts'
import { isThreshold, linesFor, type Outcome, took, unmet, unmetOf } from './conditions.ts'
import { absentFor, applyEffect, missingOf } from './effects.ts'
import type { RuleUsage } from './facts.ts'
import { mark, type Rule, sumOf, take, UNLIMITED, type World } from './world.ts'

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
  if (found) return found
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
  const sole = coupon ? own : null
  const isStrict = sole !== null || exclusive === true || stackWith !== undefined || neverWith !== undefined
  const usageId = coupon?.templateId ?? id
  return { id, name, source, funder, conditions, items, effect, stacking, sole, isStrict, usageId, promotion, coupon }
}

export function explained({ source, id, name }: Pick<Rule, 'id' | 'source' | 'name'>, outcome: Outcome): Explanation {
  const { minor, reason, missingMinor, missingCount } = outcome
  return { source, ruleId: id, name, minor, reason, missingMinor, missingCount }
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
    if (group !== undefined && rule.sole === null && !groups.has(group) && !barred(world, rule, from)) {
      groups.add(group)
      const rivals = rules.filter((each) => each.stacking.group === group && !barred(world, each, from))
      if (mode !== 'stackable') decide(world, mode, rivals, from, decided)
    }
    explain.push(explained(rule, decided.get(rule) ?? settle(world, rule, from)))
  }
}

/** What a rule of a group would take: together, or of each line. */
type Trial = { readonly rule: Rule; readonly outcome: Outcome; readonly bids: readonly number[] }

/** Lets the winner of a group apply, or on each line the one that takes most there; the earlier among equals. */
function decide(
  world: World,
  mode: 'best' | 'best_per_line' | 'first',
  rivals: readonly Rule[],
  from: number,
  decided: Map<Rule, Outcome>,
): void {
  const isByLine = mode === 'best_per_line'
  const trials = rivals.map((rule): Trial => {
    const { left } = world
    const outcome = tried(world, rule)
    const together = mode === 'first' ? Number(outcome.reason === null) : outcome.minor
    const bids = isByLine ? world.left.by.map((minor, line) => minor - (left.by[line] as number)) : [together]
    return { rule, outcome, bids }
  })
  const places = isByLine ? world.every : [0]
  const winners = places.map((at) => winnerOf(trials, at))
  for (const trial of trials) {
    const { rule, bids } = trial
    const won = places.filter((at) => winners[at] === trial)
    if (won.length > 0) decided.set(rule, isByLine ? takeBids(world, rule, won, bids) : settle(world, rule, from))
  }
  const isWon = decided.size > 0
  for (const { rule, outcome } of trials) {
    if (decided.has(rule)) continue
    // What the others lack would not help them; what takes nothing of any line, such as a gift, has no rivals there.
    if (isWon) decided.set(rule, unmet(outcome.reason ?? 'better_in_group'))
    else decided.set(rule, outcome.reason ? outcome : settle(world, rule, from))
  }
}

/** Who bids most in a place, the earlier among equals; nobody where none bids. */
function winnerOf(trials: readonly Trial[], place: number): Trial | undefined {
  let [winner, most]: [Trial | undefined, number] = [undefined, 0]
  for (const trial of trials) {
    const bid = trial.bids[place] as number
    if (bid > most) [winner, most] = [trial, bid]
  }
  return winner
}

function takeBids(world: World, rule: Rule, lines: readonly number[], bids: readonly number[]): Outcome {
  world.turn = rule
  const shares = lines.map((line) => bids[line] as number)
  const minor = take(world, lines, shares)
  enter(world, rule, minor)
  return took(minor)
}

/** Lets a rule apply, if it may beside those that have; those from a place on are of its lane. */
export function settle(world: World, rule: Rule, from: number): Outcome {
  const outcome = barred(world, rule, from) ?? attempt(world, rule)
  if (!outcome.reason) enter(world, rule, outcome.minor)
  return outcome
}

/** The rule applies from now on, having taken so much. */
export function enter(world: World, rule: Rule, minor: number): void {
  world.applied.push({ rule, minor })
  if (rule.isStrict) world.isStrict = true
}

/** Why a rule may not run, whatever its conditions say. */
export function barred(world: World, rule: Rule, from: number): Outcome | null {
  return idle(world, rule) ?? blocked(world, rule, from)
}

/** Why a rule cannot run in this quote at all: its time or state, its limits. */
export function idle({ facts }: World, rule: Rule): Outcome | null {
  const { promotion, coupon } = rule
  const reason = promotion ? runs(promotion, facts.now) : whyUnusable(coupon as Coupon, facts.now)
  if (reason) return unmet(reason)
  const usage = usageOf(facts, rule)
  if (!usage) return null
  if ((usage.usesLeft ?? 1) <= 0) return unmet('uses_spent')
  if ((usage.memberUsesLeft ?? 1) <= 0) return unmet('member_uses_spent')
  return (usage.budgetLeftMinor ?? 1) <= 0 ? unmet('budget_spent') : null
}

/** Null exactly when the coupon is usable; the moments are told apart for the shopper. */
function whyUnusable(coupon: Coupon, now: number): Reason | null {
  const { status, validFrom, validUntil } = coupon
  const why = runs({ active: status === 'issued', startsAt: validFrom, endsAt: validUntil }, now)
  return why === 'inactive' || (!why && isGifted(coupon, now)) ? 'coupon_not_usable' : why
}

function usageOf({ usage, couponUsage }: World['facts'], { coupon, usageId }: Rule): RuleUsage | undefined {
  return (coupon ? couponUsage : usage)?.get(usageId)
}

/** What may still be spent on a rule, after those that share its budget. */
export function budgetOf({ facts, applied }: World, rule: Rule): number {
  const budget = usageOf(facts, rule)?.budgetLeftMinor ?? UNLIMITED
  if (budget === UNLIMITED) return budget
  const isShared = (other: Rule): boolean => other.usageId === rule.usageId && other.source === rule.source
  return budget - sumOf(applied, (each) => (isShared(each.rule) ? each.minor : 0))
}

/** Why a rule may not stand beside those that have applied; those from a place on are of its lane. */
export function blocked(world: World, rule: Rule, from: number): Outcome | null {
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
  const why = !lacking || isThreshold(lacking) ? (absentFor(rule, world) ?? lacking) : lacking
  // Coupons on shipping are chosen before it is their turn.
  if (rule.effect.kind === 'shipping_off' && world.shipping === undefined) return why ?? took(0)
  if (why) return why
  const budget = budgetOf(world, rule)
  const undo = budget < UNLIMITED ? mark(world) : null
  const givenBefore = world.gifts.length
  const minor = applyEffect(world, rule, lines)
  if (minor === 0 && world.gifts.length === givenBefore) return missingOf(world, rule, lines) ?? unmet('nothing_left')
  if (minor <= budget) return took(minor)
  undo?.()
  return unmet('budget_spent')
}
