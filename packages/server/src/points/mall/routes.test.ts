import type { Order } from '@siyu/core/orders'
import type { MallItem, MallItemRow, MallOffer, PointsBalance } from '@siyu/core/points'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { breaches } from '../../kernel/testing/invariants.ts'
import {
  adjustPoints,
  newOrderId,
  openPayment,
  pay,
  type Refused,
  receive,
  refund,
  rowsOf,
} from '../../kernel/testing/sale.ts'
import { openShop, type Reply, type Shop, START } from '../../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../../kernel/testing/state.ts'
import { sweep } from '../../sweeps.ts'

const DAY_MS = 86_400_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  // No promotion, coupon, shipping or member price may touch the price of an item.
  const shipping = {
    refund: 'with_last_unit',
    templates: [],
  }
  await shop.call('PUT', '/v1/shipping', shipping, { secret: true })
})
afterAll(async () => {
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

function item(id: string, more: Partial<MallItem> = {}): MallItem {
  return {
    ...{ id, skuId: 'sku_tea', pointsCount: 300, cashMinor: 10_00, perMemberLimit: null, totalLimit: null },
    ...{ startsAt: START, endsAt: null, tierIds: null, active: true, ...more },
  }
}
const save = (body: MallItem): Promise<Reply<MallItem & Refused>> =>
  shop.call('PUT', `/v1/points/items/${body.id}`, body, { secret: true })
const codeOf = ({ body }: Reply<Refused>) => body.error?.code
const redeem = (token: string, itemId: string, quantity = 1, more: object = {}): Promise<Reply<Order & Refused>> => {
  const expected = { expectedPointsCount: 300 * quantity, expectedPayableMinor: 10_00 * quantity }
  const input = { orderId: newOrderId(), itemId, quantity, ...expected, ...more }
  return shop.call('POST', '/v1/orders/redemptions', input, { token })
}
const offers = async (token?: string) =>
  (await shop.call<{ items: MallOffer[] }>('GET', '/v1/points/mall', undefined, { token })).body.items
const offerOf = async (id: string, token?: string) => (await offers(token)).find((each) => each.id === id)
const redeemedCount = async (id: string) =>
  (await shop.call<{ items: MallItemRow[] }>('GET', '/v1/points/items', undefined, { secret: true })).body.items.find(
    (each) => each.id === id,
  )?.redeemedCount
const spendable = async (token: string) =>
  (await shop.call<PointsBalance>('GET', '/v1/points', undefined, { token })).body.spendableCount

/** Somebody with so many points. */
async function rich(phone: string, count = 1_000): Promise<{ readonly memberId: string; readonly token: string }> {
  const { memberId, accessToken: token } = await shop.signIn(phone)
  await adjustPoints(shop, memberId, count)
  return { memberId, token }
}

it('lists what points buy, with what is left and why not', async () => {
  await save(item('itm_list', { totalLimit: 2, perMemberLimit: 1 }))
  await save(item('itm_soon', { startsAt: START + DAY_MS }))
  await save(item('itm_gold', { tierIds: ['gold'] }))
  await save(item('itm_hidden', { active: false }))
  const { token } = await rich('13800000001')
  expect(await offerOf('itm_list')).toEqual({
    ...{ id: 'itm_list', skuId: 'sku_tea', pointsCount: 300, cashMinor: 10_00, perMemberLimit: 1, listMinor: 50_00 },
    ...{ productId: 'prd_tea', title: TEA.title, skuTitle: TEA.skus[0]?.title, imageUrl: null },
    ...{ startsAt: START, endsAt: null, tierIds: null, leftCount: 2, state: 'open' },
  })
  expect((await redeem(token, 'itm_list')).status).toBe(200)
  expect(await offerOf('itm_list', token)).toMatchObject({ leftCount: 1, state: 'limit_reached' })
  expect(await offerOf('itm_soon')).toMatchObject({ state: 'not_started' })
  expect([(await offerOf('itm_gold'))?.state, (await offerOf('itm_gold', token))?.state]).toEqual([
    ...['tier_too_low', 'tier_too_low'],
  ])
  expect(await offerOf('itm_gold')).toMatchObject({ tierIds: ['gold'] })
  expect(await offerOf('itm_hidden')).toBeUndefined()
})

it('makes an ordinary order of points and money, which is paid, received and refunded in parts', async () => {
  await save(item('itm_parts', { totalLimit: 3 }))
  const { memberId, token } = await rich('13800000002')
  const placed = await redeem(token, 'itm_parts', 3)
  expect(placed.body).toMatchObject({
    ...{ status: 'created', listMinor: 150_00, payableMinor: 30_00, pointsCount: 900, shipping: null, couponIds: [] },
    lines: [{ line: { reductions: [{ source: 'points', ruleId: 'itm_parts', funder: 'brand', minor: 120_00 }] } }],
  })
  expect([await spendable(token), await redeemedCount('itm_parts')]).toEqual([100, 3])
  await pay(shop, token, placed.body.id)
  const done = await receive(shop, token, placed.body.id)
  expect(done.status).toBe('completed')
  // The money part alone earns: 1 point for 1.00.
  expect(await spendable(token)).toBe(130)

  const part = await refund(shop, placed.body.id, { sku_tea: 1 })
  expect(part.body.refunds[0]).toMatchObject({ paidMinor: 10_00, pointsReturnedCount: 300, pointsClawedCount: 10 })
  expect([await spendable(token), await redeemedCount('itm_parts')]).toEqual([130 + 300 - 10, 2])
  const again = await refund(shop, placed.body.id, { sku_tea: 1 }, { thresholds: 'reevaluate' })
  expect(codeOf(again)).toBe('pricing_unknown')
  const rest = await refund(shop, placed.body.id, { sku_tea: 2 })
  expect(rest.body).toMatchObject({ status: 'refunded', refundedMinor: 30_00 })
  expect([await spendable(token), await redeemedCount('itm_parts')]).toEqual([1_000, 0])
  // Back in the lot they came from, with its own end.
  const lots = await rowsOf<{ member_id: string; amount_count: number; remaining_count: number }>(shop, 'points_lots')
  const own = lots.filter((lot) => lot.member_id === memberId).map((lot) => [lot.amount_count, lot.remaining_count])
  expect(own.sort()).toEqual(
    [
      [1_000, 1_000],
      [30, 0],
    ].sort(),
  )
})

it('needs no payment for points alone: setting out to pay confirms it', async () => {
  await save(item('itm_free', { cashMinor: 0 }))
  const { token } = await rich('13800000003')
  const { body } = await redeem(token, 'itm_free', 1, { expectedPayableMinor: 0 })
  expect([body.payableMinor, body.pointsCount, body.status]).toEqual([0, 300, 'created'])
  const payment = await openPayment(shop, token, body.id)
  expect(payment).toMatchObject({ provider: 'none', amountMinor: 0, status: 'succeeded' })
  expect((await receive(shop, token, body.id)).status).toBe('completed')
  expect(await spendable(token)).toBe(700)
  const back = await refund(shop, body.id, { sku_tea: 1 })
  expect(back.body.refunds[0]).toMatchObject({ paidMinor: 0, pointsReturnedCount: 300 })
  expect([await spendable(token), await redeemedCount('itm_free')]).toEqual([1_000, 0])
})

it('gives bucket, stock and points back when it is cancelled or never paid', async () => {
  await save(item('itm_back', { totalLimit: 1 }))
  const { token } = await rich('13800000004')
  const { token: other } = await rich('13800000005')
  const first = await redeem(token, 'itm_back')
  expect(codeOf(await redeem(other, 'itm_back'))).toBe('item_sold_out')
  const cancelled = await shop.call('POST', `/v1/orders/${first.body.id}/cancellation`, {}, { token })
  expect([cancelled.status, await spendable(token), await redeemedCount('itm_back')]).toEqual([200, 1_000, 0])
  expect((await redeem(other, 'itm_back')).status).toBe(200)
  shop.clock.now += DAY_MS / 2
  expect((await sweep(shop.server, [])).cancelledCount).toBeGreaterThan(0)
  const { accessToken: later } = await shop.signIn('13800000005')
  expect([await spendable(later), await redeemedCount('itm_back')]).toEqual([1_000, 0])
  expect((await redeem(later, 'itm_back')).status).toBe(200)
})

it('says why not, and changes nothing then', async () => {
  await save(item('itm_no', { perMemberLimit: 2, tierIds: ['basic'] }))
  await save(item('itm_closed', { endsAt: shop.clock.now + 1 }))
  const { memberId, token } = await rich('13800000006', 500)
  const before = await spendable(token)
  const failures = [
    [await redeem(token, 'itm_none'), 404, 'item_missing'],
    [await redeem(token, 'itm_gold'), 403, 'tier_too_low'],
    [await redeem(token, 'itm_no', 3), 409, 'item_limit_reached'],
    [await redeem(token, 'itm_no', 1, { expectedPayableMinor: 1 }), 409, 'price_changed'],
    [await redeem(token, 'itm_no', 1, { expectedPointsCount: 1 }), 409, 'price_changed'],
    [await redeem(token, 'itm_no', 2), 402, 'points_insufficient'],
  ] as const
  for (const [reply, status, code] of failures) expect([reply.status, codeOf(reply)]).toEqual([status, code])
  shop.clock.now += 1
  expect(codeOf(await redeem(token, 'itm_closed'))).toBe('item_not_open')
  const freezing = { reason: 'chargeback' }
  await shop.call('POST', `/v1/members/${memberId}/points/freezes`, freezing, { secret: true })
  expect([(await redeem(token, 'itm_no')).status, codeOf(await redeem(token, 'itm_no'))]).toEqual([
    403,
    'points_frozen',
  ])
  await shop.call('POST', `/v1/members/${memberId}/points/unfreezes`, freezing, { secret: true })
  expect(await spendable(token)).toBe(before)
  const orderId = newOrderId()
  expect((await redeem(token, 'itm_no', 1, { orderId })).status).toBe(200)
  expect(codeOf(await redeem(token, 'itm_no', 1, { orderId }))).toBe('order_exists')
  const anyone = await shop.call('POST', '/v1/orders/redemptions', {
    ...{ orderId: newOrderId(), itemId: 'itm_no', quantity: 1, expectedPointsCount: 300, expectedPayableMinor: 10_00 },
  })
  expect(anyone.status).toBe(401)
})

it('is kept by operators alone, whole, and not below what was redeemed', async () => {
  const { token } = await rich('13800000007')
  expect((await shop.call('PUT', '/v1/points/items/itm_x', item('itm_x'), { token })).status).toBe(403)
  expect(codeOf(await save(item('itm_x', { skuId: 'sku_none' })))).toBe('sku_missing')
  expect(codeOf(await save(item('itm_x', { endsAt: START })))).toBe('item_window_empty')
  expect(codeOf(await save(item('itm_x', { cashMinor: 50_00 })))).toBe('cash_not_below_list')
  expect((await save(item('points'))).status).toBe(400)
  expect((await save(item('itm_x', { totalLimit: 5 }))).body).toEqual(item('itm_x', { totalLimit: 5 }))
  expect((await redeem(token, 'itm_x', 2)).status).toBe(200)
  expect(await save(item('itm_x', { totalLimit: 1 }))).toMatchObject({
    ...{ status: 409, body: { error: { code: 'limit_below_redeemed', detail: { redeemedCount: 2 } } } },
  })
  expect((await save(item('itm_x', { totalLimit: 2, pointsCount: 100 }))).status).toBe(200)
  expect(await offerOf('itm_x')).toMatchObject({ pointsCount: 100, leftCount: 0, state: 'sold_out' })
  expect(await redeemedCount('itm_x')).toBe(2)
})
