import { dayMs } from '../../kernel/index.ts'
import type { PointsLot } from '../operator-schema.ts'
import type { PointsReturn } from '../schema.ts'
import { type LotTake, MAX_EXPIRING, type PointsBalance, type PointsSettings } from '../schema.ts'

/** Milliseconds in the days that lots live. */

/** Whether points can be spent from the lot at this moment. */
export function isActive(lot: Pick<PointsLot, 'activeAt' | 'expiresAt'>, now: number): boolean {
  return lot.activeAt !== null && lot.activeAt <= now && !hasEnded(lot, now)
}

/** Whether the lot's end has passed, written or not. */
export function hasEnded(lot: Pick<PointsLot, 'expiresAt'>, now: number): boolean {
  return lot.expiresAt !== null && lot.expiresAt <= now
}

/** What can be spent now: everything in active lots less debt, never below 0. Read from the lots, not from a sweep. */
export function spendable(lots: readonly PointsLot[], debtCount: number, now: number): number {
  return Math.max(0, sumOf(lots.filter((lot) => isActive(lot, now))) - debtCount)
}

function sumOf(lots: readonly PointsLot[]): number {
  return lots.reduce((sum, lot) => sum + lot.remainingCount, 0)
}

/** Whether the lot waits: for something to happen, or for its moment. */
export function isPending({ activeAt }: Pick<PointsLot, 'activeAt'>, now: number): boolean {
  return activeAt === null || activeAt > now
}

/** What a member has at this moment. `heldCount` is what unpaid orders have set aside. */
export function balance(lots: readonly PointsLot[], heldCount: number, debtCount: number, now: number): PointsBalance {
  const spendableCount = spendable(lots, debtCount, now)
  const pending = lots.filter((lot) => isPending(lot, now))
  const expiring = endsOf(lots, debtCount, now)
  const expiringNext = expiring[0] ?? null
  return { spendableCount, pendingCount: sumOf(pending), heldCount, debtCount, expiringNext, expiring }
}

/** What is lost when, soonest first: by how much each end lowers what can be spent. Debt covers the last ends first. */
function endsOf(lots: readonly PointsLot[], debtCount: number, now: number): PointsBalance['expiring'] {
  const inOrder = spendOrder(lots, now)
  const ends = new Map<number, number>()
  let leftCount = sumOf(inOrder) - debtCount
  for (const { expiresAt, remainingCount } of inOrder) {
    const count = Math.min(remainingCount, Math.max(0, leftCount))
    leftCount -= remainingCount
    if (expiresAt !== null && count > 0) ends.set(expiresAt, (ends.get(expiresAt) ?? 0) + count)
  }
  return [...ends].slice(0, MAX_EXPIRING).map(([at, count]) => ({ at, count }))
}

/** The most points one order may spend of these. */
export function redeemable(spendableCount: number, { redeemMaxCount }: Pick<PointsSettings, 'redeemMaxCount'>): number {
  return Math.min(spendableCount, redeemMaxCount ?? spendableCount)
}

/** Active lots as they are spent: soonest end first, never-ending last, then by activation, then by id. */
export function spendOrder(lots: readonly PointsLot[], now: number): readonly PointsLot[] {
  return lots.filter((lot) => isActive(lot, now) && lot.remainingCount > 0).sort(compareLots)
}

function compareLots(a: PointsLot, b: PointsLot): number {
  const [aEnd, bEnd] = [a.expiresAt ?? Number.MAX_SAFE_INTEGER, b.expiresAt ?? Number.MAX_SAFE_INTEGER]
  if (aEnd !== bEnd) return aEnd - bEnd
  const [aStart, bStart] = [a.activeAt ?? 0, b.activeAt ?? 0]
  if (aStart !== bStart) return aStart - bStart
  return a.id < b.id ? -1 : 1
}

/** Takes `count` points in the order they are spent, saying how many from which lot; undefined when they are not there. */
export function takeLots(lots: readonly PointsLot[], count: number, now: number): readonly LotTake[] | undefined {
  const takes = takeUpTo(spendOrder(lots, now), count)
  return countOf(takes) === count ? takes : undefined
}

