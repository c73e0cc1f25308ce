import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { newKey, openShop, type Shop } from '../kernel/testing/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 10)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const adjust = (skuId: string, deltaCount: number, key: string = newKey(), query = '') =>
  shop.call('POST', `/v1/stock/${skuId}/adjustments${query}`, { deltaCount, reason: 'count' }, { secret: true, key })
const stock = () => shop.call('GET', '/v1/stock/sku_tea', undefined, { secret: true })

it('receives and corrects, and a retry counts once', async () => {
  const key = newKey()
  const [first, again] = [await adjust('sku_tea', 5, key), await adjust('sku_tea', 5, key)]
  expect(first.body).toEqual({ skuId: 'sku_tea', onHandCount: 15, heldCount: 0, soldCount: 0 })
  expect(again.body).toEqual(first.body)
  expect((await adjust('sku_tea', -5)).body).toMatchObject({ onHandCount: 10 })
  expect((await stock()).body).toMatchObject({ onHandCount: 10 })
})

it('refuses another input under the same key', async () => {
  const key = newKey()
  await adjust('sku_tea', 0, key)
  expect(await adjust('sku_tea', 1, key)).toMatchObject({
    status: 409,
    body: { error: { code: 'idempotency_key_reused' } },
  })
})

it('keeps what is held, refuses to go below it, and remembers the refusal', async () => {
  await shop.database.database.execute({ text: 'update stock set held_count = 8', values: [] })
  const key = newKey()
  const refused = { status: 409, body: { error: { code: 'stock_insufficient', detail: { availableCount: 2 } } } }
  expect(await adjust('sku_tea', -3, key)).toMatchObject(refused)
  await shop.database.database.execute({ text: 'update stock set held_count = 0', values: [] })
  expect(await adjust('sku_tea', -3, key)).toMatchObject(refused)
})

it('refuses SKUs that are not there', async () => {
  const missing = { status: 404, body: { error: { code: 'sku_missing' } } }
  expect(await adjust('sku_none', 1)).toMatchObject(missing)
  expect(await shop.call('GET', '/v1/stock/sku_none', undefined, { secret: true })).toMatchObject(missing)
})

it('changes nothing in a dry run', async () => {
  const key = newKey()
  expect((await adjust('sku_tea', 90, key, '?dryRun=1')).body).toMatchObject({ onHandCount: 100 })
  expect((await stock()).body).toMatchObject({ onHandCount: 10 })
  expect((await adjust('sku_tea', 1, key)).body).toMatchObject({ onHandCount: 11 })
})
