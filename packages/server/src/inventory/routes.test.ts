import type { Location, StockHold, StockMovement, StockPolicy, StockRow } from '@siyu/core/inventory'
import type { Page } from '@siyu/core/kernel'
import type { AuditReport } from '@siyu/core/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { pay, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

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

const operate = <T = object>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  shop.call<T & Refused>(method, path, body, { secret: true })
const refusal = (status: number, code: string) => ({ status, body: { error: { code } } })

/** A SKU of its own for a test, with so many pieces in the first location. */
async function fresh(name: string, count: number): Promise<string> {
  const id = `sku_${name}`
  const [sku] = TEA.skus
  await stockUp(shop, { ...TEA, id: `prd_${name}`, skus: [{ ...sku, id }] } as typeof TEA, count)
  return id
}

const policy = (skuId: string, terms: Partial<StockPolicy>) =>
  operate<StockPolicy>('PUT', `/v1/stock/${skuId}/policy`, {
    ...{ backorderCount: 0, lowStockCount: null, slotCount: 1 },
    ...terms,
  })
const rowOf = async (skuId: string): Promise<StockRow> => (await operate<StockRow>('GET', `/v1/stock/${skuId}`)).body
const free = async (skuId: string): Promise<readonly (readonly [string, number, number])[]> => {
  const rows = await rowsOf<{
    sku_id: string
    bucket: string
    slot: number
    on_hand_count: number
    held_count: number
  }>(shop, 'stock')
  return rows
    .filter((row) => row.sku_id === skuId)
    .map((row) => [row.bucket.split('@')[1] as string, row.slot, row.on_hand_count - row.held_count] as const)
    .toSorted(([one, a], [other, b]) => (one < other ? -1 : one > other ? 1 : a - b))
}
const saveNorth = (active = true) =>
  operate<Location>('PUT', '/v1/locations/north', { name: { zh: '北仓', en: 'North' }, rank: 1, active })

describe('locations', () => {
  it('begin with one that stays open', async () => {
    const main = { id: 'main', name: { zh: '主仓', en: 'Main warehouse' }, rank: 0, active: true }
    expect((await operate('GET', '/v1/locations')).body).toEqual({ items: [main] })
    const closed = await operate('PUT', '/v1/locations/main', { ...main, active: false })
    expect(closed).toMatchObject(refusal(409, 'first_location_open'))
  })

  it('hold goods of their own, which can be moved, counted and sold from', async () => {
    expect((await saveNorth()).body).toMatchObject({ id: 'north', rank: 1 })
    const skuId = await fresh('places', 2)
    const at = { locationId: 'north', kind: 'receive', reason: 'ten boxes' }
    expect(await operate('POST', `/v1/stock/${skuId}/adjustments`, { ...at, deltaCount: 5 })).toMatchObject({
      body: { onHandCount: 7 },
    })
    const nowhere = { deltaCount: 1, reason: 'x', locationId: 'moon' }
    const lost = await operate('POST', `/v1/stock/${skuId}/adjustments`, nowhere)
    expect(lost).toMatchObject(refusal(404, 'location_missing'))
    const way = { fromLocationId: 'north', toLocationId: 'main', quantity: 1, reason: 'nearer' }
    expect((await operate('POST', `/v1/stock/${skuId}/transfers`, way)).body).toMatchObject({ onHandCount: 7 })
    const tooMany = await operate('POST', `/v1/stock/${skuId}/transfers`, { ...way, quantity: 5 })
    expect(tooMany).toMatchObject(refusal(409, 'stock_insufficient'))
    expect((await rowOf(skuId)).locations).toEqual([
      { locationId: 'main', onHandCount: 3, heldCount: 0, soldCount: 0 },
      { locationId: 'north', onHandCount: 4, heldCount: 0, soldCount: 0 },
    ])
  })

  it('an order takes from where all of it lies, sells there, and comes back there piece by piece', async () => {
    const { accessToken: token } = await shop.signIn('13800000001')
    const order = await place(shop, token, { lines: { sku_places: 4 } })
    expect(await free('sku_places')).toEqual([
      ['main', 0, 3],
      ['north', 0, 0],
    ])
    await pay(shop, token, order.id)
    expect((await rowOf('sku_places')).locations).toMatchObject([{ soldCount: 0 }, { onHandCount: 0, soldCount: 4 }])
    for (const quantity of [1, 2, 1]) await refund(shop, order.id, { sku_places: quantity })
    expect((await rowOf('sku_places')).locations).toMatchObject([{ onHandCount: 3 }, { onHandCount: 4, soldCount: 0 }])
    const split = await place(shop, token, { lines: { sku_places: 6 } })
    expect(await free('sku_places')).toEqual([
      ['main', 0, 0],
      ['north', 0, 1],
    ])
    await shop.call('POST', `/v1/orders/${split.id}/cancellation`, {}, { token })
    expect(await free('sku_places')).toEqual([
      ['main', 0, 3],
      ['north', 0, 4],
    ])
    expect(await breaches(shop.database.database)).toEqual([])
  })

  it('closed, keep their goods and sell none', async () => {
    await saveNorth(false)
    const shown = await shop.call<{ skus: { availableCount: number }[] }>('GET', '/v1/products/prd_places')
    expect(shown.body.skus).toMatchObject([{ availableCount: 3 }])
    expect((await rowOf('sku_places')).onHandCount).toBe(7)
    const wanted = { holdId: 'hld_closed', lines: [{ skuId: 'sku_places', quantity: 4 }], durationMs: 60_000 }
    expect(await operate('POST', '/v1/holds', wanted)).toMatchObject(refusal(409, 'stock_insufficient'))
    await saveNorth()
  })
})

