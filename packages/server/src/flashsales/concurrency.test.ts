import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { testServer } from '../kernel/testing/postgres.ts'
import { type Running, startServer } from '../kernel/testing/process.ts'
import { newOrderId, type Refused } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, START } from '../kernel/testing/shop.ts'

const found = await testServer()
const skip = 'skip' in found ? found.skip : undefined
const isLong = process.env.SIYU_LONG !== undefined
const [BUYER_COUNT, UNIT_COUNT, PROCESS_COUNT] = isLong ? [1_000, 100, 4] : [200, 20, 2]
const PRICE_MINOR = 9_90
/** Buyers at one door of one process. */
const DOOR_COUNT = 25

type Answer = { readonly status: number; readonly body: Order & Refused & { readonly id: string } }

describe.skipIf(skip !== undefined)('flash sales on postgres, server processes on one database', () => {
  let shop: Shop
  let servers: readonly (Running & { readonly url: string })[]
  let tokens: readonly string[]
  beforeAll(async () => {
    shop = await openShop({ on: 'postgres' })
    const url = shop.database.url as string
    servers = await Promise.all(Array.from({ length: PROCESS_COUNT }, () => startServer(url, START)))
    tokens = await inDoors(BUYER_COUNT, async (n) => {
      return (await shop.signIn(`138${String(n).padStart(8, '0')}`)).accessToken
    })
  }, 300_000)
  afterAll(async () => {
    for (const { child } of servers ?? []) child.kill('SIGTERM')
    await Promise.all((servers ?? []).map(({ ended }) => ended))
    if (shop === undefined) return
    expect(shop.faults).toEqual([])
    expect(await breaches(shop.database.database)).toEqual([])
    await shop.close()
  })

  /** Everybody stands in one of a few lines. */
  async function inDoors<T>(count: number, work: (n: number) => Promise<T>): Promise<readonly T[]> {
    const results: T[] = new Array(count)
    const doorCount = DOOR_COUNT * PROCESS_COUNT
    const door = async (first: number): Promise<void> => {
      for (let n = first; n < count; n += doorCount) results[n] = await work(n)
    }
    await Promise.all(Array.from({ length: doorCount }, (_, first) => door(first)))
    return results
  }

  async function post(n: number, path: string, body: object): Promise<Answer> {
    const { url } = servers[n % PROCESS_COUNT] as { readonly url: string }
    const headers = { 'content-type': 'application/json', 'idempotency-key': newKey() }
    const init = { method: 'POST', body: JSON.stringify(body) }
    const own = { ...headers, authorization: `Bearer ${tokens[n]}` }
    const ask = (): Promise<Response> => fetch(`${url}${path}`, { ...init, headers: own })
    // As any client does: a connection that was lost is asked again, under the same key.
    const response = await ask().catch(ask)
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }

  async function openSession(id: string, slotCount: number): Promise<void> {
    const [sku] = TEA.skus
    const skuId = `sku_${id}`
    await stockUp(shop, { ...TEA, id: `prd_${id}`, skus: [{ ...sku, id: skuId }] } as typeof TEA, UNIT_COUNT)
    const policy = { slotCount, backorderCount: 0, lowStockCount: null }
    await shop.call('PUT', `/v1/stock/${skuId}/policy`, policy, { secret: true })
    const item = { skuId, priceMinor: PRICE_MINOR, bucketCount: UNIT_COUNT, perMemberCount: 1, slotCount }
    const window = { startsAt: START, endsAt: START + 3_600_000 }
    const session = { name: { zh: '秒杀', en: 'Flash' }, ...window, items: [item] }
    const saved = await shop.call('PUT', `/v1/flash-sales/${id}`, session, { secret: true })
    expect(saved.status).toBe(200)
  }
  const buy = (n: number, id: string): Promise<Answer> =>
    post(n, `/v1/flash-sales/${id}/orders`, {
      ...{ orderId: newOrderId(), skuId: `sku_${id}`, quantity: 1, expectedPayableMinor: PRICE_MINOR },
    })
  /** Buys and pays, each at another process; tells what came of it. */
  async function buyAndPay(n: number, id: string): Promise<string> {
    const bought = await buy(n, id)
    if (bought.status !== 200) return `${bought.status} ${bought.body.error?.code}`
    const opened = await post(n, '/v1/payments', { orderId: bought.body.id })
    const paid = await post(n, `/v1/payments/${opened.body.id}/simulation`, { outcome: 'succeed' })
    return paid.body.status
  }
  function tally(answers: readonly string[]): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1
    return counts
  }
  async function sums(id: string): Promise<unknown> {
    const [row] = await shop.database.database.execute({
      text: `select (select sum(taken_count)::int from bucket_slots where bucket_id = $1) as taken,
        (select sum(on_hand_count)::int from stock where sku_id = $2) as on_hand,
        (select sum(sold_count)::int from stock where sku_id = $2) as sold,
        (select count(*)::int from orders where campaign ->> 'id' = $3 and status = 'paid') as paid`,
      values: [`${id}/sku_${id}`, `sku_${id}`, id],
    })
    return row
  }

  for (const slotCount of [1, 8]) {
    it(`sells every unit exactly once to ${BUYER_COUNT} buyers, over ${slotCount} slots`, async () => {
      const id = `fls_rush_${slotCount}`
      await openSession(id, slotCount)
      const answers = await inDoors(BUYER_COUNT, (n) => buyAndPay(n, id))
      expect(tally(answers)).toEqual({ succeeded: UNIT_COUNT, '409 sold_out': BUYER_COUNT - UNIT_COUNT })
      expect(await sums(id)).toEqual({ taken: UNIT_COUNT, on_hand: 0, sold: UNIT_COUNT, paid: UNIT_COUNT })
    }, 300_000)
  }

  it('refuses nobody while a slot has a unit: as many buyers as units all get one', async () => {
    await openSession('fls_even', 8)
    const answers = await inDoors(UNIT_COUNT, (n) => buyAndPay(n, 'fls_even'))
    expect(tally(answers)).toEqual({ succeeded: UNIT_COUNT })
    expect(await buy(UNIT_COUNT, 'fls_even')).toMatchObject({ status: 409, body: { error: { code: 'sold_out' } } })
  }, 300_000)
})
