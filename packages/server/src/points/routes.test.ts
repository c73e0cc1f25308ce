import { type PointsBalance, type PointsEntry, type PointsSettings, plainEarning } from '@siyu/core/points'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { adjustPoints, buy, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, POINTS, type Shop } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const adjust = (memberId: string, deltaCount: number) =>
  shop.call<PointsBalance & Refused>(
    'POST',
    '/v1/points/adjustments',
    { memberId, deltaCount, reason: 'goodwill' },
    { secret: true },
  )
const balanceOf = async (token: string) =>
  (await shop.call<PointsBalance>('GET', '/v1/points', undefined, { token })).body

it('gives and takes by hand, and answers with the balance a read gives', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000001')
  const given = await adjust(memberId, 100)
  expect(given.body).toEqual({
    ...{ spendableCount: 100, pendingCount: 0, heldCount: 0, debtCount: 0 },
    expiringNext: { at: shop.clock.now + YEAR_MS, count: 100 },
    expiring: [{ at: shop.clock.now + YEAR_MS, count: 100 }],
  })
  expect(await balanceOf(token)).toEqual(given.body)
  const taken = await adjust(memberId, -30)
  expect(taken.body.spendableCount).toBe(70)
  expect(await balanceOf(token)).toEqual(taken.body)
  expect(await adjust(memberId, -71)).toMatchObject({
    status: 402,
    body: { error: { code: 'points_insufficient', detail: { spendableCount: 70 } } },
  })
  expect((await adjust(memberId, 0)).body).toEqual(taken.body)
  expect(await adjust('mem_none', 5)).toMatchObject({ status: 404, body: { error: { code: 'member_missing' } } })
  const asMember = await shop.call(
    'POST',
    '/v1/points/adjustments',
    { memberId, deltaCount: 9, reason: 'me' },
    { token },
  )
  expect(asMember.status).toBe(403)
})

it('pages through the history, newest first, each entry once', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000002')
  // Two entries of one moment each, so that the cursor has to tell them apart.
  for (const delta of [1, 2, 3, 4, 5]) {
    await adjust(memberId, delta)
    if (delta % 2 === 0) shop.clock.now += 1_000
  }
  type History = { readonly items: readonly PointsEntry[]; readonly nextCursor: string | null }
  const seen: PointsEntry[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const path = `/v1/points/history?limit=2${query}`
    const { body } = await shop.call<History>('GET', path, undefined, { token })
    seen.push(...body.items)
    cursor = body.nextCursor
  } while (cursor !== null)
  expect(seen.map(({ deltaCount }) => deltaCount).sort()).toEqual([1, 2, 3, 4, 5])
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort((a, b) => b - a))
  expect(new Set(seen.map(({ kind }) => kind))).toEqual(new Set(['adjust']))
  // A cursor nobody wrote starts at the beginning.
  const wrong = await shop.call<History>('GET', '/v1/points/history?cursor=nonsense', undefined, { token })
  expect(wrong.body.items[0]).toEqual(seen[0])
})

it('points end at their very moment, without a sweep; the sweep writes it once', async () => {
  shop.clock.now += 1_000
  const { memberId, accessToken } = await shop.signIn('13800000003')
  await adjust(memberId, 40)
  const endsAt = shop.clock.now + YEAR_MS
  expect((await balanceOf(accessToken)).expiringNext).toEqual({ at: endsAt, count: 40 })
  shop.clock.now = endsAt - 1
  const { accessToken: token } = await shop.signIn('13800000003')
  expect((await balanceOf(token)).spendableCount).toBe(40)
  await sweep(shop.server, [])
  shop.clock.now = endsAt
  expect(await balanceOf(token)).toMatchObject({ spendableCount: 0, expiringNext: null })
  expect((await adjust(memberId, -1)).body).toMatchObject({ error: { code: 'points_insufficient' } })

  expect((await sweep(shop.server, [])).expiredCount).toBe(1)
  expect((await sweep(shop.server, [])).expiredCount).toBe(0)
  shop.clock.now += DAY_MS
  expect((await sweep(shop.server, [])).expiredCount).toBe(0)
  const entries = (await rowsOf<{ owner_id: string; kind: string; amount: number }>(shop, 'ledger_entries'))
    .filter((entry) => entry.owner_id === memberId)
    .map(({ kind, amount }) => [kind, amount])
  expect(entries.sort()).toEqual([
    ['adjust', 40],
    ['expire', -40],
  ])
})

