import type { AftersalesCase } from '@siyu/core/aftersales'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip, times } from '../kernel/testing/pair.ts'
import { buy, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import type { Reply, Shop, SignedIn } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { ask, type OwnCase, oneOf, steps } from './case.fixture.ts'

const BUYER_COUNT = 6
const codesOf = (replies: readonly Reply<Refused>[]): readonly string[] =>
  replies.map(({ status, body }) => (status === 200 ? 'done' : String(body.error?.code))).sort()

describe.skipIf(skip !== undefined)(
  `after-sales at once on one PostgreSQL${skip === undefined ? '' : ` (skipped: ${skip})`}`,
  () => {
    let shops: Pair
    let buyers: readonly SignedIn[]
    beforeAll(async () => {
      shops = await openPair()
      await stockUp(shops[0], TEA, 200)
      buyers = await Promise.all(times(BUYER_COUNT, (n) => shopOf(n).signIn(`1380000010${n}`)))
    })
    afterAll(async () => {
      const { database } = shops[0].database
      expect(await breaches(database)).toEqual([])
      await shops[0].server.outbox.drain()
      expect(await rebuilt(database, { batchCount: 50 })).toEqual(await stateOf(database))
      await shops[1].close()
      await shops[0].close()
      expect([...shops[0].faults, ...shops[1].faults]).toEqual([])
    })
    const shopOf = (n: number): Shop => shops[n % 2] as Shop
    const tokenOf = (n: number): string => buyers[n]?.accessToken as string

    it('two cases about the last unit at once, on two servers: one is opened', async () => {
      await Promise.all(
        times(BUYER_COUNT, async (n) => {
          const { id } = await buy(shopOf(n), tokenOf(n), { lines: { sku_tea: 1 } })
          const tries = times(4, (at) => ask(shopOf(at), tokenOf(n), oneOf(id, 'refund_only')))
          expect(codesOf(await Promise.all(tries))).toEqual(['case_open', 'case_open', 'case_open', 'done'])
        }),
      )
    })

    it('vendure#4811, litemall#283: a case, its approval twice and an operator’s refund at once give one unit back once', async () => {
      await Promise.all(
        times(BUYER_COUNT, async (n) => {
          const { id } = await buy(shopOf(n), tokenOf(n), { lines: { sku_tea: 2 } })
          const opened = await ask(shopOf(n), tokenOf(n), oneOf(id, 'refund_only'))
          const own: OwnCase = { id: opened.body.id, token: tokenOf(n) }
          const [approvals, refunds] = await Promise.all([
            Promise.all([steps.approve(shopOf(n), own), steps.approve(shopOf(n + 1), own)]),
            Promise.all(times(3, (at) => refund(shopOf(at), id, { sku_tea: 1 }))),
          ])
          expect(codesOf(approvals)).toEqual(['case_not_ready', 'done'])
          // One of the three gets the unit that is under no case; the others find it under one, or gone.
          expect(codesOf(refunds).filter((code) => code === 'done')).toEqual(['done'])
          const { body } = await shopOf(n).call('GET', `/v1/orders/${id}`, undefined, { token: tokenOf(n) })
          expect(body).toMatchObject({ status: 'refunded', refundedMinor: 100_00, lines: [{ refundedCount: 2 }] })
        }),
      )
    })

    it('withdrawn by the member and approved by the shop at once: one of the two, and the money says which', async () => {
      const outcomes = await Promise.all(
        times(BUYER_COUNT, async (n) => {
          const { id } = await buy(shopOf(n), tokenOf(n), { lines: { sku_tea: 1 } })
          const opened = await ask(shopOf(n), tokenOf(n), oneOf(id, 'refund_only'))
          const own: OwnCase = { id: opened.body.id, token: tokenOf(n) }
          const both = await Promise.all([steps.withdraw(shopOf(n), own), steps.approve(shopOf(n + 1), own)])
          expect(codesOf(both)).toEqual(['case_not_ready', 'done'])
          const { body } = await shopOf(n).call<AftersalesCase>('GET', `/v1/aftersales/${own.id}`, undefined, {
            token: tokenOf(n),
          })
          expect(body.refundedMinor).toBe(body.status === 'refunded' ? 50_00 : 0)
          return body.status
        }),
      )
      expect(outcomes.every((status) => status === 'refunded' || status === 'withdrawn')).toBe(true)
    })

    it('medusa#16569: six exchanges approved at once for the last three pieces: three have theirs held', async () => {
      const skus = TEA.skus.map((sku) => ({ ...sku, id: 'sku_last' }))
      await stockUp(shops[0], { ...TEA, id: 'prd_last', skus }, 3)
      const owns = await Promise.all(
        times(BUYER_COUNT, async (n) => {
          const { id } = await buy(shopOf(n), tokenOf(n), { lines: { sku_tea: 1 } })
          const lines = [{ lineId: 'sku_tea', quantity: 1, wantedSkuId: 'sku_last' }]
          const opened = await ask(shopOf(n), tokenOf(n), { ...oneOf(id, 'exchange'), lines })
          return { id: opened.body.id, token: tokenOf(n) }
        }),
      )
      const answers = await Promise.all(owns.map((own, n) => steps.approve(shopOf(n), own)))
      const [no, yes] = ['stock_insufficient', 'done']
      expect(codesOf(answers)).toEqual([yes, yes, yes, no, no, no])
      const stock = await rowsOf<{ sku_id: string; held_count: number }>(shops[0], 'stock')
      expect(stock.find(({ sku_id }) => sku_id === 'sku_last')?.held_count).toBe(3)
    })
  },
)
