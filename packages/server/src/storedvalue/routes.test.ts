import type { AuditReport } from '@siyu/core/ledger'
import type { Order } from '@siyu/core/orders'
import type { StoredValue, StoredValueEntry } from '@siyu/core/storedvalue'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCounter } from '../kernel/testing/counter.ts'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { fillCart, newOrderId, openPayment, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import type { Shop, SignedIn } from '../kernel/testing/shop.ts'
import type { TestProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'

let shop: Shop
let counter: TestProvider
let member: SignedIn
let token: string
beforeAll(async () => {
  const opened = await openCounter()
  shop = opened.shop
  counter = opened.counter
  await stockUp(shop, TEA, 100)
  member = await shop.signIn('13800000001')
  token = member.accessToken
})
afterAll(async () => {
  const audited = await shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })
  expect(audited.body.differences).toEqual([])
  expect(shop.faults).toEqual([])
  await shop.close()
})

const grant = (deltaMinor: number, memberId = member.memberId) =>
  shop.call<StoredValue & Refused>(
    'POST',
    '/v1/stored-value/grants',
    { memberId, deltaMinor, reason: '开业充值' },
    { secret: true },
  )
const stored = async () => (await shop.call<StoredValue>('GET', '/v1/stored-value', undefined, { token })).body
const orderOf = async (id: string) => (await shop.call<Order>('GET', `/v1/orders/${id}`, undefined, { token })).body
/** Checks out so many teas of 50.00, this much of it by stored value. */
async function checkout(quantity: number, storedValueMinor: number) {
  await fillCart(shop, token, { lines: { sku_tea: quantity } })
  const input = { orderId: newOrderId(), expectedPayableMinor: 50_00 * quantity, storedValueMinor }
  return shop.call<Order & Refused>('POST', '/v1/orders', input, { token })
}

it('is granted, taken out and shown, to operators and to its owner', async () => {
  expect((await grant(300_00)).body).toEqual({ memberId: member.memberId, balanceMinor: 300_00, heldMinor: 0 })
  expect((await grant(-100_00)).body.balanceMinor).toBe(200_00)
  expect((await grant(-200_01)).body.error?.code).toBe('stored_value_insufficient')
  expect((await grant(9_000_000_000_000_000)).status).toBe(400)
  expect((await grant(0)).status).toBe(400)
  expect((await grant(1, 'mem_none')).body.error?.code).toBe('member_missing')
  const path = `/v1/stored-value/members/${member.memberId}`
  expect((await shop.call('GET', path, undefined, { secret: true })).body).toEqual(await stored())
  expect((await shop.call('GET', '/v1/stored-value/members/mem_none', undefined, { secret: true })).status).toBe(404)
  const notes = await rowsOf<{ kind: string; words: string }>(shop, 'personal_notes')
  expect(notes.filter(({ kind }) => kind === 'stored_value').map(({ words }) => words)).toEqual([
    '开业充值',
    '开业充值',
  ])
})

it('is held at the checkout, and free again when the order is cancelled', async () => {
  const { body } = await checkout(1, 30_00)
  expect(body).toMatchObject({ payableMinor: 50_00, storedValueMinor: 30_00 })
  expect(await stored()).toMatchObject({ balanceMinor: 200_00, heldMinor: 30_00 })
  expect((await grant(-170_01)).body.error?.code).toBe('stored_value_insufficient')
  await shop.call('POST', `/v1/orders/${body.id}/cancellation`, {}, { token })
  expect(await stored()).toMatchObject({ balanceMinor: 200_00, heldMinor: 0 })
  const expired = await checkout(1, 10_00)
  shop.clock.now = expired.body.paymentDueAt
  await sweep(shop.server, [counter])
  token = (await shop.signIn('13800000001')).accessToken
  expect(await stored()).toMatchObject({ balanceMinor: 200_00, heldMinor: 0 })
})

it('pays a part; what came through the provider goes back first, then the stored value, exactly as paid', async () => {
  const { body } = await checkout(3, 70_00)
  const payment = await openPayment(shop, token, body.id)
  expect(payment.amountMinor).toBe(80_00)
  await counter.pay(payment.id)
  expect((await orderOf(body.id)).status).toBe('paid')
  expect(await stored()).toMatchObject({ balanceMinor: 130_00, heldMinor: 0 })
  const backs: (readonly number[])[] = []
  for (let unit = 0; unit < 3; unit += 1) {
    await refund(shop, body.id, { sku_tea: 1 })
    const rows = await rowsOf<{ payment_id: string; amount_minor: number }>(shop, 'payment_refunds')
    const through = rows.filter(({ payment_id: id }) => id === payment.id).map(({ amount_minor: minor }) => minor)
    backs.push([through.reduce((sum, minor) => sum + minor, 0), (await stored()).balanceMinor])
  }
  expect(backs).toEqual([
    [50_00, 130_00],
    [80_00, 150_00],
    [80_00, 200_00],
  ])
  await sweep(shop.server, [counter])
})

it('pays the whole without a provider', async () => {
  const { body } = await checkout(2, 100_00)
  const payment = await openPayment(shop, token, body.id)
  expect(payment).toMatchObject({ provider: 'none', amountMinor: 0, status: 'succeeded' })
  expect(await stored()).toMatchObject({ balanceMinor: 100_00, heldMinor: 0 })
  await refund(shop, body.id, { sku_tea: 2 })
  expect(await stored()).toMatchObject({ balanceMinor: 200_00 })
  const history = await shop.call<{ items: StoredValueEntry[] }>('GET', '/v1/stored-value/history', undefined, {
    token,
  })
  expect(history.body.items.map(({ kind, deltaMinor }) => [kind, deltaMinor]).slice(0, 2)).toEqual([
    ['return', 100_00],
    ['spend', -100_00],
  ])
})

it('is never spent twice by checkouts at once, and never more than there is', async () => {
  expect((await checkout(5, 200_01)).body.error?.code).toBe('stored_value_insufficient')
  await fillCart(shop, token, { lines: { sku_tea: 3 } })
  const input = () => ({ orderId: newOrderId(), expectedPayableMinor: 150_00, storedValueMinor: 150_00 })
  const tries = await Promise.all([1, 2, 3].map(() => shop.call<Refused>('POST', '/v1/orders', input(), { token })))
  expect(tries.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(await stored()).toMatchObject({ balanceMinor: 200_00, heldMinor: 150_00 })
})

it('is a book of the ledger whose sums are what the brand owes', async () => {
  const { body } = await shop.call<{ book: string; ownersBalance: number }[]>(
    'GET',
    '/v1/ledger/trial-balance',
    undefined,
    {
      secret: true,
    },
  )
  expect(body.find(({ book }) => book === 'stored_value')).toMatchObject({ ownersBalance: 200_00 })
})
