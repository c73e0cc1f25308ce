import type { Member } from '@siyu/core/members'
import {
  type CheckInStatus,
  type CreditedActivity,
  noActivities,
  type PointsActivities,
  type PointsBalance,
  type PointsEntry,
} from '@siyu/core/points'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { buy, place, type Refused, refund, rowsOf } from '../../kernel/testing/sale.ts'
import { openShop, type Reply, type Shop } from '../../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../../kernel/testing/state.ts'
import { sweep } from '../../sweeps.ts'

const DAY_MS = 86_400_000
const SETTINGS: PointsActivities = {
  signUpCount: 50,
  checkIn: { dayCounts: [1, 2], bonuses: [{ day: 3, count: 10 }], cycleDays: null },
  reviewCount: 5,
  reviewBy: 'member',
  profileCount: 30,
  profileNeeds: ['name', 'birthday'],
  birthdayCount: 88,
  caps: [{ kinds: ['review'], period: 'day', maxCount: 8 }],
  lifeDays: 30,
}

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
})
beforeEach(() => configure(SETTINGS))
afterAll(async () => {
  await shop.server.outbox.drain()
  expect(await rebuilt(shop.database.database)).toEqual(await stateOf(shop.database.database))
  expect(shop.faults).toEqual([])
  await shop.close()
})

async function configure(settings: PointsActivities): Promise<void> {
  const saved = await shop.call('PUT', '/v1/points/activities/settings', settings, { secret: true })
  expect([saved.status, saved.body]).toEqual([200, settings])
}
type Credit = Promise<Reply<CreditedActivity & Refused>>
const checkIn = (token: string): Credit => shop.call('POST', '/v1/points/check-ins', {}, { token })
const report = (token: string, activity: object): Credit =>
  shop.call('POST', '/v1/points/activities', { activity }, { token })
const reportOf = (memberId: string, activity: object): Credit =>
  shop.call('POST', `/v1/members/${memberId}/points/activities`, { activity }, { secret: true })
const statusOf = async (token: string, query = '') =>
  (await shop.call<CheckInStatus>('GET', `/v1/points/check-ins${query}`, undefined, { token })).body
const balanceOf = async (token: string) =>
  (await shop.call<PointsBalance>('GET', '/v1/points', undefined, { token })).body
const codeOf = ({ body }: Reply<Refused>) => body.error?.code

it('gives points for joining at once, to those who join and to nobody twice', async () => {
  const { accessToken: token } = await shop.signIn('13800000001')
  expect(await balanceOf(token)).toMatchObject({
    ...{ spendableCount: 50, expiringNext: { at: shop.clock.now + 30 * DAY_MS, count: 50 } },
  })
  await shop.signIn('13800000001')
  const minted = await shop.call<{ accessToken: string }>(
    ...(['POST', '/v1/sessions/mint', { externalId: 'crm:1' }, { secret: true }] as const),
  )
  expect((await balanceOf(minted.body.accessToken)).spendableCount).toBe(50)
  expect((await balanceOf(token)).spendableCount).toBe(50)
  await configure(noActivities)
  expect((await balanceOf((await shop.signIn('13800000002')).accessToken)).spendableCount).toBe(0)
})