describe('the movements of a SKU', () => {
  it('say when, why and by how much, newest first, and sum to what is on hand', async () => {
    const path = '/v1/stock/sku_places/movements'
    const all: StockMovement[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `?limit=3${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const { body }: { body: Page<StockMovement> } = await operate<Page<StockMovement>>('GET', path + query)
      all.push(...body.items)
      cursor = body.nextCursor
    }
    expect(all.length).toBeGreaterThan(5)
    expect(all.reduce((sum, { amount }) => sum + amount, 0)).toBe(7)
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => b - a))
    expect(all.find(({ kind }) => kind === 'receive')).toMatchObject({ amount: 5, reason: 'ten boxes', balance: 5 })
    expect(all.filter(({ kind }) => kind === 'transfer').map(({ amount, reason }) => [amount, reason])).toEqual(
      expect.arrayContaining([
        [1, 'nearer'],
        [-1, 'nearer'],
      ]),
    )
    expect(all.find(({ kind }) => kind === 'sell')).toMatchObject({ amount: -4, locationId: 'north', reason: null })
    expect(await operate('GET', '/v1/stock/sku_none/movements')).toMatchObject(refusal(404, 'sku_missing'))
  })

  it('are audited: a count that nobody moved is found', async () => {
    const { execute } = shop.database.database
    const audited = async () => (await operate<AuditReport>('POST', '/v1/ledger/audit', {})).body.differences
    expect(await audited()).toEqual([])
    const change = (by: number) =>
      `update stock set on_hand_count = on_hand_count + ${by} where bucket = 'sku_tea@main'`
    await execute({ text: change(1), values: [] })
    expect(await audited()).toMatchObject([{ check: 'state', subject: 'stock', ownerId: 'sku_tea@main/0' }])
    await execute({ text: change(-1), values: [] })
  })
})

describe('holds outside orders', () => {
  const open = (holdId: string, quantity: number, durationMs = 60_000) =>
    operate<StockHold>('POST', '/v1/holds', { holdId, lines: [{ skuId: 'sku_holds', quantity }], durationMs })

  it('are taken, given back, sold, or end by themselves with the next sweep, once', async () => {
    await fresh('holds', 10)
    expect((await open('hld_a', 4)).body).toMatchObject({
      status: 'open',
      lines: [{ skuId: 'sku_holds', quantity: 4 }],
    })
    expect(await open('hld_a', 4)).toMatchObject(refusal(409, 'hold_exists'))
    expect(await open('hld_b', 7)).toMatchObject(refusal(409, 'stock_insufficient'))
    await open('hld_b', 3)
    await open('hld_c', 3)
    expect((await operate('POST', '/v1/holds/hld_a/release', {})).body).toMatchObject({ status: 'released' })
    expect((await operate('POST', '/v1/holds/hld_b/sale', {})).body).toMatchObject({ status: 'sold' })
    expect(await operate('POST', '/v1/holds/hld_b/release', {})).toMatchObject(refusal(409, 'hold_closed'))
    expect(await operate('POST', '/v1/holds/hld_none/sale', {})).toMatchObject(refusal(404, 'hold_missing'))
    expect(await rowOf('sku_holds')).toMatchObject({ onHandCount: 7, heldCount: 3, soldCount: 3 })
    expect(await sweep(shop.server, [])).toMatchObject({ unheldCount: 0 })
    shop.clock.now += 60_000
    expect(await sweep(shop.server, [])).toMatchObject({ unheldCount: 1 })
    expect(await sweep(shop.server, [])).toMatchObject({ unheldCount: 0 })
    expect(await rowOf('sku_holds')).toMatchObject({ onHandCount: 7, heldCount: 0, soldCount: 3 })
    const { items } = (await operate<Page<StockHold>>('GET', '/v1/holds?limit=2')).body
    expect(items.map(({ id, status }) => [id, status])).toEqual([
      ['hld_c', 'expired'],
      ['hld_b', 'sold'],
    ])
    expect(await breaches(shop.database.database)).toEqual([])
  })
})

describe('how a SKU is kept', () => {
  it('backorders are sold down to their limit and paid off by what comes in', async () => {
    const skuId = await fresh('owed', 1)
    await policy(skuId, { backorderCount: 3 })
    const { accessToken: token } = await shop.signIn('13800000002')
    const order = await place(shop, token, { lines: { [skuId]: 4 } })
    await pay(shop, token, order.id)
    expect(await rowOf(skuId)).toMatchObject({ onHandCount: -3, heldCount: 0, soldCount: 4 })
    const cart = { holdId: 'hld_owed', lines: [{ skuId, quantity: 1 }], durationMs: 60_000 }
    expect(await operate('POST', '/v1/holds', cart)).toMatchObject(refusal(409, 'stock_insufficient'))
    expect(await policy(skuId, { backorderCount: 2 })).toMatchObject(refusal(409, 'backorder_in_use'))
    await adjust(skuId, 5)
    expect(await rowOf(skuId)).toMatchObject({ onHandCount: 2, soldCount: 4 })
    expect((await policy(skuId, {})).status).toBe(200)
    expect(await breaches(shop.database.database)).toEqual([])
  })

  it('a hot SKU lies in slots that all sell, to the last piece', async () => {
    const skuId = await fresh('hot', 9)
    await policy(skuId, { slotCount: 4 })
    expect((await free(skuId)).map(([, , count]) => count)).toEqual([3, 2, 2, 2])
    const take = (holdId: string, quantity: number) =>
      operate('POST', '/v1/holds', { holdId, lines: [{ skuId, quantity }], durationMs: 60_000 })
    for (let n = 0; n < 4; n += 1) expect((await take(`hld_hot${n}`, 1)).status).toBe(200)
    expect((await take('hld_hot_rest', 5)).status).toBe(200)
    expect((await free(skuId)).map(([, , count]) => count)).toEqual([0, 0, 0, 0])
    expect(await take('hld_hot_more', 1)).toMatchObject(refusal(409, 'stock_insufficient'))
    await operate('POST', '/v1/holds/hld_hot_rest/release', {})
    await policy(skuId, { slotCount: 1 })
    expect((await free(skuId)).map(([, , count]) => count)).toEqual([5, 0, 0, 0])
    expect(await policy('sku_none', {})).toMatchObject(refusal(404, 'sku_missing'))
  })

  it('is low once per crossing, and says so to whoever listens', async () => {
    const skuId = await fresh('low', 6)
    await policy(skuId, { lowStockCount: 4 })
    const crossings = async () =>
      (await rowsOf<{ type: string; data: { skuId: string; isLow: boolean; freeCount: number } }>(shop, 'events'))
        .filter(({ type, data }) => type === 'stock_crossed' && data.skuId === skuId)
        .map(({ data }) => [data.isLow, data.freeCount])
    expect(await sweep(shop.server, [])).toMatchObject({ crossedCount: 0 })
    await adjust(skuId, -2)
    expect(await sweep(shop.server, [])).toMatchObject({ crossedCount: 1 })
    await adjust(skuId, -1)
    expect(await sweep(shop.server, [])).toMatchObject({ crossedCount: 0 })
    const low = await operate<Page<StockRow>>('GET', '/v1/stock?low=true')
    expect(low.body.items.map((row) => [row.skuId, row.isLow])).toEqual([[skuId, true]])
    await adjust(skuId, 2)
    await Promise.all([sweep(shop.server, []), sweep(shop.server, [])])
    await adjust(skuId, -5)
    await sweep(shop.server, [])
    expect(await crossings()).toEqual(
      expect.arrayContaining([
        [true, 4],
        [false, 5],
        [true, 0],
      ]),
    )
    expect((await crossings()).length).toBe(3)
  })

  it('lists all that is in stock, page by page', async () => {
    const first = await operate<Page<StockRow>>('GET', '/v1/stock?limit=3')
    const rest = await operate<Page<StockRow>>('GET', `/v1/stock?cursor=${first.body.nextCursor}`)
    const ids = [...first.body.items, ...rest.body.items].map(({ skuId }) => skuId)
    expect(ids).toEqual(['sku_holds', 'sku_hot', 'sku_low', 'sku_owed', 'sku_places', 'sku_tea'])
    expect(first.body.items[1]).toMatchObject({ productTitle: TEA.title, policy: { slotCount: 1 }, isLow: false })
  })
})

it('the journal alone gives the same shelves, cards and holds', async () => {
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
})
