import type { Words } from '../../kernel/index.ts'
import { allocateByWeights, allocateRunsByWeights, floorRatio } from '../../money/index.ts'
import type { Explanation, Reason, UnitRun } from '../schema.ts'
import { took, unmet } from './conditions.ts'
import type { PointsFacts } from './facts.ts'
import { explained } from './lanes.ts'
import { roomIn, runsOf, type Taking, takeAcross, type World } from './world.ts'

/** The rule id of points in reductions and explanations. */
export const POINTS_RULE = 'points'

const name: Words = { zh: '积分抵扣', en: 'Points' }
const cause = { source: 'points', id: POINTS_RULE, funder: 'brand', name } as const

type Spent = { readonly count: number; readonly minor: number }
const none: Spent = { count: 0, minor: 0 }

/** How many of the requested points can be spent on an amount, and how much of it they pay. */
export function spendable(points: PointsFacts | null, payableMinor: number): Spent {
  if (!points) return none
  const { requestedCount, spendableCount, settings } = points
  const { redeemCount, redeemMinor, redeemMaxBps, redeemStepCount, redeemMinimumCount } = settings
  // min(requested, spendable, ⌊payable · share · rate⌋) down to the step; none below the minimum or if worth nothing.
  const affordableCount = floorRatio(payableMinor, redeemMaxBps * redeemCount, 10_000 * redeemMinor)
  const most = Math.min(requestedCount, spendableCount, affordableCount)
  const count = most - (most % redeemStepCount)
  const minor = count < redeemMinimumCount ? 0 : floorRatio(count, redeemMinor, redeemCount)
  return { count: minor > 0 ? count : 0, minor }
}

/** Spends points on what is left to pay. The units know theirs. */
export function applyPoints(world: World, explain: Explanation[]): Spent {
  const { points } = world.facts
  if (!points?.requestedCount) return none
  const payableMinor = roomIn(world, world.every)
  const spent = spendable(points, payableMinor)
  const { count, minor } = spent
  explain.push(explained(cause, minor > 0 ? took(minor) : unmet(whyNone(points, payableMinor))))
  if (minor === 0) return none
  world.turn = cause
  takeAcross(world, world.every, minor)
  spreadPoints(world, count)
  return spent
}

function whyNone({ spendableCount, settings }: PointsFacts, payableMinor: number): Reason {
  if (settings.redeemMaxBps === 0) return 'inactive'
  if (payableMinor === 0) return 'nothing_left'
  const leastCount = Math.max(1, settings.redeemMinimumCount, settings.redeemStepCount)
  return spendableCount < leastCount ? 'points_insufficient' : 'points_below_minimum'
}

/** Splits the points themselves over lines and units in proportion to the money they pay there. */
function spreadPoints(world: World, count: number): void {
  const { lines, shares } = world.log[world.log.length - 1] as Taking
  allocateByWeights(count, shares).forEach((points, at) => {
    const line = lines[at] as number
    const runs = runsOf(world, line)
    const weights = runs.map((run) => ({ count: run.count, base: paidByPoints(run) }))
    world.points[line] = points
    world.settled[line] = world.left.by[line] as number
    world.units[line] = allocateRunsByWeights(points, weights).map(({ count: units, share, index }) => {
      return { ...(runs[index] as UnitRun), count: units, pointsCount: share }
    })
  })
}

function paidByPoints({ reductions }: UnitRun): number {
  const last = reductions.at(-1)
  return last?.source === 'points' ? last.minor : 0
}
