import type { CouponOffer, OfferState } from '@siyu/core/coupons'

const stateOrder: readonly OfferState[] = ['claimable', 'claimed', 'not_started', 'sold_out', 'ended']

/** What can be taken first, what is gone last. */
export function byState(a: CouponOffer, b: CouponOffer): number {
  return stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state)
}

/** Whether it is worth a place where there are few. */
export function isOpen({ state }: CouponOffer): boolean {
  return state === 'claimable' || state === 'claimed'
}
