import type { PointsClawed } from '../events.ts'
import type { PointsLot } from '../operator-schema.ts'
import type { ClawbackPolicy, LotTake } from '../schema.ts'
import { countOf, hasEnded, isPending, spendable, spendOrder, takeUpTo } from './lots.ts'

export type ClawFacts = {
  readonly memberId: string
  readonly orderId: string
  readonly refundId: string
  /** The lot the order earned; null when it earned none. */
  readonly ownLotId: string | null
  /** All of the member's lots, as they stand after this refund gave spent points back. */
  readonly lots: readonly PointsLot[]
  readonly earnedCount: number
  /** What the part of the purchase that is kept after this refund earns under its frozen terms. */
  readonly keptCount: number
  /** What earlier refunds of the order clawed: taken, debt and lost. */
  readonly clawedCount: number
  /** What was written off from the order's own lot because its end had passed. */
  readonly expiredCount: number
  readonly policy: ClawbackPolicy
  readonly debtCount: number
  readonly now: number
}

/**
 * Takes back what a refund un-earns: earned − min(earned, what the kept part earns) − what went before; points of the
 * own lot that ended unspent went before too. From the own lot first, then from lots in spend order, then as debt, as
 * far as the policy lets it; the rest is lost and recorded as a cost. Nothing for 0.
 */
export function claw(facts: ClawFacts): readonly PointsClawed[] {
  const dueCount = clawCount(facts)
  if (dueCount === 0) return []
  const { memberId, orderId, refundId, policy } = facts
  const takes = clawTakes(facts, dueCount)
  const missingCount = dueCount - countOf(takes)
  const debtCount = policy === 'debt' ? missingCount : 0
  const lostCount = missingCount - debtCount
  return [{ type: 'points_clawed', memberId, orderId, refundId, takes, debtCount, lostCount }]
}

function clawCount(facts: ClawFacts): number {
  const { earnedCount, clawedCount, expiredCount, now } = facts
  const own = ownLotOf(facts)
  const unwrittenCount = own !== undefined && hasEnded(own, now) ? own.remainingCount : 0
  const keptCount = Math.min(earnedCount, facts.keptCount)
  return Math.max(0, earnedCount - keptCount - clawedCount - expiredCount - unwrittenCount)
}

function ownLotOf({ lots, ownLotId }: ClawFacts): PointsLot | undefined {
  return lots.find(({ id }) => id === ownLotId)
}

/** A pending lot holds nothing anybody could have spent, so it is taken from under every policy. */
function clawTakes(facts: ClawFacts, dueCount: number): readonly LotTake[] {
  const own = ownLotOf(facts)
  const pending = own !== undefined && isPending(own, facts.now) ? takeUpTo([own], dueCount) : []
  return [...pending, ...activeTakes(facts, dueCount - countOf(pending))]
}

function activeTakes({ lots, ownLotId, policy, debtCount, now }: ClawFacts, dueCount: number): readonly LotTake[] {
  if (policy === 'only_pending') return []
  const limitCount = policy === 'within_balance' ? Math.min(dueCount, spendable(lots, debtCount, now)) : dueCount
  const inOrder = spendOrder(lots, now)
  const [own, others] = [inOrder.filter(({ id }) => id === ownLotId), inOrder.filter(({ id }) => id !== ownLotId)]
  return takeUpTo([...own, ...others], limitCount)
}
