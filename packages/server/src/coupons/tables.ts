import type { Coupon, WholeTemplate } from '@siyu/core/coupons'
import type { TableSpec } from '../kernel/tables.ts'

export type CouponTables = {
  couponTemplates: WholeTemplate & {
    readonly brandId: string
    readonly issuedCount: number
    /** What its coupons took off; at most the budget, by a CHECK. */
    readonly spentMinor: number
  }
  coupons: Coupon & {
    readonly brandId: string
    readonly memberId: string
    /** The member's how many-th coupon of its template; unique, so that the limits per member hold. */
    readonly claimNumber: number
    readonly claimedAt: number
    /** When its holder is to be told of its end; null when that is done, or never to be. */
    readonly noticeAt: number | null
    /** The code of the last offer to another member; kept when somebody took it. */
    readonly giftCode: string | null
    readonly version: number
  }
  couponBatches: {
    readonly brandId: string
    readonly id: string
    readonly templateId: string
    readonly prefix: string
    readonly count: number
    readonly createdAt: number
    readonly voidedAt: number | null
    readonly version: number
  }
  couponCodes: {
    readonly brandId: string
    /** Plain, because the list of them must come out again; only operators read it. */
    readonly code: string
    readonly batchId: string
    /** Its place in the batch, from 0. */
    readonly place: number
    /** Absent in a new row, where nobody has claimed yet: there may be a hundred thousand of them. */
    readonly claimedBy?: string | null | undefined
    readonly claimedAt?: number | null | undefined
    readonly version: number
  }
}

export const couponSpecs: { readonly [N in keyof CouponTables]: TableSpec } = {
  couponTemplates: { name: 'coupon_templates', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  coupons: { name: 'coupons', key: ['brand_id', 'member_id', 'id'], versioned: true, kind: 'state' },
  couponBatches: { name: 'coupon_batches', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  couponCodes: { name: 'coupon_codes', key: ['brand_id', 'code'], versioned: true, kind: 'state' },
}