/** Takes at most `limitCount` points from these lots, in the order given. */
export function takeUpTo(lots: readonly PointsLot[], limitCount: number): readonly LotTake[] {
  const takes: LotTake[] = []
  let leftCount = limitCount
  for (const { id, remainingCount } of lots) {
    const count = Math.min(leftCount, remainingCount)
    if (count > 0) takes.push({ lotId: id, count })
    leftCount -= Math.max(0, count)
  }
  return takes
}

/** How many points the takes are together. */
export function countOf(takes: readonly LotTake[]): number {
  return takes.reduce((sum, take) => sum + take.count, 0)
}

/**
 * The next `count` of spent points to give back: in reverse order of taking, after the first `alreadyReturnedCount` of
 * them went back before. @throws RangeError when more is asked for than was taken
 */
export function returnPart(takes: readonly LotTake[], alreadyReturnedCount: number, count: number): readonly LotTake[] {
  const parts: LotTake[] = []
  let [skipCount, leftCount] = [alreadyReturnedCount, count]
  for (const take of [...takes].reverse()) {
    const skipped = Math.min(skipCount, take.count)
    const part = Math.min(leftCount, take.count - skipped)
    if (part > 0) parts.push({ lotId: take.lotId, count: part })
    skipCount -= skipped
    leftCount -= part
  }
  if (leftCount > 0) throw new RangeError(`${leftCount} points more to return than were taken`)
  return parts
}

export type GiveBackFacts = {
  readonly takes: readonly LotTake[]
  /** At least the lots that the takes name. */
  readonly lots: readonly PointsLot[]
  readonly now: number
  readonly graceDays: number
  readonly newId: (prefix: string) => string
}

/**
 * Puts points back into the lots they came from, which keep their own end. A lot that has ended meanwhile gets one
 * grace lot; with 0 grace days, or when it was a grace lot itself, that one ends at once, so the points are lost on the
 * record, not silently: placing and cancelling orders keeps nothing alive.
 * @throws RangeError when a take names a lot that is not among the lots
 */
export function giveBack(facts: GiveBackFacts): readonly PointsReturn[] {
  const counts = new Map<string, number>()
  for (const { lotId, count } of facts.takes) counts.set(lotId, (counts.get(lotId) ?? 0) + count)
  return [...counts].map(([lotId, count]) => returnTo(lotOf(facts.lots, lotId), count, facts))
}

function returnTo(lot: PointsLot, count: number, { now, graceDays, newId }: GiveBackFacts): PointsReturn {
  if (!hasEnded(lot, now)) return { lotId: lot.id, count, graceLotId: null, expiresAt: null }
  const expiresAt = lot.isGrace ? now : now + graceDays * dayMs
  return { lotId: lot.id, count, graceLotId: newId('lot'), expiresAt }
}

/** The lot of this id. @throws RangeError when it is not there */
export function lotOf(lots: readonly PointsLot[], lotId: string): PointsLot {
  const lot = lots.find(({ id }) => id === lotId)
  if (lot === undefined) throw new RangeError(`lot ${lotId} was not loaded`)
  return lot
}

/** The lots as they stand after a return, grace lots included. */
export function afterReturn(
  lots: readonly PointsLot[],
  returns: readonly PointsReturn[],
  now: number,
): readonly PointsLot[] {
  const grown = lots.map((lot) => {
    const back = countOf(returns.filter(({ lotId, graceLotId }) => graceLotId === null && lotId === lot.id))
    return back === 0 ? lot : { ...lot, remainingCount: lot.remainingCount + back }
  })
  const grace = returns.flatMap(({ graceLotId, count, expiresAt }) =>
    graceLotId === null ? [] : [graceLot(graceLotId, count, expiresAt, now)],
  )
  return [...grown, ...grace]
}

function graceLot(id: string, count: number, expiresAt: number | null, now: number): PointsLot {
  return { id, amountCount: count, remainingCount: count, activeAt: now, expiresAt, orderId: null, isGrace: true }
}
