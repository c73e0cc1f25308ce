import type { EarnShare, EarnTerms } from './earning.ts'
import type { CapUse, LotTake, PointsReturn, PointsSettings } from './schema.ts'

type OfMember = { readonly memberId: string }

/** `orderId` is an order, or the source id of a purchase made elsewhere. */
type OfOrder = OfMember & { readonly orderId: string }

/** Points were credited. Basis and terms are frozen here, so that a later clawback needs no current rule. */
export type PointsEarned = OfMember & {
  readonly type: 'points_earned'
  /** The order, or the purchase made elsewhere; null for points that no purchase earned. */
  readonly orderId: string | null
  readonly lotId: string
  readonly count: number
  /** Money paid that counted. */
  readonly basisMinor: number
  /** Which rule gave how many; they add up to `count`. */
  readonly shares: readonly EarnShare[]
  /** The terms of a purchase made elsewhere; null where an order holds them. */
  readonly terms: EarnTerms | null
  readonly caps: readonly CapUse[]
  /** When it becomes spendable: a moment to come leaves it pending until then. */
  readonly activeAt: number | null
  readonly expiresAt: number | null
  /** Part of the credit that paid off debt at once. */
  readonly debtPaidCount: number
}

/** Pending points became spendable, or will at a moment that is known now. */
export type PointsActivated = OfMember & {
  readonly type: 'points_activated'
  readonly orderId: string | null
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

/** The member was active: these lots end later than they would have. */
export type PointsExtended = OfMember & {
  readonly type: 'points_extended'
  readonly lotIds: readonly string[]
  readonly expiresAt: number
}

/** Points end soon. Told once per member and day of the end; lots that join such a day later are not the first. */
export type PointsExpiring = OfMember & {
  readonly type: 'points_expiring'
  readonly lotIds: readonly string[]
  /** All that ends on that day, and the first moment something does. */
  readonly count: number
  readonly expiresAt: number
  readonly isFirst: boolean
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
  | PointsExtended
  | PointsExpiring
  | PointsConfigured
