import { isGifted } from '../../coupons/index.ts'
import { sumOf } from '../../money/index.ts'
import { byPriority, type Promotion, runs, type Stacking, type Terms } from '../../promotions/index.ts'
import type { Explanation } from '../schema.ts'
import { isThreshold, linesFor, type Outcome, took, unmet, unmetOf } from './conditions.ts'
import { absentFor, applyEffect, missingOf } from './effects.ts'
import type { RuleUsage } from './facts.ts'
import { fork, isPrice, type Period, type Rule, take, UNLIMITED, type World } from './world.ts'

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
    made[lane].push(ruleOf(lane === 'price' ? 'timed_price' : 'promotion', promotion, promotion.id, promotion))
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

type NamedTerms = Omit<Terms, 'effect'> & { readonly id: string; readonly effect: Rule['effect'] }

/** A rule made ready to run; its limits are counted under `usageId`. */
export function ruleOf(source: Rule['source'], terms: NamedTerms, usageId: string, period: Period): Rule {
  const { id, name, funder, conditions, items = null, effect } = terms
  const stacking = stackingOf(source, terms)
  const { group, mode, exclusive, stackWith, neverWith } = stacking
  // Coupons that say nothing about stacking are all of one group.
  const own = terms.stacking ? (mode === undefined || mode === 'stackable' ? null : (group ?? null)) : ''
  const sole = source === 'coupon' ? own : null
  const isStrict = sole !== null || exclusive === true || stackWith !== undefined || neverWith !== undefined
  return { id, name, source, funder, conditions, items, effect, stacking, sole, isStrict, usageId, period }
}

/** Prices compete for each line, but for those of some of its units, which lower what the best of the others left. */
function stackingOf(source: Rule['source'], { stacking, effect }: NamedTerms): Stacking {
  if (!isPrice({ source })) return stacking ?? {}
  const isPartial = 'maxUnits' in effect || 'groupCount' in effect
  return { ...stacking, group: isPartial ? undefined : '', mode: 'best_per_line' }
}

export function explained({ source, id, name }: Pick<Rule, 'id' | 'source' | 'name'>, outcome: Outcome): Explanation {
  const { minor, reason, missingMinor, missingCount } = outcome
  return { source, ruleId: id, name, minor, reason, missingMinor, missingCount }
}

/** Runs the rules of a lane, each on what the earlier left; a group runs as one, when its first is due. */
export function runLane(world: World, rules: readonly Rule[], explain: Explanation[]): void {
  if (rules.length === 0) return
  const from = world.applied.length
  const groups: unknown[] = [undefined]
  const decided = new Map<Rule, Outcome>()
  for (let at = 0; at < rules.length; at += 1) {
    const rule = rules[at] as Rule
    const { group, mode = 'stackable' } = rule.stacking
    if (!groups.includes(group) && rule.sole === null && !barred(world, rule, from)) {
      groups.push(group)
      const rivals = rules.filter((each) => each.stacking.group === group && !barred(world, each, from))
      if (mode !== 'stackable') decide(world, mode, rivals, from, decided)
    }
    explain.push(explained(rule, decided.get(rule) ?? settle(world, rule, from)))
  }
}

/** What a rule of a group would take in each place where rules compete, and where it takes most. */
type Trial = { readonly rule: Rule; readonly outcome: Outcome; readonly bids: readonly number[] }

/**
 * Lets the winner of a group apply, or on each line the one that takes most there; the earlier among equals. All is
 * decided again without a rule that would pass its budget by what it wins.
 */
function decide(
  world: World,
  mode: 'best' | 'best_per_line' | 'first',
  rivals: readonly Rule[],
  from: number,
  decided: Map<Rule, Outcome>,
): void {
  const isByLine = mode === 'best_per_line'
  const places = isByLine ? world.every : [0]
  const trials = rivals.map((rule): Trial => {
    const after = fork(world)
    const outcome = attempt(after, rule, isByLine ? UNLIMITED : budgetOf(world, rule))
    const together = mode === 'first' ? Number(!outcome.reason) : outcome.minor
    const bidOf = (line: number): number => (world.left.by[line] as number) - (after.left.by[line] as number)
    return { rule, outcome, bids: isByLine ? places.map(bidOf) : [together] }
  })
  const winners = places.map((place) => winnerOf(trials, place))
  const wonBy = (trial: Trial): readonly number[] => places.filter((place) => winners[place] === trial)
  const sharesOf = (trial: Trial): readonly number[] => wonBy(trial).map((place) => trial.bids[place] as number)
  const over = trials.find((trial) => isByLine && sumOf(sharesOf(trial)) > budgetOf(world, trial.rule))
  if (over) {
    decided.set(over.rule, unmet('budget_spent'))
    const others = rivals.filter((rule) => rule !== over.rule)
    decide(world, mode, others, from, decided)
    return
  }
  const isWon = winners.some((winner) => winner)
  for (const trial of trials) {
    const { rule, outcome } = trial
    const won = wonBy(trial)
    const isLost = isWon && won.length === 0
    // What the others lack would not help them; what takes nothing of any line, such as a gift, has no rivals there.
    if (isLost && !isPrice(rule)) decided.set(rule, unmet(outcome.reason ?? 'better_in_group'))
    else if (isLost || outcome.reason) decided.set(rule, outcome.reason ? outcome : unmet('better_price'))
    else decided.set(rule, isByLine && isWon ? takeBids(world, rule, won, sharesOf(trial)) : settle(world, rule, from))
  }
}

