import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'
import { Coupon, CouponOffer, CouponTemplate } from './schema.ts'

/** The most coupons a wallet shows. */
export const MAX_WALLET = 200

export type CouponList = { readonly items: readonly Coupon[] }
export const CouponList: Schema<CouponList> = z.object({ items: listOf(Coupon, MAX_WALLET) })

/** The coupons in one's own wallet. */
export const listCoupons: Endpoint<Empty, CouponList> = {
  name: 'coupons.list',
  method: 'GET',
  path: '/v1/coupons',
  access: 'member',
  input: Empty,
  output: CouponList,
  refusals: {},
}

export type OfferList = { readonly items: readonly CouponOffer[] }
export const OfferList: Schema<OfferList> = z.object({ items: listOf(CouponOffer, MAX_WALLET) })

/** The coupon centre. */
export const listOffers: Endpoint<Empty, OfferList> = {
  name: 'coupons.offers',
  method: 'GET',
  path: '/v1/coupon-offers',
  access: 'public',
  input: Empty,
  output: OfferList,
  refusals: {},
}

export type ClaimCouponInput = { readonly templateId: string }
export const ClaimCouponInput: Schema<ClaimCouponInput> = z.object({ templateId: Id })

/** Take a coupon into one's wallet. */
export const claimCoupon: Endpoint<
  ClaimCouponInput,
  Coupon,
  'coupon_missing' | 'coupon_not_started' | 'coupon_ended' | 'coupon_sold_out' | 'coupon_limit_reached'
> = {
  name: 'coupons.claim',
  method: 'POST',
  path: '/v1/coupons',
  access: 'member',
  input: ClaimCouponInput,
  output: Coupon,
  refusals: {
    coupon_missing: 404,
    coupon_not_started: 409,
    coupon_ended: 409,
    coupon_sold_out: 409,
    coupon_limit_reached: 409,
  },
}

/** Make a template or replace it whole. Coupons already claimed keep their terms. */
export const saveCouponTemplate: Endpoint<CouponTemplate, CouponTemplate, 'limit_below_issued'> = {
  name: 'coupons.saveTemplate',
  method: 'PUT',
  path: '/v1/coupon-templates/:id',
  access: 'operator',
  input: CouponTemplate,
  output: CouponTemplate,
  refusals: { limit_below_issued: 409 },
}

export type TemplateRow = {
  readonly template: CouponTemplate
  readonly issuedCount: number
  readonly redeemedCount: number
}
export type TemplateList = { readonly items: readonly TemplateRow[] }
export const TemplateList: Schema<TemplateList> = z.object({
  items: z.array(z.object({ template: CouponTemplate, issuedCount: z.int(), redeemedCount: z.int() })),
})

/** All templates with how many were issued and redeemed. */
export const listCouponTemplates: Endpoint<Empty, TemplateList> = {
  name: 'coupons.templates',
  method: 'GET',
  path: '/v1/coupon-templates',
  access: 'operator',
  input: Empty,
  output: TemplateList,
  refusals: {},
}

export type CouponsContract = {
  readonly list: typeof listCoupons
  readonly offers: typeof listOffers
  readonly claim: typeof claimCoupon
  readonly saveTemplate: typeof saveCouponTemplate
  readonly templates: typeof listCouponTemplates
}
export const couponsContract: CouponsContract = {
  list: listCoupons,
  offers: listOffers,
  claim: claimCoupon,
  saveTemplate: saveCouponTemplate,
  templates: listCouponTemplates,
}
