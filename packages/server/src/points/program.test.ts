import { earnPreview } from '@siyu/core/orders'
import { type EarnRule, type PointsBalance, type PointsSettings, plainEarning } from '@siyu/core/points'
import { type PricingFacts, quote, quoteFactsOf } from '@siyu/core/pricing'
import type { TierSettings } from '@siyu/core/tiers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { adjustPoints, buy, pay, place, type Refused, receive, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, POINTS, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000
const name = { zh: '规则', en: 'Rule' }

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 10_000)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
  await shop.close()
})

async function configure(settings: Partial<PointsSettings>): Promise<void> {
  const put = await shop.call('PUT', '/v1/points/settings', { ...POINTS, ...settings }, { secret: true })
  expect(put.status).toBe(200)
}
const rules = (...more: readonly EarnRule[]): PointsSettings['earn'] => {
  const base = plainEarning(1, 100)
  return { ...base, rules: [...base.rules, ...more] }
}
/** Whoever signs in again does so at the clock of now. */
async function balanceOf(phone: string): Promise<PointsBalance> {
  const { accessToken: token } = await shop.signIn(phone)
  return (await shop.call<PointsBalance>('GET', '/v1/points', undefined, { token })).body
}
const lines = (quantity: number) => ({ lines: { sku_tea: quantity } })
const swept = () => sweep(shop.server, [])
const eventsOf = async (type: string, memberId: string) =>
  (await rowsOf<{ type: string; member_id: string; data: Record<string, unknown> }>(shop, 'events'))
    .filter((event) => event.type === type && event.member_id === memberId)
    .map(({ data }) => data)

it('earns by rules frozen with the order: a refund claws what the kept units do not earn, whatever holds by then', async () => {
  const perUnit = { id: 'tea', name, active: true, effect: { kind: 'fixed', count: 7, per: 'unit' } } as const
  const bonus = {
    ...{ id: 'bonus', name, active: true, effect: { kind: 'fixed', count: 20, per: 'order' } as const },
    conditions: [{ kind: 'subtotal_at_least', minor: 100_00 } as const],
  }
  await configure({ earn: rules(perUnit, bonus) })
  const { accessToken: token } = await shop.signIn('13800000001')
  const order = await buy(shop, token, lines(3))
  expect((await balanceOf('13800000001')).spendableCount).toBe(150 + 21 + 20)
  await configure({})
  // Two units kept reach the 100.00, one does not.
  for (const [clawed, left] of [
    [57, 134],
    [77, 57],
    [57, 0],
  ] as const) {
    const { body } = await refund(shop, order.id, { sku_tea: 1 })
    expect(body.refunds.at(-1)?.pointsClawedCount).toBe(clawed)
    expect((await balanceOf('13800000001')).spendableCount).toBe(left)
  }
})

it('the device foretells what is booked: by tier, birthday, place and rules, with points spent', async () => {
  const ofTier = { zh: '会员日', en: 'Silver' }
  const birthday = {
    id: 'born',
    name,
    active: true,
    birthday: 'month',
    effect: { kind: 'multiply', bps: 15_000 },
  } as const
  const silver = {
    ...{ id: 'silver', name: ofTier, active: true, effect: { kind: 'fixed', count: 9, per: 'unit' } as const },
    conditions: [{ kind: 'tier_in', tierIds: ['silver'] } as const, { kind: 'channel_in', channels: ['h5'] } as const],
  }
  await configure({ earn: rules(birthday, silver) })
  const { memberId, accessToken: token } = await shop.signIn('13800000021')
  await shop.call('POST', `/v1/members/${memberId}/growth`, { deltaCount: 1_000, reason: 'x' }, { secret: true })
  await shop.call('PUT', '/v1/member', { name: '小春', birthday: '1990-03-08' }, { token })
  await adjustPoints(shop, memberId, 500)
  const basket = { ...lines(3), pointsCount: 300, place: { channel: 'h5', region: '310000' } }
  const { place: at } = basket
  const input = {
    lines: [{ lineId: 'sku_tea', skuId: 'sku_tea', quantity: 3 }],
    couponIds: [],
    pointsCount: 300,
    place: at,
  }
  // As a device asks: without the region, which the engine knows what to do with.
  const asked = { skuIds: ['sku_tea'], place: { channel: 'h5' } }
  const facts = (await shop.call<PricingFacts>('POST', '/v1/pricing-facts', asked, { token })).body
  const { body: program } = await shop.call<PointsSettings>('GET', '/v1/points/settings')
  const { body: club } = await shop.call<TierSettings>('GET', '/v1/tiers')
  const known = { program: program.earn, tiers: club.tiers, birthday: '1990-03-08' }
  const foretold = earnPreview(facts, input, quote(quoteFactsOf(facts, input)), known)
  const before = await balanceOf('13800000021')
  const order = await place(shop, token, basket)
  await pay(shop, token, order.id)
  expect((await balanceOf('13800000021')).pendingCount - before.pendingCount).toBe(foretold)
  // 147.00 in money, half as much again on the birthday, 1.2 times for silver, and 9 for each of three.
  expect(foretold).toBe(Math.floor(147 * 1.5 * 1.2) + 27)
})

it('counts caps per member and day, also when two orders are paid at once', async () => {
  const cap = { maxCount: 60, period: 'day' } as const
  await configure({ earn: { ...rules(), caps: [cap] } })
  const { accessToken: token } = await shop.signIn('13800000002')
  const orders = [await place(shop, token, lines(1)), await place(shop, token, lines(1))]
  await Promise.all(orders.map(({ id }) => pay(shop, token, id)))
  expect((await balanceOf('13800000002')).pendingCount).toBe(60)
  shop.clock.now += DAY_MS
  const { accessToken: next } = await shop.signIn('13800000002')
  await buy(shop, next, lines(1))
  expect(await balanceOf('13800000002')).toMatchObject({ pendingCount: 60, spendableCount: 50 })
})