/** Who bids most in a place, the earlier among equals; nobody where none bids. */
function winnerOf(trials: readonly Trial[], place: number): Trial | null {
  let winner: Trial | null = null
  for (const trial of trials) {
    if ((trial.bids[place] as number) > (winner?.bids[place] ?? 0)) winner = trial
  }
  return winner
}

function takeBids(world: World, rule: Rule, lines: readonly number[], shares: readonly number[]): Outcome {
  world.turn = rule
  const minor = take(world, lines, shares)
  enter(world, rule, minor)
  return took(minor)
}

/** Lets a rule apply, if it may beside those that have; those from a place on are of its lane. */
export function settle(world: World, rule: Rule, from: number): Outcome {
  const outcome = barred(world, rule, from) ?? attempt(world, rule, budgetOf(world, rule))
  if (!outcome.reason) enter(world, rule, outcome.minor)
  return outcome
}

/** The rule applies from now on, having taken so much; the prices of a list are no rule that others stand beside. */
function enter(world: World, rule: Rule, minor: number): void {
  if (rule.effect.kind === 'listed') return
  world.applied.push({ rule, minor })
  if (rule.isStrict) world.isStrict = true
}

/** Why a rule may not run, whatever its conditions say. */
export function barred(world: World, rule: Rule, from: number): Outcome | null {
  return idle(world, rule) ?? blocked(world, rule, from)
}

/** Why a rule cannot run in this quote at all: its time or state, its limits. */
export function idle({ facts }: World, rule: Rule): Outcome | null {
  const { period, source } = rule
  const why = runs(period, facts.now) ?? (isGifted(period, facts.now) ? 'inactive' : null)
  if (why) return unmet(why === 'inactive' && source === 'coupon' ? 'coupon_not_usable' : why)
  const usage = usageOf(facts, rule)
  if (!usage) return null
  if ((usage.usesLeft ?? 1) <= 0) return unmet('uses_spent')
  if ((usage.memberUsesLeft ?? 1) <= 0) return unmet('member_uses_spent')
  return (usage.budgetLeftMinor ?? 1) <= 0 ? unmet('budget_spent') : null
}

function usageOf({ usage, couponUsage }: World['facts'], { source, usageId }: Rule): RuleUsage | undefined {
  return (source === 'coupon' ? couponUsage : usage)?.get(usageId)
}

/** What may still be spent on a rule, after those that share its budget. */
function budgetOf({ facts, applied }: World, rule: Rule): number {
  const budget = usageOf(facts, rule)?.budgetLeftMinor ?? UNLIMITED
  if (budget === UNLIMITED) return budget
  const own = applied.filter((other) => other.rule.usageId === rule.usageId && other.rule.source === rule.source)
  return budget - sumOf(own.map(({ minor }) => minor))
}

/** Why a rule may not stand beside those that have applied; those from a place on are of its lane. */
export function blocked(world: World, rule: Rule, from: number): Outcome | null {
  if ((!rule.isStrict && !world.isStrict) || isPrice(rule)) return null
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
  return attempt(fork(world), rule, budgetOf(world, rule))
}

/** Takes what a rule gives, or says why it gives nothing; a rule that would pass its budget gives nothing. */
function attempt(world: World, rule: Rule, budget: number): Outcome {
  const lines = linesFor(world, rule.items)
  const lacking = unmetOf(world, rule, lines)
  // What is missing is only said when it would help.
  const why = !lacking || isThreshold(lacking) ? (absentFor(rule, world) ?? lacking) : lacking
  // Coupons on shipping are chosen before it is their turn.
  if (rule.effect.kind === 'shipping_off' && world.shipping === undefined) return why ?? took(0)
  if (why) return why
  if (budget < UNLIMITED && applyEffect(fork(world), rule, lines) > budget) return unmet('budget_spent')
  const givenBefore = world.gifts.length
  const minor = applyEffect(world, rule, lines)
  if (minor > 0 || world.gifts.length > givenBefore) return took(minor)
  return missingOf(world, rule, lines) ?? unmet(isPrice(rule) ? 'better_price' : 'nothing_left')
}
