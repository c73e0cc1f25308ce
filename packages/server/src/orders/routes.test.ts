import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import {
  adjustPoints,
  buy,
  claim,
  fillCart,
  newOrderId,
  openPayment,
  pay,
  place,
  quoteOf,
  type Refused,
  receive,
  refund,
  rowsOf,
} from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'

const DAY_MS = 86_400_000
const CUP = { ...TEA, id: 'prd_cup', skus: [{ ...TEA.skus[0], id: 'sku_cup', listMinor: 33_33, memberPrices: [] }] }

let shop: Shop
let ann: SignedIn
let ben: SignedIn
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  await stockUp(shop, CUP as typeof TEA, 100)
  await save('tpl_ten')
  ann = await shop.signIn('13800000001')
  const { body } = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token: ann.accessToken })
  ben = await shop.signIn('13800000002', body.code)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const save = (id: string) => shop.call('PUT', `/v1/coupon-templates/${id}`, template(id, null, START), { secret: true })
const checkout = (token: string, orderId: string, expectedPayableMinor: number, key?: string) =>
  shop.call<Order & Refused>('POST', '/v1/orders', { orderId, expectedPayableMinor }, { token, key })
const get = async <T = Record<string, unknown>>(path: string, { accessToken: token }: SignedIn): Promise<T> =>
  (await shop.call<T>('GET', path, undefined, { token })).body
const stockOf = async (skuId: string) => {
  const [row] = (await rowsOf<{ sku_id: string }>(shop, 'stock')).filter((each) => each.sku_id === skuId)
  return row as unknown as { readonly on_hand_count: number; readonly held_count: number; readonly sold_count: number }
}
const lotsOf = async (memberId: string) =>
  (
    await rowsOf<{ member_id: string; amount_count: number; remaining_count: number; expires_at: number }>(
      shop,
      'points_lots',
    )
  )
    .filter((lot) => lot.member_id === memberId)
    .map((lot) => [lot.amount_count, lot.remaining_count, lot.expires_at])
    .sort((left, right) => (left[0] as number) - (right[0] as number))

// One sale, from a friend’s code to the last refund, to the cent: each test goes on where the one before ended.
const sale = { orderId: newOrderId(), couponId: '' }

it('checks out at the quoted price and holds stock, coupon and points', async () => {
  await adjustPoints(shop, ben.memberId, 200)
  shop.clock.now += DAY_MS
  ann = await shop.signIn('13800000001')
  ben = await shop.signIn('13800000002')
  await adjustPoints(shop, ben.memberId, 300)
  const coupon = await claim(shop, ben.accessToken, 'tpl_ten')
  const token = ben.accessToken
  const basket = { lines: { sku_cup: 1, sku_tea: 2 }, couponIds: [coupon.id], pointsCount: 300 }
  await fillCart(shop, token, basket)

  // 133.33 less 10.00 (cup 2.50, tea 7.50) less 3.00 (cup 0.75, tea 1.13 + 1.12)
  const quote = await quoteOf(shop, token, basket)
  expect(quote).toMatchObject({ listMinor: 133_33, payableMinor: 120_33, pointsCount: 300, couponIds: [coupon.id] })
  const { orderId } = sale
  sale.couponId = coupon.id
  const placed = await checkout(token, orderId, 120_33, 'checkout-1')
  expect(placed.body).toMatchObject({ id: orderId, status: 'created', payableMinor: 120_33, pointsCount: 300 })
  expect((await checkout(token, orderId, 120_33, 'checkout-1')).body).toEqual(placed.body)
  const lines = placed.body.lines.map(({ line }) => [line.lineId, line.payableMinor, line.pointsCount])
  expect(lines).toEqual([
    ['sku_cup', 30_08, 75],
    ['sku_tea', 90_25, 225],
  ])
  const teaRuns = placed.body.lines[1]?.line.runs.map((run) => [run.count, run.payableMinor, run.pointsCount])
  expect(teaRuns).toEqual([
    [1, 45_12, 113],
    [1, 45_13, 112],
  ])
  expect(await stockOf('sku_tea')).toMatchObject({ on_hand_count: 100, held_count: 2, sold_count: 0 })
  expect(await get('/v1/points', ben)).toMatchObject({ spendableCount: 200, heldCount: 300, pendingCount: 0 })
  expect(await get('/v1/coupons', ben)).toMatchObject({ items: [{ id: coupon.id, status: 'held', orderId }] })
  expect(await get('/v1/cart', ben)).toEqual({ lines: [], couponIds: null, pointsCount: 0 })
})

