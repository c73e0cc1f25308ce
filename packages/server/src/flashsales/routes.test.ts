import type { CaseKind } from '@siyu/core/aftersales'
import type { FlashSale, FlashSession, FlashSessionSales } from '@siyu/core/flashsales'
import type { Page } from '@siyu/core/kernel'
import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, oneOf, steps } from '../aftersales/case.fixture.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import {
  newOrderId,
  openPayment,
  pay,
  type Refused,
  receive,
  refund,
  rowsOf,
  simulate,
} from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'

const HOUR_MS = 3_600_000
const [sku] = TEA.skus

let shop: Shop
let members: readonly SignedIn[]
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  await pass(0)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.close()
})

/** Lets time go by; access tokens live for minutes only. */
async function pass(ms: number): Promise<void> {
  shop.clock.now += ms
  members = [await shop.signIn('13900000001'), await shop.signIn('13900000002')]
  await sweep(shop.server, [])
}

let sessionCount = 0
async function openSession(bucketCount: number, perMemberCount: number, change: Partial<FlashSession> = {}) {
  sessionCount += 1
  const item = { skuId: 'sku_tea', priceMinor: 9_90, bucketCount, perMemberCount, slotCount: 3 }
  const session: FlashSession = {
    ...{ id: `fls_${sessionCount}`, name: { zh: '秒杀', en: 'Flash' }, items: [item] },
    ...{ startsAt: shop.clock.now, endsAt: shop.clock.now + HOUR_MS, ...change },
  }
  const saved = await save(session)
  expect(saved.status).toBe(200)
  return session
}
const save = (session: FlashSession) =>
  shop.call<FlashSession & Refused>('PUT', `/v1/flash-sales/${session.id}`, session, { secret: true })
const tokenOf = (n: number) => (members[n] as SignedIn).accessToken

function buy(session: FlashSession, quantity = 1, member = 0, change: object = {}, key?: string) {
  const input = { orderId: newOrderId(), skuId: 'sku_tea', quantity, expectedPayableMinor: 9_90 * quantity, ...change }
  const path = `/v1/flash-sales/${session.id}/orders`
  return shop.call<Order & Refused>('POST', path, input, { token: tokenOf(member), key })
}
async function saleOf(session: FlashSession, member = 0): Promise<FlashSale> {
  return (await shop.call<FlashSale>('GET', `/v1/flash-sales/${session.id}`, undefined, { token: tokenOf(member) }))
    .body
}
const codeOf = (reply: { readonly body: Refused }) => reply.body.error?.code

