import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, Id, Moment, type Schema } from '../kernel/index.ts'

/** What happens to points that a refund takes back when they were already spent. */
export type ClawbackPolicy = 'only_pending' | 'within_balance' | 'debt'

/** How points are earned, spent and lost. */
export type PointsSettings = {
  /** Points per minor unit paid, in basis points: 100 gives one point for each 1.00 of a two-digit currency. */
  readonly earnBps: number
  /** `redeemCount` points pay `redeemMinor`. */
  readonly redeemCount: number
  readonly redeemMinor: number
  /** The most of a basket that points may pay, in basis points. */
  readonly redeemMaxBps: number
  /** Points are spent in multiples of this. */
  readonly redeemStepCount: number
  readonly redeemMinimumCount: number
  /** Days from activation until a lot expires; null for never. */
  readonly expiryDays: number | null
  /** Days a returned lot lives when its own end has passed; 0 means it is lost. */
  readonly graceDays: number
  readonly clawback: ClawbackPolicy
}
export const PointsSettings: Schema<PointsSettings> = z.object({
  earnBps: Bps,
  redeemCount: z.int().check(z.gte(1), z.lte(1_000_000)),
  redeemMinor: AmountMinor.check(z.gte(1)),
  redeemMaxBps: Bps.check(z.lte(10_000)),
  redeemStepCount: z.int().check(z.gte(1), z.lte(1_000_000)),
  redeemMinimumCount: Count,
  expiryDays: z.nullable(z.int().check(z.gte(1), z.lte(36_500))),
  graceDays: z.int().check(z.gte(0), z.lte(3_650)),
  clawback: z.enum(['only_pending', 'within_balance', 'debt']),
})

/** One credit of points with a life of its own. */
export type PointsLot = {
  readonly id: string
  readonly amountCount: number
  /** What is neither spent, held, clawed nor expired. */
  readonly remainingCount: number
  /** From when it can be spent; null while pending. */
  readonly activeAt: number | null
  /** First moment it can no longer be spent; null for never (or while pending). */
  readonly expiresAt: number | null
  /** The order that earned it, if any. */
  readonly orderId: string | null
  /** Points that came back after the end of their own lot. They get no second grace. */
  readonly isGrace: boolean
}

/** How much was taken from, or given back to, which lot. */
export type LotTake = { readonly lotId: string; readonly count: number }

/** What a member has, computed at the moment of asking. */
export type PointsBalance = {
  readonly spendableCount: number
  readonly pendingCount: number
  /** Set aside for unpaid orders. */
  readonly heldCount: number
  /** Taken back beyond what was there; the next credits pay it off. */
  readonly debtCount: number
  /** What ends next; null when nothing does. */
  readonly expiringNext: { readonly at: number; readonly count: number } | null
}
export const PointsBalance: Schema<PointsBalance> = z.object({
  spendableCount: Count,
  pendingCount: Count,
  heldCount: Count,
  debtCount: Count,
  expiringNext: z.nullable(z.object({ at: Moment, count: Count })),
})

export type PointsEntryKind = 'earn' | 'spend' | 'return' | 'claw' | 'expire' | 'adjust'
/** One line of the points history. */
export type PointsEntry = {
  readonly id: string
  readonly kind: PointsEntryKind
  /** Signed change of the member's points, pending ones included. */
  readonly deltaCount: number
  readonly orderId: string | null
  readonly at: number
}
export const PointsEntry: Schema<PointsEntry> = z.object({
  id: Id,
  kind: z.enum(['earn', 'spend', 'return', 'claw', 'expire', 'adjust']),
  deltaCount: z.int(),
  orderId: z.nullable(Id),
  at: Moment,
})

type OfMember = { readonly memberId: string }
type OfOrder = OfMember & { readonly orderId: string }

/** Points were credited. Basis and rates are frozen here, so that a later clawback needs no current rule. */
export type PointsEarned = OfMember & {
  readonly type: 'points_earned'
  readonly orderId: string | null
  readonly lotId: string
  readonly count: number
  readonly basisMinor: number
  readonly earnBps: number
  readonly multiplierBps: number
  readonly activeAt: number | null
  readonly expiresAt: number | null
  /** Part of the credit that paid off debt at once. */
  readonly debtPaidCount: number
}
/** Pending points became spendable. */
export type PointsActivated = OfOrder & {
  readonly type: 'points_activated'
  readonly lotId: string
  readonly activeAt: number
  readonly expiresAt: number | null
  readonly debtPaidCount: number
}
/** Set aside for an unpaid order. */
export type PointsHeld = OfOrder & { readonly type: 'points_held'; readonly takes: readonly LotTake[] }
/** The order was cancelled: back into the same lots, or a grace lot where the own end has passed. */
export type PointsReleased = OfOrder & {
  readonly type: 'points_released'
  readonly returns: readonly PointsReturn[]
}
/** The order was paid: the hold is spent. */
export type PointsSpent = OfOrder & { readonly type: 'points_spent'; readonly takes: readonly LotTake[] }
/** One part of a return: into lot `lotId`, or, when `graceLotId` is set, into that new lot ending at `expiresAt`. */
export type PointsReturn = LotTake & { readonly graceLotId: string | null; readonly expiresAt: number | null }
/** Spent points came back with a refund. */
export type PointsReturned = OfOrder & {
  readonly type: 'points_returned'
  readonly refundId: string
  readonly returns: readonly PointsReturn[]
}
/** Earned points were taken back with a refund. */
export type PointsClawed = OfOrder & {
  readonly type: 'points_clawed'
  readonly refundId: string
  readonly takes: readonly LotTake[]
  readonly debtCount: number
  /** Could not be taken under the policy: a cost of the brand, recorded. */
  readonly lostCount: number
}
/** A lot's end passed with points in it. */
export type PointsExpired = OfMember & {
  readonly type: 'points_expired'
  readonly lotId: string
  readonly count: number
  /** They ended with the account, as the member agreed, and not by their own time; left out otherwise. */
  readonly cause?: 'account_deleted' | undefined
}
/** An operator gave points (`lotId` is the new lot) or took them (`lotId` is null, `takes` says from where). */
export type PointsAdjusted = OfMember & {
  readonly type: 'points_adjusted'
  readonly lotId: string | null
  /** How many were given or taken; never negative. */
  readonly count: number
  readonly takes: readonly LotTake[]
  readonly expiresAt: number | null
  readonly activeAt: number
  readonly debtPaidCount: number
}
/** An operator changed the program. */
export type PointsConfigured = { readonly type: 'points_configured'; readonly settings: PointsSettings }

/** Everything that can happen to points. */
export type PointsEvent =
  | PointsEarned
  | PointsActivated
  | PointsHeld
  | PointsReleased
  | PointsSpent
  | PointsReturned
  | PointsClawed
  | PointsExpired
  | PointsAdjusted
  | PointsConfigured
