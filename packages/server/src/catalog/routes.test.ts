import type { ExportedProducts, Product, ShopProduct } from '@siyu/core/catalog'
import type { Page } from '@siyu/core/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../kernel/call.ts'
import { read } from '../kernel/read.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import type { Refused } from '../kernel/testing/sale.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { loadSkus, type SkuRow } from './index.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const save = (product: Product) => shop.call('PUT', `/v1/products/${product.id}`, product, { secret: true })
const get = async (id: string): Promise<ShopProduct> => (await shop.call<ShopProduct>('GET', `/v1/products/${id}`)).body
/** The tea as a basket reads it. */
async function skuRow(): Promise<SkuRow | undefined> {
  const call: Call = {
    ...{ brandId: shop.brandId, principal: { kind: 'public' }, key: '', now: shop.clock.now },
    ...{ newId: (prefix) => prefix, hash: (text) => text },
  }
  const { facts } = await read(shop.database.database, { skus: loadSkus(call, [sku.id]) })
  return facts.skus[0]
}
const [sku] = TEA.skus as [Product['skus'][number]]

it('shows a product with its stock and never its cost', async () => {
  await stockUp(shop, TEA, 7)
  const shown = await get('prd_tea')
  expect(shown.skus).toMatchObject([{ id: 'sku_tea', listMinor: 50_00, priceMinor: 50_00, availableCount: 7 }])
  expect(JSON.stringify(shown)).not.toMatch(/cost|memberPrices/)
})

it("shows a member their tier's price", async () => {
  const { accessToken: token, memberId } = await shop.signIn('13800138000')
  const change = { text: 'update member_tiers set tier_id = $1 where member_id = $2', values: ['gold', memberId] }
  await shop.database.database.execute(change)
  const shown = await shop.call<ShopProduct>('GET', '/v1/products/prd_tea', undefined, { token })
  expect(shown.body.skus).toMatchObject([{ listMinor: 50_00, priceMinor: 45_00 }])
})

it('replaces a product whole: SKUs are added, changed, hidden and brought back with their stock', async () => {
  const large = { ...sku, id: 'sku_large', listMinor: 90_00 }
  await save({ ...TEA, skus: [large, { ...sku, listMinor: 52_00 }] })
  expect((await get('prd_tea')).skus).toMatchObject([
    { id: 'sku_large', listMinor: 90_00, availableCount: 0 },
    { id: 'sku_tea', listMinor: 52_00, availableCount: 7 },
  ])
  await save({ ...TEA, skus: [large] })
  expect((await get('prd_tea')).skus.map(({ id }) => id)).toEqual(['sku_large'])
  await save(TEA)
  expect((await get('prd_tea')).skus).toMatchObject([{ id: 'sku_tea', listMinor: 50_00, availableCount: 7 }])
})

it('keeps tags, attributes, floors, sizes and price lists, and empties what a save leaves out', async () => {
  const described = { ...TEA, tags: ['new', 'organic'], attributes: { origin: 'Yunnan' } }
  const whole: Product['skus'][number] = {
    ...{ ...sku, floorMinor: 46_00, weightGrams: 60, volumeMl: 250, taxCategory: 'food', shippingTemplateId: 'shp_1' },
    shopPrices: [{ kind: 'community', key: 'com_1', priceMinor: 48_00 }],
  }
  const saved = await save({ ...described, skus: [whole] })
  expect(saved).toMatchObject({ status: 200, body: { ...described, skus: [whole] } })
  expect(await get('prd_tea')).toMatchObject({ tags: ['new', 'organic'], attributes: { origin: 'Yunnan' } })
  expect(JSON.stringify(await get('prd_tea'))).not.toMatch(/cost|floor|memberPrices|shopPrices/)
  const { costMinor, listMinor, memberPrices } = sku
  const own = { ...whole, costMinor, listMinor, memberPrices, membership: null }
  const row = { ...own, productId: 'prd_tea', productTitle: TEA.title }
  const ofProduct = { category: 'tea', tags: ['new', 'organic'], attributes: { origin: 'Yunnan' }, isForSale: true }
  expect(await skuRow()).toEqual({ ...row, ...ofProduct })

  const empty = { shopPrices: [], floorMinor: 0, weightGrams: 0, volumeMl: 0, taxCategory: null }
  const emptied = { ...sku, ...empty, shippingTemplateId: null, membership: null }
  const bare = { options: [], media: [], publishFrom: null, publishUntil: null }
  const stored = {
    ...TEA,
    tags: [],
    attributes: {},
    ...bare,
    skus: [{ ...emptied, choices: [], noReasonReturn: true }],
  }
  expect((await save(TEA)).body).toEqual(stored)
  expect(await skuRow()).toEqual({ ...row, ...emptied, ...ofProduct, tags: [], attributes: {} })
})

it('refuses a floor above the list price', async () => {
  const refused = await save({ ...TEA, skus: [{ ...sku, floorMinor: 50_01 }] })
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { code: 'floor_above_list', detail: { skuId: sku.id } } },
  })
})

