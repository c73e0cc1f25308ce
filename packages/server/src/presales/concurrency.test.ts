import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip } from '../kernel/testing/pair.ts'
import { newOrderId, openPayment, type Refused, rowsOf, simulate } from '../kernel/testing/sale.ts'
import type { Reply, Shop } from '../kernel/testing/shop.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'

const isLong = process.env.SIYU_LONG !== undefined
const [BUYER_COUNT, BUCKET_COUNT] = isLong ? [400, 60] : [60, 16]
const HOUR_MS = 3_600_000

type OrderRow = {
  readonly id: string
  readonly member_id: string
  readonly status: string
  readonly deposit_end: string
}
type PaymentRow = { readonly order_id: string; readonly status: string; readonly part: string } & {
  readonly amount_minor: number
  readonly refunded_minor: number
}

describe.skipIf(skip !== undefined)('presales on postgres, two servers on one database', () => {
  let shops: Pair
  let tokens: readonly string[]
  beforeAll(async () => {
    shops = await openPair()
    await stockUp(shops[0], TEA, 1_000)
    await signIn()
  }, 120_000)
  afterAll(async () => {
    if (shops === undefined) return
    for (const shop of shops) expect(shop.faults).toEqual([])
    expect(await breaches(shops[0].database.database)).toEqual([])
    await shops[1].close()
    await shops[0].close()
  })
  const shopOf = (n: number): Shop => shops[n % 2] as Shop
  const tokenOf = (n: number): string => tokens[n] as string
  async function signIn(): Promise<void> {
    tokens = await Promise.all(
      Array.from({ length: BUYER_COUNT }, async (_, n) => {
        return (await shopOf(n).signIn(`135${String(n).padStart(8, '0')}`)).accessToken
      }),
    )
  }
  async function pass(ms: number): Promise<void> {
    for (const shop of shops) shop.clock.now += ms
    await signIn()
  }
  const call = (n: number, path: string, body: object): Promise<Reply<Order & Refused>> =>
    shopOf(n).call('POST', path, body, { token: tokenOf(n) })

  it('never sells more than the bucket, and at the end of balances each is paid whole or has its deposit back', async () => {
    const [shop, other] = shops
    const { now } = shop.clock
    const terms = { depositMinor: 5_00, forfeit: 'refund', balanceFrom: now + HOUR_MS, balanceUntil: now + 2 * HOUR_MS }
    const presale = {
      ...{
        name: { zh: '预售', en: 'Presale' },
        skuId: 'sku_tea',
        priceMinor: 40_00,
        depositWorthMinor: 8_00,
        ...terms,
      },
      ...{ startsAt: now, endsAt: now + HOUR_MS, shipsFrom: now + HOUR_MS },
      ...{ bucketCount: BUCKET_COUNT, perMemberCount: 1 },
    }
    expect((await shop.call('PUT', '/v1/presales/pre_rush', presale, { secret: true })).status).toBe(200)
    const everyone = Array.from({ length: BUYER_COUNT }, (_, n) => n)
    const bought = await Promise.all(
      everyone.map((n) => {
        const input = { orderId: newOrderId(), quantity: 1, expectedPayableMinor: 37_00, terms }
        return call(n, '/v1/presales/pre_rush/orders', input)
      }),
    )
    const codes = bought.filter(({ status }) => status !== 200).map(({ body }) => body.error?.code)
    expect([codes.length, new Set(codes)]).toEqual([BUYER_COUNT - BUCKET_COUNT, new Set(['sold_out'])])
    const buyers = everyone.filter((n) => bought[n]?.status === 200)
    const orderOf = (n: number): string => bought[n]?.body.id as string
    // Everybody sets out to pay twice and both come through: one is the deposit, the other one goes back.
    const deposits = await Promise.all(
      buyers.flatMap((n) => [0, 1].map(() => openPayment(shopOf(n), tokenOf(n), orderOf(n)))),
    )
    await Promise.all(
      deposits.map(({ id }, at) => simulate(shopOf(at), tokenOf(buyers[at >> 1] as number), id, 'succeed')),
    )
    await pass(HOUR_MS)
    const balances = await Promise.all(buyers.map((n) => openPayment(shopOf(n), tokenOf(n), orderOf(n))))
    await pass(HOUR_MS - 1)
    // The last moment: a third pays, a third is paid for while both servers close what is late, a third never comes.
    const early = buyers.filter((_, at) => at % 3 === 0)
    const late = buyers.filter((_, at) => at % 3 === 1)
    const paying = (n: number) => simulate(shopOf(n), tokenOf(n), balances[buyers.indexOf(n)]?.id as string, 'succeed')
    await Promise.all(early.map(paying))
    await pass(1)
    await Promise.all([...late.map(paying), sweep(shop.server, []), sweep(other.server, [])])
    await sweep(shop.server, [testPaymentProvider])
    const orders = await rowsOf<OrderRow>(shop, 'orders')
    const payments = await rowsOf<PaymentRow>(shop, 'payments')
    const isEarly = new Set(early.map(orderOf))
    const isLate = new Set(late.map(orderOf))
    expect(orders).toHaveLength(BUCKET_COUNT)
    for (const { id, status, deposit_end } of orders) {
      const own = payments.filter(({ order_id }) => order_id === id)
      const kept = own.reduce((sum, { status: how, amount_minor, refunded_minor }) => {
        return how === 'succeeded' || how === 'refund_due' ? sum + amount_minor - refunded_minor : sum
      }, 0)
      expect([status, kept, deposit_end]).toEqual(
        status === 'paid' ? ['paid', 37_00, null] : ['cancelled', 0, 'returned'],
      )
      if (!isLate.has(id)) expect(status === 'paid').toBe(isEarly.has(id))
    }
    const [bucket] = await shop.database.database.execute<{ taken: number }>({
      text: `select sum(taken_count)::int as taken from bucket_slots where bucket_id = 'pre_rush/sku_tea'`,
      values: [],
    })
    expect(bucket?.taken).toBe(orders.filter(({ status }) => status === 'paid').length)
  }, 300_000)
})
