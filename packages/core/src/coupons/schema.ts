import * as z from 'zod/mini'
import { Count, Id, listOf, Moment, type Schema } from '../kernel/index.ts'
import { type Terms, termsShape } from '../promotions/index.ts'
import type { CouponTemplate } from './operator-schema.ts'

/** A template with nothing left out, as it is kept. */
export type WholeTemplate = {
  readonly [K in keyof CouponTemplate]-?: Exclude<CouponTemplate[K], undefined>
}

/**
 * issued: can be used · held: set aside for an unpaid order · redeemed: used · void: taken away, or given to somebody.
 * Expiry is read from `validUntil`.
 */
export type CouponStatus = 'issued' | 'held' | 'redeemed' | 'void'
export const CouponStatus: Schema<CouponStatus> = z.enum(['issued', 'held', 'redeemed', 'void'])

/** What a wallet shows: an issued coupon past its end has expired. */
export type CouponState = CouponStatus | 'expired'

/** A coupon in a member's wallet; its terms are frozen at the claim. */
export type Coupon = Terms & {
  readonly id: string
  readonly templateId: string
  readonly status: CouponStatus
  readonly orderId: string | null
  readonly validFrom: number
  /** First moment it can no longer be used. */
  readonly validUntil: number
  /** May be given to another member. */
  readonly transferable?: boolean | undefined
  /** Until this moment it waits for whom it was given to and cannot be used; null when it was not given. */
  readonly giftedUntil?: number | null | undefined
}
export const Coupon: Schema<Coupon> = z.object({
  id: Id,
  templateId: Id,
  ...termsShape,
  status: CouponStatus,
  orderId: z.nullable(Id),
  validFrom: Moment,
  validUntil: Moment,
  transferable: z.optional(z.boolean()),
  giftedUntil: z.optional(z.nullable(Moment)),
})

/** Whether the caller can claim from a template now, and if not, why. */
export type OfferState = 'claimable' | 'claimed' | 'sold_out' | 'not_started' | 'ended'

/** A template in the coupon centre 领券中心. */
export type CouponOffer = Omit<Terms, 'funder' | 'stacking'> & {
  readonly templateId: string
  readonly state: OfferState
  /** How many are left; null for no limit. */
  readonly leftCount: number | null
}
export const CouponOffer: Schema<CouponOffer> = z.object({
  templateId: Id,
  name: termsShape.name,
  conditions: termsShape.conditions,
  items: termsShape.items,
  effect: termsShape.effect,
  state: z.enum(['claimable', 'claimed', 'sold_out', 'not_started', 'ended']),
  leftCount: z.nullable(Count),
})

/** A coupon on its way to another member: whoever brings the code first gets it. */
export type CouponGift = {
  readonly couponId: string
  /** As it is shown and typed. */
  readonly giftCode: string
  /** Until then it can be accepted; afterwards the giver can use the coupon again. */
  readonly giftedUntil: number
}
export const CouponGift: Schema<CouponGift> = z.object({ couponId: Id, giftCode: z.string(), giftedUntil: Moment })

/** The wallet of a member, in parts no larger than this. */
export const MAX_WALLET = 200
export type CouponList = { readonly items: readonly Coupon[] }
export const CouponList: Schema<CouponList> = z.object({ items: listOf(Coupon, MAX_WALLET) })
