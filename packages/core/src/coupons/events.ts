import type { CouponTemplate } from './operator-schema.ts'
import type { Coupon } from './schema.ts'

/** A template was made or changed; the whole of it as it now is. */
export type CouponTemplateSaved = {
  readonly type: 'coupon_template_saved'
  readonly template: CouponTemplate
  /** True when the template is new. */
  readonly created: boolean
}

/**
 * Unique codes were made. The codes follow from the seed, so that a hundred thousand of them need no large event; who
 * knows the seed knows the codes.
 */
export type CouponBatchCreated = {
  readonly type: 'coupon_batch_created'
  readonly batchId: string
  readonly templateId: string
  readonly prefix: string
  readonly count: number
  readonly seed: string
}

/** The codes of a batch that nobody has claimed with count no more. */
export type CouponBatchVoided = {
  readonly type: 'coupon_batch_voided'
  readonly batchId: string
}

/** A coupon came into a wallet: claimed by the member, with a code or without, or given by an operator. */
export type CouponClaimed = {
  readonly type: 'coupon_claimed'
  readonly memberId: string
  readonly coupon: Coupon
  /** The member's how many-th coupon of its template: no number can be taken twice. */
  readonly claimNumber: number
  /** Absent in events of earlier versions, as `member`. */
  readonly by?: 'member' | 'code' | 'operator' | undefined
  /** The unique code it was claimed with, plain; null or absent without one. */
  readonly code?: string | null | undefined
  /** When its holder is to be told of the end; null or absent for never. */
  readonly noticeAt?: number | null | undefined
}

/** Set aside for an order that is not paid yet. */
export type CouponHeld = {
  readonly type: 'coupon_held'
  readonly memberId: string
  readonly couponId: string
  readonly orderId: string
  /** Whose budget bears `minor`; absent in events of earlier versions. */
  readonly templateId?: string | undefined
  /** What the coupon takes off this order; absent is 0. */
  readonly minor?: number | undefined
}
/** The order was cancelled or timed out before payment; `minor` goes back into the budget. */
export type CouponReleased = Omit<CouponHeld, 'type'> & { readonly type: 'coupon_released' }
/** The order was paid. */
export type CouponRedeemed = Omit<CouponHeld, 'type'> & { readonly type: 'coupon_redeemed' }
/** The whole order was refunded; the coupon can be used again and `minor` goes back into the budget. */
export type CouponReturned = Omit<CouponHeld, 'type'> & { readonly type: 'coupon_returned' }

/** An operator took the coupon away. */
export type CouponVoided = {
  readonly type: 'coupon_voided'
  readonly memberId: string
  readonly couponId: string
}

/** Its end is near and it was not used yet; told once. */
export type CouponExpiring = {
  readonly type: 'coupon_expiring'
  readonly memberId: string
  readonly couponId: string
  readonly validUntil: number
}

/** Offered to whoever brings the code. */
export type CouponGiven = {
  readonly type: 'coupon_given'
  readonly memberId: string
  readonly couponId: string
  readonly giftCode: string
  readonly giftedUntil: number
}
/** The giver took the offer back; the code is worth nothing any more. */
export type CouponGiftWithdrawn = {
  readonly type: 'coupon_gift_withdrawn'
  readonly memberId: string
  readonly couponId: string
}
/** Somebody came with the code: the coupon is gone from the giver's wallet. */
export type CouponGiftTaken = {
  readonly type: 'coupon_gift_taken'
  readonly memberId: string
  readonly couponId: string
}
/** The same coupon in the wallet of the one who came with the code, under an id of its own. */
export type CouponAccepted = {
  readonly type: 'coupon_accepted'
  readonly memberId: string
  readonly coupon: Coupon
  readonly claimNumber: number
  readonly noticeAt: number | null
  /** Below a name of its own, because the plain fields of an event go to the member's devices. */
  readonly from: { readonly memberId: string; readonly couponId: string }
}

/** Everything that can happen to coupons. */
export type CouponEvent =
  | CouponTemplateSaved
  | CouponBatchCreated
  | CouponBatchVoided
  | CouponClaimed
  | CouponHeld
  | CouponReleased
  | CouponRedeemed
  | CouponReturned
  | CouponVoided
  | CouponExpiring
  | CouponGiven
  | CouponGiftWithdrawn
  | CouponGiftTaken
  | CouponAccepted
