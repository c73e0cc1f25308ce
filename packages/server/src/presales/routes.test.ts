import type { Page } from '@siyu/core/kernel'
import type { Order } from '@siyu/core/orders'
import type { Payment, PaymentRecord } from '@siyu/core/payments'
import { type Presale, type PresaleOffer, type PresaleSales, termsOf } from '@siyu/core/presales'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { newOrderId, openPayment, pay, type Refused, receive, refund, simulate } from '../kernel/testing/sale.ts'
import { openShop, type Reply, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'

const HOUR_MS = 3_600_000
const secret = { secret: true }

let shop: Shop
let members: readonly SignedIn[]
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 200)
  await pass(0)
})
afterAll(async () => {
  const { database } = shop.database
  expect(await breaches(database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

/** Lets time go by, and does what is due; access tokens live for minutes only. */
async function pass(ms: number): Promise<void> {
  shop.clock.now += ms
  members = [await shop.signIn('13900000001'), await shop.signIn('13900000002')]
  await sweep(shop.server, [testPaymentProvider])
}

let presaleCount = 0
/** Orders for an hour, balances in the hour after the next one, and goods from then on. */
async function openPresale(change: Partial<Presale> = {}): Promise<Presale> {
  presaleCount += 1
  const { now } = shop.clock
  const presale: Presale = {
    ...{ id: `pre_${presaleCount}`, name: { zh: '预售', en: 'Presale' }, skuId: 'sku_tea' },
    ...{ priceMinor: 40_00, depositMinor: 5_00, depositWorthMinor: 10_00, forfeit: 'refund' },
    ...{ startsAt: now, endsAt: now + HOUR_MS, balanceFrom: now + 2 * HOUR_MS, balanceUntil: now + 3 * HOUR_MS },
    ...{ shipsFrom: now + 3 * HOUR_MS, bucketCount: 10, perMemberCount: 5, ...change },
  }
  expect(await save(presale)).toMatchObject({ status: 200, body: presale })
  return presale
}
const save = (presale: Presale) => shop.call<Presale & Refused>('PUT', `/v1/presales/${presale.id}`, presale, secret)
const tokenOf = (n: number) => (members[n] as SignedIn).accessToken
const codeOf = (reply: { readonly body: Refused }) => reply.body.error?.code

/** Each piece costs 40 of which the deposit of 5 counts for 10: 35 in all. */
function buy(presale: Presale, quantity = 1, member = 0, change: object = {}, key?: string) {
  const price = { expectedPayableMinor: 35_00 * quantity, terms: termsOf(presale) }
  const input = { orderId: newOrderId(), quantity, ...price, ...change }
  const path = `/v1/presales/${presale.id}/orders`
  return shop.call<Order & Refused>('POST', path, input, { token: tokenOf(member), key })
}
async function offerOf({ id }: Presale, member = 0): Promise<PresaleOffer> {
  return (await shop.call<PresaleOffer>('GET', `/v1/presales/${id}`, undefined, { token: tokenOf(member) })).body
}
async function orderOf(orderId: string, member = 0): Promise<Order> {
  return (await shop.call<Order>('GET', `/v1/orders/${orderId}`, undefined, { token: tokenOf(member) })).body
}
/** An order whose deposit is paid. */
async function deposited(presale: Presale, quantity = 1): Promise<string> {
  const { body } = await buy(presale, quantity)
  await pay(shop, tokenOf(0), body.id)
  return body.id
}
async function paymentsOf(orderId: string): Promise<readonly PaymentRecord[]> {
  const { body } = await shop.call<Page<PaymentRecord>>('GET', '/v1/payments?limit=100', undefined, secret)
  return body.items.filter((payment) => payment.orderId === orderId).toReversed()
}
const create = (orderId: string, member = 0): Promise<Reply<Payment & Refused>> =>
  shop.call('POST', '/v1/payments', { orderId }, { token: tokenOf(member) })
const cancel = (orderId: string): Promise<Reply<Order & Refused>> =>
  shop.call('POST', `/v1/orders/${orderId}/cancellation`, {}, { token: tokenOf(0) })
const callOff = (orderId: string): Promise<Reply<Order & Refused>> =>
  shop.call('POST', `/v1/admin/orders/${orderId}/cancellation`, {}, secret)

describe('a presale order', () => {
  it('is paid in two parts, goes on like any other, and each part comes back to its own payment to the cent', async () => {
    const presale = await openPresale()
    const order = await buy(presale, 3)
    expect(order).toMatchObject({
      status: 200,
      body: { status: 'created', payableMinor: 105_00, deposit: { depositMinor: 15_00, depositWorthMinor: 30_00 } },
    })
    const orderId = order.body.id
    expect(await create(orderId)).toMatchObject({ body: { amountMinor: 15_00, part: 'deposit' } })
    await pay(shop, tokenOf(0), orderId)
    const waiting = { status: 'deposited', paidAt: null, depositPaidAt: shop.clock.now }
    expect(await orderOf(orderId)).toMatchObject({ ...waiting, paymentDueAt: presale.balanceUntil })
    expect(await create(orderId)).toMatchObject({
      status: 409,
      body: { error: { code: 'balance_not_open', detail: { balanceFrom: presale.balanceFrom } } },
    })
    await pass(2 * HOUR_MS)
    expect(await pay(shop, tokenOf(0), orderId)).toMatchObject({ amountMinor: 90_00, part: 'balance' })
    expect(await orderOf(orderId)).toMatchObject({ status: 'paid', paidAt: shop.clock.now })
    expect(codeOf(await create(orderId))).toBe('order_not_payable')
    expect((await receive(shop, tokenOf(0), orderId)).status).toBe('completed')
    expect((await refund(shop, orderId, { sku_tea: 1 })).body).toMatchObject({ refundedMinor: 35_00 })
    expect((await refund(shop, orderId, { sku_tea: 2 })).body).toMatchObject({ status: 'refunded' })
    await pass(0)
    const paid = (await paymentsOf(orderId)).filter(({ status }) => status === 'succeeded')
    expect(paid.map(({ part, amountMinor, refundedMinor }) => [part, amountMinor, refundedMinor])).toEqual([
      ['deposit', 15_00, 15_00],
      ['balance', 90_00, 90_00],
    ])
  })

  it('holds its pieces from the order on, and gives them back when the deposit does not come', async () => {
    const presale = await openPresale({ bucketCount: 2, perMemberCount: 2 })
    const { body } = await buy(presale, 2)
    expect(await offerOf(presale)).toMatchObject({ leftCount: 0, memberCount: 2, state: 'limit_reached' })
    expect(await offerOf(presale, 1)).toMatchObject({ leftCount: 0, memberCount: 0, state: 'sold_out' })
    expect(codeOf(await buy(presale, 1, 1))).toBe('sold_out')
    await pass(HOUR_MS / 2)
    expect(await orderOf(body.id)).toMatchObject({ status: 'cancelled', depositEnd: null, refundedMinor: 0 })
    expect(await offerOf(presale, 1)).toMatchObject({ leftCount: 2, state: 'open' })
    const kept = await deposited(presale, 2)
    await pass(HOUR_MS)
    expect(await orderOf(kept)).toMatchObject({ status: 'deposited' })
  })

  it.each([
    ['refund', 5_00, 'returned'],
    ['keep', 0, 'kept'],
  ] as const)(
    'is closed when its balance does not come; its deposit by the policy %s',
    async (forfeit, backMinor, end) => {
      const presale = await openPresale({ forfeit })
      const orderId = await deposited(presale)
      await pass(3 * HOUR_MS - 1)
      expect(await orderOf(orderId)).toMatchObject({ status: 'deposited', deposit: { forfeit } })
      await pass(1)
      expect(await orderOf(orderId)).toMatchObject({ status: 'cancelled', depositEnd: end, refundedMinor: backMinor })
      expect(await paymentsOf(orderId)).toMatchObject([
        { part: 'deposit', amountMinor: 5_00, refundedMinor: backMinor },
      ])
      expect(await offerOf(presale)).toMatchObject({ leftCount: 10, memberCount: 0, state: 'ended' })
      expect(codeOf(await create(orderId))).toBe('order_not_payable')
    },
  )

  it('can be given up while the deposit comes back, never by a press that would lose it', async () => {
    const [free, strict] = [await openPresale(), await openPresale({ forfeit: 'keep' })]
    const [one, other] = [await deposited(free), await deposited(strict)]
    expect((await cancel(one)).body).toMatchObject({ status: 'cancelled', depositEnd: 'returned', refundedMinor: 5_00 })
    expect(await cancel(other)).toMatchObject({
      status: 409,
      body: { error: { code: 'order_not_cancellable', detail: { status: 'deposited', forfeit: 'keep' } } },
    })
    expect((await buy(strict)).status).toBe(200)
    expect((await callOff(other)).body).toMatchObject({ status: 'cancelled', depositEnd: 'returned' })
    expect(codeOf(await callOff(other))).toBe('order_not_cancellable')
    expect(codeOf(await callOff('ord_none_at_all_of_this_id'))).toBe('order_missing')
    await pass(0)
    for (const orderId of [one, other]) {
      expect(await paymentsOf(orderId)).toMatchObject([{ amountMinor: 5_00, refundedMinor: 5_00 }])
    }
  })

  it('never takes a second deposit for the balance, nor a balance that comes too late', async () => {
    const presale = await openPresale()
    const { body } = await buy(presale)
    const [first, second] = [await openPayment(shop, tokenOf(0), body.id), await openPayment(shop, tokenOf(0), body.id)]
    await simulate(shop, tokenOf(0), first.id, 'succeed')
    expect((await simulate(shop, tokenOf(0), second.id, 'succeed')).body).toMatchObject({ status: 'refund_due' })
    expect(await orderOf(body.id)).toMatchObject({ status: 'deposited' })
    await pass(2 * HOUR_MS)
    const late = await openPayment(shop, tokenOf(0), body.id)
    await pass(HOUR_MS)
    expect((await simulate(shop, tokenOf(0), late.id, 'succeed')).body).toMatchObject({ status: 'refund_due' })
    await pass(0)
    const moved = new Map((await paymentsOf(body.id)).map(({ id, refundedMinor }) => [id, refundedMinor]))
    expect([first, second, late].map(({ id }) => moved.get(id))).toEqual([5_00, 5_00, 30_00])
  })

  it('keeps no deposit before the provider has said whether the balance was paid in time', async () => {
    const presale = await openPresale({ forfeit: 'keep' })
    const [paid, given] = [await deposited(presale), await deposited(presale)]
    await pass(2 * HOUR_MS)
    const [first, second] = [await openPayment(shop, tokenOf(0), paid), await openPayment(shop, tokenOf(0), given)]
    shop.clock.now += HOUR_MS
    await sweep(shop.server, [])
    members = [await shop.signIn('13900000001')]
    expect(await orderOf(paid)).toMatchObject({ status: 'deposited' })
    // The money was there in time; only the word of it is late.
    expect((await simulate(shop, tokenOf(0), first.id, 'succeed')).body).toMatchObject({ status: 'succeeded' })
    expect(await orderOf(paid)).toMatchObject({ status: 'paid' })
    await pass(1)
    await pass(1)
    expect((await paymentsOf(given)).find(({ id }) => id === second.id)).toMatchObject({ status: 'closed' })
    expect(await orderOf(given)).toMatchObject({ status: 'cancelled', depositEnd: 'kept' })
    const silent = await openPresale({ forfeit: 'keep' })
    const forgotten = await deposited(silent)
    await pass(2 * HOUR_MS)
    await openPayment(shop, tokenOf(0), forgotten)
    shop.clock.now = silent.balanceUntil + 24 * HOUR_MS
    await sweep(shop.server, [])
    members = [await shop.signIn('13900000001'), await shop.signIn('13900000002')]
    expect(await orderOf(forgotten)).toMatchObject({ status: 'cancelled', depositEnd: 'kept' })
  })

  it('is answered once for one key, and is nobody else’s', async () => {
    const presale = await openPresale()
    const orderId = newOrderId()
    const first = await buy(presale, 1, 0, { orderId }, 'presale-key')
    expect((await buy(presale, 1, 0, { orderId }, 'presale-key')).body).toEqual(first.body)
    expect(codeOf(await buy(presale, 1, 0, { orderId }))).toBe('order_exists')
    expect(codeOf(await create(orderId, 1))).toBe('order_missing')
    expect(await offerOf(presale)).toMatchObject({ leftCount: 9 })
  })

  it('is what the shopper was shown, or is refused', async () => {
    const presale = await openPresale({ startsAt: shop.clock.now + 1 })
    expect(codeOf(await buy(presale))).toBe('presale_not_open')
    await pass(1)
    expect(codeOf(await buy(presale, 1, 0, { terms: { ...termsOf(presale), forfeit: 'keep' } }))).toBe(
      'presale_terms_changed',
    )
    expect(codeOf(await buy(presale, 1, 0, { expectedPayableMinor: 34_99 }))).toBe('price_changed')
    expect(codeOf(await buy(presale, 6))).toBe('member_limit_reached')
    expect(codeOf(await buy({ ...presale, id: 'pre_none' }))).toBe('presale_missing')
    expect(await buy(presale, 0)).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } })
  })
})

describe('presales', () => {
  it('can change while they run: orders keep what they were placed under', async () => {
    const presale = await openPresale()
    const orderId = await deposited(presale, 2)
    expect(codeOf(await save({ ...presale, bucketCount: 1 }))).toBe('bucket_below_taken')
    expect(codeOf(await save({ ...presale, skuId: 'sku_none' }))).toBe('presale_sku_fixed')
    expect(codeOf(await save({ ...presale, priceMinor: 50_01 }))).toBe('price_above_list')
    expect(codeOf(await save({ ...presale, forfeit: 'keep', depositMinor: 9_00 }))).toBe('deposit_above_share')
    const { balanceUntil } = presale
    expect((await save({ ...presale, depositMinor: 6_00, balanceUntil: balanceUntil + HOUR_MS })).status).toBe(200)
    expect(await orderOf(orderId)).toMatchObject({ deposit: { depositMinor: 10_00, balanceUntil } })
    const all = await shop.call<Page<PresaleSales>>('GET', '/v1/admin/presales', undefined, secret)
    expect(all.body.items.find(({ id }) => id === presale.id)).toMatchObject({
      ...{ takenCount: 2, createdCount: 0, depositedCount: 1, paidCount: 0, keptCount: 0, depositMinor: 6_00 },
    })
  })

  it('are listed while they take orders or come next, and read by who is nobody yet', async () => {
    const { body } = await shop.call<{ readonly items: readonly PresaleOffer[] }>('GET', '/v1/presales')
    expect(body.items.length).toBeGreaterThan(0)
    for (const { endsAt } of body.items) expect(endsAt).toBeGreaterThan(shop.clock.now)
    expect(codeOf(await shop.call<Refused>('GET', '/v1/presales/pre_none'))).toBe('presale_missing')
  })

  it('keep a member’s count below the limit when the same member buys twice at once', async () => {
    const presale = await openPresale({ perMemberCount: 1 })
    const replies = await Promise.all([buy(presale), buy(presale), buy(presale)])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })
})
