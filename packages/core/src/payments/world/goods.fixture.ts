import type { Coupon } from '../../coupons/index.ts'
import type { Stock } from '../../inventory/index.ts'
import type { PromotionCounter, PromotionUse } from '../../promotions/index.ts'
import { nothing, saleOf, type TablesOf, type World } from './tables.fixture.ts'

/** Stock, coupons and the limits of promotions. */
export const goodsTables: TablesOf<'stock' | 'bucket' | 'coupon' | 'promotion'> = {
  bucket_returned: nothing,
  stock_held: (world, { lines }) => moveStock(world, lines, (quantity) => [0, quantity, 0]),
  stock_released: (world, { lines }) => moveStock(world, lines, (quantity) => [0, -quantity, 0]),
  stock_sold: (world, { lines }) => moveStock(world, lines, (quantity) => [-quantity, -quantity, quantity]),
  stock_returned: (world, { lines }) => moveStock(world, lines, (quantity) => [quantity, 0, -quantity]),
  coupon_held: (world, { couponId, orderId }) => setCoupon(world, couponId, 'held', orderId),
  coupon_released: (world, { couponId }) => setCoupon(world, couponId, 'issued', null),
  coupon_redeemed: (world, { couponId, orderId }) => setCoupon(world, couponId, 'redeemed', orderId),
  coupon_returned: (world, { couponId }) => setCoupon(world, couponId, 'issued', null),
  promotion_used: (world, { orderId, promotionId, periodKey, minor, total, member }) => {
    const sale = saleOf(world, orderId)
    const use = { promotionId, periodKey, minor, ofTotal: total !== null, ofMember: member !== null }
    sale.promotionUses = [...sale.promotionUses, use]
    countUse(world, use, 1, total)
  },
  promotion_unused: (world, event) => {
    const sale = saleOf(world, event.orderId)
    sale.promotionUses = sale.promotionUses.filter(({ promotionId }) => promotionId !== event.promotionId)
    countUse(world, event, -1, null)
  },
  coupon_claimed: nothing,
}

export function stockOf(skuId: string, onHandCount: number): Stock {
  return { skuId, onHandCount, heldCount: 0, soldCount: 0 }
}

/** Counts a use, or takes it out again, the way the counters of a server stand under a CHECK. */
function countUse(
  { totals, ofMember }: World,
  { promotionId, periodKey, minor, ofTotal, ofMember: isOfMember }: PromotionUse,
  sign: 1 | -1,
  limits: Pick<PromotionCounter, 'maxUses' | 'budgetMinor'> | null,
): void {
  const key = `${promotionId} ${periodKey}`
  if (ofTotal) {
    const before = totals.get(key) ?? {
      promotionId,
      periodKey,
      usedCount: 0,
      spentMinor: 0,
      maxUses: null,
      budgetMinor: null,
    }
    const counted = { usedCount: before.usedCount + sign, spentMinor: before.spentMinor + sign * minor }
    const after = { ...before, ...limits, ...counted }
    const { usedCount, spentMinor, maxUses, budgetMinor } = after
    if (
      usedCount < 0 ||
      spentMinor < 0 ||
      usedCount > (maxUses ?? usedCount) ||
      spentMinor > (budgetMinor ?? spentMinor)
    ) {
      throw new Error(`a limit of ${promotionId} does not hold`)
    }
    totals.set(key, after)
  }
  if (!isOfMember) return
  const usedCount = (ofMember.get(key)?.usedCount ?? 0) + sign
  ofMember.set(key, { promotionId, periodKey, usedCount })
}

function moveStock(
  world: World,
  lines: readonly { readonly skuId: string; readonly quantity: number }[],
  deltas: (quantity: number) => readonly [number, number, number],
): void {
  for (const { skuId, quantity } of lines) {
    const stock = world.stocks.get(skuId)
    if (stock === undefined) throw new Error(`no stock of ${skuId}`)
    const [onHand, held, sold] = deltas(quantity)
    const { onHandCount, heldCount, soldCount } = stock
    const moved = { onHandCount: onHandCount + onHand, heldCount: heldCount + held, soldCount: soldCount + sold }
    world.stocks.set(skuId, { skuId, ...moved })
  }
}

function setCoupon(world: World, couponId: string, status: Coupon['status'], orderId: string | null): void {
  const coupon = world.coupons.get(couponId)
  if (coupon === undefined) throw new Error(`no coupon ${couponId}`)
  world.coupons.set(couponId, { ...coupon, status, orderId })
}
