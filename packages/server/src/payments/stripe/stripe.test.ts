import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Order } from '@siyu/core/orders'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { place, refund } from '../../kernel/testing/sale.ts'
import { openShop, START } from '../../kernel/testing/shop.ts'
import { sweep } from '../../sweeps.ts'
import type { NewProviderPayment, PaymentProvider } from '../provider.ts'
import { type Double, type Notification, openDouble } from './double.fixture.ts'
import { stripePayments } from './provider.ts'

const clock = { now: START }
let double: Double
let provider: PaymentProvider
beforeAll(async () => {
  double = await openDouble(() => clock.now)
  provider = await stripePayments(double.options())
})
afterAll(() => double.close())

let count = 0
const payment = (more: Partial<NewProviderPayment> = {}): NewProviderPayment => {
  count += 1
  return {
    ...{ brandId: 'brd_test', paymentId: `pay_${count}`, orderId: `ord_${count}`, amountMinor: 50_00, currency: 'CNY' },
    ...{ reference: null, at: clock.now, description: '龙井', expiresAt: clock.now + 1_800_000, ...more },
  }
}
const opened = async () => {
  const wanted = payment()
  const { reference, action } = await provider.create(wanted)
  return { ...wanted, reference, action }
}
const told = (notification: Notification) => provider.notify({ ...notification, now: clock.now })

it('makes one intent per payment, however often it is asked and fails', async () => {
  double.faults.failing = 1
  const wanted = payment()
  const [first, second] = [await provider.create(wanted), await provider.create(wanted)]
  expect(first).toEqual(second)
  expect(first.action).toEqual({ clientSecret: `${first.reference}_secret_x`, publishableKey: 'pk_test' })
  expect(
    [...double.intents.values()].filter(({ metadata }) => metadata['payment_id'] === wanted.paymentId),
  ).toHaveLength(1)
})

it('asks, cancels, and does not cancel what was paid', async () => {
  const [open, paid] = [await opened(), await opened()]
  expect(await provider.query(open)).toEqual({ outcome: 'pending' })
  await provider.close(open)
  expect(await provider.query(open)).toEqual({ outcome: 'closed' })
  double.pay(paid.reference ?? '')
  await expect(provider.close(paid)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
  const reference = paid.reference
  expect(await provider.query(paid)).toEqual({ outcome: 'succeeded', amountMinor: 50_00, currency: 'CNY', reference })
  expect(await provider.query(payment())).toEqual({ outcome: 'pending' })
  await expect(provider.close(payment())).resolves.toBeUndefined()
})

it('declines for good what it will not take', async () => {
  const error = { name: 'ProviderDeclined', code: 'currency_invalid' }
  await expect(provider.create(payment({ currency: 'ZZZ' }))).rejects.toMatchObject(error)
})

it('gives back once per id, also after its idempotency keys are forgotten', async () => {
  const paid = await opened()
  double.pay(paid.reference ?? '')
  const back = { ...paid, refundId: 'rfd_1', amountMinor: 20_00, paidMinor: 50_00 }
  expect(await provider.refund(back)).toBe('settled')
  double.forgetKeys()
  expect(await provider.refund(back)).toBe('settled')
  expect([...double.refunds.values()].filter((each) => each.payment_intent === paid.reference)).toHaveLength(1)
  double.faults.refundStatus = 'pending'
  expect(await provider.refund({ ...back, refundId: 'rfd_2' })).toBe('processing')
  double.faults.refundStatus = 'failed'
  await expect(provider.refund({ ...back, refundId: 'rfd_3', amountMinor: 1 })).rejects.toMatchObject({
    code: 'refund_failed',
  })
  double.faults.refundStatus = 'succeeded'
  await expect(provider.refund({ ...back, refundId: 'rfd_4' })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  })
})

