import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Jobs, startJobs } from './jobs.ts'
import type { PgliteDatabase } from './kernel/pglite.ts'
import type { PostgresDatabase } from './kernel/postgres.ts'
import { stockUp, TEA, template } from './kernel/testing/goods.ts'
import { testDatabases } from './kernel/testing/postgres.ts'
import { adjustPoints, buy, claim, pay, place, refund, rowsOf } from './kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from './kernel/testing/shop.ts'
import { type PaymentProvider, testPaymentProvider } from './payments/index.ts'
import { forgetKeys, sweep } from './sweeps.ts'

const DAY_MS = 86_400_000
/** As often as pg-boss can. */
const LOOK_EVERY_SECONDS = 0.5

type RefundRow = { readonly refund_id: string; readonly refunded_at: number | null }

/** A provider that keeps a book, and fails as often as it is told to. */
function bookKeeper(
  failing: (refundId: string) => boolean = () => false,
): PaymentProvider & { readonly paid: string[] } {
  const paid: string[] = []
  return {
    ...testPaymentProvider,
    paid,
    refund: async ({ refundId }) => {
      if (failing(refundId)) throw new Error('the provider is down')
      paid.push(refundId)
      return 'settled'
    },
  }
}

describe.each(await testDatabases())('on $title', (kind) => {
  const test = it.skipIf(kind.skip !== undefined)
  let shop: Shop
  let member: SignedIn
  let jobs: Jobs | undefined
  let errors: unknown[]
  beforeEach(async () => {
    if (kind.skip !== undefined) return
    shop = await openShop({ on: kind.kind })
    await stockUp(shop, TEA, 10)
    member = await shop.signIn('13800000001')
    errors = []
  })
  afterEach(async () => {
    await jobs?.stop()
    jobs = undefined
    await shop?.close()
  })
  const start = async (provider: PaymentProvider, lookEverySeconds?: number): Promise<Jobs> => {
    const database = shop.database.database as PgliteDatabase | PostgresDatabase
    jobs = await startJobs(shop.server, database, [provider], (error) => errors.push(error), lookEverySeconds)
    return jobs
  }
  const refunds = () => rowsOf<RefundRow>(shop, 'payment_refunds')

  test('the job cancels an unpaid order past its time and gives everything back', async () => {
    const { memberId, accessToken: token } = member
    await adjustPoints(shop, memberId, 100)
    await shop.call('PUT', '/v1/coupon-templates/tpl_one', template('tpl_one', null, START), { secret: true })
    const { id: couponId } = await claim(shop, token, 'tpl_one')
    const order = await place(shop, token, { lines: { sku_tea: 2 }, couponIds: [couponId], pointsCount: 100 })
    const { request } = await start(bookKeeper(), LOOK_EVERY_SECONDS)
    const status = async () => (await rowsOf<{ status: string }>(shop, 'orders'))[0]?.status

    shop.clock.now = order.paymentDueAt - 1
    expect((await sweep(shop.server, [])).cancelledCount).toBe(0)
    shop.clock.now = order.paymentDueAt
    await request('sweep')
    await vi.waitFor(async () => expect(await status()).toBe('cancelled'), { timeout: 20_000, interval: 100 })
    expect(await rowsOf(shop, 'stock')).toMatchObject([{ on_hand_count: 10, held_count: 0, sold_count: 0 }])
    expect(await rowsOf(shop, 'coupons')).toMatchObject([{ id: couponId, status: 'issued', order_id: null }])
    expect(await rowsOf(shop, 'points_accounts')).toMatchObject([{ balance_count: 100, held_count: 0 }])
    expect(await rowsOf(shop, 'points_lots')).toMatchObject([{ remaining_count: 100 }])
    expect(errors).toEqual([])
  })

  test('a refund is paid as soon as it is published, and once however often it is swept', async () => {
    const provider = bookKeeper()
    await start(provider)
    const order = await buy(shop, member.accessToken, { lines: { sku_tea: 2 } })
    await refund(shop, order.id, { sku_tea: 1 })
    await vi.waitFor(() => expect(provider.paid).toHaveLength(1), { timeout: 3_000, interval: 20 })
    await vi.waitFor(async () => expect((await refunds())[0]?.refunded_at).toBe(START), { timeout: 3_000 })
    expect((await sweep(shop.server, [provider])).refundedCount).toBe(0)
    expect(provider.paid).toEqual((await refunds()).map((row) => row.refund_id))
  })

  test('a provider that fails first is asked again, and pays once', async () => {
    let isDown = true
    const provider = bookKeeper(() => isDown)
    await start(provider)
    const order = await buy(shop, member.accessToken, { lines: { sku_tea: 1 } })
    await refund(shop, order.id, { sku_tea: 1 })
    await vi.waitFor(() => expect(errors).toHaveLength(1), { timeout: 3_000, interval: 20 })
    expect((await refunds())[0]?.refunded_at).toBe(null)
    isDown = false
    expect((await sweep(shop.server, [provider])).refundedCount).toBe(1)
    expect((await sweep(shop.server, [provider])).refundedCount).toBe(0)
    expect(provider.paid).toHaveLength(1)
    expect(await rowsOf(shop, 'payments')).toMatchObject([{ status: 'succeeded', refunded_minor: 50_00 }])
  })

  test('one refund that fails holds up no other, and is told of', async () => {
    for (const _sale of [1, 2, 3]) {
      const { id } = await place(shop, member.accessToken, { lines: { sku_tea: 1 } })
      await pay(shop, member.accessToken, id)
      await refund(shop, id, { sku_tea: 1 })
    }
    const [broken] = await refunds()
    const provider = bookKeeper((refundId) => refundId === broken?.refund_id)
    await place(shop, member.accessToken, { lines: { sku_tea: 1 } })
    shop.clock.now += DAY_MS
    await expect(sweep(shop.server, [provider])).rejects.toThrow('1 due rows could not be dealt with')
    expect(provider.paid).toHaveLength(2)
    expect((await refunds()).filter((row) => row.refunded_at === null)).toHaveLength(1)
    expect((await rowsOf<{ status: string }>(shop, 'orders')).map(({ status }) => status).sort()).toEqual([
      ...['cancelled', 'refunded', 'refunded', 'refunded'],
    ])
  })

  test('two servers on one database sweep a row once', async () => {
    const { id } = await place(shop, member.accessToken, { lines: { sku_tea: 1 } })
    shop.clock.now += DAY_MS
    const other = await openShop({ database: shop.database, now: shop.clock.now })
    await Promise.all([shop, other, shop].map(({ server }) => sweep(server, [])))
    await other.server.close()
    expect([shop.faults, other.faults]).toEqual([[], []])
    const events = await rowsOf<{ type: string; data: { orderId?: string } }>(shop, 'events')
    const cancelled = events.filter(({ type, data }) => type === 'order_cancelled' && data.orderId === id)
    expect(cancelled).toHaveLength(1)
    expect(await rowsOf(shop, 'stock')).toMatchObject([{ held_count: 0, on_hand_count: 10 }])
  })

  test('keys are forgotten after their time, not before', async () => {
    const count = async () => (await rowsOf(shop, 'requests')).length
    const before = await count()
    expect(before).toBeGreaterThan(0)
    shop.clock.now = START + 30 * DAY_MS
    await forgetKeys(shop.server)
    expect(await count()).toBe(before)
    shop.clock.now += 1
    await forgetKeys(shop.server)
    expect(await count()).toBe(0)
  })

  test('stop leaves nothing running', async () => {
    const provider = bookKeeper()
    const { stop, request } = await start(provider, LOOK_EVERY_SECONDS)
    const order = await buy(shop, member.accessToken, { lines: { sku_tea: 1 } })
    await stop()
    await refund(shop, order.id, { sku_tea: 1 })
    await shop.server.outbox.drain()
    // Longer than a worker waits between two looks for work.
    await request('sweep')
    await new Promise((resolve) => setTimeout(resolve, 2_000 * LOOK_EVERY_SECONDS))
    const waiting = await shop.database.database.execute({
      text: `select name, state::text from siyu_jobs.job where name = 'sweep' and state <> 'completed'`,
      values: [],
    })
    expect(waiting).toEqual([{ name: 'sweep', state: 'created' }])
    expect(provider.paid).toEqual([])
    expect(errors).toEqual([])
  })
})
