import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA, template } from './kernel/testing/goods.ts'
import { openPair, type Pair, skip, tally, times } from './kernel/testing/pair.ts'
import { newKey, type Reply, type Shop, type SignedIn, START } from './kernel/testing/shop.ts'

type Order = { readonly id: string; readonly memberId: string; readonly payableMinor: number; readonly status: string }
type Failure = { readonly error: { readonly code: string } }
type Answer = Reply<Order & Failure>

const MEMBER_COUNT = 40

describe.skipIf(skip !== undefined)(
  `two servers on one PostgreSQL${skip === undefined ? '' : ` (skipped: ${skip})`}`,
  () => {
    let shops: Pair
    let members: readonly SignedIn[]
    let orderCount = 0
    let joinedCount = 0

    beforeAll(async () => {
      shops = await openPair()
      members = await Promise.all(
        times(MEMBER_COUNT + 1, (n) => shopOf(n).signIn(`138000001${String(n).padStart(2, '0')}`)),
      )
    })
    afterAll(async () => {
      await shops[1].close()
      await shops[0].close()
      expect([...shops[0].faults, ...shops[1].faults]).toEqual([])
    })

    const shopOf = (n: number): Shop => shops[n % 2] as Shop
    const as = (n: number, key: string = newKey()) => ({ token: members[n]?.accessToken, key })
    /** Someone new, with an empty cart and no history. */
    const join = (): Promise<SignedIn> => {
      joinedCount += 1
      return shops[0].signIn(`1370000${String(joinedCount).padStart(4, '0')}`)
    }
    /** A call as a client of ours makes it: what is busy is asked again, under the same key. */
    const persist = async (
      n: number,
      method: 'PUT' | 'POST',
      path: string,
      body: object,
      token: string,
    ): Promise<Answer> => {
      const key = newKey()
      for (let attempt = 1; ; attempt += 1) {
        const answer = await shopOf(n + attempt).call<Order & Failure>(method, path, body, { token, key })
        if (answer.status !== 503 || attempt === 10) return answer
      }
    }
    const newOrderId = (): string => {
      orderCount += 1
      return `ord_${orderCount}`
    }

    /** A SKU of its own for each test, with this many pieces. */
    async function shelf(name: string, count: number): Promise<string> {
      const [tea] = TEA.skus
      if (tea === undefined) throw new Error('tea has a SKU')
      await stockUp(shops[0], { ...TEA, id: `prd_${name}`, skus: [{ ...tea, id: `sku_${name}` }] }, count)
      return `sku_${name}`
    }

    async function fill(n: number, skuId: string, quantity: number = 1): Promise<void> {
      const set = await shopOf(n).call('PUT', `/v1/cart/lines/${skuId}`, { quantity }, as(n))
      expect(set.status).toBe(200)
    }

    const checkout = (n: number, expectedPayableMinor: number, orderId: string = newOrderId()): Promise<Answer> =>
      shopOf(n).call<Order & Failure>('POST', '/v1/orders', { orderId, expectedPayableMinor }, as(n))

    async function pay(n: number, orderId: string): Promise<void> {
      const created = await shopOf(n).call<{ id: string }>('POST', '/v1/payments', { orderId }, as(n))
      const path = `/v1/payments/${created.body.id}/simulation`
      expect((await shopOf(n).call('POST', path, { outcome: 'succeed' }, as(n))).body).toMatchObject({
        status: 'succeeded',
      })
    }

    async function rows<R extends Record<string, unknown>>(text: string, ...values: string[]): Promise<readonly R[]> {
      return shops[0].database.database.execute<R>({ text, values })
    }

    const stockOf = async (skuId: string): Promise<unknown> =>
      (await rows('select on_hand_count, held_count, sold_count from stock where sku_id = $1', skuId))[0]

    it('macrozheng/mall#185, mall#885, medusa#16569: 40 checkouts of the last 10 pieces: exactly 10 get one', async () => {
      const skuId = await shelf('last', 10)
      await Promise.all(times(MEMBER_COUNT, (n) => fill(n, skuId)))
      const answers = await Promise.all(times(MEMBER_COUNT, (n) => checkout(n, 50_00)))
      expect(tally(answers)).toEqual({ done: 10, '409 stock_insufficient': 30 })
      expect(await stockOf(skuId)).toEqual({ on_hand_count: 10, held_count: 10, sold_count: 0 })
      const placed = await rows<{ id: string }>('select order_id as id from order_lines where sku_id = $1', skuId)
      const won = answers.filter(({ status }) => status === 200).map(({ body }) => body.id)
      expect(placed.map(({ id }) => id).toSorted()).toEqual(won.toSorted())
      await Promise.all(
        answers.map(async ({ status, body }, n) => {
          if (status === 200) await pay(n, body.id)
        }),
      )
      expect(await stockOf(skuId)).toEqual({ on_hand_count: 0, held_count: 0, sold_count: 10 })
    })

    it('macrozheng/mall#1003: 40 checkouts at once with the one coupon of one member: exactly 1 order holds it', async () => {
      const skuId = await shelf('coupon', 1_000)
      await shops[0].call('PUT', '/v1/coupon-templates/ctp_one', template('ctp_one', null, START), { secret: true })
      const { accessToken: token } = await join()
      const claimed = await shops[0].call<{ id: string }>('POST', '/v1/coupons', { templateId: 'ctp_one' }, { token })
      const couponId = claimed.body.id
      const answers = await Promise.all(
        times(40, async (n) => {
          // A member has one cart, so every checkout races the refills of all the others too.
          await persist(n, 'PUT', `/v1/cart/lines/${skuId}`, { quantity: 1 }, token)
          await persist(n, 'PUT', '/v1/cart/options', { couponIds: [couponId], pointsCount: 0 }, token)
          return persist(n, 'POST', '/v1/orders', { orderId: newOrderId(), expectedPayableMinor: 40_00 }, token)
        }),
      )
      const { done, ...refused } = tally(answers)
      expect(done).toBe(1)
      expect(Object.keys(refused).filter((name) => !/^409 (coupon_used|cart_empty|price_changed)$/.test(name))).toEqual(
        [],
      )
      const held = await rows('select id, status, order_id from coupons where id = $1', couponId)
      const winner = answers.find(({ status }) => status === 200)
      expect(held).toEqual([{ id: couponId, status: 'held', order_id: winner?.body.id }])
      expect(await rows('select id from orders where coupon_ids @> to_jsonb($1::text)', couponId)).toEqual([
        { id: winner?.body.id },
      ])
    })

    it('the last coupons of a template claimed by 40 members: exactly as many as there are', async () => {
      const limit = 7
      await shops[0].call('PUT', '/v1/coupon-templates/ctp_few', template('ctp_few', limit, START), { secret: true })
      const answers = await Promise.all(
        times(MEMBER_COUNT, (n) => shopOf(n).call('POST', '/v1/coupons', { templateId: 'ctp_few' }, as(n))),
      )
      expect(tally(answers)).toEqual({ done: limit, '409 coupon_sold_out': MEMBER_COUNT - limit })
      const [issued] = await rows(
        `select issued_count, (select count(*) from coupons c where c.template_id = t.id) as claimed_count
       from coupon_templates t where id = 'ctp_few'`,
      )
      expect(issued).toEqual({ issued_count: limit, claimed_count: limit })
    })

    it('one member claiming one coupon of a template 20 times at once gets one', async () => {
      await shops[0].call('PUT', '/v1/coupon-templates/ctp_mine', template('ctp_mine', 100, START), { secret: true })
      const answers = await Promise.all(
        times(20, (n) => shopOf(n).call('POST', '/v1/coupons', { templateId: 'ctp_mine' }, as(0))),
      )
      expect(tally(answers)).toEqual({ done: 1, '409 coupon_limit_reached': 19 })
    })

    it('saleor#14926, open-saas#688: the same checkout twice at once and again later: one order, equal answers, never a refusal', async () => {
      const skuId = await shelf('twice', 100)
      for (let round = 0; round < 10; round += 1) {
        const { accessToken: token } = await join()
        const body = { orderId: newOrderId(), expectedPayableMinor: 50_00 }
        const key = newKey()
        const send = (n: number): Promise<Answer> =>
          shopOf(n).call<Order & Failure>('POST', '/v1/orders', body, { token, key })
        await shopOf(round).call('PUT', `/v1/cart/lines/${skuId}`, { quantity: 1 }, { token })
        const answers = [...(await Promise.all([send(0), send(1)])), await send(0), await send(1)]
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
        expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
        expect(answers.filter(({ headers }) => headers.get('idempotency-hit') === 'true')).toHaveLength(3)
        expect(await rows('select 1 as one from orders where id = $1', body.orderId)).toHaveLength(1)
      }
      expect(await stockOf(skuId)).toMatchObject({ held_count: 10 })
    })

    it('one member spending the same points in 12 orders at once: never more than there are', async () => {
      const skuId = await shelf('points', 1_000)
      const { memberId, accessToken: token } = await join()
      const gift = { memberId, deltaCount: 1_000, reason: 'gift' }
      expect((await shops[0].call('POST', '/v1/points/adjustments', gift, { secret: true })).status).toBe(200)
      const answers = await Promise.all(
        times(12, async (n) => {
          await persist(n, 'PUT', `/v1/cart/lines/${skuId}`, { quantity: 1 }, token)
          await persist(n, 'PUT', '/v1/cart/options', { couponIds: null, pointsCount: 600 }, token)
          return persist(n, 'POST', '/v1/orders', { orderId: newOrderId(), expectedPayableMinor: 44_00 }, token)
        }),
      )
      expect(tally(answers).done).toBe(1)
      const points = await shops[0].call('GET', '/v1/points', undefined, { token })
      expect(points.body).toMatchObject({ spendableCount: 400, heldCount: 600, debtCount: 0 })
      const [lots] = await rows<{ left: number; least: number }>(
        'select sum(remaining_count)::int as left, min(remaining_count) as least from points_lots where member_id = $1',
        memberId,
      )
      expect(lots).toEqual({ left: 400, least: 400 })
    })

    it('spree#11284, Azuriom/Plugin-Shop#285, saleor#13640: stored value spent in 12 orders at once: never more than there is', async () => {
      const skuId = await shelf('stored', 1_000)
      const { memberId, accessToken: token } = await join()
      const gift = { memberId, deltaMinor: 80_00, reason: 'gift' }
      expect((await shops[0].call('POST', '/v1/stored-value/grants', gift, { secret: true })).status).toBe(200)
      const answers = await Promise.all(
        times(12, async (n) => {
          await persist(n, 'PUT', `/v1/cart/lines/${skuId}`, { quantity: 1 }, token)
          const price = { expectedPayableMinor: 50_00, storedValueMinor: 50_00 }
          return persist(n, 'POST', '/v1/orders', { orderId: newOrderId(), ...price }, token)
        }),
      )
      const { done, ...refused } = tally(answers)
      expect(done).toBe(1)
      const others = Object.keys(refused).filter(
        (name) => !/^40[29] (stored_value_insufficient|cart_empty)$/.test(name),
      )
      expect(others).toEqual([])
      const left = await shops[1].call('GET', '/v1/stored-value', undefined, { token })
      expect(left.body).toMatchObject({ balanceMinor: 80_00, heldMinor: 50_00 })
      const paid = await rows('select stored_value_minor from orders where member_id = $1', memberId)
      expect(paid).toEqual([{ stored_value_minor: 50_00 }])
    })

    it('woocommerce-gateway-stripe#2339, laravel-cashier-mollie#320: eight notices of one payment at once pay once, and a second payment goes back', async () => {
      const skuId = await shelf('notice', 100)
      const { accessToken: token } = await join()
      await persist(0, 'PUT', `/v1/cart/lines/${skuId}`, { quantity: 1 }, token)
      const orderId = newOrderId()
      await persist(0, 'POST', '/v1/orders', { orderId, expectedPayableMinor: 50_00 }, token)
      const opened = await Promise.all(
        times(2, (n) => shopOf(n).call<{ id: string }>('POST', '/v1/payments', { orderId }, { token })),
      )
      const notify = (n: number): Promise<Answer> => {
        const path = `/v1/payments/${opened[n % 2]?.body.id}/simulation`
        return shopOf(n >> 1).call<Order & Failure>('POST', path, { outcome: 'succeed' }, { token })
      }
      const answers = await Promise.all(times(8, notify))
      expect(tally(answers)).toEqual({ done: 8 })
      expect(answers.map(({ body }) => body.status).toSorted()).toEqual([
        ...times(4, () => 'refund_due'),
        ...times(4, () => 'succeeded'),
      ])
      expect(await stockOf(skuId)).toEqual({ on_hand_count: 99, held_count: 0, sold_count: 1 })
      const back = await rows('select amount_minor from payment_refunds where order_id = $1', orderId)
      expect(back).toEqual([{ amount_minor: 50_00 }])
      const earned = await rows(
        `select 1 as one from events where type = 'order_paid' and data ->> 'orderId' = $1`,
        orderId,
      )
      expect(earned).toHaveLength(1)
    })

    it('points taken by hand and spent at once never go below zero: 20 takings of 100 out of 1000', async () => {
      const { memberId } = await join()
      const adjust = (deltaCount: number, n: number) =>
        shopOf(n).call('POST', '/v1/points/adjustments', { memberId, deltaCount, reason: 'by hand' }, { secret: true })
      await adjust(1_000, 0)
      const answers: Reply<unknown>[] = []
      for (let wave = 0; wave < 5; wave += 1) {
        answers.push(...(await Promise.all(times(4, (n) => adjust(-100, n)))))
      }
      expect(tally(answers)).toEqual({ done: 10, '402 points_insufficient': 10 })
      const [sums] = await rows(
        `select a.balance_count, (select sum(amount)::int from ledger_entries e where e.owner_id = a.member_id and e.book = 'points') as entries,
         (select sum(remaining_count)::int from points_lots l where l.member_id = a.member_id) as lots
       from points_accounts a where member_id = $1`,
        memberId,
      )
      expect(sums).toEqual({ balance_count: 0, entries: 0, lots: 0 })
    })

    it('two members binding to each other at once: never a circle, in 60 rounds', async () => {
      const codeOf = async (who: SignedIn): Promise<string> =>
        (await shops[0].call<{ code: string }>('GET', '/v1/referral', undefined, { token: who.accessToken })).body.code
      for (let round = 0; round < 60; round += 1) {
        const pair = await Promise.all(
          times(2, (n) => shopOf(n).signIn(`1390000${String(round * 2 + n).padStart(4, '0')}`)),
        )
        const [left, right] = pair as [SignedIn, SignedIn]
        const [leftCode, rightCode] = await Promise.all([codeOf(left), codeOf(right)])
        const bind = (shop: Shop, who: SignedIn, code: string) =>
          shop.call('POST', '/v1/referral/binding', { code }, { token: who.accessToken })
        const answers = await Promise.all([bind(shops[0], left, rightCode), bind(shops[1], right, leftCode)])
        expect(tally(answers)).toEqual({ done: 1, '409 referral_cycle': 1 })
      }
      const circles = await rows(`select a.member_id from referral_nodes a
      join referral_nodes b on b.brand_id = a.brand_id and b.member_id = a.referrer_id
      where b.referrer_id = a.member_id`)
      expect(circles).toEqual([])
    })

    it('refunds of the same last unit, 8 at once: one', async () => {
      const skuId = await shelf('refund', 100)
      await fill(MEMBER_COUNT, skuId)
      const placed = await checkout(MEMBER_COUNT, 50_00)
      await pay(MEMBER_COUNT, placed.body.id)
      const [line] = await rows<{ line_id: string }>(
        'select line_id from order_lines where order_id = $1',
        placed.body.id,
      )
      const body = { lines: [{ lineId: line?.line_id, quantity: 1 }], reason: 'broken' }
      const path = `/v1/orders/${placed.body.id}/refunds`
      const answers = await Promise.all(times(8, (n) => shopOf(n).call('POST', path, body, { secret: true })))
      const { done, ...refused } = tally(answers)
      expect(done).toBe(1)
      expect(Object.keys(refused).every((name) => name.startsWith('409 '))).toBe(true)
      expect(await stockOf(skuId)).toEqual({ on_hand_count: 100, held_count: 0, sold_count: 0 })
      const refunds = await rows('select amount_minor from payment_refunds where order_id = $1', placed.body.id)
      expect(refunds).toEqual([{ amount_minor: 50_00 }])
      expect(await rows('select refunded_minor, status from orders where id = $1', placed.body.id)).toEqual([
        { refunded_minor: 50_00, status: 'refunded' },
      ])
    })
  },
)
