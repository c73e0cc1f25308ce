import { accept, type Endpoint, Id, type Schema } from '@siyu/core/kernel'
import {
  type Counters,
  giveBack,
  type Limits,
  type Promotion,
  type PromotionRow,
  type PromotionUsageEvent,
  usageOf,
  useDecision,
} from '@siyu/core/promotions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import type { Call } from '../kernel/call.ts'
import { command, type Outcome, type Route } from '../kernel/command.ts'
import { promotion } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { storyDatabases } from '../kernel/testing/postgres.ts'
import { rowsOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { loadPromotionUsage, loadPromotionUses, loadRunningPromotions } from './index.ts'

/** The smallest order there is: it takes `minor` by every promotion that has enough left, or says that none has. */
type OrderInput = { readonly memberId: string; readonly orderId: string; readonly minor: number }
const OrderInput: Schema<OrderInput> = z.object({ memberId: Id, orderId: Id, minor: z.int() })
type OrderOutput = { readonly applied: readonly string[] }
const OrderOutput: Schema<OrderOutput> = z.object({ applied: z.array(Id) })
const shape = { method: 'POST', access: 'operator', input: OrderInput, output: OrderOutput } as const
const orderEndpoint: Endpoint<OrderInput, OrderOutput, 'promotion_spent'> = {
  ...{ ...shape, name: 'tests.order', path: '/v1/tests/order' },
  refusals: { promotion_spent: 409 },
}
const undoEndpoint: Endpoint<OrderInput, OrderOutput> = {
  ...{ ...shape, name: 'tests.undo', path: '/v1/tests/undo' },
  refusals: {},
}

const order: Route = command(orderEndpoint, {
  load: (call, { memberId }) => ({
    promotions: loadRunningPromotions(call),
    ...loadPromotionUsage(call, memberId),
  }),
  decide: ({ promotions, promotionTotals, promotionMembers }, { memberId, orderId, minor }, { now }) => {
    const counters: Counters = { totals: promotionTotals, members: promotionMembers }
    const zoned = { now, zoneOffsetMinutes: 480 }
    const usage = usageOf(promotions, counters, zoned)
    const applied = promotions.flatMap(({ id }) => {
      const left = usage.get(id)
      const isSpent = left?.usesLeft === 0 || left?.memberUsesLeft === 0 || (left?.budgetLeftMinor ?? minor) < minor
      return isSpent ? [] : [{ promotionId: id, minor }]
    })
    return useDecision({ ...zoned, memberId, orderId, applied, promotions, counters })
  },
  reply: (events) => ({ applied: events.map(({ promotionId }) => promotionId) }),
})

const undo: Route = command(undoEndpoint, {
  load: (call, { memberId, orderId }) => ({ uses: loadPromotionUses(call, memberId, orderId) }),
  decide: ({ uses }, owner) => accept<PromotionUsageEvent>(...giveBack(uses, owner)),
  reply: (events) => ({ applied: events.map(({ promotionId }) => promotionId) }),
})

for (const kind of await storyDatabases()) {
  describe.skipIf(kind.skip !== undefined)(kind.title, () => {
    let shop: Shop
    beforeAll(async () => {
      shop = await openShop({ on: kind.kind })
    })
    afterAll(async () => {
      expect(shop.faults).toEqual([])
      await shop.close()
    })

    const callOf = (): Call => ({
      ...{ brandId: shop.brandId, principal: { kind: 'system' }, key: newKey(), now: shop.clock.now },
      newId: (prefix) => `${prefix}_${newKey()}`,
      hash: (text) => text,
    })
    const run = async (route: Route, n: number, minor = 10_00, memberId = `mem_${n}`): Promise<readonly string[]> => {
      const input = { memberId, orderId: `ord_${n}`, minor }
      for (const call = callOf(); ; ) {
        const outcome: Outcome = await route.run(shop.server.engine, call, input, { dryRun: false })
        if (outcome.kind === 'done') return (outcome.output as OrderOutput).applied
        if (outcome.kind !== 'busy') throw new Error(JSON.stringify(outcome))
      }
    }
    const save = async (id: string, limits: Limits | null, active = true) => {
      const each: Promotion = { ...promotion(id, START), endsAt: null, active, limits }
      return shop.call('PUT', `/v1/promotions/${id}`, each, { secret: true })
    }
    const usage = async (id: string): Promise<unknown> => {
      const all = await shop.call<{ items: PromotionRow[] }>('GET', '/v1/admin/promotions', undefined, { secret: true })
      return all.body.items.find((row) => row.promotion.id === id)?.usage
    }
    const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
    let orderCount = 0
    /** So many orders at once, of as many members; whether each got the promotion. */
    const rush = async (count: number, minor?: number, memberId?: string): Promise<number> => {
      const first = orderCount
      orderCount += count
      const all = await Promise.all(times(count, (n) => run(order, first + n, minor, memberId)))
      return all.filter((applied) => applied.length > 0).length
    }

    it('40 orders at once of the last 7 uses: exactly 7 get one', async () => {
      await save('prm_last', { maxUses: 7 })
      expect(await rush(40)).toBe(7)
      expect(await usage('prm_last')).toEqual({ periodKey: 'ever', usedCount: 7, spentMinor: 70_00 })
      await save('prm_last', null, false)
    })

    it('a period that nobody has opened is counted as exactly', async () => {
      await save('prm_day', { maxUses: 3, period: 'day' })
      shop.clock.now += 5 * 86_400_000
      expect(await rush(20)).toBe(3)
      expect(await usage('prm_day')).toEqual({ periodKey: '2026-03-06', usedCount: 3, spentMinor: 30_00 })
      shop.clock.now += 86_400_000
      expect(await rush(5)).toBe(3)
      await save('prm_day', null, false)
    })

    it('a budget is never passed, and what is left of it still serves a smaller order', async () => {
      await save('prm_money', { budgetMinor: 35_00, period: 'month' })
      expect(await rush(20, 10_00)).toBe(3)
      expect(await rush(20, 5_00)).toBe(1)
      expect(await rush(3, 1)).toBe(0)
      expect(await usage('prm_money')).toEqual({ periodKey: '2026-03', usedCount: 4, spentMinor: 35_00 })
      await save('prm_money', null, false)
    })

    it('a member who orders twenty times at once uses it twice, others are not in the way', async () => {
      await save('prm_each', { maxUsesPerMember: 2, period: 'week' })
      const [mine, others] = await Promise.all([rush(20, 10_00, 'mem_eager'), rush(10)])
      expect([mine, others]).toEqual([2, 10])
      expect(await usage('prm_each')).toBeNull()
      await save('prm_each', null, false)
    })

    it('a use that is given back can be used again, once, also in the period it was used in', async () => {
      await save('prm_back', { maxUses: 2, maxUsesPerMember: 1, period: 'day' })
      const first = orderCount
      expect(await rush(2)).toBe(2)
      expect(await rush(1)).toBe(0)
      const undone = await Promise.all(times(8, () => run(undo, first)))
      expect(undone.filter((applied) => applied.length > 0)).toEqual([['prm_back']])
      expect(await usage('prm_back')).toMatchObject({ usedCount: 1, spentMinor: 10_00 })
      expect(await rush(5)).toBe(1)
      shop.clock.now += 86_400_000
      expect(await run(undo, first + 1)).toEqual(['prm_back'])
      expect(await usage('prm_back')).toMatchObject({ usedCount: 0 })
    })

    it('a limit cannot be saved below what is used, also while it is being used', async () => {
      await save('prm_shrink', { maxUses: 50 })
      const [used, saved] = await Promise.all([rush(20), save('prm_shrink', { maxUses: 10 })])
      const code = (saved.body as { error?: { code: string } }).error?.code
      const { usedCount } = (await usage('prm_shrink')) as { usedCount: number }
      expect([usedCount, used]).toEqual([used, used])
      expect(code === undefined ? used <= 10 : code === 'limit_below_used' && used === 20).toBe(true)
      expect(await save('prm_shrink', { maxUses: usedCount - 1 })).toMatchObject({
        body: { error: { code: 'limit_below_used', detail: { periodKey: 'ever', usedCount } } },
      })
      expect((await save('prm_shrink', { maxUses: usedCount })).status).toBe(200)
      expect(await rush(4)).toBe(0)
    })

    it('counters and uses agree, and the journal gives both', async () => {
      expect(await breaches(shop.database.database)).toEqual([])
      const uses = await rowsOf<{ returned: boolean }>(shop, 'promotion_uses')
      expect(uses.length).toBeGreaterThan(30)
      expect(uses.filter(({ returned }) => returned)).toHaveLength(2)
      await shop.server.outbox.drain()
      expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
    })
  })
}