it('checks in once a day, in a row for more, and shows the calendar', async () => {
  let { accessToken: token } = await shop.signIn('13800000003')
  expect(await statusOf(token)).toMatchObject({ isCheckedIn: false, streakCount: 0, todayCount: 1, days: [] })
  const start = shop.clock.now + 1
  const counts: number[] = []
  for (let day = 0; day < 4; day += 1) {
    shop.clock.now = start + day * DAY_MS
    token = (await shop.signIn('13800000003')).accessToken
    const credit = await checkIn(token)
    expect(credit.status).toBe(200)
    counts.push(credit.body.count)
    const again = await checkIn(token)
    expect([again.status, codeOf(again)]).toEqual([409, 'already_checked_in'])
  }
  expect(counts).toEqual([1, 2, 12, 2])
  expect(await statusOf(token)).toMatchObject({ isCheckedIn: true, streakCount: 4, todayCount: 2, month: '2026-03' })
  expect((await statusOf(token)).days.map(({ count }) => count)).toEqual(counts)
  expect((await statusOf(token, '?month=2026-03')).days.length).toBe(4)
  expect((await statusOf(token, '?month=2026-02')).days).toEqual([])
  shop.clock.now = start + 5 * DAY_MS
  token = (await shop.signIn('13800000003')).accessToken
  expect(await statusOf(token)).toMatchObject({ streakCount: 0, todayCount: 1 })
  expect((await checkIn(token)).body).toMatchObject({ streakCount: 1, count: 1, day: '2026-03-06' })
  const history = await shop.call<{ items: PointsEntry[] }>('GET', '/v1/points/history', undefined, { token })
  expect(history.body.items.map(({ kind, deltaCount }) => [kind, deltaCount])).toEqual([
    ...[
      ['activity', 1],
      ['activity', 2],
      ['activity', 12],
      ['activity', 2],
      ['activity', 1],
      ['activity', 50],
    ],
  ])
  await configure({ ...SETTINGS, checkIn: null })
  expect(codeOf(await checkIn(token))).toBe('activity_off')
  expect((await shop.call<Refused>('GET', '/v1/points/check-ins', undefined, { token })).status).toBe(404)
  expect((await shop.call('GET', '/v1/points/check-ins?month=2026-13', undefined, { token })).status).toBe(400)
})

it('gives points for the review of a received line of one’s own, once each and under the cap', async () => {
  const { memberId, accessToken: token } = await shop.signIn('13800000004')
  const stranger = await shop.signIn('13800000005')
  const open = await place(shop, token, { lines: { sku_tea: 1 } })
  const first = await buy(shop, token, { lines: { sku_tea: 1 } })
  const second = await buy(shop, token, { lines: { sku_tea: 2 } })
  const returned = await buy(shop, token, { lines: { sku_tea: 1 } })
  await refund(shop, returned.id, { sku_tea: 1 })
  const review = ({ id: orderId }: { readonly id: string }, lineId = 'sku_tea') => ({ kind: 'review', orderId, lineId })

  expect(codeOf(await report(token, review(open)))).toBe('order_not_received')
  expect(codeOf(await report(token, review(returned)))).toBe('order_not_received')
  expect(codeOf(await report(token, review(first, 'sku_none')))).toBe('line_missing')
  expect(codeOf(await report(stranger.accessToken, review(first)))).toBe('line_missing')
  expect((await report(token, review(first))).body).toMatchObject({ kind: 'review', count: 5 })
  expect(codeOf(await report(token, review(first)))).toBe('activity_done')
  // Of the second review of the day the cap leaves three.
  expect((await reportOf(memberId, review(second))).body).toMatchObject({ count: 3 })
  expect(codeOf(await reportOf(memberId, review(second)))).toBe('activity_done')
  expect(codeOf(await reportOf('mem_none', review(second)))).toBe('member_missing')
  await configure({ ...SETTINGS, reviewBy: 'operator' })
  expect((await report(token, review(first))).status).toBe(403)
  await configure({ ...SETTINGS, reviewCount: 0 })
  expect(codeOf(await report(token, review(first)))).toBe('activity_off')
})

