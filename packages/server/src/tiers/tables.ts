import type { ActivityKind, MembershipTerm, Standing, TierReason } from '@siyu/core/tiers'
import type { TableSpec } from '../kernel/tables.ts'

export type TierTables = {
  /** One per member, made at joining. Whatever moves growth, tier or terms changes it, so its version guards all. */
  memberTiers: Standing & {
    readonly brandId: string
    readonly memberId: string
    /** All growth ever, less what was refunded. */
    readonly growthCount: number
    /** The next moment something is to be looked at; null for none. */
    readonly dueAt: number | null
    readonly version: number
  }
  /** Growth as it was earned; a refund lowers the entry of its order. */
  growthEntries: {
    readonly brandId: string
    readonly memberId: string
    /** The order, the key of an activity, the event of an adjustment, or `opening`. */
    readonly id: string
    readonly kind: ActivityKind | 'order' | 'adjust' | 'opening'
    readonly amountCount: number
    readonly orderId: string | null
    readonly at: number
  }
  tierHistory: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly fromTierId: string
    readonly toTierId: string
    /** Null where an earlier version wrote it. */
    readonly reason: TierReason | null
    readonly at: number
  }
  tierGifts: {
    readonly brandId: string
    readonly memberId: string
    readonly kind: 'upgrade' | 'birthday'
    /** The tier of an upgrade, the year of a birthday: part of the key, so that nothing is given twice. */
    readonly onceKey: string
    readonly tierId: string
    readonly period: string
    readonly couponId: string | null
    readonly pointsCount: number
    readonly withheld: string | null
    readonly at: number
  }
  /** One per brand: how often the tiers were replaced. */
  tierPrograms: { readonly brandId: string; readonly revision: number }
  tierMemberships: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly lineId: string
    readonly term: MembershipTerm
    readonly quantity: number
    readonly activeFrom: number
    readonly activeUntil: number
  }
}

export const tierSpecs: { readonly [N in keyof TierTables]: TableSpec } = {
  memberTiers: { name: 'member_tiers', key: ['brand_id', 'member_id'], versioned: true, kind: 'state' },
  growthEntries: { name: 'growth_entries', key: ['brand_id', 'member_id', 'id'], versioned: false, kind: 'state' },
  tierHistory: { name: 'tier_history', key: ['brand_id', 'member_id', 'id'], versioned: false, kind: 'state' },
  tierGifts: {
    name: 'tier_gifts',
    key: ['brand_id', 'member_id', 'kind', 'once_key'],
    versioned: false,
    kind: 'state',
  },
  tierPrograms: { name: 'tier_programs', key: ['brand_id'], versioned: false, kind: 'state' },
  tierMemberships: {
    name: 'tier_memberships',
    key: ['brand_id', 'member_id', 'order_id', 'line_id'],
    versioned: false,
    kind: 'state',
  },
}
