import type { Order } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import {
  adjustPoints,
  claim,
  openPayment,
  pay,
  place,
  type Refused,
  refund,
  rowsOf,
  simulate,
} from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'
import { type PaymentProvider, testPaymentProvider } from './index.ts'

const TENNER = { ...TEA, id: 'prd_ten', skus: [{ ...TEA.skus[0], id: 'sku_ten', listMinor: 10_00, memberPrices: [] }] }

let shop: Shop
let member: SignedIn
let token: string
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  await stockUp(shop, TENNER as typeof TEA, 100)
  member = await shop.signIn('13800000001')
  token = member.accessToken
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

type RefundRow = { readonly payment_id: string; readonly amount_minor: number; readonly refunded_at: number | null }

const oneTea = () => place(shop, token, { lines: { sku_tea: 1 } })
const order = async (id: string) => (await shop.call<Order>('GET', `/v1/orders/${id}`, undefined, { token })).body
const payment = async (id: string) => (await shop.call<Payment>('GET', `/v1/payments/${id}`, undefined, { token })).body
const refundsOf = async (paymentId: string) =>
  (await rowsOf<RefundRow>(shop, 'payment_refunds')).filter((row) => row.payment_id === paymentId)
const eventsOf = async (orderId: string) =>
  (await rowsOf<{ type: string; data: { orderId?: string } }>(shop, 'events'))
    .filter(({ data }) => data.orderId === orderId)
    .map(({ type }) => type)
const notice = (paymentId: string, outcome: 'succeeded' | 'failed', amountMinor: number, key = newKey()) =>
  shop.server.run(shop.brandId, 'payments.note', { paymentId, outcome, amountMinor }, key)

it('fails, then succeeds', async () => {
  const { id } = await oneTea()
  const opened = await openPayment(shop, token, id)
  expect(opened).toEqual({
    ...{ id: opened.id, orderId: id, provider: 'test', status: 'pending', at: shop.clock.now },
    ...{ amountMinor: 50_00, refundedMinor: 0, action: null, part: null },
  })
  expect((await simulate(shop, token, opened.id, 'fail')).body).toMatchObject({ status: 'failed' })
  expect(await order(id)).toMatchObject({ status: 'created', paidAt: null })
  const second = await openPayment(shop, token, id)
  expect((await simulate(shop, token, second.id, 'succeed')).body).toMatchObject({ status: 'succeeded' })
  expect(await order(id)).toMatchObject({ status: 'paid', paidAt: shop.clock.now })
  expect(await payment(second.id)).toMatchObject({ status: 'succeeded', refundedMinor: 0 })
})

it('a notice any number of times, at once and later, is one payment', async () => {
  const { id } = await oneTea()
  const { id: paymentId } = await openPayment(shop, token, id)
  const outcomes = await Promise.all(['a', 'b', 'c'].map(() => notice(paymentId, 'succeeded', 50_00)))
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done'])
  expect((await simulate(shop, token, paymentId, 'succeed')).status).toBe(200)
  // A late word that it failed changes nothing about money that is there.
  expect(await notice(paymentId, 'failed', 50_00)).toMatchObject({ kind: 'done', output: { status: 'succeeded' } })
  const paid = (await eventsOf(id)).filter((type) => type === 'order_paid' || type === 'payment_succeeded')
  expect(paid.sort()).toEqual(['order_paid', 'payment_succeeded'])
  expect(await refundsOf(paymentId)).toEqual([])
})

it('money for a cancelled order goes back and is reported', async () => {
  const { id } = await oneTea()
  const { id: paymentId } = await openPayment(shop, token, id)
  await shop.call('POST', `/v1/orders/${id}/cancellation`, {}, { token })
  const late = await simulate(shop, token, paymentId, 'succeed')
  expect(late).toMatchObject({ status: 200, body: { status: 'refund_due' } })
  expect(await order(id)).toMatchObject({ status: 'cancelled', paidAt: null })
  expect(await refundsOf(paymentId)).toMatchObject([{ amount_minor: 50_00, refunded_at: null }])
  expect(await eventsOf(id)).toContain('payment_unexpected')

  const asked: string[] = []
  const refundOf: PaymentProvider['refund'] = async ({ refundId }) => {
    asked.push(refundId)
    return 'settled'
  }
  const provider = { ...testPaymentProvider, refund: refundOf }
  await sweep(shop.server, [provider])
  await sweep(shop.server, [provider])
  const [row] = (await refundsOf(paymentId)) as unknown as [{ refund_id: string; refunded_at: number }]
  expect(asked.filter((refundId) => refundId === row.refund_id)).toHaveLength(1)
  expect(row.refunded_at).toBe(shop.clock.now)
  expect(await payment(paymentId)).toMatchObject({ refundedMinor: 50_00 })
})