it('is paid, then completed: points, growth and commission follow', async () => {
  const { orderId } = sale
  const token = ben.accessToken
  await pay(shop, token, orderId)
  expect(await get(`/v1/orders/${orderId}`, ben)).toMatchObject({ status: 'paid', paidAt: shop.clock.now })
  expect(await stockOf('sku_tea')).toMatchObject({ on_hand_count: 98, held_count: 0, sold_count: 2 })
  expect(await get('/v1/points', ben)).toMatchObject({ spendableCount: 200, heldCount: 0, pendingCount: 120 })
  expect(await get('/v1/coupons', ben)).toMatchObject({ items: [{ status: 'redeemed' }] })
  // 10 % of 30.08 and of 90.25, floored line by line
  expect(await get('/v1/commission', ann)).toMatchObject({ pendingMinor: 12_02, frozenMinor: 0, availableMinor: 0 })

  await receive(shop, token, orderId)
  expect(await get('/v1/points', ben)).toMatchObject({ spendableCount: 320, pendingCount: 0 })
  expect(await get('/v1/tier', ben)).toMatchObject({ growthCount: 120, tier: { id: 'basic' } })
  expect(await get('/v1/commission', ann)).toMatchObject({ pendingMinor: 0, frozenMinor: 12_02 })
})

it('is refunded part by part, until everything is as before', async () => {
  const { orderId } = sale
  const lotEnds = [START + 365 * DAY_MS, START + 366 * DAY_MS]
  expect(await lotsOf(ben.memberId)).toEqual([
    [120, 120, lotEnds[1]],
    [200, 0, lotEnds[0]],
    [300, 200, lotEnds[1]],
  ])
  // the first tea: 113 points, of which 100 had come from the later lot
  const first = await refund(shop, orderId, { sku_tea: 1 })
  expect(first.body).toMatchObject({ status: 'completed', refundedMinor: 45_12 })
  expect(first.body.refunds.at(-1)).toMatchObject({
    ...{ paidMinor: 45_12, pointsReturnedCount: 113, pointsClawedCount: 45, commissionMinor: 4_51, growthCount: 45 },
  })
  expect(await lotsOf(ben.memberId)).toEqual([
    [120, 75, lotEnds[1]],
    [200, 13, lotEnds[0]],
    [300, 300, lotEnds[1]],
  ])
  expect(await get('/v1/commission', ann)).toMatchObject({ frozenMinor: 7_51 })
  expect(await get('/v1/coupons', ben)).toMatchObject({ items: [{ status: 'redeemed' }] })
  expect(await stockOf('sku_tea')).toMatchObject({ on_hand_count: 99, sold_count: 1 })

  shop.clock.now += 1_000
  const second = await refund(shop, orderId, { sku_cup: 1 })
  expect(second.body.refunds.at(-1)).toMatchObject({
    ...{ paidMinor: 30_08, pointsReturnedCount: 75, pointsClawedCount: 30, commissionMinor: 3_00, growthCount: 30 },
  })
  shop.clock.now += 1_000
  const third = await refund(shop, orderId, { sku_tea: 1 })
  expect(third.body).toMatchObject({ status: 'refunded', refundedMinor: 120_33 })
  expect(third.body.refunds.at(-1)).toMatchObject({
    ...{ paidMinor: 45_13, pointsReturnedCount: 112, pointsClawedCount: 45, commissionMinor: 4_51, growthCount: 45 },
  })
  // The buyer sees the same order, without what the refunds took from the promoter.
  const refunds = third.body.refunds.map((each) => ({ ...each, commissionMinor: null }))
  expect(await get(`/v1/orders/${orderId}`, ben)).toEqual({ ...third.body, refunds })

  // everything is as it was before the sale
  expect(await lotsOf(ben.memberId)).toEqual([
    [120, 0, lotEnds[1]],
    [200, 200, lotEnds[0]],
    [300, 300, lotEnds[1]],
  ])
  expect(await get('/v1/points', ben)).toMatchObject({ spendableCount: 500, heldCount: 0, debtCount: 0 })
  expect(await get('/v1/tier', ben)).toMatchObject({ growthCount: 0 })
  expect(await get('/v1/coupons', ben)).toMatchObject({ items: [{ status: 'issued', orderId: null }] })
  expect(await get('/v1/commission', ann)).toMatchObject({
    ...{ pendingMinor: 0, frozenMinor: 0, availableMinor: 0 },
    items: [{ state: 'reversed', amountMinor: 12_02, reversedMinor: 12_02 }],
  })
  for (const sku of ['sku_tea', 'sku_cup']) {
    expect(await stockOf(sku)).toMatchObject({ on_hand_count: 100, held_count: 0, sold_count: 0 })
  }
  const owed = await rowsOf<{ amount_minor: number }>(shop, 'payment_refunds')
  expect(owed.map((row) => row.amount_minor).sort()).toEqual([30_08, 45_12, 45_13])
})