it("refuses a SKU id of another product, a hidden one's too", async () => {
  const thief = { ...TEA, id: 'prd_thief', skus: [{ ...sku, id: 'sku_large' }] }
  expect(await save(thief)).toMatchObject({
    status: 409,
    body: { error: { code: 'sku_taken', detail: { skuId: 'sku_large', productId: 'prd_tea' } } },
  })
})

it('saves of two at once both count, and one of them is last', async () => {
  const saves = await Promise.all([51_00, 52_00].map((listMinor) => save({ ...TEA, skus: [{ ...sku, listMinor }] })))
  expect(saves.map(({ status }) => status)).toEqual([200, 200])
  expect([51_00, 52_00]).toContain((await get('prd_tea')).skus[0]?.listMinor)
})

it('hides what is not published, and refuses what is not there', async () => {
  await save({ ...TEA, published: false })
  for (const id of ['prd_tea', 'prd_none']) {
    const refused = await shop.call('GET', `/v1/products/${id}`)
    expect(refused).toMatchObject({ status: 404, body: { error: { code: 'product_missing' } } })
  }
  await save(TEA)
})

it('lists page by page, and by category', async () => {
  for (const name of ['a', 'b', 'c']) {
    await save({ ...TEA, id: `prd_${name}`, category: 'cup', skus: [{ ...sku, id: `sku_${name}` }] })
  }
  type Page = { readonly items: readonly ShopProduct[]; readonly nextCursor: string | null }
  const ids = (page: Page): readonly string[] => page.items.map(({ id }) => id)
  const first = await shop.call<Page>('GET', '/v1/products?limit=2')
  expect([ids(first.body), first.body.nextCursor]).toEqual([['prd_a', 'prd_b'], 'prd_b'])
  const rest = await shop.call<Page>('GET', '/v1/products?limit=2&cursor=prd_b')
  expect([ids(rest.body), rest.body.nextCursor]).toEqual([['prd_c', 'prd_tea'], null])
  expect(ids((await shop.call<Page>('GET', '/v1/products?category=cup')).body)).toEqual(['prd_a', 'prd_b', 'prd_c'])
})

const operate = <T = Record<string, unknown>>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  shop.call<T & Refused>(method, path, body, { secret: true })
const words = (zh: string, en: string) => ({ zh, en })
const list = async (query: string): Promise<readonly string[]> =>
  (await shop.call<Page<ShopProduct>>('GET', `/v1/products?${query}`)).body.items.map(({ id }) => id)

it('shows options, pictures and choices, and keeps them', async () => {
  const size = { id: 'size', name: words('规格', 'Size'), values: [{ id: 'tin', name: words('罐', 'Tin') }] }
  const media = [{ kind: 'image' as const, url: '/tin.webp', alt: words('一罐茶', 'A tin of tea') }]
  const shown = { options: [size], media }
  const saved = await save({ ...TEA, ...shown, id: 'prd_tin', skus: [{ ...sku, id: 'sku_tin', choices: ['tin'] }] })
  expect(saved.status).toBe(200)
  expect(await get('prd_tin')).toMatchObject({ ...shown, skus: [{ choices: ['tin'] }] })
  const unfit = await save({ ...TEA, ...shown, id: 'prd_tin', skus: [{ ...sku, id: 'sku_tin' }] })
  expect(unfit).toMatchObject({ status: 409, body: { error: { code: 'choices_unfit', detail: { skuId: 'sku_tin' } } } })
})

it('shows a product within its window only, to the millisecond, and sells it no longer', async () => {
  const { now } = shop.clock
  const short = { ...TEA, id: 'prd_short', skus: [{ ...sku, id: 'sku_short' }] as typeof TEA.skus }
  await stockUp(shop, { ...short, publishFrom: now + 10, publishUntil: now + 20 }, 5)
  const { accessToken: token } = await shop.signIn('13800138009')
  const states: unknown[] = []
  for (const at of [9, 10, 19, 20]) {
    shop.clock.now = now + at
    const { status } = await shop.call('GET', '/v1/products/prd_short')
    const bought = await shop.call('PUT', '/v1/cart/lines/sku_short', { quantity: 1 }, { token })
    states.push([status, bought.status, (await list('limit=100')).includes('prd_short')])
  }
  expect(states).toEqual([
    [404, 404, false],
    [200, 200, true],
    [200, 200, true],
    [404, 404, false],
  ])
  const late = { orderId: 'ord_late', expectedPayableMinor: 50_00 }
  expect((await shop.call<Refused>('POST', '/v1/orders', late, { token })).body.error?.code).toBe('sku_missing')
})