it('an order paid twice keeps one payment and gives the other back', async () => {
  const { id } = await oneTea()
  const [one, two] = [await openPayment(shop, token, id), await openPayment(shop, token, id)]
  await Promise.all([one, two].map((each) => simulate(shop, token, each.id, 'succeed')))
  const statuses = [(await payment(one.id)).status, (await payment(two.id)).status]
  expect(statuses.sort()).toEqual(['refund_due', 'succeeded'])
  const owed = [...(await refundsOf(one.id)), ...(await refundsOf(two.id))]
  expect(owed.map((row) => row.amount_minor)).toEqual([50_00])
})

it('a refund goes back through the payment that paid, part by part', async () => {
  const { id } = await place(shop, token, { lines: { sku_tea: 3 } })
  await simulate(shop, token, (await openPayment(shop, token, id)).id, 'fail')
  const paid = await pay(shop, token, id)
  await refund(shop, id, { sku_tea: 1 })
  await refund(shop, id, { sku_tea: 2 })
  expect((await refundsOf(paid.id)).map((row) => row.amount_minor).sort()).toEqual([100_00, 50_00])
  await sweep(shop.server, [testPaymentProvider])
  expect(await payment(paid.id)).toMatchObject({ status: 'succeeded', amountMinor: 150_00, refundedMinor: 150_00 })
})

it('an order that costs nothing is paid by setting out to pay it, and refunded without money', async () => {
  const free = { ...template('tpl_free', null, START), conditions: [] }
  await shop.call('PUT', '/v1/coupon-templates/tpl_free', free, { secret: true })
  const coupon = await claim(shop, token, 'tpl_free')
  const { id, payableMinor } = await place(shop, token, { lines: { sku_ten: 1 }, couponIds: [coupon.id] })
  expect(payableMinor).toBe(0)
  const opened = await openPayment(shop, token, id)
  expect(opened).toMatchObject({ provider: 'none', amountMinor: 0, status: 'succeeded' })
  expect(await order(id)).toMatchObject({ status: 'paid' })
  expect((await refund(shop, id, { sku_ten: 1 })).body).toMatchObject({ status: 'refunded', refundedMinor: 0 })
  expect(await refundsOf(opened.id)).toEqual([])
  const wallet = await shop.call('GET', '/v1/coupons', undefined, { token })
  expect(wallet.body).toMatchObject({ items: [{ id: coupon.id, status: 'issued' }] })
})

it('refuses what is not there, not theirs, too late or already paid', async () => {
  const other = (await shop.signIn('13800000002')).accessToken
  await adjustPoints(shop, member.memberId, 1)
  const { id } = await oneTea()
  const { id: paymentId } = await openPayment(shop, token, id)
  const post = async (path: string, body: object, as = token) => {
    const reply = await shop.call<Refused>('POST', path, body, { token: as })
    return [reply.status, reply.body.error?.code]
  }
  const simulation = (which: string, as = token) => post(`/v1/payments/${which}/simulation`, { outcome: 'succeed' }, as)
  expect(await post('/v1/payments', { orderId: 'ord_none' })).toEqual([404, 'order_missing'])
  expect(await post('/v1/payments', { orderId: id }, other)).toEqual([404, 'order_missing'])
  expect(await simulation('pay_none')).toEqual([404, 'payment_missing'])
  expect(await simulation(paymentId, other)).toEqual([404, 'payment_missing'])
  const unseen = await shop.call('GET', `/v1/payments/${paymentId}`, undefined, { token: other })
  expect(unseen).toMatchObject({ status: 404, body: { error: { code: 'payment_missing' } } })
  expect(await notice('pay_none', 'succeeded', 1)).toMatchObject({ kind: 'refused' })
  expect(await post('/v1/payments/notices', { paymentId, outcome: 'succeeded', amountMinor: 50_00 })).toEqual([
    404,
    'route_missing',
  ])
  await simulate(shop, token, paymentId, 'succeed')
  expect(await post('/v1/payments', { orderId: id })).toEqual([409, 'order_not_payable'])

  const late = await oneTea()
  shop.clock.now = late.paymentDueAt
  token = (await shop.signIn('13800000001')).accessToken
  expect(await post('/v1/payments', { orderId: late.id }, token)).toEqual([409, 'order_not_payable'])
})

it('only the test provider can be played', async () => {
  const { id } = await oneTea()
  const { id: paymentId } = await openPayment(shop, token, id)
  await shop.database.database.execute({
    text: `update payments set provider = 'wechat' where brand_id = $1 and id = $2`,
    values: [shop.brandId, paymentId],
  })
  expect(await simulate(shop, token, paymentId, 'succeed')).toMatchObject({
    status: 409,
    body: { error: { code: 'provider_not_test', detail: { provider: 'wechat' } } },
  })
})
