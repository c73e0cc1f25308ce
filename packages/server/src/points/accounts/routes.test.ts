import type { AccountState, ImportedPoints, OpeningBalance, PointsBalance } from '@siyu/core/points'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { breaches } from '../../kernel/testing/invariants.ts'
import {
  adjustPoints,
  buy,
  fillCart,
  newOrderId,
  pay,
  place,
  type Refused,
  refund,
  rowsOf,
} from '../../kernel/testing/sale.ts'
import { newKey, openShop, type Reply, type Shop } from '../../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../../kernel/testing/state.ts'
import { sweep } from '../../sweeps.ts'

const DAY_MS = 86_400_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
})
afterAll(async () => {
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

const balance = async (token: string) =>
  (await shop.call<PointsBalance>('GET', '/v1/points', undefined, { token })).body
const freeze = (memberId: string, verb = 'freezes', reason = 'chargeback'): Promise<Reply<AccountState & Refused>> =>
  shop.call('POST', `/v1/members/${memberId}/points/${verb}`, { reason }, { secret: true })
const importRows = (rows: readonly OpeningBalance[]): Promise<Reply<ImportedPoints>> =>
  shop.call('POST', '/v1/points/imports', { rows }, { secret: true })
const row = (reference: string, memberId: string, more: Partial<OpeningBalance> = {}): OpeningBalance => ({
  ...{ reference, memberId, count: 40, expiresAt: null, ...more },
})

it('a frozen account earns and expires, and spends nothing', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000001')
  await adjustPoints(shop, memberId, 300)
  expect((await freeze(memberId)).body).toEqual({ memberId, isFrozen: true, reason: 'chargeback' })
  expect((await freeze(memberId, 'freezes', 'again')).body.reason).toBe('chargeback')
  expect(await balance(token)).toMatchObject({ spendableCount: 0, isFrozen: true })

  await fillCart(shop, token, { lines: { sku_tea: 1 }, pointsCount: 100 })
  const checkout = { orderId: newOrderId(), expectedPayableMinor: 50_00 }
  const refused = await shop.call<Refused>('POST', '/v1/orders', checkout, { token })
  expect([refused.status, refused.body.error?.code]).toEqual([403, 'points_frozen'])
  await buy(shop, token, { lines: { sku_tea: 1 } })
  expect((await freeze(memberId, 'unfreezes', 'cleared')).body).toEqual({ memberId, isFrozen: false, reason: null })
  expect(await balance(token)).toMatchObject({ spendableCount: 350 })
  expect(await balance(token)).not.toHaveProperty('isFrozen')
  await freeze(memberId)
  shop.clock.now += 366 * DAY_MS
  expect((await sweep(shop.server, [])).expiredCount).toBe(2)
  await freeze(memberId, 'unfreezes')
  const { accessToken: later } = await shop.signIn('13800000001')
  expect((await balance(later)).spendableCount).toBe(0)
})

it('what was held before the freeze is spent or comes back; operators still correct', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000002')
  await adjustPoints(shop, memberId, 300)
  const paid = await place(shop, token, { lines: { sku_tea: 1 }, pointsCount: 100 })
  await freeze(memberId)
  await pay(shop, token, paid.id)
  expect((await refund(shop, paid.id, { sku_tea: 1 })).body.refunds[0]).toMatchObject({ pointsReturnedCount: 100 })
  await adjustPoints(shop, memberId, -50)
  await freeze(memberId, 'unfreezes')
  expect((await balance(token)).spendableCount).toBe(250)
})

it('keeps the words of operators outside of the journal and of kept replies', async () => {
  const { memberId } = await shop.signIn('13800000007')
  const as = { secret: true, key: newKey() }
  const ask = (verb: string) =>
    shop.call('POST', `/v1/members/${memberId}/points/${verb}`, { reason: 'called us, was angry' }, as)
  const first = await ask('freezes')
  expect(first.body).toMatchObject({ isFrozen: true, reason: 'called us, was angry' })
  expect((await ask('freezes')).body).toEqual(first.body)
  const kept = JSON.stringify([await rowsOf(shop, 'events'), await rowsOf(shop, 'requests')])
  expect(kept).not.toContain('angry')
  expect(await rowsOf(shop, 'points_freezes')).toContainEqual(
    expect.objectContaining({ member_id: memberId, reason: 'called us, was angry', written_by: 'key_sk' }),
  )
})

it('is frozen by operators alone, and only of members', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000003')
  const path = `/v1/members/${memberId}/points/freezes`
  expect((await shop.call('POST', path, { reason: 'me' }, { token })).status).toBe(403)
  expect((await shop.call('POST', path, { reason: '' }, { secret: true })).status).toBe(400)
  expect((await freeze('mem_none')).body.error?.code).toBe('member_missing')
  expect((await freeze('mem_none', 'unfreezes')).status).toBe(404)
})

it('brings in opening balances once per reference, and tells of each row that cannot be', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000004')
  const end = shop.clock.now + 10 * DAY_MS
  const rows = [
    row('old:1', memberId, { expiresAt: end }),
    row('old:2', 'mem_none'),
    row('old:3', memberId, { expiresAt: shop.clock.now }),
    row('old:4', memberId, { activeAt: shop.clock.now + DAY_MS }),
    row('old:1', memberId),
  ]
  const told = [
    { reference: 'old:1', outcome: 'imported', fault: null },
    { reference: 'old:2', outcome: 'failed', fault: 'member_missing' },
    { reference: 'old:3', outcome: 'failed', fault: 'balance_ended' },
    { reference: 'old:4', outcome: 'imported', fault: null },
    { reference: 'old:1', outcome: 'known', fault: null },
  ]
  expect((await importRows(rows)).body.rows).toEqual(told)
  expect(await balance(token)).toMatchObject({
    ...{ spendableCount: 40, pendingCount: 40, expiringNext: { at: end, count: 40 } },
  })
  const again = await importRows([...rows.slice(0, 1), row('old:4', memberId, { count: 41 })])
  expect(again.body.rows.map(({ outcome, fault }) => fault ?? outcome)).toEqual(['known', 'reference_reused'])
  expect((await balance(token)).spendableCount).toBe(40)
  shop.clock.now += DAY_MS
  const { accessToken: later } = await shop.signIn('13800000004')
  expect((await balance(later)).spendableCount).toBe(80)
})

it('pays debt off with what comes in', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000005')
  const order = await buy(shop, token, { lines: { sku_tea: 2 } })
  await buy(shop, token, { lines: { sku_tea: 1 }, pointsCount: 100 })
  await refund(shop, order.id, { sku_tea: 2 })
  const { debtCount } = await balance(token)
  expect(debtCount).toBeGreaterThan(0)
  await importRows([row('debt:1', memberId, { count: debtCount + 7 })])
  expect(await balance(token)).toMatchObject({ debtCount: 0, spendableCount: 7 })
})

it('takes two hundred rows at once, and no more; members may not', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000006')
  const many = (count: number) => Array.from({ length: count }, (_, at) => row(`many:${at}`, memberId, { count: 1 }))
  expect((await importRows(many(201))).status).toBe(400)
  expect((await importRows([])).status).toBe(400)
  expect((await importRows(many(200))).body.rows.every(({ outcome }) => outcome === 'imported')).toBe(true)
  expect((await balance(token)).spendableCount).toBe(200)
  expect((await shop.call('POST', '/v1/points/imports', { rows: many(1) }, { token })).status).toBe(403)
  const imported = await rowsOf<{ reference: string }>(shop, 'points_imports')
  expect(imported.filter(({ reference }) => reference.startsWith('many:')).length).toBe(200)
})