it('gives points for a complete profile once, and keeps the birthday out of journal and replies', async () => {
  const { accessToken: token } = await shop.signIn('13800000006')
  expect(await report(token, { kind: 'profile' })).toMatchObject({
    ...{ status: 409, body: { error: { code: 'profile_incomplete', detail: { missing: ['name', 'birthday'] } } } },
  })
  const saved = await shop.call<Member>('PUT', '/v1/member', { name: '小美', birthday: '1992-02-29' }, { token })
  expect(saved.body).toMatchObject({ name: '小美', birthday: '1992-02-29' })
  expect((await shop.call('PUT', '/v1/member', { name: '小美', birthday: '1992-02-30' }, { token })).status).toBe(400)
  // A name alone leaves the birthday as it is.
  const renamed = await shop.call<Member>('PUT', '/v1/member', { name: '美美' }, { token })
  expect(renamed.body).toMatchObject({ name: '美美', birthday: '1992-02-29' })
  expect((await shop.call<Member>('GET', '/v1/member', undefined, { token })).body.birthday).toBe('1992-02-29')
  expect((await report(token, { kind: 'profile' })).body.count).toBe(30)
  expect(codeOf(await report(token, { kind: 'profile' }))).toBe('activity_done')
  const events = await rowsOf<{ type: string; data: { fields?: readonly string[] } }>(shop, 'events')
  const updates = events.filter(({ type }) => type === 'profile_updated').map(({ data }) => data.fields)
  expect(updates.sort()).toEqual([['name'], ['name', 'birthday']])
  expect(JSON.stringify([events, await rowsOf(shop, 'requests')])).not.toContain('1992-02-29')
  const gone = await shop.call<Member>('PUT', '/v1/member', { name: '美美', birthday: null }, { token })
  expect(gone.body.birthday).toBeNull()
})

it('gives the points of a birthday in its month of every year, by the sweep and once', async () => {
  const { accessToken: token } = await shop.signIn('13800000007')
  await shop.call('PUT', '/v1/member', { name: '小春', birthday: '1990-04-30' }, { token })
  const birthdays = async () => (await sweep(shop.server, [])).birthdayCount
  // Still March in UTC, April already in Shanghai.
  shop.clock.now = Date.UTC(2026, 2, 31, 15, 59)
  expect(await birthdays()).toBe(0)
  shop.clock.now = Date.UTC(2026, 2, 31, 16, 0)
  expect(await birthdays()).toBe(1)
  const { accessToken: later } = await shop.signIn('13800000007')
  expect((await balanceOf(later)).spendableCount).toBe(138)
  shop.clock.now += 10 * DAY_MS
  expect(await birthdays()).toBe(0)
  shop.clock.now = Date.UTC(2027, 3, 2)
  await configure({ ...SETTINGS, birthdayCount: 0 })
  expect(await birthdays()).toBe(0)
  await configure(SETTINGS)
  expect(await birthdays()).toBe(1)
  expect(await birthdays()).toBe(0)
})

it('lets only operators say what earns points, and refuses what could never be given', async () => {
  const { accessToken: token } = await shop.signIn('13800000008')
  const path = '/v1/points/activities/settings'
  expect((await shop.call('PUT', path, SETTINGS, { token })).status).toBe(403)
  expect((await shop.call('GET', path)).body).toEqual(SETTINGS)
  const withBonuses = (bonuses: readonly object[]) => ({
    ...{ ...SETTINGS, checkIn: { dayCounts: [1], bonuses, cycleDays: 7 } },
  })
  const twice = await shop.call<Refused>(
    ...([
      'PUT',
      path,
      withBonuses([
        { day: 7, count: 1 },
        { day: 7, count: 2 },
      ]),
      { secret: true },
    ] as const),
  )
  expect([twice.status, codeOf(twice)]).toEqual([409, 'bonus_repeated'])
  const late = await shop.call<Refused>('PUT', path, withBonuses([{ day: 8, count: 1 }]), { secret: true })
  expect(codeOf(late)).toBe('bonus_out_of_reach')
  const forSharing = { ...SETTINGS, caps: [{ kinds: ['share'], period: 'day', maxCount: 1 }] }
  expect((await shop.call('PUT', path, forSharing, { secret: true })).status).toBe(400)
  expect((await report(token, { kind: 'share' })).status).toBe(400)
  expect((await shop.call('GET', path)).body).toEqual(SETTINGS)
})