it('reads notifications that are signed, and no others', async () => {
  const paid = await opened()
  const good = double.pay(paid.reference ?? '')
  expect(await told(good)).toMatchObject({
    notices: [{ kind: 'payment', paymentId: paid.paymentId, status: { outcome: 'succeeded', amountMinor: 50_00 } }],
  })
  const intent = double.intents.get(paid.reference ?? '') ?? {}
  const bad = [
    { ...good, body: good.body.replace('5000', '5001') },
    { ...good, headers: new Headers() },
    double.notification('payment_intent.succeeded', intent, { secret: 'whsec_other' }),
    double.notification('payment_intent.succeeded', intent, { at: clock.now - 301_000 }),
    { headers: new Headers({ 'stripe-signature': 't=x,v1=' }), body: 'no json' },
  ]
  for (const each of bad) expect(await told(each)).toMatchObject({ kind: 'rejected', reply: { status: 400 } })
  const back = { metadata: { payment_id: 'pay_1', refund_id: 'rfd_1' }, status: 'succeeded' }
  expect(await told(double.notification('refund.updated', back))).toMatchObject({
    notices: [{ kind: 'refund', paymentId: 'pay_1', refundId: 'rfd_1', status: 'settled' }],
  })
  expect(await told(double.notification('customer.created', {}))).toMatchObject({ kind: 'verified', notices: [] })
})

it('no secret is in an error, though the provider echoes one', async () => {
  const errors: unknown[] = [provider]
  const catching = (work: Promise<unknown>) => work.catch((error: unknown) => errors.push(error))
  await catching(provider.create(payment({ currency: 'ZZZ' })))
  const other = await stripePayments(double.options({ secretKey: 'sk_test_other_key' }))
  await catching(other.create(payment()))
  double.faults.failing = 9
  await catching(provider.create(payment()))
  double.faults.failing = 0
  expect(errors).toHaveLength(4)
  const printed = errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join()
  for (const secret of [...double.secrets, 'sk_test_other_key']) expect(printed).not.toContain(secret)
})

it('the library is loaded by whoever configures it, and by nobody else', () => {
  const sources = globSync('../../**/*.ts', { cwd: import.meta.dirname }).filter((name) => !name.endsWith('.test.ts'))
  const naming = sources.flatMap((name) =>
    [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/^.*\b(?:from|import)\b.*'stripe'.*$/gm)].flat(),
  )
  expect(sources.length).toBeGreaterThan(100)
  expect(naming.filter((line) => !line.startsWith('import type'))).toEqual([
    "  const { Stripe } = await import('stripe')",
  ])
})

it('a shop is paid, refunded and reconciled through it', async () => {
  const shop = await openShop({ now: clock.now, paymentProviders: [provider] })
  await stockUp(shop, TEA, 20)
  const { accessToken: token } = await shop.signIn('13800000001')
  const { id: orderId } = await place(shop, token, { lines: { sku_tea: 1 } })
  const { body } = await shop.call<{ id: string; action: { clientSecret: string } }>(
    'POST',
    '/v1/payments',
    { orderId },
    { token },
  )
  const reference = body.action.clientSecret.replace('_secret_x', '')
  const { headers, body: text } = double.pay(reference)
  const url = `http://shop.test/v1/payment-notices/stripe/${shop.brandId}`
  const post = () => shop.server.fetch(new Request(url, { method: 'POST', headers, body: text }))
  const statuses = await Promise.all([post(), post(), post()].map(async (reply) => (await reply).status))
  expect(statuses).toEqual([200, 200, 200])
  const order = () => shop.call<Order>('GET', `/v1/orders/${orderId}`, undefined, { token })
  expect((await order()).body.status).toBe('paid')
  await refund(shop, orderId, { sku_tea: 1 })
  await sweep(shop.server, [provider])
  await sweep(shop.server, [provider])
  const span = { brandId: shop.brandId, fromAt: clock.now - 1, untilAt: clock.now + 1_000 }
  const lines = (await provider.statement(span)).filter(({ paymentId }) => paymentId === body.id)
  expect(lines.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['payment', 50_00],
    ['refund', 50_00],
  ])
  expect(shop.faults).toEqual([])
  await shop.close()
})
