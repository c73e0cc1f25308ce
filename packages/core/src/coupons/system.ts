import * as z from 'zod/mini'
import { type Endpoint, Id, Moment, type Schema } from '../kernel/index.ts'

/** One coupon whose holder is to be told, found by the sweep. */
export type NotifyCouponInput = { readonly memberId: string; readonly couponId: string }
export const NotifyCouponInput: Schema<NotifyCouponInput> = z.object({ memberId: Id, couponId: Id })
export type NotifiedCoupon = { readonly validUntil: number }
export const NotifiedCoupon: Schema<NotifiedCoupon> = z.object({ validUntil: Moment })

/** Tell the holder of a coupon, once, that its end is near. */
export const notifyCoupon: Endpoint<NotifyCouponInput, NotifiedCoupon, 'coupon_missing' | 'notice_not_due'> = {
  name: 'coupons.notify',
  method: 'POST',
  path: '/v1/coupons/:couponId/notice',
  access: 'system',
  input: NotifyCouponInput,
  output: NotifiedCoupon,
  refusals: { coupon_missing: 404, notice_not_due: 409 },
}
