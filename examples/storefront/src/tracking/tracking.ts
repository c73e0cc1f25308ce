import { commerceEvents } from '@siyu/analytics'
import type { ShopProduct, ShopSku } from '@siyu/core/catalog'
import type { Order } from '@siyu/core/orders'
import type { Quote } from '@siyu/core/pricing'
import { useSession } from '@siyu/react'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { tracker } from '../app/shop.ts'

/** Counts each page once, under its kind rather than under an order or a product. */
export function usePageViews(): void {
  const { pathname } = useLocation()
  useEffect(() => tracker.page(pathname.split('/')[1] || 'home', { path: pathname }), [pathname])
}

/** From sign-in to sign-out, what is tracked belongs to the member. */
export function useIdentity(): void {
  const session = useSession()
  const memberId = session.status === 'member' ? session.memberId : null
  const known = useRef<string | null>(null)
  useEffect(() => {
    if (known.current === memberId) return
    if (memberId === null) tracker.reset()
    else tracker.identify(memberId)
    known.current = memberId
  }, [memberId])
}

/** Someone looks at a product. */
export function trackProductViewed(product: ShopProduct): void {
  const { id, category, title, skus } = product
  const price = skus[0]?.priceMinor
  tracker.track(commerceEvents.productViewed, { product_id: id, category, name: title.zh, price })
}

/** Something was put in the cart. */
export function trackProductAdded(product: ShopProduct, sku: ShopSku, quantity: number): void {
  const { id, category, title } = product
  const properties = { product_id: id, sku: sku.id, category, name: title.zh, price: sku.priceMinor, quantity }
  tracker.track(commerceEvents.productAdded, properties)
}

/** Someone goes from the cart to the till. */
export function trackCheckoutStarted({ payableMinor, reductionMinor, currency, lines }: Quote): void {
  const products = lines.map(({ productId, skuId, quantity }) => ({ product_id: productId, sku: skuId, quantity }))
  const amounts = { value: payableMinor, discount: reductionMinor, currency }
  tracker.track(commerceEvents.checkoutStarted, { ...amounts, products })
}

/** An order was paid. */
export function trackOrderCompleted({ id, payableMinor, listMinor, currency, couponIds, lines }: Order): void {
  const products = lines.map(({ line: { productId, skuId, quantity } }) => ({
    product_id: productId,
    sku: skuId,
    quantity,
  }))
  const amounts = { total: payableMinor, discount: listMinor - payableMinor, currency }
  tracker.track(commerceEvents.orderCompleted, {
    order_id: id,
    coupon: couponIds.join(',') || null,
    ...amounts,
    products,
  })
}

/** A coupon was claimed. */
export function trackCouponClaimed(templateId: string): void {
  tracker.track(commerceEvents.couponClaimed, { coupon_id: templateId })
}

/** The member hands out their link. */
export function trackLinkShared(): void {
  tracker.track(commerceEvents.referralLinkShared)
}