it('a price of a channel applies in its time', async () => {
  const { now } = shop.clock
  const shopPrices = [{ kind: 'channel' as const, key: 'live', priceMinor: 30_00, startsAt: now, endsAt: now + 5 }]
  await save({ ...TEA, id: 'prd_live', skus: [{ ...sku, id: 'sku_live', shopPrices }] })
  const basket = {
    lines: [{ lineId: 'line', skuId: 'sku_live', quantity: 1 }],
    couponIds: [],
    place: { channel: 'live' },
  }
  const price = async () => (await shop.call<{ payableMinor: number }>('POST', '/v1/quotes', basket)).body.payableMinor
  const during = await price()
  shop.clock.now = now + 5
  expect([during, await price()]).toEqual([30_00, 50_00])
})

describe('categories', () => {
  const place = (id: string, parentId: string | null) =>
    operate('PUT', `/v1/categories/${id}`, { name: words(id, id), parentId, rank: 0 })

  it('make a tree, and listing one lists those that lie in it', async () => {
    for (const [id, parentId] of [
      ['drinks', null],
      ['teas', 'drinks'],
      ['green', 'teas'],
    ] as const) {
      expect((await place(id, parentId)).status).toBe(200)
    }
    await save({ ...TEA, id: 'prd_green', category: 'green', tags: ['spring'], skus: [{ ...sku, id: 'sku_green' }] })
    await save({ ...TEA, id: 'prd_juice', category: 'drinks', tags: ['spring'], skus: [{ ...sku, id: 'sku_juice' }] })
    expect(await list('category=drinks')).toEqual(['prd_green', 'prd_juice'])
    expect(await list('category=teas')).toEqual(['prd_green'])
    expect(await list('category=drinks&tag=spring&limit=1')).toEqual(['prd_green'])
    expect(await list('tag=spring')).toEqual(['prd_green', 'prd_juice'])
    const { body } = await shop.call<{ items: { id: string; parentId: string | null }[] }>('GET', '/v1/categories')
    expect(body.items.map(({ id, parentId }) => [id, parentId])).toEqual([
      ...[
        ['drinks', null],
        ['green', 'teas'],
        ['teas', 'drinks'],
      ],
    ])
  })

  it('two that would make a circle at once: one is refused', async () => {
    await Promise.all([place('left', null), place('right', null)])
    const both = await Promise.all([place('left', 'right'), place('right', 'left')])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(both.find(({ status }) => status === 409)?.body.error?.code).toBe('category_circle')
  })
})

describe('a file of products', () => {
  it('goes out and comes in again without a change, costs and all', async () => {
    const before = (await operate<Page<Product>>('GET', '/v1/all-products?limit=100')).body.items
    expect(before.map(({ id }) => id)).toContain('prd_tea')
    const { csv, nextCursor } = (await operate<ExportedProducts>('GET', '/v1/product-export')).body
    expect(nextCursor).toBeNull()
    const imported = await operate('POST', '/v1/product-imports', { csv })
    expect(imported.body).toEqual({ createdCount: 0, updatedCount: before.length })
    expect((await operate<Page<Product>>('GET', '/v1/all-products?limit=100')).body.items).toEqual(before)
    expect((await operate<ExportedProducts>('GET', '/v1/product-export')).body.csv).toBe(csv)
  })

  it('makes what is new with its stock, and is all or nothing', async () => {
    const { csv } = (await operate<ExportedProducts>('GET', '/v1/product-export')).body
    const [head = '', ...rows] = csv.split('\r\n')
    const row = rows.find((each) => each.startsWith('prd_juice')) as string
    const fresh = row.replaceAll('juice', 'fresh')
    const wrong = row.replaceAll('juice', 'wrong').replace('5000', 'free')
    const file = (...lines: readonly string[]) => ({ csv: [head, ...lines].join('\r\n') })
    expect(await operate('POST', '/v1/product-imports', file(fresh, wrong))).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'csv_invalid',
          detail: { errors: [{ row: 3, column: 'list_minor', problem: 'not_understood' }] },
        },
      },
    })
    const thief = row.replaceAll('prd_juice', 'prd_thief')
    expect(await operate('POST', '/v1/product-imports', file(fresh, thief))).toMatchObject({
      status: 409,
      body: { error: { code: 'sku_taken', detail: { skuId: 'sku_juice', productId: 'prd_juice', row: 3 } } },
    })
    expect((await shop.call('GET', '/v1/products/prd_fresh')).status).toBe(404)
    const done = await operate('POST', '/v1/product-imports', file(fresh))
    expect(done.body).toEqual({ createdCount: 1, updatedCount: 0 })
    expect((await get('prd_fresh')).skus).toMatchObject([{ id: 'sku_fresh', availableCount: 0 }])
  })
})

it('keeps costs from everybody but operators', async () => {
  expect((await shop.call('GET', '/v1/all-products')).status).toBe(401)
  expect((await shop.call('GET', '/v1/product-export')).status).toBe(401)
  const { body } = await shop.call('GET', '/v1/products?limit=100')
  expect(JSON.stringify(body)).not.toMatch(/cost|floor|shopPrices|memberPrices|publishFrom/)
})