it('waits the days of a delay, becomes spendable at the very moment, and pays debt when that is written', async () => {
  await configure({
    earn: { ...rules(), activation: { after: 'payment', delayDays: 3 } },
    expiry: { kind: 'days', days: 10 },
  })
  const { memberId, accessToken: token } = await shop.signIn('13800000003')
  const order = await place(shop, token, lines(1))
  await pay(shop, token, order.id)
  await receive(shop, token, order.id)
  expect(await balanceOf('13800000003')).toMatchObject({ spendableCount: 0, pendingCount: 50 })
  shop.clock.now += 3 * DAY_MS - 1
  expect((await swept()).activatedCount).toBe(0)
  shop.clock.now += 1
  const active = { spendableCount: 50, pendingCount: 0, expiringNext: { at: shop.clock.now + 10 * DAY_MS, count: 50 } }
  expect(await balanceOf('13800000003')).toMatchObject(active)
  expect((await swept()).activatedCount).toBe(1)
  expect((await swept()).activatedCount).toBe(0)
  expect(await balanceOf('13800000003')).toMatchObject(active)
  expect(await eventsOf('points_activated', memberId)).toHaveLength(1)
})

it('under a rolling policy every purchase moves all ends; who stays away loses everything', async () => {
  await configure({
    expiry: { kind: 'rolling', days: 30 },
    earn: { ...rules(), activation: { after: 'payment', delayDays: 0 } },
  })
  const { memberId } = await shop.signIn('13800000004')
  await adjustPoints(shop, memberId, 10)
  for (let month = 0; month < 3; month += 1) {
    shop.clock.now += 29 * DAY_MS
    const { accessToken: token } = await shop.signIn('13800000004')
    await buy(shop, token, lines(1))
    await swept()
  }
  const ends = shop.clock.now + 30 * DAY_MS
  expect((await balanceOf('13800000004')).expiring).toEqual([{ at: ends, count: 160 }])
  shop.clock.now = ends
  expect((await balanceOf('13800000004')).spendableCount).toBe(0)
  expect((await swept()).expiredCount).toBeGreaterThanOrEqual(4)
})

it('tells of an end once per member and day, ahead of time', async () => {
  await configure({ expiry: { kind: 'end_of', period: 'year', plus: 0 }, noticeDays: 30 })
  const { memberId } = await shop.signIn('13800000005')
  const newYear = Date.UTC(new Date(shop.clock.now).getUTCFullYear(), 11, 31, 16)
  await adjustPoints(shop, memberId, 10)
  await adjustPoints(shop, memberId, 5)
  await swept()
  expect(await eventsOf('points_expiring', memberId)).toEqual([])
  shop.clock.now = newYear - 30 * DAY_MS
  expect((await swept()).noticedCount).toBeGreaterThan(0)
  await swept()
  const told = await eventsOf('points_expiring', memberId)
  expect(told).toMatchObject([{ count: 15, expiresAt: newYear, isFirst: true }])
  await adjustPoints(shop, memberId, 1)
  shop.clock.now += 1_000
  await swept()
  expect(await eventsOf('points_expiring', memberId)).toMatchObject([{ isFirst: true }, { isFirst: false, count: 16 }])
})

it('refuses a program that cannot be', async () => {
  const [base] = rules().rules as [EarnRule]
  for (const [more, code] of [
    [base, 'rule_repeated'],
    [{ ...base, id: 'never', startsAt: 9, endsAt: 9 }, 'rule_window_empty'],
  ] as const) {
    const settings = { ...POINTS, earn: rules(more) }
    const put = await shop.call<Refused>('PUT', '/v1/points/settings', settings, { secret: true })
    expect(put).toMatchObject({ status: 409, body: { error: { code } } })
  }
})

it('limits what one order may spend, and says so', async () => {
  await configure({ redeemMaxCount: 50 })
  const { memberId } = await shop.signIn('13800000006')
  await adjustPoints(shop, memberId, 100)
  const { accessToken: token } = await shop.signIn('13800000006')
  await expect(place(shop, token, { ...lines(1), pointsCount: 51 })).rejects.toThrow(/points_insufficient/)
  const order = await place(shop, token, { ...lines(1), pointsCount: 50 })
  expect(order).toMatchObject({ pointsCount: 50, payableMinor: 49_50 })
})

it('lives through three years: what is earned in one ends with the next, month after month', async () => {
  // Fixed points, which no tier multiplies.
  const fifty: EarnRule = { id: 'fifty', name, active: true, effect: { kind: 'fixed', count: 50, per: 'order' } }
  const earn: PointsSettings['earn'] = { ...rules(), rules: [fifty], activation: { after: 'payment', delayDays: 0 } }
  await configure({ expiry: { kind: 'end_of', period: 'year', plus: 1 }, earn })
  const phone = '13800000007'
  const startYear = new Date(shop.clock.now).getUTCFullYear() + 1
  const earned = new Map<number, number>()
  for (let month = 0; month < 36; month += 1) {
    const year = startYear + Math.floor(month / 12)
    shop.clock.now = Date.UTC(year, month % 12, 15)
    const { accessToken: token } = await shop.signIn(phone)
    await buy(shop, token, lines(1))
    await swept()
    earned.set(year, (earned.get(year) ?? 0) + 50)
    const alive = (earned.get(year) ?? 0) + (earned.get(year - 1) ?? 0)
    expect((await balanceOf(phone)).spendableCount, `month ${month}`).toBe(alive)
  }
  shop.clock.now = Date.UTC(startYear + 4, 11, 31, 16)
  expect((await balanceOf(phone)).spendableCount).toBe(0)
})
