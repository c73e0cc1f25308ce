import { sumOf } from '../../money/index.ts'
import { runs, type Stacking } from '../../promotions/index.ts'
import type { Explanation } from '../schema.ts'
import { isThreshold, linesOf, type Outcome, took, unmet, unmetOf } from './conditions.ts'
import { absentFor, applyEffect, missingOf } from './effects.ts'
import type { RuleUsage } from './facts.ts'
import { fork, type Places, type Rule, take, UNLIMITED, type World } from './world.ts'

export function explained({ source, id, name }: Pick<Rule, 'id' | 'source' | 'name'>, outcome: Outcome): Explanation {
  const { minor, reason, missingMinor, missingCount } = outcome
  return { source, ruleId: id, name, minor, reason, missingMinor, missingCount }
}

/** Runs the rules of a lane, each on what the earlier left; a group runs as one, when its first is due. */
export function runLane(world: World, rules: readonly Rule[], explain: Explanation[]): void {
  const from = world.applied.length
  const groups: string[] = []
  let decided: Map<Rule, Outcome> | null = null
  for (let at = 0; at < rules.length; at += 1) {
    const rule = rules[at] as Rule
    const { group, mode } = rule
    if (group !== undefined && !groups.includes(group) && !barred(world, rule, from)) {
      groups.push(group)
      decided ??= new Map()
      const rivals = rules.filter((each) => each.group === group && !barred(world, each, from))
      if (mode !== 'stackable') decide(world, mode, rivals, from, decided)
    }
    explain.push(explained(rule, decided?.get(rule) ?? settle(world, rule, from)))
  }
}

/** What a rule of a group would take in each place where rules compete, the places it wins, and what it takes there. */
type Trial = {
  readonly rule: Rule
  readonly outcome: Outcome
  readonly bids: readonly number[]
  readonly won: number[]
  readonly shares: number[]
}

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
  const trials = rivals.map((rule): Trial => {
    const after = fork(world)
    const outcome = attempt(after, rule, isByLine ? UNLIMITED : budgetOf(world, rule))
    const together = mode === 'first' ? Number(!outcome.reason) : outcome.minor
    const bids = isByLine ? world.left.by.map((left, line) => left - (after.left.by[line] as number)) : [together]
    return { rule, outcome, bids, won: [], shares: [] }
  })
  settleBids(trials)
  const over = isByLine && trials.find(({ rule, shares }) => sumOf(shares) > budgetOf(world, rule))?.rule
  if (over) {
    decided.set(over, unmet('budget_spent'))
    const others = rivals.filter((rule) => rule !== over)
    decide(world, mode, others, from, decided)
    return
  }
  const isWon = trials.some(({ won }) => won.length > 0)
  for (const { rule, outcome, won, shares } of trials) {
    const isLost = isWon && won.length === 0
    // What the others lack would not help them; what takes nothing of any line, such as a gift, has no rivals there.
    if (isLost && !rule.isPrice) decided.set(rule, unmet(outcome.reason ?? 'better_in_group'))
    else if (isLost || outcome.reason) decided.set(rule, outcome.reason ? outcome : unmet('better_price'))
    else decided.set(rule, isByLine && isWon ? takeBids(world, rule, won, shares) : settle(world, rule, from))
  }
}

/** Gives each place to who bids most there, the earlier among equals; to nobody where none bids. */
function settleBids(trials: readonly Trial[]): void {
  trials[0]?.bids.forEach((_, place) => {
    const bidOf = ({ bids }: Trial): number => bids[place] as number
    const best = trials.reduce((most, each) => (bidOf(each) > bidOf(most) ? each : most))
    if (bidOf(best) === 0) return
    best.won.push(place)
    best.shares.push(bidOf(best))
  })
}

function takeBids(world: World, rule: Rule, lines: Places, shares: readonly number[]): Outcome {
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
  const why = runs(rule, facts.now)
  if (why) return unmet(why === 'inactive' && rule.source === 'coupon' ? 'coupon_not_usable' : why)
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
  if ((!rule.isStrict && !world.isStrict) || rule.isPrice) return null
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
  const lines = linesOf(world, rule)
  const lacking = unmetOf(world, rule, lines)
  if (lacking && !isThreshold(lacking)) return lacking
  // What is missing is only said when it would help.
  const why = absentFor(rule, world) ?? lacking
  if (why) return why
  // Coupons on shipping are chosen before it is their turn.
  if (rule.effect.kind === 'shipping_off' && world.shipping === undefined) return took(0)
  if (budget < UNLIMITED && applyEffect(fork(world), rule, lines) > budget) return unmet('budget_spent')
  const givenBefore = world.gifts.length
  const minor = applyEffect(world, rule, lines)
  if (minor > 0 || world.gifts.length > givenBefore) return took(minor)
  return missingOf(world, rule, lines) ?? unmet(rule.isPrice ? 'better_price' : 'nothing_left')
}