it('what a hold gives back after the end lives for the grace, and never for a second one', async () => {
  const { memberId } = await shop.signIn('13800000004')
  await adjust(memberId, 100)
  const endsAt = shop.clock.now + YEAR_MS
  shop.clock.now = endsAt - 1
  let { accessToken: token } = await shop.signIn('13800000004')
  await place(shop, token, { lines: { sku_tea: 1 }, pointsCount: 100 })
  shop.clock.now += DAY_MS
  await sweep(shop.server, [])
  token = (await shop.signIn('13800000004')).accessToken
  const graceEndsAt = shop.clock.now + POINTS.graceDays * DAY_MS
  expect(await balanceOf(token)).toMatchObject({ spendableCount: 100, expiringNext: { at: graceEndsAt, count: 100 } })

  shop.clock.now = graceEndsAt - 1
  token = (await shop.signIn('13800000004')).accessToken
  await place(shop, token, { lines: { sku_tea: 1 }, pointsCount: 100 })
  shop.clock.now += DAY_MS
  await sweep(shop.server, [])
  token = (await shop.signIn('13800000004')).accessToken
  expect(await balanceOf(token)).toMatchObject({ spendableCount: 0, heldCount: 0 })
  await sweep(shop.server, [])
  const lots = await rowsOf<{ member_id: string; remaining_count: number; expired_count: number }>(shop, 'points_lots')
  const own = lots.filter((lot) => lot.member_id === memberId)
  expect(own.reduce((sum, lot) => sum + lot.remaining_count, 0)).toBe(0)
  expect(own.reduce((sum, lot) => sum + lot.expired_count, 0)).toBe(100)
})

it('points spent before their order is refunded become a debt that the next credit pays', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000005')
  const order = await buy(shop, token, { lines: { sku_tea: 2 } })
  expect((await balanceOf(token)).spendableCount).toBe(100)
  await adjust(memberId, -100)
  const back = await refund(shop, order.id, { sku_tea: 1 })
  expect(back.body.refunds[0]).toMatchObject({ paidMinor: 50_00, pointsClawedCount: 50 })
  expect(await balanceOf(token)).toMatchObject({ spendableCount: 0, debtCount: 50 })
  const given = await adjust(memberId, 80)
  expect(given.body).toMatchObject({ spendableCount: 30, debtCount: 0, expiringNext: { count: 30 } })
  expect(await balanceOf(token)).toEqual(given.body)
})

it('a changed program holds for what is earned from then on', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000006')
  await adjustPoints(shop, memberId, 10)
  const settings: PointsSettings = { ...POINTS, earn: plainEarning(2, 100), expiry: { kind: 'never' } }
  const put = await shop.call('PUT', '/v1/points/settings', settings, { secret: true })
  expect(put.body).toEqual(settings)
  expect((await shop.call('GET', '/v1/points/settings')).body).toEqual(settings)
  await buy(shop, token, { lines: { sku_tea: 1 } })
  expect(await balanceOf(token)).toMatchObject({
    ...{ spendableCount: 110, expiringNext: { at: shop.clock.now + YEAR_MS, count: 10 } },
  })
  const wrong = { ...POINTS, redeemMaxBps: 10_001 }
  expect((await shop.call('PUT', '/v1/points/settings', wrong, { secret: true })).status).toBe(400)
  await shop.call('PUT', '/v1/points/settings', POINTS, { secret: true })
})