describe('flash sales', () => {
  it('sell at their price while they are open, and the order goes on like any other', async () => {
    const session = await openSession(5, 3)
    const order = await buy(session, 2)
    expect(order).toMatchObject({ status: 200, body: { status: 'created', payableMinor: 19_80, listMinor: 100_00 } })
    expect(await saleOf(session)).toMatchObject({
      phase: 'open',
      items: [{ leftCount: 3, memberCount: 2, state: 'open', listMinor: 50_00, title: TEA.title }],
    })
    expect(await saleOf(session, 1)).toMatchObject({ items: [{ memberCount: 0 }] })
    await pay(shop, tokenOf(0), order.body.id)
    expect((await receive(shop, tokenOf(0), order.body.id)).status).toBe('completed')
  })

  it('answer the same key once, and a second key of the same order not at all', async () => {
    const session = await openSession(5, 5)
    const orderId = newOrderId()
    const first = await buy(session, 1, 0, { orderId }, 'flash-key')
    const again = await buy(session, 1, 0, { orderId }, 'flash-key')
    expect(again.body).toEqual(first.body)
    expect(codeOf(await buy(session, 1, 0, { orderId }))).toBe('order_exists')
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 4 }] })
  })

  it('refuse who comes too early, too late, for too many, or for what is gone', async () => {
    const session = await openSession(3, 2, { startsAt: START + HOUR_MS, endsAt: START + 2 * HOUR_MS })
    expect(await saleOf(session)).toMatchObject({ phase: 'upcoming', items: [{ state: 'not_started' }] })
    expect(codeOf(await buy(session))).toBe('session_not_open')
    await pass(START + HOUR_MS - shop.clock.now)
    expect(codeOf(await buy(session, 3))).toBe('member_limit_reached')
    expect((await buy(session, 2)).status).toBe(200)
    expect(codeOf(await buy(session))).toBe('member_limit_reached')
    expect(codeOf(await buy(session, 2, 1))).toBe('bucket_insufficient')
    expect((await buy(session, 1, 1)).status).toBe(200)
    expect(codeOf(await buy(session, 1, 1))).toBe('sold_out')
    expect(codeOf(await buy(session, 1, 1, { skuId: 'sku_none' }))).toBe('flash_item_missing')
    expect(codeOf(await buy({ ...session, id: 'fls_none' }))).toBe('session_missing')
    await pass(HOUR_MS)
    expect(codeOf(await buy(session, 1, 1))).toBe('session_not_open')
  })

  it('take back what is cancelled, what times out and what is refunded, to the bucket and to the limit', async () => {
    const session = await openSession(4, 2, { endsAt: shop.clock.now + 10 * HOUR_MS })
    const [cancelled, late] = [await buy(session, 2), await buy(session, 2, 1)]
    expect(codeOf(await buy(session, 1))).toBe('member_limit_reached')
    await shop.call('POST', `/v1/orders/${cancelled.body.id}/cancellation`, {}, { token: tokenOf(0) })
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 2, memberCount: 0 }] })
    const paid = await buy(session, 2)
    await pay(shop, tokenOf(0), paid.body.id)
    await pass(HOUR_MS)
    expect(await saleOf(session, 1)).toMatchObject({ items: [{ leftCount: 2, memberCount: 0 }] })
    expect((await refund(shop, paid.body.id, { sku_tea: 1 })).status).toBe(200)
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 3, memberCount: 1 }] })
    expect((await refund(shop, paid.body.id, { sku_tea: 1 })).body).toMatchObject({ status: 'refunded' })
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 4, memberCount: 0 }] })
    expect(late.status).toBe(200)
  })

  it('give money back that comes for an order whose time was over', async () => {
    const session = await openSession(1, 1, { endsAt: shop.clock.now + 10 * HOUR_MS })
    const order = await buy(session)
    const payment = await openPayment(shop, tokenOf(0), order.body.id)
    await pass(HOUR_MS)
    expect((await buy(session, 1, 1)).status).toBe(200)
    expect((await simulate(shop, tokenOf(0), payment.id, 'succeed')).body).toMatchObject({ status: 'refund_due' })
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 0, state: 'sold_out' }] })
    await pass(HOUR_MS)
  })

  it('take a piece back that came back broken to bucket and limit, never to the shelf; one that is exchanged stays sold', async () => {
    const session = await openSession(4, 2)
    const order = await buy(session, 2)
    await pay(shop, tokenOf(0), order.body.id)
    await receive(shop, tokenOf(0), order.body.id)
    type Row = { readonly sku_id: string; readonly on_hand_count: number; readonly sold_count: number }
    const shelf = async () => {
      const rows = await rowsOf<Row>(shop, 'stock')
      return rows.filter(({ sku_id }) => sku_id === 'sku_tea').map((row) => [row.on_hand_count, row.sold_count])[0]
    }
    const [onHand = 0, sold = 0] = (await shelf()) ?? []
    const back = async (kind: CaseKind) => {
      const asked = await ask(shop, tokenOf(0), oneOf(order.body.id, kind))
      const own = { id: asked.body.id, token: tokenOf(0) }
      await steps.approve(shop, own)
      await steps.sendBack(shop, own)
      const lines = [{ lineId: 'sku_tea', acceptedCount: 1, goods: 'scrap' }]
      expect((await steps.arrive(shop, own, { lines })).status).toBe(200)
      if (kind === 'exchange') expect((await steps.reship(shop, own)).status).toBe(200)
    }
    await back('exchange')
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 2, memberCount: 2 }] })
    expect(await shelf()).toEqual([onHand - 1, sold])
    await back('return_and_refund')
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 3, memberCount: 1 }] })
    expect(await shelf()).toEqual([onHand - 1, sold - 1])
  })

  it('can be changed while they run, but never below what was sold', async () => {
    const session = await openSession(4, 4)
    expect((await buy(session, 3)).status).toBe(200)
    const withCount = (bucketCount: number) => ({
      ...session,
      items: session.items.map((item) => ({ ...item, bucketCount })),
    })
    expect(codeOf(await save(withCount(2)))).toBe('bucket_below_taken')
    expect((await save(withCount(3))).status).toBe(200)
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 0, state: 'sold_out' }] })
    expect((await save(withCount(9))).status).toBe(200)
    expect(await saleOf(session)).toMatchObject({ items: [{ leftCount: 6 }] })
    const all = await shop.call<Page<FlashSessionSales>>('GET', '/v1/admin/flash-sales', undefined, { secret: true })
    expect(all.body.items.find(({ id }) => id === session.id)).toMatchObject({ items: [{ takenCount: 3 }] })
    expect(
      codeOf(await save({ ...session, items: [{ ...session.items[0], priceMinor: sku?.listMinor }] as never })),
    ).toBe('price_not_below_list')
  })

  it('are listed while they are open or to come', async () => {
    const { body } = await shop.call<{ readonly items: readonly FlashSale[] }>('GET', '/v1/flash-sales')
    expect(body.items.length).toBeGreaterThan(0)
    for (const { endsAt } of body.items) expect(endsAt).toBeGreaterThan(shop.clock.now)
  })

  it('keep a member’s count below the limit when the same member buys twice at once', async () => {
    const session = await openSession(10, 1)
    const replies = await Promise.all([buy(session), buy(session), buy(session)])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await rowsOf(shop, 'bucket_members')).toContainEqual(
      expect.objectContaining({ bucket_id: `${session.id}/sku_tea`, taken_count: 1, limit_count: 1 }),
    )
  })
})
