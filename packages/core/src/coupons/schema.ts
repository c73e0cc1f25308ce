import * as z from 'zod/mini'
import { Count, Id, listOf, Moment, type Schema, Words } from '../kernel/index.ts'
import { Condition, Effect, Funder } from '../promotions/index.ts'

/** When a claimed coupon can be used: between two moments, or for some days from the claim. */
export type Validity =
  | { readonly kind: 'absolute'; readonly from: number; readonly until: number }
  | { readonly kind: 'relative'; readonly days: number }
export const Validity: Schema<Validity> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absolute'), from: Moment, until: Moment }),
  z.object({ kind: z.literal('relative'), days: z.int().check(z.gte(1), z.lte(3_650)) }),
])

/** What a coupon does and how it is handed out. */
export type CouponTemplate = {
  readonly id: string
  readonly name: Words
  readonly conditions: readonly Condition[]
  readonly effect: Effect
  readonly validity: Validity
  /** How many may be claimed in all; null for no limit. */
  readonly totalLimit: number | null
  readonly perMemberLimit: number
  readonly claimFrom: number
  readonly claimUntil: number | null
  readonly active: boolean
  readonly funder: Funder
}
export const CouponTemplate: Schema<CouponTemplate> = z.object({
  id: Id,
  name: Words,
  conditions: listOf(Condition, 10),
  effect: Effect,
  validity: Validity,
  totalLimit: z.nullable(Count),
  perMemberLimit: z.int().check(z.gte(1), z.lte(1_000)),
  claimFrom: Moment,
  claimUntil: z.nullable(Moment),
  active: z.boolean(),
  funder: Funder,
})

/**
 * issued: can be used · held: set aside for an unpaid order · redeemed: used · void: taken away. Expiry is read from
 * `validUntil`.
 */
export type CouponStatus = 'issued' | 'held' | 'redeemed' | 'void'
export const CouponStatus: Schema<CouponStatus> = z.enum(['issued', 'held', 'redeemed', 'void'])

/** A coupon in a member's wallet; its terms are frozen at the claim. */
export type Coupon = {
  readonly id: string
  readonly templateId: string
  readonly name: Words
  readonly conditions: readonly Condition[]
  readonly effect: Effect
  readonly funder: Funder
  readonly status: CouponStatus
  readonly orderId: string | null
  readonly validFrom: number
  /** First moment it can no longer be used. */
  readonly validUntil: number
}
export const Coupon: Schema<Coupon> = z.object({
  id: Id,
  templateId: Id,
  name: Words,
  conditions: listOf(Condition, 10),
  effect: Effect,
  funder: Funder,
  status: CouponStatus,
  orderId: z.nullable(Id),
  validFrom: Moment,
  validUntil: Moment,
})

/** Whether the caller can claim from a template now, and if not, why. */
export type OfferState = 'claimable' | 'claimed' | 'sold_out' | 'not_started' | 'ended'

/** A template in the coupon centre 领券中心. */
export type CouponOffer = {
  readonly templateId: string
  readonly name: Words
  readonly conditions: readonly Condition[]
  readonly effect: Effect
  readonly state: OfferState
  /** How many are left; null for no limit. */
  readonly leftCount: number | null
}
export const CouponOffer: Schema<CouponOffer> = z.object({
  templateId: Id,
  name: Words,
  conditions: listOf(Condition, 10),
  effect: Effect,
  state: z.enum(['claimable', 'claimed', 'sold_out', 'not_started', 'ended']),
  leftCount: z.nullable(Count),
})

/** A template was made or changed; the whole of it as it now is. */
export type CouponTemplateSaved = {
  readonly type: 'coupon_template_saved'
  readonly template: CouponTemplate
  /** True when the template is new. */
  readonly created: boolean
}
/** A member took a coupon into the wallet. */
export type CouponClaimed = {
  readonly type: 'coupon_claimed'
  readonly memberId: string
  readonly coupon: Coupon
  /** The member's how many-th coupon of its template: no number can be taken twice. */
  readonly claimNumber: number
}
/** Set aside for an order that is not paid yet. */
export type CouponHeld = {
  readonly type: 'coupon_held'
  readonly memberId: string
  readonly couponId: string
  readonly orderId: string
}
/** The order was cancelled or timed out before payment. */
export type CouponReleased = Omit<CouponHeld, 'type'> & { readonly type: 'coupon_released' }
/** The order was paid. */
export type CouponRedeemed = Omit<CouponHeld, 'type'> & { readonly type: 'coupon_redeemed' }
/** The whole order was refunded; the coupon can be used again. */
export type CouponReturned = Omit<CouponHeld, 'type'> & { readonly type: 'coupon_returned' }

/** Everything that can happen to coupons. */
export type CouponEvent =
  | CouponTemplateSaved
  | CouponClaimed
  | CouponHeld
  | CouponReleased
  | CouponRedeemed
  | CouponReturned
