import { allocate, floorRate, roundRate, sumOf } from '../../money/index.ts'
import { periodKey } from '../../promotions/index.ts'
import type { CommissionAccrued } from '../events.ts'
import type { CommissionPlan } from '../operator-schema.ts'
import type { CommissionCaps, CommissionCounter, CommissionRate, FrozenRule } from '../rates.ts'
import type { CommissionLine, CountedCommission, Upline } from '../schema.ts'
import { type ChosenRule, frozenRules, paysAny } from './rates.ts'

/** Who is paid for an order of a member, and how much: the referrer, and theirs when the plan has a second level. */
export function uplines(
  plan: CommissionPlan,
  referrerId: string | null,
  grandReferrerId: string | null,
  chosen: readonly ChosenRule[] = [],
): readonly Upline[] {
  const { capBps, freezeDays, rounding = 'down' } = plan
  const second = plan.depth === 2 ? grandReferrerId : null
  const [firstBps, secondBps = 0] = plan.levelBps
  const levels = [
    { payeeId: referrerId, level: 1, bps: firstBps } as const,
    { payeeId: referrerId === null ? null : second, level: 2, bps: secondBps } as const,
  ]
  return levels.flatMap(({ payeeId, level, bps }): readonly Upline[] => {
    if (payeeId === null) return []
    const rules = chosen.length === 0 ? {} : { rules: frozenRules(chosen, level) }
    const rounded = rounding === 'down' ? {} : { rounding }
    const upline = { payeeId, level, bps, capBps, freezeDays, ...rounded, ...rules }
    return paysAny(upline) ? [upline] : []
  })
}

/** A line of a paid order. */
export type SoldLine = {
  readonly lineId: string
  /** Money paid for it: without points money and freight. */
  readonly netMinor: number
  readonly quantity: number
}

export type AccrueFacts = {
  readonly orderId: string
  readonly lines: readonly SoldLine[]
  readonly uplines: readonly Upline[]
  readonly granted: GrantedBefore
}

/** What the payees of an order were granted under its rules with caps before. */
export type GrantedBefore = {
  readonly counters: readonly CommissionCounter[]
  readonly now: number
  /** Minutes the brand's zone is ahead of UTC: where a month begins. */
  readonly zoneOffsetMinutes: number
}

/**
 * Commission of a paid order, line by line: net · bps / 10000, rounded as the plan said, or a fixed sum per unit. The
 * caps of rules lower it (per order over all levels, then per payee), and the cap of the plan last: each is allocated
 * over what is there. Who would get nothing is left out.
 */
export function accrue(facts: AccrueFacts): readonly CommissionAccrued[] {
  const { orderId, lines, uplines } = facts
  const wanted = uplines.map((upline) => lines.map((line) => wantedOf(upline, line)))
  const perOrder = underOrderCaps(facts, wanted)
  const perPayee = uplines.map((upline, at) => underPayeeCaps(facts, upline, perOrder[at] ?? []))
  const granted = underCap(perPayee, capOf(lines, uplines))
  return uplines.flatMap((upline, index): readonly CommissionAccrued[] => {
    const { payeeId, level } = upline
    const amounts = granted[index] ?? []
    const amountMinor = sumOf(amounts)
    if (amountMinor === 0) return []
    const frozen = lines.map((line, at) => lineOf(upline, line, amounts[at] ?? 0))
    const counted = countedOf(facts, upline, amounts)
    const more = counted.length === 0 ? {} : { counted }
    return [{ type: 'commission_accrued', orderId, payeeId, level, lines: frozen, amountMinor, ...more }]
  })
}

function ruleOf({ rules = [] }: Upline, { lineId }: SoldLine): FrozenRule | undefined {
  return rules.find(({ lineIds }) => lineIds.includes(lineId))
}

function rateOf(upline: Upline, line: SoldLine): CommissionRate | null {
  const rule = ruleOf(upline, line)
  return rule === undefined ? { bps: upline.bps } : rule.rate
}

function wantedOf(upline: Upline, line: SoldLine): number {
  const rate = rateOf(upline, line)
  if (rate === null) return 0
  if ('fixedMinor' in rate) return Math.min(line.netMinor, rate.fixedMinor * line.quantity)
  return (upline.rounding === 'half_up' ? roundRate : floorRate)(line.netMinor, rate.bps)
}

/** What is paid for one of several goods, from the least to the most. */
export type CommissionRange = { readonly minMinor: number; readonly maxMinor: number }

/** The range that somebody up the line is paid for one of these, such as the SKUs of a product, before caps. */
export function commissionRange(upline: Upline, goods: readonly SoldLine[]): CommissionRange {
  const amounts = goods.map((line) => wantedOf(upline, line))
  if (amounts.length === 0) return { minMinor: 0, maxMinor: 0 }
  return { minMinor: Math.min(...amounts), maxMinor: Math.max(...amounts) }
}

