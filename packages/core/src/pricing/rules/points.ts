import type { Words } from '../../kernel/index.ts'
import { allocate, allocateRuns, floorRatio } from '../../money/index.ts'
import type { Explanation, Reason } from '../schema.ts'
import { unmet } from './conditions.ts'
import type { PointsFacts } from './facts.ts'
import { explained } from './lanes.ts'
import { begin, type Cause, flush, type Run, takeAcross, type World } from './world.ts'

/** The rule id of points in reductions and explanations. */
export const POINTS_RULE = 'points'

const name: Words = { zh: '积分抵扣', en: 'Points' }
const cause: Cause = { source: 'points', id: POINTS_RULE, funder: 'brand' }

/** How much money the requested points pay of an amount. */
export function pointsMinor(points: PointsFacts | null, payableMinor: number): number {
  if (points === null || points.requestedCount === 0) return 0
  const { redeemMinor, redeemCount } = points.settings
  return floorRatio(pointsToSpend(points, payableMinor), redeemMinor, redeemCount)
}

/** Spends points on what is left to pay. Returns how many; the units know theirs. */
export function applyPoints(world: World, explain: Explanation[]): number {
  const { points } = world.facts
  if (points === null || points.requestedCount === 0) return 0
  const payableMinor = payable(world)
  const count = pointsToSpend(points, payableMinor)
  if (count === 0) {
    explain.push(explained({ ...cause, name }, 0, unmet(whyNone(points, payableMinor))))
    return 0
  }
  begin(world, cause)
  const before = world.logLine.length
  const minor = takeAcross(world, world.every, pointsMinor(points, payableMinor))
  explain.push(explained({ ...cause, name }, minor, null))
  spreadPoints(world, before, count, minor)
  return count
}

/** What points may still pay: what is above the floors. */
export function payable({ floors, leftTotal, left, lines, every }: World): number {
  if (floors === null) return leftTotal
  return every.reduce((sum, line) => {
    const quantity = lines[line]?.quantity ?? 0
    return sum + Math.max(0, (left[line] as number) - (floors[line] as number) * quantity)
  }, 0)
}

/** min(requested, spendable, ⌊payable · share · rate⌋) down to the step; none below the minimum or if worth nothing. */
function pointsToSpend({ requestedCount, spendableCount, settings }: PointsFacts, payableMinor: number): number {
  const { redeemCount, redeemMinor, redeemMaxBps, redeemStepCount, redeemMinimumCount } = settings
  const affordableCount = floorRatio(payableMinor, redeemMaxBps * redeemCount, 10_000 * redeemMinor)
  const most = Math.min(requestedCount, spendableCount, affordableCount)
  const count = most - (most % redeemStepCount)
  if (count <= 0 || count < redeemMinimumCount) return 0
  return floorRatio(count, redeemMinor, redeemCount) > 0 ? count : 0
}

function whyNone({ spendableCount, settings }: PointsFacts, payableMinor: number): Reason {
  if (settings.redeemMaxBps === 0) return 'inactive'
  if (payableMinor === 0) return 'nothing_left'
  const leastCount = Math.max(1, settings.redeemMinimumCount, settings.redeemStepCount)
  return spendableCount < leastCount ? 'points_insufficient' : 'points_below_minimum'
}

/**
 * Splits the points themselves over lines and units in proportion to the money they pay there. A point may be worth
 * less than one minor unit: the bases are scaled until they can hold all points, which does not change proportions.
 */
function spreadPoints(world: World, from: number, count: number, minor: number): void {
  flush(world, world.every)
  const scale = Math.ceil(count / minor)
  const lines = world.logLine.slice(from)
  const counts = allocate(
    count,
    world.logMinor.slice(from).map((share) => share * scale),
  )
  for (const [at, line] of lines.entries()) {
    const runs = world.units[line] as readonly Run[]
    const bases = runs.map((run) => ({ count: run.count, base: paidByPoints(run) * scale }))
    world.units[line] = allocateRuns(counts[at] as number, bases).map(({ count: units, share, index }) => {
      return { ...(runs[index] as Run), count: units, pointsCount: share }
    })
  }
}

function paidByPoints({ reductions }: Run): number {
  const last = reductions[reductions.length - 1]
  return last?.source === 'points' ? last.minor : 0
}
