import type { EarnTerms, LotTake } from '@siyu/core/points'
import type { TableSpec } from '../kernel/tables.ts'

export type PointsTables = {
  /** One per member, made at joining. Every points event changes it, so its version guards them all. */
  pointsAccounts: {
    readonly brandId: string
    readonly memberId: string
    /** Everything the member has: active, pending and held points, less debt. */
    readonly balanceCount: number
    readonly heldCount: number
    readonly debtCount: number
    /** Since when it is frozen; null while it is not. */
    readonly frozenAt: number | null
    /** The household the member is in; null for none. */
    readonly householdId: string | null
    readonly householdJoinedAt: number | null
    readonly version: number
  }
  pointsLots: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly amountCount: number
    readonly remainingCount: number
    readonly expiredCount: number
    readonly activeAt: number | null
    readonly expiresAt: number | null
    readonly orderId: string | null
    readonly isGrace: boolean
    /** The moment it becomes spendable, until that is written; null when it is, or when nobody knows it yet. */
    readonly waitingAt: number | null
    /** Its owner was told of its end. */
    readonly isNoticed: boolean
  }
  /** What a member was credited on each cap: the rule, or all of them, and the period. */
  pointsCounters: {
    readonly brandId: string
    readonly memberId: string
    readonly key: string
    readonly usedCount: number
  }
  /** Which lots the points of an order, or of a purchase made elsewhere, came from. */
  pointsSpends: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly takes: readonly LotTake[]
    readonly returnedCount: number
  }
  /** What an order, or a purchase made elsewhere, earned, and how much of that was taken back. */
  pointsEarnings: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly lotId: string
    readonly earnedCount: number
    readonly clawedCount: number
    readonly basisMinor: number
    /** Null where an order holds them. */
    readonly terms: EarnTerms | null
    /** Part of what was clawed that could not be recovered: a cost of the brand. */
    readonly lostCount: number
  }
}

export const pointsSpecs: { readonly [N in keyof PointsTables]: TableSpec } = {
  pointsAccounts: { name: 'points_accounts', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  pointsLots: { name: 'points_lots', key: ['brand_id', 'member_id', 'id'], versioned: false, kind: 'state' },
  pointsCounters: { name: 'points_counters', key: ['brand_id', 'member_id', 'key'], versioned: false, kind: 'state' },
  pointsSpends: { name: 'points_spends', key: ['brand_id', 'member_id', 'order_id'], versioned: false, kind: 'state' },
  pointsEarnings: {
    name: 'points_earnings',
    key: ['brand_id', 'member_id', 'order_id'],
    versioned: false,
    kind: 'state',
  },
}
