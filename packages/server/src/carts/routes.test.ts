import type { Cart } from '@siyu/core/carts'
import type { Coupon } from '@siyu/core/coupons'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'

let shop: Shop
let token: string
let otherToken: string
beforeAll(async () => {
  shop = await openShop()
  const [sku] = TEA.skus
  const skus = ['sku_tea', 'sku_b', 'sku_c', 'sku_d'].map((id) => ({ ...sku, id })) as typeof TEA.skus
  await stockUp(shop, { ...TEA, skus }, 10)
  token = (await shop.signIn('13800138000')).accessToken
  otherToken = (await shop.signIn('13800138001')).accessToken
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const set = (skuId: string, quantity: number, as = token) =>
  shop.call<Cart>('PUT', `/v1/cart/lines/${skuId}`, { quantity }, { token: as })
const cart = async (as = token): Promise<Cart> =>
  (await shop.call<Cart>('GET', '/v1/cart', undefined, { token: as })).body
const line = (skuId: string, quantity: number) => ({ lineId: skuId, skuId, quantity })

it('holds what was put in, for its member alone', async () => {
  expect(await cart()).toEqual({ lines: [], couponIds: null, pointsCount: 0 })
  await set('sku_tea', 2)
  expect((await set('sku_b', 1)).body.lines).toEqual([line('sku_tea', 2), line('sku_b', 1)])
  expect((await set('sku_tea', 0)).body.lines).toEqual([line('sku_b', 1)])
  expect((await cart()).lines).toEqual([line('sku_b', 1)])
  expect((await cart(otherToken)).lines).toEqual([])
  expect((await shop.call('GET', '/v1/cart')).status).toBe(401)
})

it('loses no line when several are put in at once', async () => {
  await Promise.all(['sku_tea', 'sku_b', 'sku_c', 'sku_d'].map((skuId) => set(skuId, 3, otherToken)))
  const { lines } = await cart(otherToken)
  expect(lines.map(({ skuId, quantity }) => `${skuId} ${quantity}`).sort()).toEqual([
    ...['sku_b 3', 'sku_c 3', 'sku_d 3', 'sku_tea 3'],
  ])
})

it('takes nothing that is not for sale, but lets it be taken out', async () => {
  expect(await set('sku_none', 1)).toMatchObject({ status: 404, body: { error: { code: 'sku_missing' } } })
  await shop.call('PUT', '/v1/products/prd_tea', { ...TEA, published: false }, { secret: true })
  expect((await set('sku_tea', 1)).status).toBe(404)
  expect((await set('sku_b', 0)).body.lines).toEqual([])
  await shop.call('PUT', '/v1/products/prd_tea', TEA, { secret: true })
})

it('takes a coupon of its own member only', async () => {
  await shop.call('PUT', '/v1/coupon-templates/tpl_one', template('tpl_one', null, START), { secret: true })
  const { body: coupon } = await shop.call<Coupon>('POST', '/v1/coupons', { templateId: 'tpl_one' }, { token })
  const options = { couponIds: [coupon.id], pointsCount: 30 }
  const choose = (as: string) => shop.call('PUT', '/v1/cart/options', options, { token: as })
  expect((await choose(token)).body).toMatchObject(options)
  expect(await cart()).toMatchObject(options)
  expect(await choose(otherToken)).toMatchObject({ status: 404, body: { error: { code: 'coupon_missing' } } })
  const cleared = { couponIds: null, pointsCount: 0 }
  expect((await shop.call('PUT', '/v1/cart/options', cleared, { token })).body).toMatchObject(cleared)
})
