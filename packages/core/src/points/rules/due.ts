import { dayMs } from '../../kernel/index.ts'
import type { PointsActivated, PointsExpired, PointsExpiring, PointsExtended } from '../events.ts'
import type { PointsLot } from '../operator-schema.ts'
import { localDay, type OffsetAt } from './calendar.ts'
import type { Life } from './expiry.ts'
import { hasEnded, isActive, isPending } from './lots.ts'

/** A lot with whose it is. */
export type OwnedLot = PointsLot & { readonly memberId: string }

/** Writes the end of lots. Held points are not in them: they outlive them until their order is paid or cancelled. */
export function expireDue(lots: readonly OwnedLot[], now: number): readonly PointsExpired[] {
  return lots
    .filter((lot) => hasEnded(lot, now) && lot.remainingCount > 0)
    .map(({ memberId, id: lotId, remainingCount: count }) => ({ type: 'points_expired', memberId, lotId, count }))
}

/** A lot that has a moment to become spendable at, and whether that was written. */
export type WaitingLot = OwnedLot & { readonly isWaiting: boolean }

/** Writes the beginning of lots whose delay is over; with what they hold, debt is paid, the earlier lot first. */
export function activateDue(
  lots: readonly WaitingLot[],
  debts: ReadonlyMap<string, number>,
  now: number,
): readonly PointsActivated[] {
  const owed = new Map(debts)
  const due = lots.filter((lot) => lot.isWaiting && !isPending(lot, now))
  return [...due]
    .sort((a, b) => (a.activeAt ?? 0) - (b.activeAt ?? 0) || (a.id < b.id ? -1 : 1))
    .map(({ memberId, id: lotId, orderId, activeAt, expiresAt, remainingCount }) => {
      const debtPaidCount = Math.min(owed.get(memberId) ?? 0, remainingCount)
      owed.set(memberId, (owed.get(memberId) ?? 0) - debtPaidCount)
      return { type: 'points_activated', memberId, orderId, lotId, activeAt: activeAt ?? now, expiresAt, debtPaidCount }
    })
}

export type ExtendFacts = {
  readonly memberId: string
  readonly lots: readonly PointsLot[]
  readonly life: Life
  readonly now: number
}

/** Under a rolling policy, an act of the member moves the end of all lots that have one ahead. Grace stays as it is. */
export function extend({ memberId, lots, life: { expiry }, now }: ExtendFacts): readonly PointsExtended[] {
  if (expiry.kind !== 'rolling') return []
  const expiresAt = now + expiry.days * dayMs
  const earlier = lots.filter(
    (lot) => !lot.isGrace && !hasEnded(lot, now) && lot.expiresAt !== null && lot.expiresAt < expiresAt,
  )
  if (earlier.length === 0) return []
  return [{ type: 'points_extended', memberId, lotIds: earlier.map(({ id }) => id), expiresAt }]
}

export type NoticeFacts = {
  readonly memberId: string
  readonly lots: readonly (PointsLot & { readonly isNoticed: boolean })[]
  /** Null: members are not told. */
  readonly noticeDays: number | null
  readonly offsetAt: OffsetAt
  readonly now: number
}

/** Tells of points that end within the days of notice: once for each day in the brand's zone on which some do. */
export function notices({ memberId, lots, noticeDays, offsetAt, now }: NoticeFacts): readonly PointsExpiring[] {
  const until = now + (noticeDays ?? 0) * dayMs
  const days = new Map<number, (NoticeFacts['lots'][number] & { readonly expiresAt: number })[]>()
  for (const lot of lots) {
    const { expiresAt } = lot
    if (expiresAt === null || expiresAt > until || !isActive(lot, now) || lot.remainingCount === 0) continue
    const day = localDay(expiresAt, offsetAt(expiresAt))
    days.set(day, [...(days.get(day) ?? []), { ...lot, expiresAt }])
  }
  return [...days.values()].flatMap((own) => {
    const untold = own.filter(({ isNoticed }) => !isNoticed)
    if (untold.length === 0) return []
    const count = own.reduce((sum, { remainingCount }) => sum + remainingCount, 0)
    const expiresAt = Math.min(...own.map((lot) => lot.expiresAt))
    const lotIds = untold.map(({ id }) => id)
    return [
      { type: 'points_expiring' as const, memberId, lotIds, count, expiresAt, isFirst: untold.length === own.length },
    ]
  })
}
