import type { Order } from '@siyu/core/orders'
import type { PaymentRecord } from '@siyu/core/payments'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCounter } from '../kernel/testing/counter.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { openPayment, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import type { Shop } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'
import { ProviderDeclined, type TestProvider } from './index.ts'

let shop: Shop
let counter: TestProvider
let token: string
beforeAll(async () => {
  const opened = await openCounter()
  shop = opened.shop
  counter = opened.counter
  await stockUp(shop, TEA, 200)
  token = (await shop.signIn('13800000001')).accessToken
})
afterAll(() => shop.close())

const oneTea = () => place(shop, token, { lines: { sku_tea: 1 } })
const open = async () => {
  const { id } = await oneTea()
  return { orderId: id, paymentId: (await openPayment(shop, token, id)).id }
}
const orderOf = async (id: string) => (await shop.call<Order>('GET', `/v1/orders/${id}`, undefined, { token })).body
const recordOf = async (id: string) => {
  const { body } = await shop.call<{ items: PaymentRecord[] }>('GET', '/v1/payments?limit=100', undefined, {
    secret: true,
  })
  return body.items.find((payment) => payment.id === id)
}
const decide = (paymentId: string, decision: string) =>
  shop.call<PaymentRecord & Refused>(
    'POST',
    `/v1/payments/${paymentId}/review`,
    { decision, reason: 'by phone' },
    {
      secret: true,
    },
  )
const refundsOf = async (paymentId: string) =>
  (await rowsOf<{ payment_id: string; amount_minor: number; refunded_at: number | null }>(shop, 'payment_refunds'))
    .filter((row) => row.payment_id === paymentId)
    .map(({ amount_minor, refunded_at }) => [amount_minor, refunded_at !== null])

it('is told of a payment under its id, and the device gets what it needs, again for the same key', async () => {
  const { id: orderId } = await oneTea()
  const [first, second] = await Promise.all(
    [0, 1].map(() => shop.call('POST', '/v1/payments', { orderId }, { token, key: `open:${orderId}` })),
  )
  expect(first?.body).toEqual(second?.body)
  const paymentId = first?.body.id as string
  expect(first?.body).toMatchObject({ provider: 'test', status: 'pending', action: { paymentId } })
  expect(counter.books.payments.get(paymentId)).toMatchObject({ amountMinor: 50_00, currency: 'CNY' })
  expect(await recordOf(paymentId)).toMatchObject({ reference: `ref_${paymentId}`, paidMinor: null })
})

it('a provider that is down makes the caller come again; one that declines fails the payment', async () => {
  const { create } = counter
  const { id: orderId } = await oneTea()
  const opening = () => shop.call('POST', '/v1/payments', { orderId }, { token, key: `down:${orderId}` })
  Object.assign(counter, { create: () => Promise.reject(new Error('down')) })
  expect((await opening()).status).toBe(503)
  Object.assign(counter, { create: () => Promise.reject(new ProviderDeclined('test', 'openid_wrong')) })
  expect((await opening()).body).toMatchObject({ status: 'failed', action: null })
  Object.assign(counter, { create })
  expect((await orderOf(orderId)).status).toBe('created')
  expect(await openPayment(shop, token, orderId)).toMatchObject({ status: 'pending' })
  const missing = await shop.call<Refused>('POST', '/v1/payments', { orderId, provider: 'nobody' }, { token })
  expect([missing.status, missing.body.error?.code]).toEqual([404, 'provider_missing'])
})

it.each(['none', 'duplicate', 'late', 'lost'] as const)(
  'a payment whose notification is %s pays once',
  async (fault) => {
    const { orderId, paymentId } = await open()
    await counter.pay(paymentId, fault)
    if (fault === 'late' || fault === 'lost') expect((await orderOf(orderId)).status).toBe('created')
    if (fault === 'lost') {
      shop.clock.now += 60_000
      expect((await sweep(shop.server, [counter])).askedCount).toBeGreaterThan(0)
    }
    await counter.deliver()
    expect((await orderOf(orderId)).status).toBe('paid')
    expect(await recordOf(paymentId)).toMatchObject({ status: 'succeeded', paidMinor: 50_00 })
    const events = await rowsOf<{ type: string; data: { orderId?: string } }>(shop, 'events')
    expect(events.filter(({ type, data }) => type === 'order_paid' && data.orderId === orderId)).toHaveLength(1)
  },
)

