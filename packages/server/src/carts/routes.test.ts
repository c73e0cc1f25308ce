import type { Address, Cart, CartReview } from '@siyu/core/carts'
import type { Coupon } from '@siyu/core/coupons'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import type { Refused } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, START } from '../kernel/testing/shop.ts'

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

const review = async (as: string): Promise<CartReview> =>
  (await shop.call<CartReview>('GET', '/v1/cart/review', undefined, { token: as })).body
const kinds = async (as: string) =>
  (await review(as)).changes.map(({ skuId, kind, beforeMinor, nowMinor }) => [skuId, kind, beforeMinor, nowMinor])
const operate = (method: 'POST' | 'PUT', path: string, body: object) => shop.call(method, path, body, { secret: true })

describe('what changed since one last looked', () => {
  let shopper: string
  beforeAll(async () => {
    shopper = (await shop.signIn('13800138002')).accessToken
    await price(50_00)
  })
  const price = (listMinor: number, published = true) => {
    const skus = ['sku_tea', 'sku_b', 'sku_c', 'sku_d'].map((id) => ({ ...TEA.skus[0], id, listMinor }))
    return operate('PUT', '/v1/products/prd_tea', { ...TEA, published, skus })
  }

  it('is told as data until it is acknowledged: prices, stock, and what is gone', async () => {
    await set('sku_tea', 2, shopper)
    await set('sku_b', 11, shopper)
    expect(await kinds(shopper)).toEqual([['sku_b', 'short', null, null]])
    await price(48_00)
    await operate('POST', '/v1/stock/sku_tea/adjustments', { deltaCount: -10, reason: 'flood' })
    await operate('POST', '/v1/stock/sku_b/adjustments', { deltaCount: 5, reason: 'found' })
    const changed = [
      ['sku_tea', 'sold_out', null, null],
      ['sku_tea', 'price_down', 50_00, 48_00],
      ['sku_b', 'back', null, null],
      ['sku_b', 'price_down', 50_00, 48_00],
    ]
    expect(await kinds(shopper)).toEqual(changed)
    expect(await kinds(shopper)).toEqual(changed)
    expect((await shop.call('POST', '/v1/cart/acknowledgement', {}, { token: shopper })).body).toEqual({})
    expect(await kinds(shopper)).toEqual([['sku_tea', 'sold_out', null, null]])
    await price(48_00, false)
    expect((await kinds(shopper)).map(([, kind]) => kind)).toEqual(['gone', 'gone'])
    await price(50_00)
    await operate('POST', '/v1/stock/sku_tea/adjustments', { deltaCount: 10, reason: 'received' })
  })

  it('and the cart says from where it would be sent', async () => {
    await operate('PUT', '/v1/locations/north', { name: { zh: '北仓', en: 'North' }, rank: 1, active: true })
    const far = { fromLocationId: 'main', toLocationId: 'north', quantity: 12, reason: 'far' }
    await operate('POST', '/v1/stock/sku_b/transfers', far)
    const { parcels } = await review(shopper)
    expect(parcels.map(({ locationId, name, lines }) => [locationId, name.en, lines])).toEqual([
      ['main', 'Main warehouse', [line('sku_tea', 2)]],
      ['north', 'North', [line('sku_b', 11)]],
    ])
  })
})

describe('a visitor’s cart', () => {
  it('is added to one’s own at sign-in, once, however often the device asks', async () => {
    const { accessToken: late } = await shop.signIn('13800138003')
    await set('sku_c', 1, late)
    const lines = [line('sku_c', 2), line('sku_d', 3), line('sku_none', 1)]
    const key = newKey()
    const merge = () => shop.call<Cart>('POST', '/v1/cart/merge', { lines }, { token: late, key })
    const answers = await Promise.all([merge(), merge(), merge()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await cart(late)).lines).toEqual([line('sku_c', 3), line('sku_d', 3)])
  })
})

describe('the address book', () => {
  const home: Omit<Address, 'id'> = {
    ...{
      name: '王小明',
      phone: '13800138000',
      region: '4403',
      area: '广东省深圳市',
      detail: '科技路1号',
      postcode: '',
    },
  }
  const keep = (id: string, part: Partial<Address>, as: string) =>
    shop.call<Refused>('PUT', `/v1/addresses/${id}`, { ...home, ...part }, { token: as })
  const book = async (as: string) =>
    (await shop.call<{ items: Address[] }>('GET', '/v1/addresses', undefined, { token: as })).body.items
  const chosen = async (as: string) => (await review(as)).addressId

  it('keeps, changes, chooses and forgets, for its member alone', async () => {
    expect((await keep('adr_home', {}, token)).body).toEqual({ id: 'adr_home' })
    shop.clock.now += 1
    await keep('adr_work', { detail: '大道2号' }, token)
    expect((await book(token)).map(({ id }) => id)).toEqual(['adr_work', 'adr_home'])
    expect(await chosen(token)).toBe('adr_work')
    await shop.call('POST', '/v1/addresses/adr_home/choice', {}, { token })
    expect(await chosen(token)).toBe('adr_home')
    await keep('adr_home', { phone: '+86 138-0000' }, token)
    expect((await book(token)).find(({ id }) => id === 'adr_home')).toEqual({
      id: 'adr_home',
      ...home,
      phone: '+86 138-0000',
    })
    expect(await book(otherToken)).toEqual([])
    const missing = { status: 404, body: { error: { code: 'address_missing' } } }
    expect(await shop.call('DELETE', '/v1/addresses/adr_home', {}, { token: otherToken })).toMatchObject(missing)
    expect((await shop.call('DELETE', '/v1/addresses/adr_home', {}, { token })).body).toEqual({ id: 'adr_home' })
    expect(await shop.call('POST', '/v1/addresses/adr_home/choice', {}, { token })).toMatchObject(missing)
    expect([await chosen(token), (await book(token)).length]).toEqual([null, 1])
  })

  it('names a field that is wrong', async () => {
    const wrong = await keep('adr_odd', { phone: 'call me' }, token)
    expect([wrong.status, JSON.stringify(wrong.body)]).toEqual([400, expect.stringContaining('phone')])
  })

  it('never holds more than twenty, also when they come at once', async () => {
    const { accessToken: busy } = await shop.signIn('13800138004')
    const ids = Array.from({ length: 25 }, (_, at) => `adr_${at}`)
    const answers = await Promise.all(ids.map((id) => keep(id, {}, busy)))
    expect(answers.filter(({ status }) => status === 200).length).toBe(20)
    expect(answers.flatMap(({ body }) => body.error?.code ?? [])).toEqual(Array(5).fill('addresses_full'))
    expect((await book(busy)).length).toBe(20)
  })

  it('and a note for the next order, until it is taken back', async () => {
    const write = (note: string) => shop.call('PUT', '/v1/cart/note', { note }, { token })
    for (const note of ['请放门口', 'at the door', 'at the door']) {
      expect((await write(note)).status).toBe(200)
      expect((await review(token)).note).toBe(note)
    }
    await write('')
    expect((await review(token)).note).toBe('')
    expect((await write('x'.repeat(501))).status).toBe(400)
  })
})
