export type { CouponsContract, TemplateRow } from './contract.ts'
export {
  ClaimCouponInput,
  CouponList,
  claimCoupon,
  couponsContract,
  listCoupons,
  listCouponTemplates,
  listOffers,
  MAX_WALLET,
  OfferList,
  saveCouponTemplate,
  TemplateList,
} from './contract.ts'
export type { ClaimFacts, SaveTemplateFacts } from './rules.ts'
export { claim, offerState, saveTemplate, toOffer, unknownCoupon, usable } from './rules.ts'
export type {
  CouponClaimed,
  CouponEvent,
  CouponHeld,
  CouponRedeemed,
  CouponReleased,
  CouponReturned,
  CouponTemplateSaved,
  OfferState,
} from './schema.ts'
export { Coupon, CouponOffer, CouponStatus, CouponTemplate, Validity } from './schema.ts'
