import type { Address } from '@siyu/core/carts'
import type { MemberExport } from '@siyu/core/compliance'
import type { Order, OrderDetails } from '@siyu/core/orders'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { fillCart, newOrderId, pay, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

const secret = { secret: true }
const HOME: Address = {
  ...{ id: 'adr_home', name: '王小明', phone: '138 0000-0001', region: '4403', area: '广东省深圳市南山区' },
  ...{ detail: '科技园1号', postcode: '518000' },
}
const AWAY: Address = { ...HOME, id: 'adr_away', region: '3101', area: '上海市', phone: '021-55556666' }
const company = { kind: 'company', title: '某某科技', taxNumber: '91440300708461136T', email: 'tax@example.com' }
const person = { kind: 'personal', title: '王小明', taxNumber: '', email: 'wang@example.com' }
const zone = { firstSize: 1, firstMinor: 8_00, extraSize: 1, extraMinor: 0, freeFromMinor: null, freeFromCount: null }
const byPlace = {
  templates: [
    {
      ...{ id: 'std', name: { zh: '标准', en: 'Standard' }, mode: 'count' },
      zones: [
        { ...zone, regions: ['44'] },
        { ...zone, regions: ['31'], firstMinor: 15_00 },
      ],
    },
  ],
  refund: 'with_last_unit',
}

let shop: Shop
let ben: SignedIn
let token: string
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
  expect((await shop.call('PUT', '/v1/shipping', byPlace, secret)).status).toBe(200)
  ben = await shop.signIn('13800000001')
  token = ben.accessToken
  for (const address of [HOME, AWAY]) {
    expect((await shop.call('PUT', `/v1/addresses/${address.id}`, address, { token })).status).toBe(200)
  }
})
afterAll(async () => {
  const { database } = shop.database
  expect(await breaches(database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

async function buyTo(expectedPayableMinor: number, more: object, key?: string) {
  await fillCart(shop, token, { lines: { sku_tea: 1 } })
  const input = { orderId: newOrderId(), expectedPayableMinor, ...more }
  return shop.call<Order & Refused>('POST', '/v1/orders', input, { token, key })
}
const detailsOf = async (orderId: string) =>
  (await shop.call<OrderDetails>('GET', `/v1/orders/${orderId}/details`, undefined, { token })).body
const allOf = async (orderId: string) =>
  (await shop.call<OrderDetails>('GET', `/v1/admin/orders/${orderId}/details`, undefined, secret)).body
const put = async (path: string, body: object, as: object = { token }) => {
  const reply = await shop.call<Refused>('PUT', path, body, as)
  return [reply.status, reply.body.error?.code]
}
const post = async (path: string, body: object, as: object = secret) => {
  const reply = await shop.call<Refused>('POST', path, body, as)
  return [reply.status, reply.body.error?.code]
}

it('goes to an address of the book, at the price of that address, with a wish and an invoice', async () => {
  const place = { region: '3101' }
  const details = { addressId: 'adr_home', note: '请放门口', invoice: company }
  expect((await buyTo(65_00, { place, ...details })).body.error).toMatchObject({
    ...{ code: 'price_changed', detail: { payableMinor: 58_00 } },
  })
  expect((await buyTo(58_00, { addressId: 'adr_none' })).body.error?.code).toBe('address_missing')
  const { body, status } = await buyTo(58_00, { place, ...details })
  expect(status).toBe(200)
  expect(JSON.stringify(body)).not.toMatch(/请放门口|王小明|某某科技/)
  expect(await detailsOf(body.id)).toEqual({
    address: HOME,
    notes: [{ id: expect.any(String), by: 'member', words: '请放门口', at: shop.clock.now }],
    invoice: {
      ...{ ...company, status: 'requested', requestedAt: shop.clock.now, issuedAt: null, number: null, url: null },
    },
  })
  const journal = await rowsOf<{ data: object }>(shop, 'events')
  expect(JSON.stringify(journal)).not.toMatch(/请放门口|王小明|某某科技|tax@example/)
})

it('takes the note of the cart along, once', async () => {
  expect(await put('/v1/cart/note', { note: '两件分开装' })).toEqual([200, undefined])
  const first = await buyTo(58_00, { addressId: 'adr_home' })
  expect((await detailsOf(first.body.id)).notes.map(({ words }) => words)).toEqual(['两件分开装'])
  const second = await buyTo(58_00, { addressId: 'adr_home' })
  expect((await detailsOf(second.body.id)).notes).toEqual([])
})

it('goes elsewhere as long as nothing was sent, where shipping costs the same', async () => {
  const { body } = await buyTo(58_00, { place: { region: '4403' } })
  const path = `/v1/orders/${body.id}/address`
  expect(await detailsOf(body.id)).toMatchObject({ address: null })
  expect(await put(path, { addressId: 'adr_away' })).toEqual([409, 'region_differs'])
  expect(await put(path, { addressId: 'adr_none' })).toEqual([404, 'address_missing'])
  expect(await put('/v1/orders/ord_none/address', { addressId: 'adr_home' })).toEqual([404, 'order_missing'])
  expect(await put(path, { addressId: 'adr_home' })).toEqual([200, undefined])
  expect(await put(path, { addressId: 'adr_home' })).toEqual([200, undefined])
  expect((await detailsOf(body.id)).address).toEqual(HOME)
  await pay(shop, token, body.id)
  const sent = { shipmentId: 'shp_1', carrier: 'sf', trackingNumber: 'SF5550001' }
  expect(await post(`/v1/orders/${body.id}/shipments`, sent)).toEqual([200, undefined])
  expect(await put(path, { addressId: 'adr_home' })).toEqual([409, 'address_fixed'])
})

it('keeps what operators write to themselves', async () => {
  const { body } = await buyTo(58_00, { addressId: 'adr_home', note: 'ring twice' })
  expect(await post(`/v1/orders/${body.id}/notes`, { words: '常客' })).toEqual([200, undefined])
  expect(await post('/v1/orders/ord_none/notes', { words: 'x' })).toEqual([404, 'order_missing'])
  expect(await post(`/v1/orders/${body.id}/notes`, { words: '' })).toEqual([400, 'invalid_input'])
  expect(await post(`/v1/orders/${body.id}/notes`, { words: 'mine' }, { token })).toEqual([403, 'denied'])
  expect((await detailsOf(body.id)).notes.map(({ words }) => words)).toEqual(['ring twice'])
  expect((await allOf(body.id)).notes.map(({ words }) => words).toSorted()).toEqual(['ring twice', '常客'].toSorted())
})

it('an invoice is asked for, changed, issued once, and then stands', async () => {
  const { body } = await buyTo(58_00, { addressId: 'adr_home' })
  const path = `/v1/orders/${body.id}/invoice`
  const document = { number: '24317000000001', url: 'https://invoices.example/1.pdf' }
  expect(await put(path, person)).toEqual([409, 'order_not_invoiceable'])
  await pay(shop, token, body.id)
  expect(await post(`${path}/issue`, document)).toEqual([404, 'invoice_missing'])
  expect(await put(path, { ...company, taxNumber: '' })).toEqual([400, 'invalid_input'])
  expect(await put(path, company)).toEqual([200, undefined])
  expect(await put(path, person)).toEqual([200, undefined])
  expect((await detailsOf(body.id)).invoice).toMatchObject({ ...person, status: 'requested' })
  expect(await post(`${path}/issue`, { ...document, url: 'javascript:alert(1)' })).toEqual([400, 'invalid_input'])
  expect(await post(`${path}/issue`, document)).toEqual([200, undefined])
  expect((await detailsOf(body.id)).invoice).toMatchObject({ ...person, ...document, status: 'issued' })
  expect(await post(`${path}/issue`, document)).toEqual([409, 'invoice_issued'])
  expect(await put(path, company)).toEqual([409, 'invoice_issued'])
  expect(await post('/v1/orders/ord_none/invoice/issue', document)).toEqual([404, 'order_missing'])
  expect(await put('/v1/orders/ord_none/invoice', person)).toEqual([404, 'order_missing'])
})

it('shows nobody what is somebody else’s, and hands out to each what is theirs', async () => {
  const { body } = await buyTo(58_00, { addressId: 'adr_home', note: 'secret wish', invoice: person })
  const other = (await shop.signIn('13800000009')).accessToken
  const seen = await shop.call<Refused>('GET', `/v1/orders/${body.id}/details`, undefined, { token: other })
  expect([seen.status, seen.body.error?.code]).toEqual([404, 'order_missing'])
  expect(await put(`/v1/orders/${body.id}/invoice`, person, { token: other })).toEqual([404, 'order_missing'])
  const asMember = await shop.call('GET', `/v1/admin/orders/${body.id}/details`, undefined, { token })
  expect(asMember.status).toBe(403)
  const handed = await shop.call<MemberExport>('GET', '/v1/member/data', undefined, { token })
  const { orderAddresses, orderInvoiceParties } = handed.body.concepts.orders ?? {}
  expect(orderAddresses).toContainEqual(expect.objectContaining({ orderId: body.id, name: '王小明' }))
  expect(orderInvoiceParties).toContainEqual(expect.objectContaining({ orderId: body.id, title: '王小明' }))
  expect(JSON.stringify(handed.body.concepts.compliance)).toContain('secret wish')
})

describe('operators find orders', () => {
  const found = async (filter: Readonly<Record<string, string | number>>) => {
    const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))
    const { body, status } = await shop.call<{ items: Order[] }>(
      ...(['GET', `/v1/admin/orders?${query}`, undefined, secret] as const),
    )
    return status === 200 ? body.items.map(({ id }) => id) : [String(status)]
  }

  it('by status, member, SKU, time, number and phone, and by all of it at once', async () => {
    shop.clock.now += 60_000
    const from = shop.clock.now
    const cup = { ...TEA, id: 'prd_pot', skus: [{ ...TEA.skus[0], id: 'sku_pot' }] }
    await stockUp(shop, cup as typeof TEA, 10)
    const { accessToken, memberId } = await shop.signIn('13800000007')
    const mine = (await place(shop, accessToken, { lines: { sku_pot: 1 }, place: { region: '4403' } })).id
    await pay(shop, accessToken, mine)
    const sent = { shipmentId: 'shp_1', carrier: 'sf', trackingNumber: 'SF-UNIQUE-77' }
    await shop.call('POST', `/v1/orders/${mine}/shipments`, sent, secret)
    const away = (await buyTo(65_00, { addressId: 'adr_away' })).body.id
    expect(await found({ text: mine })).toEqual([mine])
    expect(await found({ text: ' SF-UNIQUE-77 ' })).toEqual([mine])
    expect(await found({ text: '021 5555 6666' })).toEqual([away])
    expect(await found({ text: 'nothing' })).toEqual([])
    expect(await found({ skuId: 'sku_pot' })).toEqual([mine])
    expect(await found({ memberId })).toEqual([mine])
    expect((await found({ placedFrom: from })).toSorted()).toEqual([mine, away].toSorted())
    expect(await found({ placedUntil: from, memberId })).toEqual([])
    expect(await found({ status: 'shipped', skuId: 'sku_pot', memberId, placedFrom: from, text: mine })).toEqual([mine])
    expect(await found({ status: 'completed' })).toEqual([])
    await refund(shop, mine, { sku_pot: 1 })
    expect(await found({ status: 'refunded' })).toEqual([mine])
    expect([await found({ status: 'lost' }), await found({ text: 'x' })]).toEqual([['400'], ['400']])
  })
})
