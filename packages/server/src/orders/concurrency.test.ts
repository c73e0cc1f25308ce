import type { Coupon, CouponTemplate } from '@siyu/core/coupons'
import type { Order } from '@siyu/core/orders'
import type { Quote } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip, tally, times } from '../kernel/testing/pair.ts'
import { type Basket, claim, fillCart, newOrderId, quoteOf, type Refused } from '../kernel/testing/sale.ts'
import { newKey, type Reply, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

type Answer = Reply<Order & Refused>

const MEMBER_COUNT = 40

const done = (answers: readonly Answer[]): readonly Order[] =>
  answers.flatMap(({ status, body }) => (status === 200 ? [body] : []))

describe.skipIf(skip !== undefined)(
  `checkouts at once on one PostgreSQL${skip === undefined ? '' : ` (skipped: ${skip})`}`,
  () => {
    let shops: Pair
    let members: readonly SignedIn[]

    beforeAll(async () => {
      shops = await openPair()
      members = await Promise.all(
        times(MEMBER_COUNT, (n) => shopOf(n).signIn(`138000001${String(n).padStart(2, '0')}`)),
      )
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
    const tokenOf = (n: number): string => members[n]?.accessToken as string

    /** A SKU at 50.00 of its own for each test, with this many pieces. */
    async function shelf(name: string, count: number): Promise<string> {
      const skus = TEA.skus.map((sku) => ({ ...sku, id: `sku_${name}` }))
      await stockUp(shops[0], { ...TEA, id: `prd_${name}`, skus }, count)
      return `sku_${name}`
    }

    /** A promotion on one SKU alone. */
    async function promote(id: string, skuId: string, more: Partial<Promotion>): Promise<void> {
      const saved = { ...promotion(id, START), conditions: [], items: { skuIds: [skuId] }, ...more }
      expect((await shops[0].call('PUT', `/v1/promotions/${id}`, saved, { secret: true })).status).toBe(200)
    }

    async function offer(id: string, more: Partial<CouponTemplate>): Promise<void> {
      const saved = { ...template(id, null, START), ...more }
      expect((await shops[0].call('PUT', `/v1/coupon-templates/${id}`, saved, { secret: true })).status).toBe(200)
    }

    const checkout = (n: number, expectedPayableMinor: number): Promise<Answer> =>
      shopOf(n).call('POST', '/v1/orders', { orderId: newOrderId(), expectedPayableMinor }, { token: tokenOf(n) })

    /** Everyone fills the cart, then everyone checks out at once at the price they saw. */
    async function rush(basket: (n: number) => Basket): Promise<readonly Answer[]> {
      const quotes = await Promise.all(
        times(MEMBER_COUNT, async (n): Promise<Quote> => {
          await fillCart(shopOf(n), tokenOf(n), basket(n))
          return quoteOf(shopOf(n), tokenOf(n), basket(n))
        }),
      )
      return Promise.all(quotes.map(({ payableMinor }, n) => checkout(n, payableMinor)))
    }

    async function emptyCarts(...skuIds: readonly string[]): Promise<void> {
      await Promise.all(
        times(MEMBER_COUNT, (n) =>
          fillCart(shopOf(n), tokenOf(n), { lines: Object.fromEntries(skuIds.map((id) => [id, 0])) }),
        ),
      )
    }

    const counterOf = async (promotionId: string): Promise<unknown> =>
      (
        await shops[0].database.database.execute({
          text: 'select used_count, spent_minor from promotion_counters where promotion_id = $1',
          values: [promotionId],
        })
      )[0]

    it('the last use of a promotion among 40 checkouts: exactly one gets it, the others are told the new price', async () => {
      const skuId = await shelf('limit', 1_000)
      await promote('prm_last', skuId, { limits: { maxUses: 3 } })
      await Promise.all(times(2, (n) => fillCart(shopOf(n), tokenOf(n), { lines: { [skuId]: 1 } })))
      expect(tally(await Promise.all(times(2, (n) => checkout(n, 45_00))))).toEqual({ done: 2 })
      const answers = await rush(() => ({ lines: { [skuId]: 1 } }))
      expect(tally(answers)).toEqual({ done: 1, '409 price_changed': MEMBER_COUNT - 1 })
      expect(done(answers)[0]?.lines[0]?.line.reductions).toMatchObject([{ ruleId: 'prm_last', minor: 5_00 }])
      const refused = answers.flatMap(({ status }, n) => (status === 200 ? [] : [n]))
      const again = await Promise.all(refused.map((n) => checkout(n, 50_00)))
      expect(tally(again)).toEqual({ done: MEMBER_COUNT - 1 })
      expect(await counterOf('prm_last')).toEqual({ used_count: 3, spent_minor: 15_00 })
    })

    it('the end of a budget among 40 checkouts: never a cent above it', async () => {
      const skuId = await shelf('budget', 1_000)
      await promote('prm_budget', skuId, { limits: { budgetMinor: 32_00 } })
      const answers = await rush(() => ({ lines: { [skuId]: 1 } }))
      expect(tally(answers)).toEqual({ done: 6, '409 price_changed': MEMBER_COUNT - 6 })
      expect(await counterOf('prm_budget')).toEqual({ used_count: 6, spent_minor: 30_00 })
      await emptyCarts(skuId)
    })

    it('the budget of a coupon among 40 coupons of it: as many as it bears', async () => {
      const skuId = await shelf('coupons', 1_000)
      await offer('ctp_budget', { budgetMinor: 35_00 })
      const coupons = await Promise.all(times(MEMBER_COUNT, (n) => claim(shopOf(n), tokenOf(n), 'ctp_budget')))
      const answers = await rush((n) => ({ lines: { [skuId]: 1 }, couponIds: [(coupons[n] as Coupon).id] }))
      const { done: count, ...refused } = tally(answers)
      expect([count, refused]).toEqual([3, { '409 coupon_not_usable': MEMBER_COUNT - 3 }])
      expect(answers.find(({ status }) => status === 409)?.body.error?.detail).toMatchObject({ reason: 'budget_spent' })
      const [row] = await shops[0].database.database.execute({
        text: `select spent_minor from coupon_templates where id = 'ctp_budget'`,
        values: [],
      })
      expect(row).toEqual({ spent_minor: 30_00 })
      await emptyCarts(skuId)
    })

    it('the last gifts among 40 checkouts: every order goes through, as many with a gift as there are', async () => {
      const skuId = await shelf('cause', 1_000)
      const giftId = await shelf('pin', 5)
      await promote('prm_pin', skuId, { effect: { kind: 'gift', skuId: giftId, count: 1 } })
      const answers = await rush(() => ({ lines: { [skuId]: 1 } }))
      expect(tally(answers)).toEqual({ done: MEMBER_COUNT })
      const gifts = done(answers).flatMap(({ lines }) => lines.filter(({ line }) => line.giftOf === 'prm_pin'))
      expect(gifts.map(({ line }) => [line.skuId, line.quantity, line.payableMinor])).toEqual(
        times(5, () => [giftId, 1, 0]),
      )
      const [stock] = await shops[0].database.database.execute({
        text: 'select on_hand_count, held_count from stock where sku_id = $1',
        values: [giftId],
      })
      expect(stock).toEqual({ on_hand_count: 5, held_count: 5 })
      await promote('prm_pin', skuId, { effect: { kind: 'gift', skuId: giftId, count: 1 }, active: false })
    })

    it('two coupons of which one is taken away at that moment: both are held, or neither is', async () => {
      const skuId = await shelf('pair', 1_000)
      for (const id of ['ctp_a', 'ctp_b']) await offer(id, { stacking: {}, perMemberLimit: 100 })
      const seen: Record<string, number> = {}
      for (let round = 0; round < 3; round += 1) {
        await Promise.all(
          times(MEMBER_COUNT, async (n) => {
            const pair = [await claim(shopOf(n), tokenOf(n), 'ctp_a'), await claim(shopOf(n), tokenOf(n), 'ctp_b')]
            const [a, b] = pair.map(({ id }) => id) as [string, string]
            await fillCart(shopOf(n), tokenOf(n), { lines: { [skuId]: 1 }, couponIds: [a, b] })
            const path = `/v1/members/${members[n]?.memberId}/coupons/${b}/void`
            const taking = { reason: 'mistake' }
            const [placed, taken] = await Promise.all([
              checkout(n, 30_00),
              shopOf(n + 1).call<Refused>('POST', path, taking, { secret: true, key: newKey() }),
            ])
            const statuses = await shops[0].database.database.execute<{ id: string; status: string }>({
              text: 'select id, status from coupons where id = any($1::text[]) order by id',
              values: [[a, b]],
            })
            const ofA = statuses.find(({ id }) => id === a)?.status
            const ofB = statuses.find(({ id }) => id === b)?.status
            const outcome = `${placed.status} ${taken.status} ${ofA} ${ofB}`
            seen[outcome] = (seen[outcome] ?? 0) + 1
          }),
        )
        await emptyCarts(skuId)
      }
      const allowed = ['200 409 held held', '409 200 issued void']
      expect(Object.keys(seen).filter((outcome) => !allowed.includes(outcome))).toEqual([])
      expect(Object.values(seen).reduce((sum, count) => sum + count, 0)).toBe(3 * MEMBER_COUNT)
    })
  },
)
