import type { Coupon, CouponTemplate } from '@siyu/core/coupons'
import type { TableSpec } from '../kernel/tables.ts'

export type CouponTables = {
  couponTemplates: CouponTemplate & { readonly brandId: string; readonly issuedCount: number }
  coupons: Coupon & {
    readonly brandId: string
    readonly memberId: string
    /** The member's how many-th coupon of its template; unique, so that the limit per member holds. */
    readonly claimNumber: number
    readonly version: number
  }
}

export const couponSpecs: { readonly [N in keyof CouponTables]: TableSpec } = {
  couponTemplates: { name: 'coupon_templates', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  coupons: { name: 'coupons', key: ['brand_id', 'member_id', 'id'], versioned: true, kind: 'state' },
}
