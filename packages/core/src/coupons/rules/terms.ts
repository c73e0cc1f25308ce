import { dayMs } from '../../kernel/index.ts'
import type { CouponTemplate, Validity } from '../operator-schema.ts'
import type { Coupon, CouponState, WholeTemplate } from '../schema.ts'
import { publicCodeOf } from './codes.ts'

/** The template with nothing left out, so that saving it drops what it no longer says; its public code in capitals. */
export function wholeTemplate(template: CouponTemplate): WholeTemplate {
  const { items, stacking, periodLimit, budgetMinor, needsCode, publicCode, transferable, noticeDays } = template
  return {
    ...template,
    items: items ?? null,
    stacking: stacking ?? null,
    periodLimit: periodLimit ?? null,
    budgetMinor: budgetMinor ?? null,
    needsCode: needsCode ?? false,
    publicCode: publicCode == null ? null : publicCodeOf(publicCode),
    transferable: transferable ?? false,
    noticeDays: noticeDays ?? null,
  }
}

/** A new coupon of a template, its terms frozen as they are now. */
export function issuedCoupon(template: CouponTemplate, couponId: string, now: number): Coupon {
  const { id: templateId, name, conditions, items, effect, stacking, funder, transferable } = wholeTemplate(template)
  return {
    ...{ id: couponId, templateId, name, conditions, items, effect, stacking, funder, transferable },
    ...{ status: 'issued', orderId: null, giftedUntil: null },
    ...validityFrom(template.validity, now),
  }
}

function validityFrom(validity: Validity, now: number): { readonly validFrom: number; readonly validUntil: number } {
  if (validity.kind === 'absolute') return { validFrom: validity.from, validUntil: validity.until }
  return { validFrom: now, validUntil: now + validity.days * dayMs }
}

/** When the holder of a new coupon is to be told of its end; null for never, also when that moment is over already. */
export function noticeAt({ noticeDays }: CouponTemplate, validUntil: number, now: number): number | null {
  if (noticeDays == null) return null
  const at = validUntil - noticeDays * dayMs
  return at > now ? at : null
}

/** Stands for a coupon that is not in the shopper's wallet, so that a quote can say that it does nothing. */
export function unknownCoupon(couponId: string): Coupon {
  return {
    ...{ id: couponId, templateId: couponId, name: { zh: '优惠券', en: 'Coupon' }, conditions: [], funder: 'brand' },
    ...{ effect: { kind: 'amount_off', minor: 1 }, status: 'void', orderId: null, validFrom: 0, validUntil: 0 },
  }
}

/** Whether a coupon waits for the member it was given to. */
export function isGifted({ giftedUntil }: Pick<Coupon, 'giftedUntil'>, now: number): boolean {
  return giftedUntil != null && now < giftedUntil
}

/**
 * Whether a coupon in a wallet can be used at this moment: not held, used, void or on its way to another member, and
 * inside its validity.
 */
export function usable(
  coupon: Pick<Coupon, 'status' | 'validFrom' | 'validUntil' | 'giftedUntil'>,
  now: number,
): boolean {
  const isFree = coupon.status === 'issued' && !isGifted(coupon, now)
  return isFree && coupon.validFrom <= now && now < coupon.validUntil
}

/** The state a wallet shows: an issued coupon past its end has expired. */
export function couponState({ status, validUntil }: Pick<Coupon, 'status' | 'validUntil'>, now: number): CouponState {
  return status === 'issued' && now >= validUntil ? 'expired' : status
}
