import type { Words } from '../../kernel/index.ts'
import { periodKey } from '../../promotions/index.ts'
import type { EarnCap, EarnProgram, EarnRule, EarnTerms, FrozenCap } from '../earning.ts'
import { type EarnBasis, type EarnedByLine, evaluate, isReached } from './evaluate.ts'
import {
  conditionsHold,
  type EarnContext,
  type EarnLine,
  idsOf,
  isBirthday,
  isMonthDay,
  linesOf,
  minimaOf,
} from './holds.ts'

/** What a purchase earns depends on this and nothing else. */
export type EarnForFacts = EarnContext & {
  readonly program: EarnProgram
  readonly lines: readonly EarnLine[]
  readonly shippingMinor: number
  /** What the member's tier multiplies points by; 10,000 is once. */
  readonly tierMultiplierBps: number
  /** What the member was credited on caps already, by counter. Without it, the caps of periods are not looked at. */
  readonly used?: ReadonlyMap<string, number> | undefined
}

/** Why a rule gave nothing. */
export type EarnReason =
  | 'inactive'
  | 'not_started'
  | 'ended'
  | 'wrong_day'
  | 'not_birthday'
  | 'condition_unmet'
  | 'below_minimum'
  | 'no_lines'
  | 'earned_otherwise'
  | 'after_last'
  | 'too_little'

/** What one rule did, or why it did nothing. */
export type EarnExplanation = {
  readonly ruleId: string
  readonly name: Words
  /** Points it gave, limits of the order included. */
  readonly count: number
  /** What it multiplied by; null for rules that give points. */
  readonly multiplierBps: number | null
  readonly lines: readonly EarnedByLine[]
  readonly reason: EarnReason | null
}

export type EarnPreview = {
  readonly count: number
  /** By line, in the order of the lines; what is given once for the order is on none. */
  readonly lines: readonly EarnedByLine[]
  readonly explain: readonly EarnExplanation[]
  readonly terms: EarnTerms
}

/** The rule id of the multiplier of the member's tier. */
export const TIER_RULE = 'tier'
const tierName: Words = { zh: '会员等级倍数', en: 'Tier' }

/**
 * What a purchase earns, which rule gave how many on which line, and the terms to freeze with it. The same function
 * shows "you will earn 123 points" in a browser and credits them on the server.
 */
export function earnFor(facts: EarnForFacts): EarnPreview {
  const frozen = freezeTerms(facts)
  const basis = basisOf(facts)
  const earned = evaluate(frozen.terms, basis)
  const count = Math.min(earned.count, ...limitsOf(frozen.terms, facts.used))
  const explain = frozen.rules.map(({ rule, reason }) => explained(rule, reason, earned.parts, frozen.terms))
  const tier = frozen.terms.multipliers.find(({ ruleId }) => ruleId === TIER_RULE)
  const ofTier = { ruleId: TIER_RULE, name: tierName, count: 0, lines: [], reason: null }
  return {
    count,
    lines: facts.lines.map(({ lineId }) => ({ lineId, count: onLine(lineId, explain) })),
    explain: tier === undefined ? explain : [...explain, { ...ofTier, multiplierBps: tier.bps }],
    terms: frozen.terms,
  }
}

function basisOf({ lines, shippingMinor }: EarnForFacts): EarnBasis {
  return { lines: lines.map(({ lineId, netMinor, quantity }) => ({ lineId, netMinor, quantity })), shippingMinor }
}

function limitsOf({ caps }: EarnTerms, used: ReadonlyMap<string, number> | undefined): readonly number[] {
  return used === undefined ? [] : caps.map(({ key, maxCount }) => Math.max(0, maxCount - (used.get(key) ?? 0)))
}

function onLine(lineId: string, explain: readonly EarnExplanation[]): number {
  return explain.reduce(
    (sum, { lines }) => sum + lines.reduce((own, line) => own + (line.lineId === lineId ? line.count : 0), 0),
    0,
  )
}

type Held = { readonly rule: EarnRule; readonly reason: EarnReason | null }

function explained(
  rule: EarnRule,
  reason: EarnReason | null,
  parts: ReturnType<typeof evaluate>['parts'],
  { multipliers }: EarnTerms,
): EarnExplanation {
  const { id: ruleId, name } = rule
  const part = parts.find((each) => each.ruleId === ruleId)
  const multiplierBps = multipliers.find((each) => each.ruleId === ruleId)?.bps ?? null
  const count = part?.count ?? 0
  const isIdle = reason === null && rule.effect.kind !== 'exclude' && multiplierBps === null && count === 0
  return { ruleId, name, count, multiplierBps, lines: part?.lines ?? [], reason: isIdle ? 'too_little' : reason }
}

const phases = [
  ['per_amount', 'exclude'],
  ['multiply'],
  ['fixed'],
] as const satisfies readonly (readonly EarnRule['effect']['kind'][])[]

