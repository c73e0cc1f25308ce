import type { LiveEvent } from '@siyu/core'
import type { Cart } from '@siyu/core/carts'
import type { ShopProduct } from '@siyu/core/catalog'
import type { Order } from '@siyu/core/orders'
import type { Query } from '@tanstack/react-query'
import { readOrder } from './orders.ts'
import type { Shop } from './shop.ts'

type Properties = { readonly [name: string]: unknown }

/** What the hooks need of a tracker; the one of `@siyu/analytics` is one. */
export type EventTracker = {
  readonly track: (event: string, properties?: Properties, options?: { readonly messageId?: string }) => void
  readonly identify: (memberId: string) => void
  readonly reset: () => void
}

type Notice = { readonly event: string; readonly properties: Properties; readonly messageId?: string }

/**
 * Tracks what the shop says by itself: who is signed in, products looked at, what goes in and out of the cart, orders
 * placed and paid, coupons claimed and redeemed, points earned and spent, tiers reached. Names are Segment's. What
 * happens once has an id made of what it is about, so that a second tab or a second visit does not count it again. The
 * answer stops it.
 */
export function trackShop(shop: Shop, tracker: EventTracker): () => void {
  const { client, queryClient, cartWrites } = shop
  const unpaid = new Set<string>()
  const watch = createWatch(unpaid)
  const tell = (notices: readonly Notice[]) => {
    for (const { event, properties, messageId } of notices) {
      tracker.track(event, properties, messageId === undefined ? undefined : { messageId })
    }
  }
  const tellLive = async (event: LiveEvent): Promise<void> => {
    const orderId = event.type === 'order_paid' ? String((event.data as Properties | undefined)?.['orderId']) : ''
    if (unpaid.has(orderId)) {
      // Placed here, so its answer is told instead, which says what was bought and for how much; if there is one.
      await readOrder(shop, orderId)
      if (!unpaid.delete(orderId)) return
    }
    tell(noticesOfLive(event))
  }
  let memberId: string | undefined
  const identify = () => {
    const session = client.session.get()
    if (session.status === 'loading') return
    const next = session.status === 'member' ? session.memberId : undefined
    if (next !== undefined && next !== memberId) tracker.identify(next)
    if (next === undefined && memberId !== undefined) tracker.reset()
    memberId = next
  }
  identify()
  const cache = queryClient.getQueryCache()
  // What the first pages look at was there before this.
  for (const query of cache.getAll()) if (query.getObserversCount() > 0) tell(watch(query, true, false))
  const stops = [
    client.on('session.changed', identify),
    client.on('event', (event) => void tellLive(event)),
    cache.subscribe((found) => {
      const isAnswer = found.type === 'updated' && found.action.type === 'success'
      tell(watch(found.query, found.type === 'observerAdded', isAnswer))
    }),
    cartWrites.answered((before, after) => tell(cartChanges(before, after))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Tells what it means that an answer of the cache is looked at or came, given those before. */
function createWatch(unpaid: Set<string>): (query: Query, isLookedAt: boolean, isAnswer: boolean) => readonly Notice[] {
  const awaited = new Set<string>()
  return ({ queryKey, queryHash, state: { data } }, isLookedAt, isAnswer) => {
    const [root, , , resource] = queryKey
    if (root === 'siyu' && resource === 'product') {
      if (data === undefined && isLookedAt) awaited.add(queryHash)
      const isSeen = data !== undefined && (isLookedAt || (isAnswer && awaited.delete(queryHash)))
      return isSeen ? [productViewed(data as ShopProduct)] : []
    }
    return isAnswer && root === 'siyu' && resource === 'order' ? orderNotices(data as Order, unpaid) : []
  }
}

function productViewed({ id, category, title, skus }: ShopProduct): Notice {
  const properties = { product_id: id, category, name: title.zh, price: skus[0]?.priceMinor }
  return { event: 'Product Viewed', properties }
}

function cartChanges(before: Cart, after: Cart): readonly Notice[] {
  const counts = ({ lines }: Cart) => new Map(lines.map(({ skuId, quantity }) => [skuId, quantity]))
  const [old, now] = [counts(before), counts(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((sku) => {
    const more = (now.get(sku) ?? 0) - (old.get(sku) ?? 0)
    if (more === 0) return []
    return { event: more > 0 ? 'Product Added' : 'Product Removed', properties: { sku, quantity: Math.abs(more) } }
  })
}

/** An order placed here begins a checkout, and completes when it is paid. One that was paid before tells nothing. */
function orderNotices(order: Order, unpaid: Set<string>): readonly Notice[] {
  const { id, paidAt, payableMinor, listMinor, currency, couponIds, lines } = order
  const products = lines.map(({ line }) => ({ product_id: line.productId, sku: line.skuId, quantity: line.quantity }))
  const basket = { order_id: id, currency, coupon: couponIds.join(',') || undefined, products }
  const discount = listMinor - payableMinor
  if (paidAt === null) {
    if (unpaid.has(id)) return []
    unpaid.add(id)
    const properties = { ...basket, value: payableMinor, discount }
    return [{ event: 'Checkout Started', properties, messageId: `checkout-started-${id}` }]
  }
  if (!unpaid.delete(id)) return []
  return [{ ...orderCompleted(id), properties: { ...basket, total: payableMinor, discount } }]
}

function orderCompleted(orderId: string): Notice {
  return { event: 'Order Completed', properties: { order_id: orderId }, messageId: `order-completed-${orderId}` }
}

/** What happened on the server, also on other devices. Its place in the stream is its id. */
function noticesOfLive({ position, type, data }: LiveEvent): readonly Notice[] {
  const said = (data ?? {}) as { readonly [name: string]: unknown }
  const order_id = said['orderId'] ?? undefined
  const coupon = said['coupon'] as { readonly id?: string } | undefined
  const points = { points: said['count'], order_id }
  const known: Readonly<Record<string, Omit<Notice, 'messageId'>>> = {
    order_cancelled: { event: 'Order Cancelled', properties: { order_id } },
    order_refunded: { event: 'Order Refunded', properties: { order_id } },
    coupon_claimed: { event: 'Coupon Claimed', properties: { coupon_id: coupon?.id } },
    coupon_redeemed: { event: 'Coupon Redeemed', properties: { coupon_id: said['couponId'], order_id } },
    points_earned: { event: 'Points Earned', properties: points },
    points_spent: { event: 'Points Redeemed', properties: points },
    tier_changed: { event: 'Tier Changed', properties: { tier: said['toTierId'], previous_tier: said['fromTierId'] } },
  }
  if (type === 'order_paid') return typeof order_id === 'string' ? [orderCompleted(order_id)] : []
  const found = known[type]
  return found === undefined ? [] : [{ ...found, messageId: `live-${position}-${type}` }]
}
