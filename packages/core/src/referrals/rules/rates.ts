import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { type EarnLine, fits } from '../../points/index.ts'
import type { CommissionPlan } from '../operator-schema.ts'
import type { saveCommissionRule } from '../operators/rates.ts'
import type { CommissionRule, CommissionRuleSaved, FrozenRule } from '../rates.ts'
import type { Upline } from '../schema.ts'

/** A rule with the lines of an order it pays. */
export type ChosenRule = { readonly rule: CommissionRule; readonly lineIds: readonly string[] }

export type ChooseFacts = {
  readonly rules: readonly CommissionRule[]
  readonly lines: readonly EarnLine[]
  /** The direct referrer; null pays nobody, so nothing is chosen. */
  readonly referrer: { readonly memberId: string; readonly tierId: string | null } | null
  readonly now: number
}

/** Which rule pays which line: of those that run and fit, the highest priority, ties to the smaller id. */
export function chooseRules({ rules, lines, referrer, now }: ChooseFacts): readonly ChosenRule[] {
  if (referrer === null) return []
  const running = rules.filter((rule) => runsAt(rule, now) && fitsReferrer(rule, referrer)).toSorted(byPriority)
  const chosen = new Map<CommissionRule, string[]>()
  for (const line of lines) {
    const rule = running.find(({ items }) => items === undefined || fits(items, line))
    if (rule === undefined) continue
    const own = chosen.get(rule) ?? []
    chosen.set(rule, own)
    own.push(line.lineId)
  }
  return [...chosen].map(([rule, lineIds]) => ({ rule, lineIds }))
}

function runsAt({ active, startsAt, endsAt }: CommissionRule, now: number): boolean {
  return active && startsAt <= now && (endsAt === null || now < endsAt)
}

function fitsReferrer(
  { payeeIds, payeeTierIds }: CommissionRule,
  { memberId, tierId }: NonNullable<ChooseFacts['referrer']>,
): boolean {
  return payeeIds?.includes(memberId) !== false && (payeeTierIds === undefined || payeeTierIds.includes(tierId ?? ''))
}

function byPriority(a: CommissionRule, b: CommissionRule): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1)
}

/** The rules an order freezes for one level. */
export function frozenRules(chosen: readonly ChosenRule[], level: 1 | 2): readonly FrozenRule[] {
  return chosen.map(({ rule: { id: ruleId, levels, funder, caps }, lineIds }) => ({
    ...{ ruleId, lineIds, rate: levels[level - 1] ?? null, funder },
    ...(caps === undefined ? {} : { caps }),
  }))
}

/** Whether anything can be paid at this level. */
export function paysAny({ bps, rules = [] }: Pick<Upline, 'bps' | 'rules'>): boolean {
  return bps > 0 || rules.some(({ rate }) => rate !== null && ('bps' in rate ? rate.bps : rate.fixedMinor) > 0)
}

export type SaveRuleFacts = {
  readonly rule: CommissionRule
  readonly plan: Pick<CommissionPlan, 'depth'>
  readonly isThere: boolean
  readonly ruleCount: number
}

/** The most rules of a brand. */
export const MAX_COMMISSION_RULES = 200

/** Makes a rule or replaces it. A second level stands on the acknowledgement of the plan. */
export function saveRule(facts: SaveRuleFacts): Decision<CommissionRuleSaved, CodeOf<typeof saveCommissionRule>> {
  const { rule, plan, isThere, ruleCount } = facts
  if (rule.endsAt !== null && rule.endsAt <= rule.startsAt) return refuse('commission_window_empty')
  if (rule.levels.length > plan.depth) return refuse('depth_not_acknowledged', { depth: plan.depth })
  if (!isThere && ruleCount >= MAX_COMMISSION_RULES) {
    return refuse('commission_rules_full', { maxCount: MAX_COMMISSION_RULES })
  }
  return accept({ type: 'commission_rule_saved', rule, created: !isThere })
}