it('growth lifts the tier, and a refund that crosses its line takes it back', async () => {
  const { accessToken: token } = await shop.signIn('13800000003')
  const order = await buy(shop, token, { lines: { sku_tea: 20 } })
  const tier = async () => (await shop.call('GET', '/v1/tier', undefined, { token })).body
  expect(await tier()).toMatchObject({ growthCount: 1_000, tier: { id: 'silver' } })
  await refund(shop, order.id, { sku_tea: 1 })
  expect(await tier()).toMatchObject({ growthCount: 950, tier: { id: 'basic' } })
})

it('a price that moved between quote and checkout is said, not charged', async () => {
  const { accessToken: token } = await shop.signIn('13800000004')
  const basket = { lines: { sku_cup: 2 } }
  await fillCart(shop, token, basket)
  const { payableMinor } = await quoteOf(shop, token, basket)
  const dearer = { ...CUP, skus: [{ ...CUP.skus[0], listMinor: 35_00 }] }
  await shop.call('PUT', '/v1/products/prd_cup', dearer, { secret: true })
  const orderId = newOrderId()
  expect(await checkout(token, orderId, payableMinor)).toMatchObject({
    status: 409,
    body: { error: { code: 'price_changed', detail: { payableMinor: 70_00 } } },
  })
  expect(await checkout(token, orderId, 70_00)).toMatchObject({ status: 200, body: { payableMinor: 70_00 } })
  await shop.call('PUT', '/v1/products/prd_cup', CUP, { secret: true })
})

it('a gift that ran out between quote and checkout is said, not left out', async () => {
  const { accessToken: token } = await shop.signIn('13800000013')
  const mug = { ...CUP, id: 'prd_mug', skus: [{ ...CUP.skus[0], id: 'sku_mug' }] }
  await stockUp(shop, mug as typeof TEA, 1)
  const gift = { kind: 'gift', skuId: 'sku_mug', count: 1 } as const
  const given = { ...promotion('prm_mug', START), conditions: [], items: { skuIds: ['sku_cup'] }, effect: gift }
  await shop.call('PUT', '/v1/promotions/prm_mug', given, { secret: true })
  const basket = { lines: { sku_cup: 2 } }
  await fillCart(shop, token, basket)
  const { lines, payableMinor: expectedPayableMinor } = await quoteOf(shop, token, basket)
  const expectedGifts = lines.flatMap(({ giftOf, skuId, quantity }) => (giftOf === null ? [] : [{ skuId, quantity }]))
  expect(expectedGifts).toEqual([{ skuId: 'sku_mug', quantity: 1 }])
  await shop.call('POST', '/v1/stock/sku_mug/adjustments', { deltaCount: -1, reason: 'broken' }, { secret: true })
  const buyWith = (gifts: object) =>
    shop.call<Order & Refused>(
      'POST',
      '/v1/orders',
      { orderId: newOrderId(), expectedPayableMinor, ...gifts },
      { token },
    )
  expect(await buyWith({ expectedGifts })).toMatchObject({
    status: 409,
    body: { error: { code: 'gift_changed', detail: { gifts: [] } } },
  })
  expect((await buyWith({ expectedGifts: Array.from({ length: 101 }, () => expectedGifts[0]) })).status).toBe(400)
  expect(await buyWith({ expectedGifts: [] })).toMatchObject({ status: 200, body: { lines: [{}] } })
  await shop.call('PUT', '/v1/promotions/prm_mug', { ...given, active: false }, { secret: true })
})

