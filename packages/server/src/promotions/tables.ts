import type { MemberCounter, PromotionCounter, PromotionUse, WholePromotion } from '@siyu/core/promotions'
import type { TableSpec } from '../kernel/tables.ts'

export type PromotionTables = {
  promotions: WholePromotion & { readonly brandId: string; readonly createdAt: number }
  /**
   * What all members used of a promotion in a period, with the limits it stands under: a CHECK holds them, so that many
   * orders at once add to the row without reading it anew.
   */
  promotionCounters: PromotionCounter & { readonly brandId: string }
  /** What one member used. Versioned, since the limit stands with the promotion alone and a member's orders are few. */
  promotionMemberCounters: MemberCounter & {
    readonly brandId: string
    readonly memberId: string
    readonly version: number
  }
  /** What each order used. */
  promotionUses: PromotionUse & {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    /** It was given back. */
    readonly returned: boolean
  }
}

export const promotionSpecs: { readonly [N in keyof PromotionTables]: TableSpec } = {
  promotions: { name: 'promotions', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  promotionCounters: {
    name: 'promotion_counters',
    key: ['brand_id', 'promotion_id', 'period_key'],
    versioned: false,
    kind: 'state',
  },
  promotionMemberCounters: {
    name: 'promotion_member_counters',
    key: ['brand_id', 'member_id', 'promotion_id', 'period_key'],
    versioned: true,
    kind: 'state',
  },
  promotionUses: {
    name: 'promotion_uses',
    key: ['brand_id', 'member_id', 'order_id', 'promotion_id'],
    versioned: false,
    kind: 'state',
  },
}