it('nothing is believed that is not signed, and nothing strange breaks the door', async () => {
  const { orderId, paymentId } = await open()
  const post = async (provider: string, body: string, headers: Record<string, string> = {}) => {
    const url = `http://shop.test/v1/payment-notices/${provider}/${shop.brandId}`
    return (await shop.server.fetch(new Request(url, { method: 'POST', body, headers }))).status
  }
  const said = JSON.stringify({ paymentId, status: { outcome: 'succeeded', amountMinor: 50_00, currency: 'CNY' } })
  expect(await post('test', said)).toBe(401)
  expect(await post('test', said, { 'siyu-test-signature': '00'.repeat(32) })).toBe(401)
  expect(await post('test', '')).toBe(401)
  expect(await post('nobody', said)).toBe(404)
  expect(await post('test', 'x'.repeat(70_000))).toBe(413)
  expect((await orderOf(orderId)).status).toBe('created')
})

it('money that differs is held, and an operator accepts it or sends it back', async () => {
  const [one, two] = [await open(), await open()]
  for (const { paymentId } of [one, two]) await counter.pay(paymentId, 'wrong_amount')
  const held = await shop.call<{ items: PaymentRecord[] }>('GET', '/v1/payments?status=held', undefined, {
    secret: true,
  })
  const which = held.body.items.map(({ id, paidMinor, paidCurrency }) => [id, paidMinor, paidCurrency])
  expect(which.sort()).toEqual([one, two].map(({ paymentId }) => [paymentId, 49_99, 'CNY']).sort())
  expect((await decide('pay_none', 'accept')).body.error?.code).toBe('payment_missing')
  expect((await decide(one.paymentId, 'accept')).body).toMatchObject({ status: 'succeeded', paidMinor: 49_99 })
  expect((await orderOf(one.orderId)).status).toBe('paid')
  expect((await decide(one.paymentId, 'refund')).body.error?.code).toBe('payment_not_held')
  expect((await decide(two.paymentId, 'refund')).body).toMatchObject({ status: 'refund_due' })
  expect((await orderOf(two.orderId)).status).toBe('created')
  expect(await refundsOf(two.paymentId)).toEqual([[49_99, false]])
  // What was accepted is all that can come back.
  await refund(shop, one.orderId, { sku_tea: 1 })
  expect(await refundsOf(one.paymentId)).toEqual([[49_99, false]])
  await sweep(shop.server, [counter])
  expect([await refundsOf(one.paymentId), await refundsOf(two.paymentId)]).toEqual([[[49_99, true]], [[49_99, true]]])
})

it('held money of a cancelled order or of another currency can only go back', async () => {
  const [late, foreign] = [await open(), await open()]
  await counter.pay(late.paymentId, 'wrong_amount')
  await shop.call('POST', `/v1/orders/${late.orderId}/cancellation`, {}, { token })
  expect((await decide(late.paymentId, 'accept')).body.error?.code).toBe('order_not_payable')
  expect((await decide(late.paymentId, 'refund')).body.status).toBe('refund_due')
  const notice = { paymentId: foreign.paymentId, outcome: 'succeeded', amountMinor: 50_00, currency: 'USD' }
  await shop.server.run(shop.brandId, 'payments.note', notice, 'foreign')
  expect((await decide(foreign.paymentId, 'accept')).body.error?.code).toBe('payment_currency_differs')
  expect((await decide(foreign.paymentId, 'refund')).body.status).toBe('refund_due')
})

it('a payment nobody wants any more is closed at the provider; one paid in that moment is not lost', async () => {
  const [unpaid, paid] = [await open(), await open()]
  for (const { orderId } of [unpaid, paid]) await shop.call('POST', `/v1/orders/${orderId}/cancellation`, {}, { token })
  await counter.pay(paid.paymentId, 'lost')
  shop.clock.now += 60_000
  await sweep(shop.server, [counter])
  expect(await recordOf(unpaid.paymentId)).toMatchObject({ status: 'closed' })
  expect(counter.books.payments.get(unpaid.paymentId)?.outcome).toBe('closed')
  expect(await recordOf(paid.paymentId)).toMatchObject({ status: 'refund_due', refundedMinor: 50_00 })
})

it('a refund whose answer is lost is asked again and made once', async () => {
  const { orderId, paymentId } = await open()
  await counter.pay(paymentId)
  await refund(shop, orderId, { sku_tea: 1 })
  counter.loseRefundAnswers(1)
  await expect(sweep(shop.server, [counter])).rejects.toThrow('could not be dealt with')
  await sweep(shop.server, [counter])
  const booked = [...counter.books.refunds.values()].filter((each) => each.paymentId === paymentId)
  expect(booked.map(({ amountMinor }) => amountMinor)).toEqual([50_00])
  expect(await refundsOf(paymentId)).toEqual([[50_00, true]])
})