it('says every no of a checkout with its status, and holds nothing', async () => {
  const { accessToken: token, memberId } = await shop.signIn('13800000005')
  const no = async (expectedMinor: number, orderId = newOrderId()) => {
    const { status, body } = await checkout(token, orderId, expectedMinor)
    return [status, body.error?.code]
  }
  const before = await stockOf('sku_tea')
  expect(await no(0)).toEqual([409, 'cart_empty'])
  await fillCart(shop, token, { lines: { sku_tea: 1 } })
  const { id } = await place(shop, (await shop.signIn('13800000006')).accessToken, { lines: { sku_cup: 1 } })
  expect(await no(50_00, id)).toEqual([409, 'order_exists'])

  await fillCart(shop, token, { lines: { sku_tea: 101 } })
  expect(await no(5_050_00)).toEqual([409, 'stock_insufficient'])
  await fillCart(shop, token, { lines: { sku_tea: 1 } })
  await shop.call('PUT', '/v1/products/prd_tea', { ...TEA, published: false }, { secret: true })
  expect(await no(50_00)).toEqual([404, 'sku_missing'])
  const huge = { ...TEA, skus: [{ ...TEA.skus[0], listMinor: 2_000_000 }] }
  await shop.call('PUT', '/v1/products/prd_tea', huge, { secret: true })
  await fillCart(shop, token, { lines: { sku_tea: 1_000_000 } })
  expect(await no(0)).toEqual([409, 'basket_too_large'])
  await shop.call('PUT', '/v1/products/prd_tea', TEA, { secret: true })

  await fillCart(shop, token, { lines: { sku_tea: 1 }, pointsCount: 5 })
  expect(await no(50_00)).toEqual([402, 'points_insufficient'])
  await save('tpl_no')
  const coupon = await claim(shop, token, 'tpl_no')
  await fillCart(shop, token, { lines: { sku_tea: 0, sku_cup: 1 }, couponIds: [coupon.id] })
  expect(await no(33_33)).toEqual([409, 'coupon_not_usable'])
  await place(shop, token, { lines: { sku_tea: 1, sku_cup: 0 }, couponIds: [coupon.id] })
  await fillCart(shop, token, { lines: { sku_tea: 1 }, couponIds: [coupon.id] })
  expect(await no(40_00)).toEqual([409, 'coupon_used'])
  // a coupon that is in nobody's wallet cannot be chosen; the cart refuses it first
  const chosen = { couponIds: ['cou_none'], pointsCount: 0 }
  const refused = await shop.call('PUT', '/v1/cart/options', chosen, { token })
  expect(refused).toMatchObject({ status: 404, body: { error: { code: 'coupon_missing' } } })
  expect(await get('/v1/points', { accessToken: token } as SignedIn)).toMatchObject({ heldCount: 0 })
  expect(await stockOf('sku_tea')).toEqual({ ...before, held_count: before.held_count + 1 })
  expect((await rowsOf<{ member_id: string }>(shop, 'orders')).filter((o) => o.member_id === memberId)).toHaveLength(1)
})

it('says every no of what comes after, once', async () => {
  const { accessToken: token } = await shop.signIn('13800000007')
  const other = await shop.signIn('13800000008')
  const post = async (path: string, body: object = {}, as: { token?: string; secret?: boolean } = { token }) => {
    const reply = await shop.call<Refused>('POST', path, body, as)
    return [reply.status, reply.body.error?.code]
  }
  const back = (lines: readonly object[], id: string) =>
    post(`/v1/orders/${id}/refunds`, { lines, reason: 'no' }, { secret: true })
  const { id } = await place(shop, token, { lines: { sku_tea: 2 } })
  const one = { lineId: 'sku_tea', quantity: 1 }
  for (const step of ['cancellation', 'receipt']) {
    expect(await post(`/v1/orders/ord_none/${step}`)).toEqual([404, 'order_missing'])
    expect(await post(`/v1/orders/${id}/${step}`, {}, { token: other.accessToken })).toEqual([404, 'order_missing'])
  }
  expect(await post(`/v1/orders/${id}/receipt`)).toEqual([409, 'order_not_paid'])
  expect(await back([one], id)).toEqual([409, 'order_not_refundable'])
  expect(await back([one], 'ord_none')).toEqual([404, 'order_missing'])
  expect(await post(`/v1/orders/${id}/refunds`, { lines: [one], reason: 'mine' })).toEqual([403, 'denied'])
  expect(await post(`/v1/orders/${id}/expiry`)).toEqual([404, 'route_missing'])

  await pay(shop, token, id)
  expect(await post(`/v1/orders/${id}/cancellation`)).toEqual([409, 'order_not_cancellable'])
  expect(await back([{ lineId: 'sku_cup', quantity: 1 }], id)).toEqual([404, 'line_missing'])
  expect(await back([one, one], id)).toEqual([409, 'line_repeated'])
  expect(await back([{ ...one, quantity: 3 }], id)).toEqual([409, 'quantity_exceeded'])
  expect(await back([{ ...one, quantity: 2 }], id)).toEqual([200, undefined])
  expect(await back([one], id)).toEqual([409, 'order_not_refundable'])
  expect(await post(`/v1/orders/${id}/receipt`)).toEqual([409, 'order_not_paid'])
})

