import { floorRate } from '../../money/index.ts'
import type { GrowthWindow, Tier, TierSettings } from '../schema.ts'
import { startOfMonths } from './calendar.ts'

/** Growth value 成长值 for net sales: ⌊net · bps / 10000⌋. */
export function growthFor(netMinor: number, growthBps: number): number {
  return floorRate(netMinor, growthBps)
}

/** The highest tier that this growth reaches. */
export function tierFor(settings: Pick<TierSettings, 'tiers'>, growthCount: number): Tier {
  const tier = [...settings.tiers].reverse().find((each) => each.growthRequired <= growthCount) ?? settings.tiers[0]
  if (tier === undefined) throw new RangeError('a club has at least one tier')
  return tier
}

/** Growth of a day of the brand's zone, as it stands after refunds. */
export type GrowthDay = { readonly day: number; readonly count: number }

/** A member's growth: all of it, and by day as far back as decisions look. What is older is in `totalCount` alone. */
export type GrowthRecord = { readonly totalCount: number; readonly days: readonly GrowthDay[] }

/** The growth that counts at the end of a day. */
export function growthOn({ totalCount, days }: GrowthRecord, span: GrowthWindow, day: number): number {
  if (span.kind === 'lifetime') return days.reduce((sum, each) => sum - (each.day > day ? each.count : 0), totalCount)
  return between(days, span.kind === 'rolling' ? day - span.days + 1 : startOfMonths(day, 12), day)
}

/** The same record with some growth more, or less, on a day. */
export function withGrowth({ totalCount, days }: GrowthRecord, day: number, deltaCount: number): GrowthRecord {
  return { totalCount: totalCount + deltaCount, days: [...days, { day, count: deltaCount }] }
}

function between(days: readonly GrowthDay[], from: number, to: number): number {
  return days.reduce((sum, { day, count }) => sum + (day >= from && day <= to ? count : 0), 0)
}
