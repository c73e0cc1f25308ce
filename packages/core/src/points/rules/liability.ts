import { floorRatio } from '../../money/index.ts'
import type { PointsLiability } from '../liability.ts'

/** What is outstanding, counted by the database. */
export type LiabilityFacts = {
  readonly now: number
  /** What can be spent, grouped by the calendar month (`2027-01`) it ends in; null: it never does. */
  readonly active: readonly { readonly month: string | null; readonly count: number }[]
  readonly pendingCount: number
  readonly heldCount: number
  readonly debtCount: number
  /** Points of lots that ended within the last two years, and how many of them were never spent. */
  readonly endedCount: number
  readonly expiredCount: number
  /** `redeemCount` points pay `redeemMinor`. */
  readonly redeemCount: number
  readonly redeemMinor: number
}

/**
 * What the brand owes in points. Expected breakage is what of the points that end will expire if members go on as in
 * the last two years: ⌊count · expired / ended⌋ per month (the remote-redemption estimate of IFRS 15 B44–B47). Without
 * history nothing is expected to break.
 */
export function liability(facts: LiabilityFacts): PointsLiability {
  const { now, active, pendingCount, heldCount, debtCount, endedCount, expiredCount } = facts
  const months = active.flatMap(({ month, count }) => (month === null ? [] : [{ month, count }]))
  const neverCount = active.find(({ month }) => month === null)?.count ?? 0
  const spendableCount = months.reduce((sum, { count }) => sum + count, neverCount)
  const outstandingCount = Math.max(0, spendableCount + pendingCount + heldCount - debtCount)
  const breaking = (count: number): number => (endedCount === 0 ? 0 : floorRatio(count, expiredCount, endedCount))
  const withBreakage = months.map(({ month, count }) => ({ month, count, breakageCount: breaking(count) }))
  const breakageCount = withBreakage.reduce((sum, each) => sum + each.breakageCount, 0)
  const worth = (count: number): number => floorRatio(count, facts.redeemMinor, facts.redeemCount)
  return {
    ...{ at: now, outstandingCount, spendableCount, pendingCount, heldCount, debtCount, neverCount },
    ...{ months: withBreakage, breakageCount, endedCount, expiredCount },
    breakageBps: endedCount === 0 ? null : floorRatio(10_000, expiredCount, endedCount),
    worthMinor: worth(outstandingCount),
    expectedWorthMinor: worth(Math.max(0, outstandingCount - breakageCount)),
  }
}