it('a cancelled order gives everything back', async () => {
  const { accessToken: token, memberId } = await shop.signIn('13800000009')
  await adjustPoints(shop, memberId, 50)
  const before = [await stockOf('sku_tea'), await lotsOf(memberId)]
  await save('tpl_back')
  const coupon = await claim(shop, token, 'tpl_back')
  const { id } = await place(shop, token, { lines: { sku_tea: 1 }, couponIds: [coupon.id], pointsCount: 50 })
  const cancelled = await shop.call<Order>('POST', `/v1/orders/${id}/cancellation`, {}, { token })
  expect(cancelled.body).toMatchObject({ status: 'cancelled', couponIds: [coupon.id] })
  expect([await stockOf('sku_tea'), await lotsOf(memberId)]).toEqual(before)
  const wallet = await shop.call('GET', '/v1/coupons', undefined, { token })
  expect(wallet.body).toMatchObject({ items: [{ id: coupon.id, status: 'issued', orderId: null }] })
  await expect(openPayment(shop, token, id)).rejects.toThrow('order_not_payable')
})

it('shows a member their own orders, and operators all of them, page by page', async () => {
  const ours = await shop.signIn('13800000010')
  const theirs = await shop.signIn('13800000011')
  const ids: string[] = []
  for (const { accessToken } of [ours, theirs, ours]) {
    shop.clock.now += 1_000
    ids.push((await place(shop, accessToken, { lines: { sku_tea: 1 } })).id)
  }
  const own = await get<{ items: Order[] }>('/v1/orders', ours)
  expect(own.items.map(({ id }) => id)).toEqual([ids[2], ids[0]])
  const denied = await shop.call('GET', `/v1/orders/${ids[1]}`, undefined, { token: ours.accessToken })
  expect(denied).toMatchObject({ status: 404, body: { error: { code: 'order_missing' } } })
  const asMember = await shop.call('GET', '/v1/admin/orders', undefined, { token: ours.accessToken })
  expect(asMember.status).toBe(403)

  type Orders = { readonly items: readonly Order[]; readonly nextCursor: string | null }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { body } = await shop.call<Orders>('GET', `/v1/admin/orders?limit=2${query}`, undefined, { secret: true })
    expect(body.items.length).toBeLessThanOrEqual(2)
    seen.push(...body.items.map(({ id }) => id))
    cursor = body.nextCursor
  } while (cursor !== null)
  expect(seen.slice(0, 3)).toEqual([ids[2], ids[1], ids[0]])
  const all = await rowsOf<{ id: string }>(shop, 'orders')
  expect([...seen].sort()).toEqual(all.map(({ id }) => id).sort())
})

it('brings in an order of another system once', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000012')
  const line = { lineId: 'one', skuId: 'sku_tea', quantity: 3, priceMinor: 40_00 }
  const sale = { externalId: 'pos-77', memberId, placedAt: START - DAY_MS, lines: [line], origin: 'pos' }
  const bring = (input: object) => shop.call<Refused>('POST', '/v1/admin/orders/import', input, { secret: true })
  const stock = await stockOf('sku_tea')
  expect((await bring(sale)).body).toEqual({ orderId: 'ord_ext_pos-77', created: true })
  expect((await bring(sale)).body).toEqual({ orderId: 'ord_ext_pos-77', created: false })
  expect(await stockOf('sku_tea')).toEqual(stock)
  const points = await shop.call('GET', '/v1/points', undefined, { token })
  expect(points.body).toMatchObject({ spendableCount: 120, expiringNext: { at: START + 364 * DAY_MS, count: 120 } })
  expect((await shop.call('GET', '/v1/tier', undefined, { token })).body).toMatchObject({ growthCount: 120 })

  const back = await refund(shop, 'ord_ext_pos-77', { one: 1 })
  expect(back.body.refunds.at(-1)).toMatchObject({ paidMinor: 40_00, pointsClawedCount: 40, growthCount: 40 })
  expect(await stockOf('sku_tea')).toEqual(stock)

  const no = async (input: object) => {
    const { status, body } = await bring({ ...sale, externalId: 'pos-78', ...input })
    return [status, body.error?.code]
  }
  expect(await no({ memberId: 'mem_none' })).toEqual([404, 'member_missing'])
  expect(await no({ lines: [{ ...line, skuId: 'sku_none' }] })).toEqual([404, 'sku_missing'])
  expect(await no({ lines: [line, line] })).toEqual([409, 'line_repeated'])
  expect(await no({ lines: [{ ...line, quantity: 1_000_000, priceMinor: 2_000_000 }] })).toEqual([
    409,
    'basket_too_large',
  ])
})
