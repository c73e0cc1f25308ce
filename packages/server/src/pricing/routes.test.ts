import type { Coupon } from '@siyu/core/coupons'
import type { Quote } from '@siyu/core/pricing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'

let shop: Shop
let token: string
let couponId: string
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 10)
  await shop.call('PUT', '/v1/promotions/prm_5', promotion('prm_5', START), { secret: true })
  await shop.call('PUT', '/v1/coupon-templates/tpl_10', template('tpl_10', null, START), { secret: true })
  const signedIn = await shop.signIn('13800138000')
  token = signedIn.accessToken
  couponId = (await shop.call<Coupon>('POST', '/v1/coupons', { templateId: 'tpl_10' }, { token })).body.id
  const gift = { memberId: signedIn.memberId, deltaCount: 500, reason: 'gift' }
  const given = await shop.call('POST', '/v1/points/adjustments', gift, { secret: true })
  if (given.status !== 200) throw new Error(JSON.stringify(given.body))
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const tea = (quantity: number, skuId = 'sku_tea', lineId = 'l1') => ({ lineId, skuId, quantity })
const quote = (input: object, as?: string) => shop.call<Quote>('POST', '/v1/quotes', input, { token: as })

it('prices the basket of a visitor with what runs now', async () => {
  expect((await quote({ lines: [tea(2)] })).body).toMatchObject({
    ...{ currency: 'CNY', listMinor: 100_00, reductionMinor: 5_00, payableMinor: 95_00 },
    explain: [{ source: 'promotion', ruleId: 'prm_5', minor: 5_00, reason: null }],
    lines: [{ title: { zh: '茶 五十克', en: 'Tea 50 g' }, productId: 'prd_tea' }],
  })
})

it("adds the member's coupon and points, each from what the earlier left", async () => {
  const { body } = await quote({ lines: [tea(2)], couponIds: [couponId], pointsCount: 9_999 }, token)
  expect(body).toMatchObject({ payableMinor: 80_00, couponIds: [couponId], pointsCount: 500, pointsMinor: 5_00 })
  expect(body.explain.map(({ source, minor }) => [source, minor])).toEqual([
    ['promotion', 5_00],
    ['coupon', 10_00],
    ['points', 5_00],
  ])
})

it('says that a coupon which is not the caller’s does nothing', async () => {
  for (const [id, as] of [
    ['cou_nobodys', token],
    [couponId, undefined],
  ] as const) {
    const { status, body } = await quote({ lines: [tea(1)], couponIds: id === undefined ? null : [id] }, as)
    expect([status, body.payableMinor, body.couponIds]).toEqual([200, 50_00, []])
    expect(body.explain).toContainEqual(
      expect.objectContaining({ source: 'coupon', ruleId: id, minor: 0, reason: 'coupon_not_usable' }),
    )
  }
})

it("prices a member at their tier's price", async () => {
  const { accessToken, memberId } = await shop.signIn('13800138001')
  const change = { text: 'update member_tiers set tier_id = $1 where member_id = $2', values: ['gold', memberId] }
  await shop.database.database.execute(change)
  expect((await quote({ lines: [tea(1)] }, accessToken)).body).toMatchObject({ listMinor: 50_00, payableMinor: 45_00 })
})

it('refuses a SKU that is not for sale, a line named twice, and a basket beyond all amounts', async () => {
  const skus = [{ ...TEA.skus[0], id: 'sku_gold', listMinor: 1_000_001 }] as typeof TEA.skus
  await stockUp(shop, { ...TEA, id: 'prd_gold', skus }, 1)
  const codes = await Promise.all(
    [[tea(1, 'sku_none')], [tea(1), tea(1)], [tea(1_000_000, 'sku_gold')]].map(
      async (lines) => (await shop.call<{ error: { code: string } }>('POST', '/v1/quotes', { lines })).body.error.code,
    ),
  )
  expect(codes).toEqual(['sku_missing', 'line_repeated', 'basket_too_large'])
})

it('needs no idempotency key and changes nothing', async () => {
  const headers = { 'siyu-key': shop.pk }
  const body = JSON.stringify({ lines: [tea(1)] })
  const response = await shop.server.fetch(new Request('http://shop.test/v1/quotes', { method: 'POST', headers, body }))
  expect(response.status).toBe(200)
})
