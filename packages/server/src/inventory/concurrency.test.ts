import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip, tally, times } from '../kernel/testing/pair.ts'
import { fillCart, newOrderId, type Refused } from '../kernel/testing/sale.ts'
import { newKey, type Shop } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'

const BUYER_COUNT = 24

describe.skipIf(skip !== undefined)('stock on postgres, two servers on one database', () => {
  let shops: Pair
  let tokens: readonly string[]
  beforeAll(async () => {
    shops = await openPair()
    tokens = await Promise.all(
      times(BUYER_COUNT, async (n) => (await shops[0].signIn(`139${String(n).padStart(8, '0')}`)).accessToken),
    )
  })
  afterAll(async () => {
    if (shops === undefined) return
    for (const shop of shops) expect(shop.faults).toEqual([])
    expect(await breaches(shops[0].database.database)).toEqual([])
    await shops[1].close()
    await shops[0].close()
  })
  const shopOf = (n: number): Shop => shops[n % 2] as Shop
  const operate = (n: number, method: 'POST' | 'PUT', path: string, body: object) =>
    shopOf(n).call<Refused>(method, path, body, { secret: true, key: newKey() })
  const hold = (n: number, skuId: string, quantity = 1) =>
    operate(n, 'POST', '/v1/holds', { holdId: `hld_${skuId}_${n}`, lines: [{ skuId, quantity }], durationMs: 60_000 })

  async function shelf(name: string, count: number, slotCount: number, backorderCount = 0): Promise<string> {
    const id = `sku_${name}`
    const [sku] = TEA.skus
    await stockUp(shops[0], { ...TEA, id: `prd_${name}`, skus: [{ ...sku, id }] } as typeof TEA, count)
    await operate(0, 'PUT', `/v1/stock/${id}/policy`, { slotCount, backorderCount, lowStockCount: null })
    return id
  }
  async function sums(skuId: string): Promise<unknown> {
    const [row] = await shops[0].database.database.execute({
      text: `select sum(on_hand_count)::int as on_hand, sum(held_count)::int as held, sum(sold_count)::int as sold
        from stock where sku_id = $1`,
      values: [skuId],
    })
    return row
  }

  /** How the holds on a shelf ended, and how many of each. */
  async function endsOf(skuId: string): Promise<Readonly<Record<string, number>>> {
    const rows = await shops[0].database.database.execute({
      text: `select status, count(*)::int as count from stock_holds where id like $1 group by status`,
      values: [`hld_${skuId}_%`],
    })
    return Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)]))
  }

  it('medusajs/medusa#16569: as many reservations at once as there are pieces, over slots, and nobody goes without while one is left', async () => {
    const skuId = await shelf('slots', 10, 8)
    const answers = await Promise.all(times(40, (n) => hold(n, skuId)))
    expect(tally(answers)).toEqual({ done: 10, '409 stock_insufficient': 30 })
    expect(await sums(skuId)).toEqual({ on_hand: 10, held: 10, sold: 0 })
    const closings = await Promise.all(
      answers.flatMap(({ status }, n) =>
        status === 200 ? [operate(n, 'POST', `/v1/holds/hld_${skuId}_${n}/${n % 2 ? 'sale' : 'release'}`, {})] : [],
      ),
    )
    expect(tally(closings)).toEqual({ done: 10 })
  })

  it('medusajs/medusa#16825, macrozheng/mall#353: a checkout that loses the last pieces leaves no order and holds nothing', async () => {
    const [skuId, otherId] = [await shelf('last', 7, 4), await shelf('ample', 1_000, 4)]
    await Promise.all(tokens.map((token, n) => fillCart(shopOf(n), token, { lines: { [otherId]: 2, [skuId]: 1 } })))
    const answers = await Promise.all(
      tokens.map((token, n) => {
        const input = { orderId: newOrderId(), expectedPayableMinor: 150_00 }
        return shopOf(n).call<Refused>('POST', '/v1/orders', input, { token })
      }),
    )
    expect(tally(answers)).toEqual({ done: 7, '409 stock_insufficient': BUYER_COUNT - 7 })
    expect(await sums(skuId)).toEqual({ on_hand: 7, held: 7, sold: 0 })
    expect(await sums(otherId)).toEqual({ on_hand: 1_000, held: 14, sold: 0 })
  })

  it('nopSolutions/nopCommerce#8085: a count corrected while pieces are sold never takes a sold one', async () => {
    const skuId = await shelf('count', 12, 3)
    const path = `/v1/stock/${skuId}/adjustments`
    const answers = await Promise.all(
      times(24, (n) =>
        n % 2 === 0 ? hold(n, skuId) : operate(n, 'POST', path, { deltaCount: -1, reason: 'broken', kind: 'damage' }),
      ),
    )
    expect(tally(answers)).toEqual({ done: 12, '409 stock_insufficient': 12 })
    const { on_hand: onHand, held } = (await sums(skuId)) as { on_hand: number; held: number }
    expect(onHand - held).toBe(0)
  })

  it('backorders end at their limit, to the piece', async () => {
    const skuId = await shelf('owed', 4, 4, 5)
    const answers = await Promise.all(times(20, (n) => hold(n, skuId)))
    expect(tally(answers)).toEqual({ done: 9, '409 stock_insufficient': 11 })
    expect(await sums(skuId)).toEqual({ on_hand: 4, held: 9, sold: 0 })
  })

  it('a hold that is sold while its time ends is one or the other', async () => {
    const skuId = await shelf('race', 20, 4)
    await Promise.all(times(10, (n) => hold(n, skuId)))
    for (const shop of shops) shop.clock.now += 60_000
    const [, ...sold] = await Promise.all([
      sweep(shops[0].server, []),
      ...times(10, (n) => operate(n, 'POST', `/v1/holds/hld_${skuId}_${n}/sale`, {})),
    ])
    const soldCount = sold.filter(({ status }) => status === 200).length
    await sweep(shops[1].server, [])
    expect({ expired: 0, sold: 0, ...(await endsOf(skuId)) }).toEqual({ expired: 10 - soldCount, sold: soldCount })
    expect(await sums(skuId)).toEqual({ on_hand: 20 - soldCount, held: 0, sold: soldCount })
  })
})
