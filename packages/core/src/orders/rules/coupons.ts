import type { FrozenPricing, Order } from '../schema.ts'

/** A coupon of an order: what it took off goods and shipping, and whose budget bears it. */
export type UsedCoupon = {
  readonly memberId: string
  readonly couponId: string
  readonly orderId: string
  /** Unknown for orders of earlier versions, which no budget knows of. */
  readonly templateId: string | undefined
  readonly minor: number
}

/** The coupons of an order, as their events name them. */
export function usedCoupons(
  { id: orderId, memberId, couponIds, lines, shipping }: Order,
  frozen: FrozenPricing | null,
): readonly UsedCoupon[] {
  const reductions = [...lines.flatMap(({ line }) => line.reductions), ...(shipping?.reductions ?? [])]
  return couponIds.map((couponId) => ({
    memberId,
    couponId,
    orderId,
    templateId: frozen?.coupons.find(({ id }) => id === couponId)?.templateId,
    minor: reductions.reduce(
      (sum, { source, ruleId, minor }) => (source === 'coupon' && ruleId === couponId ? sum + minor : sum),
      0,
    ),
  }))
}
