import { PassThrough } from 'node:stream'
import { createSiyu } from '@siyu/core'
import { fulfilmentOf, type Order } from '@siyu/core/orders'
import type { QuoteLine } from '@siyu/core/pricing'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, describe, expect, it } from 'vitest'
import { siyuQueries } from './queries.ts'
import { createShop } from './shop.ts'
import { trackShop } from './shop-events.ts'

const untilMs = Date.now() + 3_600_000
const tea = {
  id: 'prd_tea',
  category: 'all',
  title: { zh: '茶', en: 'tea' },
  skus: [{ id: 'sku_tea', priceMinor: 500 }],
}
const cartOf = (quantity: number) => ({
  lines: quantity === 0 ? [] : [{ lineId: 'sku_tea', skuId: 'sku_tea', quantity }],
  couponIds: null,
  pointsCount: 0,
})
const line = { line: { productId: 'prd_tea', skuId: 'sku_tea', quantity: 2 } }
const orderOf = (paidAt: number | null) => ({
  ...{ id: 'ord_1', paidAt, payableMinor: 900, listMinor: 1000, currency: 'CNY', couponIds: ['cpn_1'], lines: [line] },
})
const sums = { listMinor: 1000, payableMinor: 900, taxMinor: 0, pointsCount: 0, reductions: [] }
const wholeLine: QuoteLine = {
  ...{
    lineId: 'sku_tea',
    skuId: 'sku_tea',
    productId: 'prd_tea',
    title: tea.title,
    quantity: 1,
    taxes: [],
    giftOf: null,
  },
  ...{ ...sums, runs: [{ ...sums, count: 1 }] },
}
const whole: Order = {
  ...{ id: 'ord_1', memberId: 'mem_ada', status: 'created', currency: 'CNY', pointsCount: 0 },
  lines: [{ line: wholeLine, refundedCount: 0, shippedCount: 0 }],
  ...{ listMinor: 1000, payableMinor: 900, refundedMinor: 0, placedAt: 1, paymentDueAt: 2, couponIds: [] },
  ...{ shipping: null, taxes: [], paidAt: null, shippedAt: null, receivedAt: null, completedAt: null },
  ...{ cancelledAt: null, receiptDueAt: null, completionDueAt: null, fulfilment: fulfilmentOf({}) },
  ...{ shipments: [], parcels: [], refunds: [] },
}
const stops: (() => void)[] = []

