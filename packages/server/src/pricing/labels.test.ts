import type { Order } from '@siyu/core/orders'
import { type PricingFacts, type Quote, quote, quoteFactsOf, type TestedQuote } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotion, stockUp, TEA } from '../kernel/testing/goods.ts'
import { fillCart, newOrderId, place, quoteOf, type Refused } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'

/** 5.00 off for who is tagged `vip`, 3.00 off for who is in the segment, both for who is both. */
const rules: readonly Promotion[] = [
  { ...promotion('prm_vip', START), conditions: [{ kind: 'member_tag_in', tags: ['svip', 'vip'] }] },
  {
    ...promotion('prm_north', START),
    conditions: [{ kind: 'segment_in', segmentIds: ['seg_north'] }],
    effect: { kind: 'amount_off', minor: 3_00 },
  },
]
const basket = { lines: { sku_tea: 2 } }
const lines = [{ lineId: 'sku_tea', skuId: 'sku_tea', quantity: 2 }]

let shop: Shop
let ann: SignedIn
let ben: SignedIn
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 50)
  for (const rule of rules) await put(`/v1/promotions/${rule.id}`, rule)
  ann = await shop.signIn('13800138000')
  ben = await shop.signIn('13800138001')
  await label(ann, ['vip', 'coffee'], ['seg_quiet'])
  await label(ben, ['VIP'], ['seg_north'])
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

async function put(path: string, body: object): Promise<void> {
  const { status, body: reply } = await shop.call('PUT', path, body, { secret: true })
  if (status !== 200) throw new Error(JSON.stringify(reply))
}

function label({ memberId }: SignedIn, tags: readonly string[], segmentIds: readonly string[]): Promise<void> {
  return put(`/v1/members/${memberId}/labels`, { tags, segmentIds })
}

const priced = async (token?: string) => (await shop.call<Quote>('POST', '/v1/quotes', { lines }, { token })).body
const facts = async (token?: string) =>
  (await shop.call<PricingFacts>('POST', '/v1/pricing-facts', { skuIds: ['sku_tea'] }, { token })).body

it('prices by the labels of the member who asks, and nobody else by them', async () => {
  const [vip, north, visitor] = [await priced(ann.accessToken), await priced(ben.accessToken), await priced()]
  expect([vip.payableMinor, north.payableMinor, visitor.payableMinor]).toEqual([95_00, 97_00, 100_00])
  const reasons = [vip, north, visitor].map(({ explain }) => new Map(explain.map((each) => [each.ruleId, each.reason])))
  expect(reasons.map((each) => [each.get('prm_vip'), each.get('prm_north')])).toEqual([
    [null, 'wrong_member'],
    ['wrong_member', null],
    ['wrong_member', 'wrong_member'],
  ])
})

it('gives a member their own labels to price with, and a visitor none', async () => {
  const [own, other, visitor] = [await facts(ann.accessToken), await facts(ben.accessToken), await facts()]
  expect(own.shopper).toMatchObject({ tags: ['vip', 'coffee'], segmentIds: ['seg_quiet'] })
  expect(other.shopper).toMatchObject({ tags: ['VIP'], segmentIds: ['seg_north'] })
  expect(visitor.shopper).toMatchObject({ tags: [], segmentIds: [] })
  expect(JSON.stringify([other, visitor])).not.toMatch(/coffee|seg_quiet/)
  const input = { lines, pointsCount: 0, couponIds: null }
  expect(quote(quoteFactsOf(own, input))).toEqual(await priced(ann.accessToken))
})

it('shows an operator what the member would be told', async () => {
  const input = { lines, memberId: ann.memberId }
  const { body } = await shop.call<TestedQuote>('POST', '/v1/admin/quotes', input, { secret: true })
  expect(body.quote).toEqual(await priced(ann.accessToken))
})

it('checks out at the price of the quote, whoever asks', async () => {
  const totals = []
  for (const { accessToken } of [ann, ben]) {
    const { payableMinor } = await quoteOf(shop, accessToken, basket)
    const order = await place(shop, accessToken, basket)
    totals.push([payableMinor, order.payableMinor])
    expect(JSON.stringify(order)).not.toContain('seg_')
  }
  expect(totals).toEqual([
    [95_00, 95_00],
    [97_00, 97_00],
  ])
})

it('prices anew when labels change, also between quote and checkout', async () => {
  const token = ann.accessToken
  await fillCart(shop, token, basket)
  expect((await priced(token)).payableMinor).toBe(95_00)
  await label(ann, [], [])
  const checkout = (expectedPayableMinor: number) =>
    shop.call<Order & Refused>('POST', '/v1/orders', { orderId: newOrderId(), expectedPayableMinor }, { token })
  expect(await checkout(95_00)).toMatchObject({ status: 409, body: { error: { code: 'price_changed' } } })
  await label(ann, ['svip'], ['seg_north'])
  expect((await priced(token)).payableMinor).toBe(92_00)
  expect(await checkout(92_00)).toMatchObject({ status: 200, body: { payableMinor: 92_00 } })
})
