import { accept, type CodeOf, type Decision, MAX_AMOUNT, refuse } from '../../kernel/index.ts'
import type { adjustPoints } from '../contract.ts'
import type {
  PointsActivated,
  PointsAdjusted,
  PointsConfigured,
  PointsEarned,
  PointsExpired,
  PointsLot,
  PointsSettings,
} from '../schema.ts'
import type { expireLot } from '../system.ts'
import { dayMs, hasEnded, spendable, takeLots } from './lots.ts'

/** Points for money paid: ⌊basis · earnBps · multiplierBps / 10000²⌋, floored once and exactly; at most MAX_AMOUNT. */
export function earnCount(basisMinor: number, earnBps: number, multiplierBps: number): number {
  const count = (BigInt(basisMinor) * BigInt(earnBps) * BigInt(multiplierBps)) / 100_000_000n
  return Math.min(MAX_AMOUNT, Number(count))
}

export type EarnFacts = {
  readonly memberId: string
  readonly orderId: string
  /** Id of the lot to be. */
  readonly lotId: string
  /** Money paid; what points paid for earns nothing and is not in it. */
  readonly basisMinor: number
  readonly earnBps: number
  readonly multiplierBps: number
  /** Null while the order may still be undone; the moment itself when it cannot. */
  readonly activeAt: number | null
  readonly expiryDays: number | null
  readonly debtCount: number
}

/** Credits an order's points; nothing for none. Debt is paid when they become active, not while they are pending. */
export function earn(facts: EarnFacts): readonly PointsEarned[] {
  const { memberId, orderId, lotId, basisMinor, earnBps, multiplierBps, activeAt } = facts
  const count = earnCount(basisMinor, earnBps, multiplierBps)
  if (count === 0) return []
  const terms = { memberId, orderId, lotId, count, basisMinor, earnBps, multiplierBps }
  if (activeAt === null) return [{ type: 'points_earned', ...terms, activeAt, expiresAt: null, debtPaidCount: 0 }]
  const expiresAt = endOf(activeAt, facts.expiryDays)
  return [{ type: 'points_earned', ...terms, activeAt, expiresAt, debtPaidCount: Math.min(facts.debtCount, count) }]
}

function endOf(activeAt: number, expiryDays: number | null): number | null {
  return expiryDays === null ? null : activeAt + expiryDays * dayMs
}

export type ActivateFacts = {
  readonly memberId: string
  readonly orderId: string
  /** The lot the order earned; undefined when it earned none. */
  readonly lot: PointsLot | undefined
  readonly debtCount: number
  readonly expiryDays: number | null
  readonly now: number
}

/** Pending points become spendable; the clock of their life starts now, and debt is paid off first. */
export function activate(facts: ActivateFacts): readonly PointsActivated[] {
  const { memberId, orderId, lot, debtCount, expiryDays, now } = facts
  if (lot === undefined || lot.activeAt !== null || lot.remainingCount === 0) return []
  const debtPaidCount = Math.min(debtCount, lot.remainingCount)
  const life = { activeAt: now, expiresAt: endOf(now, expiryDays) }
  return [{ type: 'points_activated', memberId, orderId, lotId: lot.id, ...life, debtPaidCount }]
}

export type AdjustFacts = {
  readonly memberId: string
  readonly hasMember: boolean
  /** Positive gives, negative takes. */
  readonly deltaCount: number
  readonly lots: readonly PointsLot[]
  readonly debtCount: number
  readonly expiryDays: number | null
  /** Id of the lot to be, when points are given. */
  readonly lotId: string
  readonly now: number
}

/** Gives points as a new lot or takes them as a purchase would; nothing for 0. By hand no debt is ever made. */
export function adjust(facts: AdjustFacts): Decision<PointsAdjusted, CodeOf<typeof adjustPoints>> {
  const { lots, deltaCount, debtCount, now } = facts
  if (!facts.hasMember) return refuse('member_missing')
  const spendableCount = spendable(lots, debtCount, now)
  const takes = deltaCount < 0 && -deltaCount <= spendableCount ? takeLots(lots, -deltaCount, now) : []
  if (deltaCount < 0 && -deltaCount > spendableCount) return refuse('points_insufficient', { spendableCount })
  if (deltaCount === 0 || takes === undefined) return accept()
  return accept(adjusted(facts, takes))
}

function adjusted(facts: AdjustFacts, takes: PointsAdjusted['takes']): PointsAdjusted {
  const { memberId, deltaCount, now } = facts
  const isGift = deltaCount > 0
  return {
    type: 'points_adjusted',
    memberId,
    lotId: isGift ? facts.lotId : null,
    count: Math.abs(deltaCount),
    takes,
    expiresAt: isGift ? endOf(now, facts.expiryDays) : null,
    activeAt: now,
    debtPaidCount: isGift ? Math.min(facts.debtCount, deltaCount) : 0,
  }
}

export type ExpireFacts = { readonly memberId: string; readonly lot: PointsLot | undefined; readonly now: number }

/** Writes the end of a lot. Held points are not in it: they outlive it until their order is paid or cancelled. */
export function expire({ memberId, lot, now }: ExpireFacts): Decision<PointsExpired, CodeOf<typeof expireLot>> {
  if (lot === undefined) return refuse('lot_missing')
  if (!hasEnded(lot, now)) return refuse('lot_not_expired', { expiresAt: lot.expiresAt })
  if (lot.remainingCount === 0) return accept()
  return accept({ type: 'points_expired', memberId, lotId: lot.id, count: lot.remainingCount })
}

/** The member leaves: what is in their lots ends at once, pending points too. Debt stays on the record. */
export function forfeit(memberId: string, lots: readonly PointsLot[]): readonly PointsExpired[] {
  return lots
    .filter(({ remainingCount }) => remainingCount > 0)
    .map(({ id: lotId, remainingCount: count }) => ({
      ...{ type: 'points_expired', memberId, lotId, count },
      cause: 'account_deleted',
    }))
}

/** Replaces the program. */
export function configure(settings: PointsSettings): PointsConfigured {
  return { type: 'points_configured', settings }
}
