import type { Order } from '@siyu/core/orders'
import type { PaymentRecord, ReconciliationReport } from '@siyu/core/payments'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCounter } from '../kernel/testing/counter.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { openPayment, place, refund, rowsOf } from '../kernel/testing/sale.ts'
import type { Shop } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'
import type { PaymentFault, TestProvider } from './index.ts'

/** Orders per fault. */
const COUNT = process.env.SIYU_LONG === '1' ? 500 : 20
const TIMEOUT_MS = 60_000 * (COUNT / 20)

const faults: readonly PaymentFault[] = ['none', 'late', 'duplicate', 'lost', 'wrong_amount']
type Sale = { readonly orderId: string; readonly paymentId: string; readonly fault: PaymentFault }

let shop: Shop
let counter: TestProvider
let token: string
const sales: Sale[] = []
beforeAll(async () => {
  const opened = await openCounter()
  shop = opened.shop
  counter = opened.counter
  await stockUp(shop, TEA, COUNT * faults.length)
  token = (await shop.signIn('13800000001')).accessToken
})
afterAll(() => shop.close())

type RefundRow = { readonly payment_id: string; readonly amount_minor: number; readonly refunded_at: number | null }
const orderOf = async (id: string) => (await shop.call<Order>('GET', `/v1/orders/${id}`, undefined, { token })).body
const report = async (more: object = {}) => {
  const input = { provider: 'test', fromAt: shop.clock.now - 86_400_000, untilAt: shop.clock.now + 1, ...more }
  return (await shop.call<ReconciliationReport>('POST', '/v1/payments/reconciliation', input, { secret: true })).body
}
/** How many differences there are of each kind. */
function countsOf(differences: ReconciliationReport['differences']): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { kind } of differences) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
async function swept(): Promise<void> {
  // What fails is asked again by the next sweep.
  await sweep(shop.server, [counter]).catch(() => undefined)
}

it(
  `${COUNT} orders with each fault: none that was paid is lost, and another amount waits for an operator`,
  async () => {
    for (const fault of faults) {
      for (let number = 0; number < COUNT; number += 1) {
        const { id: orderId } = await place(shop, token, { lines: { sku_tea: 1 } })
        const { id: paymentId } = await openPayment(shop, token, orderId)
        await counter.pay(paymentId, fault)
        sales.push({ orderId, paymentId, fault })
      }
    }
    await counter.deliver()
    shop.clock.now += 60_000
    await swept()
    for (const { orderId, fault } of sales) {
      expect([fault, (await orderOf(orderId)).status]).toEqual([fault, fault === 'wrong_amount' ? 'created' : 'paid'])
    }
    const paid = (await rowsOf<{ type: string; data: { orderId?: string } }>(shop, 'events')).filter(
      ({ type }) => type === 'order_paid',
    )
    expect(new Set(paid.map(({ data }) => data.orderId)).size).toBe(paid.length)
    const held = await rowsOf<{ status: string }>(shop, 'payments')
    expect(held.filter(({ status }) => status === 'held')).toHaveLength(COUNT)
    expect((await report()).differences).toEqual([])
  },
  TIMEOUT_MS,
)

it(
  'every refund is made once, though answers are lost and it is asked again',
  async () => {
    for (const { orderId, paymentId, fault } of sales) {
      if (fault === 'wrong_amount') {
        const decision = { decision: 'refund', reason: 'wrong sum' }
        await shop.call('POST', `/v1/payments/${paymentId}/review`, decision, { secret: true })
      } else await refund(shop, orderId, { sku_tea: 1 })
    }
    counter.loseRefundAnswers(sales.length / 2)
    await swept()
    await Promise.all([swept(), swept()])
    const rows = await rowsOf<RefundRow>(shop, 'payment_refunds')
    expect(rows.every(({ refunded_at: at }) => at !== null)).toBe(true)
    const wanted = sales.map(({ paymentId, fault }) => [paymentId, fault === 'wrong_amount' ? 49_99 : 50_00]).sort()
    const booked = [...counter.books.refunds.values()]
    expect(booked.map(({ paymentId, amountMinor }) => [paymentId, amountMinor]).sort()).toEqual(wanted)
    expect(rows.map(({ payment_id: id, amount_minor: minor }) => [id, minor]).sort()).toEqual(wanted)
    const { body } = await shop.call<{ items: PaymentRecord[] }>('GET', '/v1/payments?limit=100', undefined, {
      secret: true,
    })
    expect(body.items.every(({ paidMinor, refundedMinor }) => paidMinor === refundedMinor)).toBe(true)
    const { differences, theirNetMinor, ourNetMinor, theirCount, ourCount } = await report()
    expect([differences, theirNetMinor, ourNetMinor]).toEqual([[], 0, 0])
    expect([theirCount, ourCount]).toEqual([sales.length * 2, sales.length * 2])
  },
  TIMEOUT_MS,
)

