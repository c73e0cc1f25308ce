import { accept, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import type { Limits, Promotion } from '../schema.ts'
import type { MemberCounter, PromotionCounter, PromotionUnused, PromotionUse, PromotionUsed } from '../usage.ts'

const minuteMs = 60_000

/** Over which time limits count. */
export type Period = NonNullable<Limits['period']>

/** A moment, and where its day begins. */
export type ZonedMoment = {
  readonly now: number
  /** Minutes the brand's zone is ahead of UTC at `now`. */
  readonly zoneOffsetMinutes: number
}

/** The name of the period a moment falls into: `ever`, `2026-11-22`, `2026-W47` (ISO 8601) or `2026-11`. */
export function periodKey(period: Period, now: number, zoneOffsetMinutes: number): string {
  if (period === 'ever') return 'ever'
  const local = new Date(now + zoneOffsetMinutes * minuteMs)
  if (period === 'week') return weekKey(local)
  return local.toISOString().slice(0, period === 'day' ? 10 : 7)
}

/** A week belongs to the year its Thursday is in. */
function weekKey(local: Date): string {
  const thursday = new Date(local.getTime() + (3 - ((local.getUTCDay() + 6) % 7)) * dayMs)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The name of the period after the one a moment falls into. */
export function nextPeriodKey(period: Period, now: number, zoneOffsetMinutes: number): string {
  if (period !== 'month') return periodKey(period, now + (period === 'week' ? 7 : 1) * dayMs, zoneOffsetMinutes)
  const local = new Date(now + zoneOffsetMinutes * minuteMs)
  return periodKey('month', Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1), 0)
}

/** No two of them are a day apart, and no zone lies outside of them. */
const zoneProbes = [-720, 60, 840]
const periods: readonly Period[] = ['ever', 'day', 'week', 'month']

/** Every name that the period of a moment and the next can have, in whatever zone: for reading before it is known. */
export function possiblePeriodKeys(now: number): readonly string[] {
  const keys = zoneProbes.flatMap((offset) =>
    periods.flatMap((period) => [periodKey(period, now, offset), nextPeriodKey(period, now, offset)]),
  )
  return [...new Set(keys)]
}

/** What was counted: for all members together, and for the shopper. */
export type Counters = {
  readonly totals: readonly PromotionCounter[]
  /** Empty for a visitor. */
  readonly members: readonly MemberCounter[]
}

/** What is left of the limits of a promotion in its current period; null for no limit. */
export type UsageLeft = {
  readonly usesLeft: number | null
  readonly memberUsesLeft: number | null
  readonly budgetLeftMinor: number | null
}

/** What is left of the limits of these promotions, by id; a promotion without limits has no entry. */
export function usageOf(
  promotions: readonly Pick<Promotion, 'id' | 'limits'>[],
  counters: Counters,
  { now, zoneOffsetMinutes }: ZonedMoment,
): ReadonlyMap<string, UsageLeft> {
  const totals = byKey(counters.totals)
  const members = byKey(counters.members)
  const left = promotions.flatMap(({ id, limits }): readonly [string, UsageLeft][] => {
    if (limits === undefined || limits === null) return []
    const key = keyOf(id, periodKey(limits.period ?? 'ever', now, zoneOffsetMinutes))
    return [[id, leftOf(limits, totals.get(key), members.get(key))]]
  })
  return new Map(left)
}

function leftOf(limits: Limits, total: PromotionCounter | undefined, member: MemberCounter | undefined): UsageLeft {
  return {
    usesLeft: rest(limits.maxUses, total?.usedCount),
    memberUsesLeft: rest(limits.maxUsesPerMember, member?.usedCount),
    budgetLeftMinor: rest(limits.budgetMinor, total?.spentMinor),
  }
}

function rest(limit: number | undefined, used: number = 0): number | null {
  return limit === undefined ? null : Math.max(0, limit - used)
}

function keyOf(promotionId: string, key: string): string {
  return `${promotionId} ${key}`
}

function byKey<C extends MemberCounter>(counters: readonly C[]): ReadonlyMap<string, C> {
  return new Map(counters.map((counter) => [keyOf(counter.promotionId, counter.periodKey), counter]))
}

/** What all members together may use of a promotion; null when that is not limited. */
export function sharedLimits(
  limits: Limits | null | undefined,
): { readonly maxUses: number | null; readonly budgetMinor: number | null } | null {
  const { maxUses = null, budgetMinor = null } = limits ?? {}
  return maxUses === null && budgetMinor === null ? null : { maxUses, budgetMinor }
}

export type UseFacts = ZonedMoment & {
  readonly memberId: string
  readonly orderId: string
  /** What each promotion took off the order, shipping included; those without limits may be among them. */
  readonly applied: readonly { readonly promotionId: string; readonly minor: number }[]
  /** The promotions the order was priced with. */
  readonly promotions: readonly Pick<Promotion, 'id' | 'limits'>[]
  /** The counters the order was priced with. */
  readonly counters: Counters
}

/**
 * Counts the promotions that applied to an order: one use each, and what it took off. Priced with the same facts an
 * order never takes more than is left, so `promotion_spent` says that it was not.
 */
export function useDecision(facts: UseFacts): Decision<PromotionUsed, 'promotion_spent'> {
  const usage = usageOf(facts.promotions, facts.counters, facts)
  const events: PromotionUsed[] = []
  for (const { id, limits } of [...facts.promotions].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const taken = facts.applied.filter(({ promotionId }) => promotionId === id)
    const left = usage.get(id)
    if (taken.length === 0 || left === undefined || !limits) continue
    const minor = taken.reduce((sum, each) => sum + each.minor, 0)
    if (isBeyond(left, minor)) return refuse('promotion_spent', { promotionId: id })
    events.push(used(facts, id, limits, minor))
  }
  return accept(...events)
}

function isBeyond({ usesLeft, memberUsesLeft, budgetLeftMinor }: UsageLeft, minor: number): boolean {
  return usesLeft === 0 || memberUsesLeft === 0 || (budgetLeftMinor !== null && budgetLeftMinor < minor)
}

function used(facts: UseFacts, promotionId: string, limits: Limits, minor: number): PromotionUsed {
  const { memberId, orderId, counters, now, zoneOffsetMinutes } = facts
  const key = periodKey(limits.period ?? 'ever', now, zoneOffsetMinutes)
  const isThis = (counter: MemberCounter): boolean => counter.promotionId === promotionId && counter.periodKey === key
  const shared = sharedLimits(limits)
  return {
    ...{ type: 'promotion_used', promotionId, memberId, orderId, minor, periodKey: key },
    total: shared === null ? null : { ...shared, created: !counters.totals.some(isThis) },
    member: limits.maxUsesPerMember === undefined ? null : { created: !counters.members.some(isThis) },
  }
}

/** Gives back what an order used, in the periods it was used in; when it is cancelled, or has come back whole. */
export function giveBack(
  uses: readonly PromotionUse[],
  { memberId, orderId }: { readonly memberId: string; readonly orderId: string },
): readonly PromotionUnused[] {
  return uses.map(({ promotionId, periodKey: key, minor, ofTotal, ofMember }) => ({
    ...{ type: 'promotion_unused', promotionId, memberId, orderId, minor, periodKey: key, ofTotal, ofMember },
  }))
}