function lineOf(upline: Upline, line: SoldLine, amountMinor: number): CommissionLine {
  const { lineId, netMinor, quantity } = line
  const [rule, rate] = [ruleOf(upline, line), rateOf(upline, line)]
  const isFixed = rate !== null && 'fixedMinor' in rate
  return {
    ...{ lineId, netMinor, bps: rate !== null && 'bps' in rate ? rate.bps : 0, amountMinor },
    ...(rule === undefined ? {} : { ruleId: rule.ruleId, funder: rule.funder }),
    ...(isFixed ? { fixedCount: quantity } : {}),
  }
}

type Amounts = readonly number[]

function underOrderCaps({ lines, uplines }: AccrueFacts, wanted: readonly Amounts[]): readonly Amounts[] {
  const rules = uplines.flatMap(({ rules = [] }) => rules).filter(({ caps }) => caps?.orderMinor !== undefined)
  const caps = new Map(rules.map(({ ruleId, caps }) => [ruleId, caps?.orderMinor ?? 0]))
  let flat: Amounts = wanted.flat()
  for (const [ruleId, capMinor] of caps) {
    const isOwn = uplines.flatMap((upline) => lines.map((line) => ruleOf(upline, line)?.ruleId === ruleId))
    flat = lowered(flat, isOwn, capMinor)
  }
  return wanted.map((amounts, at) => flat.slice(at * amounts.length, (at + 1) * amounts.length))
}

function underPayeeCaps(facts: AccrueFacts, upline: Upline, wanted: Amounts): Amounts {
  let amounts = wanted
  for (const { ruleId, caps } of upline.rules ?? []) {
    const rooms = periodsOf(facts, caps).map(([key, capMinor]) => capMinor - grantedBefore(facts, upline, ruleId, key))
    if (rooms.length === 0) continue
    const isOwn = facts.lines.map((line) => ruleOf(upline, line)?.ruleId === ruleId)
    amounts = lowered(amounts, isOwn, Math.max(0, Math.min(...rooms)))
  }
  return amounts
}

/** The periods a payee's caps count over, with the caps. */
function periodsOf(
  { granted: { now, zoneOffsetMinutes } }: AccrueFacts,
  caps: CommissionCaps = {},
): readonly [string, number][] {
  const { payeeMinor, monthMinor } = caps
  return [
    ...(payeeMinor === undefined ? [] : [[periodKey('ever', now, 0), payeeMinor] as [string, number]]),
    ...(monthMinor === undefined ? [] : [[periodKey('month', now, zoneOffsetMinutes), monthMinor] as [string, number]]),
  ]
}

function counterOf({ granted: { counters } }: AccrueFacts, { payeeId }: Upline, ruleId: string, key: string) {
  return counters.find((each) => each.payeeId === payeeId && each.ruleId === ruleId && each.periodKey === key)
}

function grantedBefore(facts: AccrueFacts, upline: Upline, ruleId: string, key: string): number {
  return counterOf(facts, upline, ruleId, key)?.grantedMinor ?? 0
}

function countedOf(facts: AccrueFacts, upline: Upline, amounts: Amounts): readonly CountedCommission[] {
  return (upline.rules ?? []).flatMap(({ ruleId, caps }) => {
    const amountMinor = sumOf(
      facts.lines.map((line, at) => (ruleOf(upline, line)?.ruleId === ruleId ? (amounts[at] ?? 0) : 0)),
    )
    if (amountMinor === 0) return []
    return periodsOf(facts, caps).map(([key]) => {
      const isFirst = counterOf(facts, upline, ruleId, key) === undefined
      return { ruleId, periodKey: key, amountMinor, isFirst }
    })
  })
}

/** Those that are under a cap, lowered to it together; the others as they are. */
function lowered(amounts: Amounts, isOwn: readonly boolean[], capMinor: number): Amounts {
  const own = amounts.map((amount, at) => (isOwn[at] === true ? amount : 0))
  if (sumOf(own) <= capMinor) return amounts
  const shares = allocate(capMinor, own)
  return amounts.map((amount, at) => (isOwn[at] === true ? (shares[at] ?? 0) : amount))
}

function capOf(lines: readonly SoldLine[], uplines: readonly Upline[]): number {
  const capBps = Math.min(10_000, ...uplines.map((upline) => upline.capBps))
  return floorRate(sumOf(lines.map(({ netMinor }) => netMinor)), capBps)
}

function underCap(wanted: readonly Amounts[], capMinor: number): readonly Amounts[] {
  const totals = wanted.map(sumOf)
  if (sumOf(totals) <= capMinor) return wanted
  const shares = allocate(capMinor, totals)
  return wanted.map((amounts, index) => allocate(shares[index] ?? 0, amounts))
}