it('reconciliation finds every difference that is planted', async () => {
  const { payments, refunds } = counter.books
  const id = (at: number): string => (sales[at] as Sale).paymentId
  const refundOf = (paymentId: string) => {
    const found = [...refunds.values()].find((each) => each.paymentId === paymentId)
    if (found === undefined) throw new Error(`no refund of ${paymentId}`)
    return found
  }
  const stranger = { ...payments.get(id(0)), paymentId: 'pay_stranger' }
  payments.set('pay_stranger', stranger as NonNullable<ReturnType<typeof payments.get>>)
  payments.delete(id(1))
  Object.assign(payments.get(id(2)) ?? {}, { amountMinor: 1 })
  Object.assign(refundOf(id(3)), { amountMinor: 2 })
  refunds.delete(refundOf(id(4)).refundId)
  const foreign = { ...refundOf(id(5)), refundId: 'rfd_stranger' }
  refunds.set('rfd_stranger', foreign)
  // Paid at the counter, and nobody has told us yet.
  const { id: orderId } = await place(shop, token, { lines: { sku_tea: 1 } })
  const { id: silent } = await openPayment(shop, token, orderId)
  await counter.pay(silent, 'lost')
  const { differences } = await report()
  const found = differences.map(({ kind, paymentId, refundId }) => [
    kind,
    refundId === null ? paymentId : `r ${paymentId}`,
  ])
  expect(found.sort()).toEqual(
    [
      ['missing_here', 'pay_stranger'],
      ['missing_there', id(1)],
      ['amount_differs', id(2)],
      ['refund_differs', `r ${id(3)}`],
      ['missing_there', `r ${id(4)}`],
      ['missing_here', `r ${id(5)}`],
      ['status_differs', silent],
    ].sort(),
  )
})

it('compares a statement that is sent along instead of the provider, and refuses what cannot be compared', async () => {
  // Days later, so that the span holds these three alone.
  shop.clock.now += 2 * 86_400_000
  token = (await shop.signIn('13800000001')).accessToken
  const paymentIds: string[] = []
  for (let number = 0; number < 3; number += 1) {
    const { id: orderId } = await place(shop, token, { lines: { sku_tea: 1 } })
    const { id } = await openPayment(shop, token, orderId)
    await counter.pay(id, 'none')
    paymentIds.push(id)
  }
  const lineOf = (paymentId = '', amountMinor = 50_00) => {
    return {
      paymentId,
      refundId: null,
      reference: null,
      amountMinor,
      currency: 'CNY',
      settled: true,
      at: shop.clock.now,
    }
  }
  const kinds = (lines: readonly object[]) => report({ statement: lines }).then(({ differences: all }) => countsOf(all))
  const [first, second] = paymentIds
  expect(await kinds(paymentIds.map((id) => lineOf(id)))).toEqual({})
  const planted = [lineOf(first), lineOf(second, 1), lineOf('pay_stranger')]
  expect(await kinds(planted)).toEqual({ amount_differs: 1, missing_there: 1, missing_here: 1 })
  expect(await kinds([])).toEqual({ missing_there: 3 })
  const none = { provider: 'nobody', fromAt: 1, untilAt: 2 }
  expect((await shop.call('POST', '/v1/payments/reconciliation', none, { secret: true })).status).toBe(404)
  const long = { provider: 'test', fromAt: 1, untilAt: 1 + 32 * 86_400_000 }
  expect((await shop.call('POST', '/v1/payments/reconciliation', long, { secret: true })).status).toBe(400)
})