/** The rules that hold, cut down to what the purchase needs of them. */
function freezeTerms(facts: EarnForFacts): { readonly terms: EarnTerms; readonly rules: readonly Held[] } {
  const { program, lines } = facts
  const { rounding, roundPer, combine } = program
  const said = new Map(program.rules.map((rule) => [rule.id, reasonOf(rule, facts)]))
  const owners = ownersOf(program.rules, said, lines)
  const tierBps = facts.tierMultiplierBps
  let terms: EarnTerms = {
    ...{ rounding, roundPer, combine, parts: [], maxCount: program.maxPerOrderCount },
    multipliers: tierBps === 10_000 ? [] : [{ ruleId: TIER_RULE, bps: tierBps, lineIds: null }],
    caps: program.caps.map((cap) => frozenCap('all', cap, facts)),
  }
  let isOver = false
  for (const rule of phases.flatMap((kinds) => program.rules.filter((each) => isOf(kinds, each)))) {
    if (said.get(rule.id) !== null) continue
    if (isOver) said.set(rule.id, 'after_last')
    else {
      const own = linesFor(rule, owners, lines)
      const added = own.length === 0 ? undefined : withRule(terms, rule, own, facts)
      if (own.length === 0) said.set(rule.id, linesOf(rule, lines).length === 0 ? 'no_lines' : 'earned_otherwise')
      else if (added === undefined) said.set(rule.id, 'below_minimum')
      terms = added ?? terms
      isOver = rule.last === true && added !== undefined && didSomething(rule, added, facts)
    }
  }
  return { terms, rules: program.rules.map((rule) => ({ rule, reason: said.get(rule.id) ?? null })) }
}

function isOf(kinds: readonly string[], { effect }: EarnRule): boolean {
  return kinds.includes(effect.kind)
}

/** Why a rule does not hold at all, whatever else does. */
function reasonOf(rule: EarnRule, facts: EarnForFacts): EarnReason | null {
  const { startsAt = 0, endsAt = Number.MAX_SAFE_INTEGER } = rule
  if (!rule.active) return 'inactive'
  if (facts.now < startsAt) return 'not_started'
  if (facts.now >= endsAt) return 'ended'
  if (!isMonthDay(rule, facts)) return 'wrong_day'
  if (!isBirthday(rule, facts)) return 'not_birthday'
  return conditionsHold(rule, linesOf(rule, facts.lines), facts.lines, facts) ? null : 'condition_unmet'
}

/** Which lines earn from one rule alone. */
function ownersOf(
  rules: readonly EarnRule[],
  said: ReadonlyMap<string, EarnReason | null>,
  lines: readonly EarnLine[],
): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const rule of rules) {
    const isAlone = rule.effect.kind === 'exclude' || (rule.instead === true && rule.effect.kind !== 'multiply')
    if (!isAlone || said.get(rule.id) !== null) continue
    for (const { lineId } of linesOf(rule, lines)) if (!owners.has(lineId)) owners.set(lineId, rule.id)
  }
  return owners
}

/** The lines a rule counts: those it names, less those that earn from another rule alone. */
function linesFor(
  rule: EarnRule,
  owners: ReadonlyMap<string, string>,
  lines: readonly EarnLine[],
): readonly EarnLine[] {
  const named = linesOf(rule, lines)
  const { effect } = rule
  if (effect.kind === 'multiply' || (effect.kind === 'fixed' && effect.per === 'order')) return named
  return named.filter(({ lineId }) => (owners.get(lineId) ?? rule.id) === rule.id)
}

/** The terms with one more rule; undefined when less is bought than it asks for. */
function withRule(
  terms: EarnTerms,
  rule: EarnRule,
  own: readonly EarnLine[],
  facts: EarnForFacts,
): EarnTerms | undefined {
  const { id: ruleId, effect, maxPerOrderCount = null, cap } = rule
  const { lines } = facts
  const minima = minimaOf(rule, linesOf(rule, lines), lines)
  if (!minima.every((minimum) => isReached(minimum, lines))) return undefined
  if (effect.kind === 'exclude') return terms
  const lineIds = idsOf(own, lines)
  if (effect.kind === 'multiply')
    return { ...terms, multipliers: [...terms.multipliers, { ruleId, bps: effect.bps, lineIds }] }
  const frozen = cap === undefined ? null : frozenCap(`rule.${ruleId}`, cap, facts)
  return {
    ...terms,
    parts: [...terms.parts, { ruleId, effect, lineIds, minima, maxCount: maxPerOrderCount, cap: frozen }],
  }
}

function didSomething({ id, effect }: EarnRule, terms: EarnTerms, facts: EarnForFacts): boolean {
  if (effect.kind === 'exclude' || effect.kind === 'multiply') return true
  return evaluate(terms, basisOf(facts)).parts.some(({ ruleId, count }) => ruleId === id && count > 0)
}

/** A cap with the counter of the period a moment falls into. */
export function frozenCap(
  owner: string,
  { maxCount, period }: EarnCap,
  { now, zoneOffsetMinutes }: Pick<EarnContext, 'now' | 'zoneOffsetMinutes'>,
): FrozenCap {
  return { key: `${owner}.${periodKey(period, now, zoneOffsetMinutes)}`, maxCount }
}
