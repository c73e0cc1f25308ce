export type { CouponsContract } from './contract.ts'
export {
  AcceptGiftInput,
  acceptGift,
  ClaimCouponInput,
  CouponIdInput,
  claimCoupon,
  couponsContract,
  giveCoupon,
  listCoupons,
  listOffers,
  OfferList,
  RedeemCodeInput,
  redeemCode,
  withdrawGift,
} from './contract.ts'
export type {
  CouponAccepted,
  CouponBatchCreated,
  CouponBatchVoided,
  CouponClaimed,
  CouponEvent,
  CouponExpiring,
  CouponGiftTaken,
  CouponGiftWithdrawn,
  CouponGiven,
  CouponHeld,
  CouponRedeemed,
  CouponReleased,
  CouponReturned,
  CouponTemplateSaved,
  CouponVoided,
} from './events.ts'
export {
  CouponBatch,
  CouponCode,
  CouponTemplate,
  MAX_BATCH,
  PeriodLimit,
  PublicCode,
  Validity,
} from './operator-schema.ts'
export type { CouponsAdminContract, TemplateRow } from './operators.ts'
export {
  BatchCodesInput,
  BatchList,
  CreateBatchInput,
  couponsAdminContract,
  createBatch,
  IssueCouponInput,
  issueCoupon,
  listBatchCodes,
  listBatches,
  listCouponTemplates,
  listMemberCoupons,
  MAX_CODE_PAGE,
  MemberCouponsInput,
  saveCouponTemplate,
  TemplateList,
  VoidBatchInput,
  VoidCouponInput,
  voidBatch,
  voidCoupon,
} from './operators.ts'
export type { ClaimCounts, ClaimFacts, RedeemCodeFacts } from './rules/claim.ts'
export { claim, issue, memberLimit, offerState, redeem, toOffer } from './rules/claim.ts'
export type { ParsedCode } from './rules/codes.ts'
export { addCheckSymbols, codeText, couponCode, parseCode, publicCodeOf } from './rules/codes.ts'
export { codesCsv } from './rules/csv.ts'
export type { AcceptFacts, GiveFacts, WithdrawFacts } from './rules/gift.ts'
export { acceptCoupon, GIFT_LIFE_MS, give, withdraw } from './rules/gift.ts'
export type { CreateBatchFacts, NotifyFacts, SaveTemplateFacts, VoidBatchFacts, VoidFacts } from './rules/operate.ts'
export { newBatch, notify, saveTemplate, takeAway, takeBackBatch } from './rules/operate.ts'
export { couponState, isGifted, unknownCoupon, usable, wholeTemplate } from './rules/terms.ts'
export type { CouponState, OfferState, WholeTemplate } from './schema.ts'
export { Coupon, CouponGift, CouponList, CouponOffer, CouponStatus, MAX_WALLET } from './schema.ts'
export type { NotifyCouponInput } from './system.ts'
export { NotifiedCoupon, notifyCoupon } from './system.ts'
