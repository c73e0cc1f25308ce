import type { Product, ShopProduct } from '@siyu/core/catalog'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Call } from '../kernel/call.ts'
import { read } from '../kernel/read.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
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
  expect((await save(TEA)).body).toEqual({ ...TEA, tags: [], attributes: {}, skus: [emptied] })
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