/** A shop over a transport that answers with `answer`, and all that a tracker is told about it. */
function watched() {
  const stream = new PassThrough({ encoding: 'utf8' })
  let answer: object = {}
  const client = createSiyu({
    baseUrl: 'http://shop.test',
    transport: {
      send: async () => ({ status: 200, headers: {}, body: JSON.stringify(answer) }),
      stream: async () => ({ status: 200, chunks: stream }),
    },
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const shop = createShop(client, queryClient)
  const told: unknown[][] = []
  const tracker = {
    track: (...said: unknown[]) => void told.push(['track', ...said]),
    identify: (memberId: string) => void told.push(['identify', memberId]),
    reset: () => void told.push(['reset']),
  }
  stops.push(trackShop(shop, tracker), () => client.live.stop())
  const setAnswer = (next: object) => {
    answer = next
  }
  const names = () => told.filter(([call]) => call === 'track').map(([, event]) => event)
  const live = (id: number, type: string, data: object) =>
    stream.write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
  const signIn = (memberId: string) => {
    const tokens = { accessToken: memberId, refreshToken: 'refresh', joined: false }
    client.session.set({ memberId, ...tokens, accessExpiresAt: untilMs, refreshExpiresAt: untilMs })
  }
  return {
    client,
    queryClient,
    shop,
    tracker,
    told,
    names,
    live,
    signIn,
    setAnswer,
    queries: () => siyuQueries(client),
  }
}

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

describe('what the shop says by itself', () => {
  it('identifies who signs in, and resets when they leave', () => {
    const { signIn, client, told } = watched()
    signIn('mem_ada')
    signIn('mem_ada')
    client.session.clear()
    expect(told).toEqual([['identify', 'mem_ada'], ['reset']])
  })

  it('counts a product each time it is shown, not each time it is read', () => {
    const { queryClient, queries, told, names } = watched()
    const options = queries().product('prd_tea')
    const show = () => new QueryObserver(queryClient, { queryKey: options.queryKey }).subscribe(() => undefined)
    queryClient.setQueryData(options.queryKey, tea as never)
    expect(names()).toEqual([])
    const hide = show()
    queryClient.setQueryData(options.queryKey, { ...tea } as never)
    expect(told).toEqual([
      ['track', 'Product Viewed', { product_id: 'prd_tea', category: 'all', name: '茶', price: 500 }, undefined],
    ])
    hide()
    show()()
    expect(names()).toEqual(['Product Viewed', 'Product Viewed'])
  })

  it('counts a product that was on screen before it began to watch', async () => {
    const { queryClient, queries, shop, told, tracker } = watched()
    const options = queries().product('prd_tea')
    new QueryObserver(queryClient, { queryKey: options.queryKey }).subscribe(() => undefined)
    stops.push(trackShop(shop, tracker))
    told.length = 0
    queryClient.setQueryData(options.queryKey, tea as never)
    expect(told.length).toBe(2)
    stops.push(trackShop(shop, tracker))
    expect(told.length).toBe(3)
  })

  it('tells what goes in and out of the cart once the server has agreed, and not what others do to it', async () => {
    const { queryClient, queries, shop, told, signIn } = watched()
    signIn('mem_ada')
    told.length = 0
    const key = queries().cart().queryKey
    queryClient.setQueryData(key, cartOf(1) as never)
    const asked: ((cart: never) => void)[] = []
    const write = (count: number) =>
      shop.cartWrites.run({
        preview: () => cartOf(count) as never,
        send: () => new Promise((resolve) => void asked.push(resolve)),
      })
    const more = write(3)
    await expect.poll(() => asked.length === 1 && queryClient.getQueryData(key)).toMatchObject(cartOf(3))
    expect(told).toEqual([])
    asked[0]?.(cartOf(3) as never)
    await more
    expect(told).toEqual([['track', 'Product Added', { sku: 'sku_tea', quantity: 2 }, undefined]])
    // Ordered, or changed in another tab, which tells it itself.
    queryClient.setQueryData(key, cartOf(0) as never)
    queryClient.setQueryData(key, cartOf(4) as never)
    const less = write(1)
    await expect.poll(() => asked.length).toBe(2)
    asked[1]?.(cartOf(1) as never)
    await less
    expect(told.slice(1)).toEqual([['track', 'Product Removed', { sku: 'sku_tea', quantity: 3 }, undefined]])
  })

  it('tells an order placed and paid here once, and nothing of one that was paid before', () => {
    const { queryClient, queries, told, names } = watched()
    const key = queries().order('ord_1').queryKey
    queryClient.setQueryData(queries().order('ord_0').queryKey, { ...orderOf(5), id: 'ord_0' } as never)
    for (const paidAt of [null, null, 7, 7]) queryClient.setQueryData(key, orderOf(paidAt) as never)
    const basket = {
      ...{ order_id: 'ord_1', currency: 'CNY', coupon: 'cpn_1', discount: 100 },
      products: [{ product_id: 'prd_tea', sku: 'sku_tea', quantity: 2 }],
    }
    expect(names()).toEqual(['Checkout Started', 'Order Completed'])
    expect(told).toEqual([
      ['track', 'Checkout Started', { ...basket, value: 900 }, { messageId: 'checkout-started-ord_1' }],
      ['track', 'Order Completed', { ...basket, total: 900 }, { messageId: 'order-completed-ord_1' }],
    ])
  })

  it.each([
    ['its answer, which says for how much, although nobody shows it', { ...whole, paidAt: 7 }, { total: 900 }],
    ['the stream, when there is no answer', {}, { order_id: 'ord_1' }],
  ])('tells that an order placed here is paid by %s', async (_how, answer, said) => {
    const { client, queryClient, queries, live, names, told, signIn, setAnswer } = watched()
    signIn('mem_ada')
    client.live.start()
    await expect.poll(() => client.live.status()).toBe('open')
    queryClient.setQueryData(queries().order('ord_1').queryKey, whole)
    setAnswer(answer)
    live(1, 'order_paid', { orderId: 'ord_1' })
    await expect.poll(names).toEqual(['Checkout Started', 'Order Completed'])
    expect(told.at(-1)).toMatchObject(['track', 'Order Completed', said, { messageId: 'order-completed-ord_1' }])
  })

  it('tells what happened on the server under ids that make a second tab count nothing', async () => {
    const { client, live, signIn, told } = watched()
    signIn('mem_ada')
    client.live.start()
    await expect.poll(() => client.live.status()).toBe('open')
    told.length = 0
    live(1, 'order_paid', { orderId: 'ord_9' })
    live(2, 'coupon_claimed', { coupon: { id: 'cpn_9' } })
    live(3, 'points_earned', { count: 30, orderId: 'ord_9' })
    live(4, 'tier_changed', { fromTierId: 'silver', toTierId: 'gold' })
    live(5, 'cart_options_set', {})
    live(6, 'order_cancelled', { orderId: 'ord_8' })
    live(7, 'coupon_redeemed', { couponId: 'cpn_9', orderId: 'ord_9' })
    await expect.poll(() => told.length).toBe(6)
    expect(
      told.map(([, event, properties, said]) => [event, properties, (said as { messageId: string }).messageId]),
    ).toEqual([
      ['Order Completed', { order_id: 'ord_9' }, 'order-completed-ord_9'],
      ['Coupon Claimed', { coupon_id: 'cpn_9' }, 'live-2-coupon_claimed'],
      ['Points Earned', { points: 30, order_id: 'ord_9' }, 'live-3-points_earned'],
      ['Tier Changed', { tier: 'gold', previous_tier: 'silver' }, 'live-4-tier_changed'],
      ['Order Cancelled', { order_id: 'ord_8' }, 'live-6-order_cancelled'],
      ['Coupon Redeemed', { coupon_id: 'cpn_9', order_id: 'ord_9' }, 'live-7-coupon_redeemed'],
    ])
  })
})
