import { moves, type Order, type OrderCommand, type OrderStatus } from '@siyu/core/orders'
import type { PresaleTerms } from '@siyu/core/presales'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { newOrderId, openPayment, pay, place, type Refused, receive, refund } from '../kernel/testing/sale.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

const secret = { secret: true }
const HOUR_MS = 3_600_000
const waiting = { tracksShipments: false, autoReceiveDays: 10, autoCompleteDays: 7, paymentWindowMs: HOUR_MS }

let shop: Shop
let token: string
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
  expect((await shop.call('PUT', '/v1/order-settings', waiting, secret)).status).toBe(200)
  token = (await shop.signIn('13800000001')).accessToken
})
afterAll(async () => {
  const { database } = shop.database
  expect(await breaches(database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

type Said = { readonly status: number; readonly body: Refused & { readonly status?: string } }

const operate = (path: string, body: object = {}): Promise<Said> => shop.call('POST', path, body, secret)
const send = (orderId: string, lines?: object): Promise<Said> =>
  operate(`/v1/orders/${orderId}/shipments`, {
    ...{ shipmentId: newOrderId(), carrier: 'sf', trackingNumber: 'SF100200300' },
    ...lines,
  })
const one = { lines: [{ lineId: 'sku_tea', quantity: 1 }] }

/** An order of three teas in each status, reached as a shop reaches it. */
const reach: Readonly<Record<OrderStatus, () => Promise<string>>> = {
  created: async () => (await place(shop, token, { lines: { sku_tea: 3 } })).id,
  deposited: async () => {
    const orderId = newOrderId()
    const terms = await presell(orderId)
    const input = { orderId, quantity: 3, expectedPayableMinor: 3 * 40_00, terms }
    await shop.call('POST', `/v1/presales/${orderId}/orders`, input, { token })
    await pay(shop, token, orderId)
    shop.clock.now += 1
    return orderId
  },
  paid: async () => {
    const orderId = await reach.created()
    await pay(shop, token, orderId)
    return orderId
  },
  fulfilling: () => after('paid', (orderId) => send(orderId, one)),
  shipped: () => after('paid', (orderId) => send(orderId)),
  received: () => after('shipped', (orderId) => receive(shop, token, orderId)),
  completed: () => after('received', (orderId) => operate(`/v1/orders/${orderId}/completion`)),
  cancelled: () =>
    after('created', (orderId) => shop.call('POST', `/v1/orders/${orderId}/cancellation`, {}, { token })),
  refunded: () => after('paid', (orderId) => refund(shop, orderId, { sku_tea: 3 })),
}

/** A presale that takes orders at this moment, and balances from the next one on. */
async function presell(id: string): Promise<PresaleTerms> {
  const { now } = shop.clock
  const terms = { depositMinor: 5_00, forfeit: 'refund', balanceFrom: now + 1, balanceUntil: now + HOUR_MS } as const
  const windows = { startsAt: now, endsAt: now + 1, shipsFrom: now + HOUR_MS }
  const price = { skuId: 'sku_tea', priceMinor: 40_00, depositWorthMinor: 5_00, bucketCount: 3, perMemberCount: 3 }
  const presale = { name: { zh: '预售', en: 'Presale' }, ...price, ...windows, ...terms }
  expect((await shop.call('PUT', `/v1/presales/${id}`, presale, secret)).status).toBe(200)
  return terms
}

async function after(status: OrderStatus, step: (orderId: string) => Promise<unknown>): Promise<string> {
  const orderId = await reach[status]()
  await step(orderId)
  return orderId
}

async function statusOf(orderId: string): Promise<OrderStatus> {
  return (await shop.call<Order>('GET', `/v1/orders/${orderId}`, undefined, { token })).body.status
}

/** Each command as it comes to a shop, and what it says where the table has no move. */
const commands: Readonly<
  Record<OrderCommand, { readonly no: string; readonly run: (orderId: string) => Promise<string | undefined> }>
> = {
  pay: {
    no: 'order_not_payable',
    run: async (orderId) => {
      const opened = await shop.call<Refused>('POST', '/v1/payments', { orderId }, { token })
      if (opened.status === 200) await pay(shop, token, orderId)
      return opened.body.error?.code
    },
  },
  ship: { no: 'order_not_shippable', run: async (orderId) => (await send(orderId)).body.error?.code },
  receive: {
    no: 'order_not_paid',
    run: async (orderId) =>
      (await shop.call<Refused>('POST', `/v1/orders/${orderId}/receipt`, {}, { token })).body.error?.code,
  },
  complete: {
    no: 'order_not_completable',
    run: async (orderId) => (await operate(`/v1/orders/${orderId}/completion`)).body.error?.code,
  },
  cancel: {
    no: 'order_not_cancellable',
    run: async (orderId) =>
      (await shop.call<Refused>('POST', `/v1/orders/${orderId}/cancellation`, {}, { token })).body.error?.code,
  },
  expire: {
    no: 'order_not_cancellable',
    run: async (orderId) => {
      shop.clock.now += HOUR_MS
      token = (await shop.signIn('13800000001')).accessToken
      const outcome = await shop.server.run(shop.brandId, 'orders.expire', { orderId }, `expire ${orderId}`)
      return outcome.kind === 'refused' ? outcome.refusal.code : undefined
    },
  },
  refund: {
    no: 'order_not_refundable',
    run: async (orderId) => (await refund(shop, orderId, { sku_tea: 1 })).body.error?.code,
  },
}

describe.each(Object.keys(moves) as OrderStatus[])('an order that is %s', (status) => {
  const isLegal = (command: OrderCommand): boolean => moves[status][command].length > 0
  const all = Object.keys(commands) as OrderCommand[]

  it('refuses every move that is not in the table, and stays as it is', async () => {
    const orderId = await reach[status]()
    expect(await statusOf(orderId)).toBe(status)
    for (const command of all.filter((each) => !isLegal(each))) {
      expect([command, await commands[command].run(orderId)]).toEqual([command, commands[command].no])
    }
    expect(await statusOf(orderId)).toBe(status)
  })

  it.each(all.filter(isLegal))('makes the move of %s', async (command) => {
    const orderId = await reach[status]()
    expect(await commands[command].run(orderId)).toBeUndefined()
    expect(moves[status][command]).toContain(await statusOf(orderId))
  })
})

it('every way of the table can be gone: also those that what is left to send decides', async () => {
  const one = await reach.paid()
  await refund(shop, one, { sku_tea: 1 })
  expect([await statusOf(one), (await send(one, { lines: [{ lineId: 'sku_tea', quantity: 1 }] })).body.status]).toEqual(
    ['paid', 'fulfilling'],
  )
  expect((await refund(shop, one, { sku_tea: 1 })).body.status).toBe('shipped')
  expect((await refund(shop, one, { sku_tea: 1 })).body.status).toBe('refunded')
  const two = await reach.fulfilling()
  expect((await refund(shop, two, { sku_tea: 1 })).body.status).toBe('fulfilling')
  expect((await refund(shop, two, { sku_tea: 2 })).body.status).toBe('refunded')
  for (const status of ['shipped', 'received', 'completed'] as const) {
    const orderId = await reach[status]()
    expect((await refund(shop, orderId, { sku_tea: 2 })).body.status).toBe(status)
    expect((await refund(shop, orderId, { sku_tea: 1 })).body.status).toBe('refunded')
  }
  await expect(openPayment(shop, token, one)).rejects.toThrow('order_not_payable')
})
