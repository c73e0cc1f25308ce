import type { CaseKind } from '@siyu/core/aftersales'
import type { ImportedShipments, Order, OrderSettings } from '@siyu/core/orders'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask as askCase, type OwnCase, oneOf, steps } from '../aftersales/case.fixture.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { pay, place, type Refused, receive, refund } from '../kernel/testing/sale.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'

const secret = { secret: true }
const DAY_MS = 86_400_000
const settings: OrderSettings = {
  ...{ tracksShipments: false, autoReceiveDays: 10, autoCompleteDays: 0, paymentWindowMs: 1_800_000 },
}
const CUP = { ...TEA, id: 'prd_cup', skus: [{ ...TEA.skus[0], id: 'sku_cup', listMinor: 33_33, memberPrices: [] }] }
const CLUB = {
  ...{ ...TEA, id: 'prd_club' },
  skus: [{ ...TEA.skus[0], id: 'sku_club', membership: { tierId: 'gold', unit: 'months', count: 1 } }],
}

let shop: Shop
let token: string
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
  await stockUp(shop, CUP as typeof TEA, 1_000)
  expect((await shop.call('PUT', '/v1/products/prd_club', CLUB, secret)).status).toBe(200)
  await signIn()
})
afterAll(async () => {
  const { database } = shop.database
  expect(await breaches(database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

async function signIn(): Promise<void> {
  token = (await shop.signIn('13800000001')).accessToken
}
async function configure(more: Partial<OrderSettings>): Promise<void> {
  expect((await shop.call('PUT', '/v1/order-settings', { ...settings, ...more }, secret)).status).toBe(200)
}
async function paidOrder(lines: Readonly<Record<string, number>>): Promise<string> {
  const { id } = await place(shop, token, { lines: { sku_tea: 0, sku_cup: 0, sku_club: 0, ...lines } })
  await pay(shop, token, id)
  return id
}
const send = (orderId: string, more: object = {}) =>
  shop.call<Order & Refused>(
    ...([
      'POST',
      `/v1/orders/${orderId}/shipments`,
      { shipmentId: 'shp_1', carrier: '顺丰', trackingNumber: 'SF100200300', ...more },
      secret,
    ] as const),
  )
const orderOf = async (orderId: string) =>
  (await shop.call<Order>('GET', `/v1/orders/${orderId}`, undefined, { token })).body
const wait = async (days: number) => {
  shop.clock.now += days * DAY_MS
  return sweep(shop.server, [testPaymentProvider])
}

it('is sent in parts, which its member sees with their numbers', async () => {
  const id = await paidOrder({ sku_tea: 3, sku_cup: 1 })
  const lines = [{ lineId: 'sku_tea', quantity: 2 }]
  const part = await send(id, { lines, locationId: 'main' })
  expect(part.body).toMatchObject({ status: 'fulfilling', shippedAt: null, receiptDueAt: null })
  shop.clock.now += 1_000
  const rest = await send(id, { shipmentId: 'shp_2', carrier: 'zto' })
  expect(rest.body).toMatchObject({ status: 'shipped', shippedAt: shop.clock.now })
  expect(rest.body.receiptDueAt).toBe(shop.clock.now + 10 * DAY_MS)
  const seen = await orderOf(id)
  expect(seen.shipments).toEqual([
    {
      ...{ id: 'shp_1', lines, carrier: '顺丰', trackingNumber: 'SF100200300', locationId: 'main' },
      at: shop.clock.now - 1_000,
    },
    {
      ...{ id: 'shp_2', carrier: 'zto', trackingNumber: 'SF100200300', locationId: null, at: shop.clock.now },
      lines: [
        { lineId: 'sku_tea', quantity: 1 },
        { lineId: 'sku_cup', quantity: 1 },
      ],
    },
  ])
  expect(seen.lines.map(({ shippedCount }) => shippedCount)).toEqual([3, 1])
  expect(seen.parcels).toMatchObject([{ locationId: 'main' }])
  const corrected = { carrier: 'zto', trackingNumber: 'ZTO-778899' }
  const path = `/v1/orders/${id}/shipments/shp_2`
  expect((await shop.call<Order>('PUT', path, corrected, secret)).body.shipments[1]).toMatchObject(corrected)
  expect((await orderOf(id)).shipments[1]).toMatchObject(corrected)
})

it('two who send the last piece at once: one shipment is written down', async () => {
  const id = await paidOrder({ sku_tea: 1 })
  const both = await Promise.all([send(id), send(id, { shipmentId: 'shp_2' })])
  expect(both.map(({ status, body }) => [status, body.error?.code]).toSorted()).toEqual([
    [200, undefined],
    [409, 'order_not_shippable'],
  ])
  expect((await orderOf(id)).shipments).toHaveLength(1)
})

it('says every no of sending, and changes nothing', async () => {
  const id = await paidOrder({ sku_tea: 2, sku_club: 1 })
  const no = async (more: object, orderId = id) => {
    const { status, body } = await send(orderId, more)
    return [status, body.error?.code]
  }
  const tea = { lineId: 'sku_tea', quantity: 1 }
  expect(await no({}, 'ord_none')).toEqual([404, 'order_missing'])
  expect(await no({ lines: [{ lineId: 'sku_pot', quantity: 1 }] })).toEqual([404, 'line_missing'])
  expect(await no({ lines: [tea, tea] })).toEqual([409, 'line_repeated'])
  expect(await no({ lines: [{ ...tea, quantity: 3 }] })).toEqual([409, 'quantity_exceeded'])
  expect(await no({ lines: [{ lineId: 'sku_club', quantity: 1 }] })).toEqual([409, 'quantity_exceeded'])
  expect(await no({ locationId: 'nowhere' })).toEqual([404, 'location_missing'])
  for (const bad of [
    { carrier: '' },
    { carrier: 'a b' },
    { trackingNumber: '12' },
    { trackingNumber: '张三 1234' },
    { lines: [] },
  ]) {
    expect(await no(bad)).toEqual([400, 'invalid_input'])
  }
  expect((await orderOf(id)).shipments).toEqual([])
  expect((await send(id, { lines: [tea] })).status).toBe(200)
  expect(await no({ lines: [tea] })).toEqual([409, 'shipment_exists'])
  expect(await no({ shipmentId: 'shp_2' })).toEqual([200, undefined])
  expect(await no({ shipmentId: 'shp_3' })).toEqual([409, 'order_not_shippable'])
  const correct = (path: string) =>
    shop.call<Refused>('PUT', path, { carrier: 'sf', trackingNumber: 'SF999999' }, secret)
  expect((await correct('/v1/orders/ord_none/shipments/shp_1')).body.error?.code).toBe('order_missing')
  expect((await correct(`/v1/orders/${id}/shipments/shp_9`)).body.error?.code).toBe('shipment_missing')
  const asMember = await shop.call<Refused>('POST', `/v1/orders/${id}/shipments`, {}, { token })
  expect(asMember.status).toBe(403)
  expect((await shop.call<Refused>('POST', `/v1/orders/${id}/completion`, {}, { token })).status).toBe(403)
})

it('counts as received when nobody says otherwise, and is complete with that', async () => {
  const id = await paidOrder({ sku_tea: 1 })
  await wait(30)
  await signIn()
  expect(await orderOf(id)).toMatchObject({ status: 'paid', receiptDueAt: null })
  expect((await send(id)).body.status).toBe('shipped')
  expect(await wait(9)).toMatchObject({ receivedCount: 0 })
  expect(await wait(1)).toMatchObject({ receivedCount: 1, completedCount: 0 })
  await signIn()
  expect(await orderOf(id)).toMatchObject({ status: 'completed', receivedAt: shop.clock.now })
  const due = async (command: string) => {
    const outcome = await shop.server.run(shop.brandId, command, { orderId: 'ord_none' }, command)
    return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind
  }
  expect([await due('orders.autoReceive'), await due('orders.autoComplete')]).toEqual([
    'order_missing',
    'order_missing',
  ])
})

it('waits for completion where the shop says so: commission from receipt on, points and growth until then', async () => {
  await configure({ autoCompleteDays: 7, tracksShipments: true })
  const { body } = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token })
  const friend = await shop.signIn('13800000002', body.code)
  const { id } = await place(shop, friend.accessToken, { lines: { sku_tea: 2 } })
  await pay(shop, friend.accessToken, id)
  const of = (path: string, as: string) => shop.call(...(['GET', path, undefined, { token: as }] as const))
  const early = await shop.call<Refused>('POST', `/v1/orders/${id}/receipt`, {}, { token: friend.accessToken })
  expect([early.status, early.body.error?.code]).toEqual([409, 'order_not_shipped'])
  await send(id)
  const received = await receive(shop, friend.accessToken, id)
  expect(received).toMatchObject({ status: 'received', completedAt: null })
  expect(received.completionDueAt).toBe(shop.clock.now + 7 * DAY_MS)
  expect((await of('/v1/commission', token)).body).toMatchObject({ pendingMinor: 0, frozenMinor: 10_00 })
  expect((await of('/v1/points', friend.accessToken)).body).toMatchObject({ spendableCount: 0 })
  await refund(shop, id, { sku_tea: 1 })
  await wait(6)
  expect(await wait(1)).toMatchObject({ receivedCount: 0, completedCount: 1 })
  const again = (await shop.signIn('13800000002')).accessToken
  expect((await of(`/v1/orders/${id}`, again)).body).toMatchObject({
    ...{ status: 'completed', receivedAt: shop.clock.now - 7 * DAY_MS, completedAt: shop.clock.now },
  })
  expect((await of('/v1/points', again)).body).toMatchObject({ spendableCount: 50 })
  expect((await of('/v1/tier', again)).body).toMatchObject({ growthCount: 50 })
  await signIn()
  await configure({})
})

it('goes on by itself only when no case about it is open; the member may all the same', async () => {
  await configure({ autoCompleteDays: 7 })
  const id = await paidOrder({ sku_tea: 3 })
  await send(id)
  const ask = async (kind: CaseKind): Promise<OwnCase> => {
    const asked = await askCase(shop, token, oneOf(id, kind))
    expect(asked.status).toBe(200)
    return { id: asked.body.id, token }
  }
  const lost = await ask('reship')
  expect(await wait(10)).toMatchObject({ receivedCount: 0 })
  const run = async (command: string) => {
    const outcome = await shop.server.run(shop.brandId, command, { orderId: id }, `${command} ${shop.clock.now}`)
    return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind
  }
  expect(await run('orders.autoReceive')).toBe('case_open')
  await signIn()
  expect((await steps.withdraw(shop, { ...lost, token })).status).toBe(200)
  expect(await wait(0)).toMatchObject({ receivedCount: 1 })
  const broken = await ask('return_and_refund')
  expect(await wait(7)).toMatchObject({ completedCount: 0 })
  expect(await run('orders.autoComplete')).toBe('case_open')
  await signIn()
  expect((await steps.reject(shop, broken)).status).toBe(200)
  expect(await wait(0)).toMatchObject({ completedCount: 1 })
  await signIn()
  await configure({})
})

it('takes tracking numbers from a file, row by row, and the same file again changes nothing', async () => {
  await configure({})
  const [whole, part, cancelled] = [
    await paidOrder({ sku_tea: 2 }),
    await paidOrder({ sku_tea: 3, sku_cup: 1 }),
    (await place(shop, token, { lines: { sku_tea: 1, sku_cup: 0 } })).id,
  ]
  const rows = [
    'order_id,carrier,tracking_number,line_id,quantity,note',
    `${whole},顺丰,SF7000000001,,,made today`,
    `${part},sf,SF7000000002,sku_tea,2,`,
    `${part},sf,SF7000000002,sku_cup,1,`,
    `${cancelled},sf,SF7000000003,,,`,
    'ord_nobody,sf,SF7000000004,,,',
    `${part},sf,SF7000000005,sku_tea,9,`,
    `${part},sf,13,,,`,
  ]
  const take = (csv: string, as: object = secret) =>
    shop.call<ImportedShipments & Refused>('POST', '/v1/shipment-imports', { csv }, as)
  const refused = [
    { row: 5, orderId: cancelled, column: null, code: 'order_not_shippable' },
    { row: 6, orderId: 'ord_nobody', column: null, code: 'order_missing' },
    { row: 7, orderId: part, column: null, code: 'quantity_exceeded' },
    { row: 8, orderId: part, column: 'tracking_number', code: 'invalid_input' },
  ]
  expect((await take(rows.join('\n'))).body).toEqual({ sentCount: 2, knownCount: 0, refused })
  expect(await orderOf(whole)).toMatchObject({ status: 'shipped', shipments: [{ trackingNumber: 'SF7000000001' }] })
  expect(await orderOf(part)).toMatchObject({
    status: 'fulfilling',
    shipments: [
      {
        lines: [
          { lineId: 'sku_tea', quantity: 2 },
          { lineId: 'sku_cup', quantity: 1 },
        ],
      },
    ],
  })
  const again = await Promise.all([take(rows.join('\n')), take(rows.join('\n'))])
  for (const { body } of again) expect(body).toEqual({ sentCount: 0, knownCount: 2, refused })
  expect((await orderOf(part)).shipments).toHaveLength(1)
  const none = await take('order,number\n1,2\n')
  expect([none.status, none.body.error]).toMatchObject([
    409,
    { code: 'csv_invalid', detail: { errors: [{ row: 1, column: 'order_id', problem: 'missing' }] } },
  ])
  expect((await take(rows.join('\n'), { token })).status).toBe(403)
})

it('keeps the settings it was placed under', async () => {
  await configure({ tracksShipments: true, autoReceiveDays: 3 })
  const id = await paidOrder({ sku_tea: 1 })
  await configure({})
  const early = await shop.call<Refused>('POST', `/v1/orders/${id}/receipt`, {}, { token })
  expect(early.body.error?.code).toBe('order_not_shipped')
  expect((await send(id)).body.receiptDueAt).toBe(shop.clock.now + 3 * DAY_MS)
  expect((await shop.call('GET', '/v1/order-settings', undefined, secret)).body).toEqual(settings)
  const bad = await shop.call<Refused>('PUT', '/v1/order-settings', { ...settings, autoReceiveDays: 0 }, secret)
  expect([bad.status, JSON.stringify(bad.body)]).toEqual([400, expect.stringContaining('autoReceiveDays')])
})

it('what is sent nowhere, has been sent with its payment', async () => {
  const id = await paidOrder({ sku_club: 1 })
  expect(await orderOf(id)).toMatchObject({ status: 'shipped', receiptDueAt: shop.clock.now + 10 * DAY_MS })
  expect((await send(id)).body.error?.code).toBe('order_not_shippable')
  expect((await receive(shop, token, id)).status).toBe('completed')
})
