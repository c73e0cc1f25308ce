import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, listOf, type Schema } from '../kernel/index.ts'
import { Coupon, CouponGift, CouponList, CouponOffer, MAX_WALLET } from './schema.ts'

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

/** Why nothing can be claimed from a template, in order of precedence. */
type ClaimCode =
  | 'coupon_not_started'
  | 'coupon_ended'
  | 'coupon_sold_out'
  | 'coupon_limit_reached'
  | 'coupon_period_limit_reached'
const claimRefusals = {
  coupon_not_started: 409,
  coupon_ended: 409,
  coupon_sold_out: 409,
  coupon_limit_reached: 409,
  coupon_period_limit_reached: 409,
} as const

export type ClaimCouponInput = { readonly templateId: string }
export const ClaimCouponInput: Schema<ClaimCouponInput> = z.object({ templateId: Id })

/** Take a coupon into one's wallet. */
export const claimCoupon: Endpoint<ClaimCouponInput, Coupon, 'coupon_missing' | ClaimCode> = {
  name: 'coupons.claim',
  method: 'POST',
  path: '/v1/coupons',
  access: 'member',
  input: ClaimCouponInput,
  output: Coupon,
  refusals: { coupon_missing: 404, ...claimRefusals },
}

/** A code as a person typed or scanned it. */
const TypedCode: Schema<string> = z.string().check(z.minLength(2), z.maxLength(64))

export type RedeemCodeInput = { readonly code: string }
export const RedeemCodeInput: Schema<RedeemCodeInput> = z.object({ code: TypedCode })

/** Take a coupon with a code: one of a batch, each good once, or a public one. */
export const redeemCode: Endpoint<
  RedeemCodeInput,
  Coupon,
  'code_mistyped' | 'coupon_code_unknown' | 'code_void' | 'code_used' | ClaimCode
> = {
  name: 'coupons.redeemCode',
  method: 'POST',
  path: '/v1/coupon-codes',
  access: 'member',
  input: RedeemCodeInput,
  output: Coupon,
  refusals: { code_mistyped: 404, coupon_code_unknown: 404, code_void: 409, code_used: 409, ...claimRefusals },
}

export type CouponIdInput = { readonly couponId: string }
export const CouponIdInput: Schema<CouponIdInput> = z.object({ couponId: Id })

/** Offer a coupon of one's own to whoever brings the code of the answer within a day. */
export const giveCoupon: Endpoint<
  CouponIdInput,
  CouponGift,
  'coupon_missing' | 'coupon_used' | 'coupon_not_transferable' | 'coupon_not_usable' | 'coupon_gifted'
> = {
  name: 'coupons.give',
  method: 'POST',
  path: '/v1/coupons/:couponId/gift',
  access: 'member',
  input: CouponIdInput,
  output: CouponGift,
  refusals: {
    coupon_missing: 404,
    coupon_used: 409,
    coupon_not_transferable: 409,
    coupon_not_usable: 409,
    coupon_gifted: 409,
  },
}

/** Take an offered coupon back before anybody came for it. */
export const withdrawGift: Endpoint<CouponIdInput, Coupon, 'coupon_missing' | 'gift_missing'> = {
  name: 'coupons.withdrawGift',
  method: 'DELETE',
  path: '/v1/coupons/:couponId/gift',
  access: 'member',
  input: CouponIdInput,
  output: Coupon,
  refusals: { coupon_missing: 404, gift_missing: 404 },
}

export type AcceptGiftInput = { readonly giftCode: string }
export const AcceptGiftInput: Schema<AcceptGiftInput> = z.object({ giftCode: TypedCode })

/** Take a coupon another member gave. */
export const acceptGift: Endpoint<
  AcceptGiftInput,
  Coupon,
  | 'code_mistyped'
  | 'gift_missing'
  | 'gift_own'
  | 'gift_taken'
  | 'gift_expired'
  | 'coupon_limit_reached'
  | 'coupon_period_limit_reached'
> = {
  name: 'coupons.accept',
  method: 'POST',
  path: '/v1/coupon-gifts',
  access: 'member',
  input: AcceptGiftInput,
  output: Coupon,
  refusals: {
    code_mistyped: 404,
    gift_missing: 404,
    gift_own: 409,
    gift_taken: 409,
    gift_expired: 409,
    coupon_limit_reached: 409,
    coupon_period_limit_reached: 409,
  },
}

export type CouponsContract = {
  readonly list: typeof listCoupons
  readonly offers: typeof listOffers
  readonly claim: typeof claimCoupon
  readonly redeemCode: typeof redeemCode
  readonly give: typeof giveCoupon
  readonly withdrawGift: typeof withdrawGift
  readonly accept: typeof acceptGift
}
export const couponsContract: CouponsContract = {
  list: listCoupons,
  offers: listOffers,
  claim: claimCoupon,
  redeemCode,
  give: giveCoupon,
  withdrawGift,
  accept: acceptGift,
}
