import type { Member } from '@siyu/core/members'
import {
  type CheckInStatus,
  type CreditedActivity,
  type DoneActivities,
  noActivities,
  type PointsActivities,
  type PointsBalance,
  type PointsEntry,
} from '@siyu/core/points'
import type { MemberTier, Tier } from '@siyu/core/tiers'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { stockUp, TEA } from '../../kernel/testing/goods.ts'
import { buy, place, type Refused, refund, rowsOf } from '../../kernel/testing/sale.ts'
import { openShop, type Reply, type Shop, TIERS } from '../../kernel/testing/shop.ts'
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
const memberTier = async (memberId: string) =>
  (await shop.call<MemberTier>('GET', `/v1/members/${memberId}/tier`, undefined, { secret: true })).body
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
  const done = await shop.call<DoneActivities>('GET', '/v1/points/activities', undefined, { token })
  expect(done.body.items.map(({ kind, count }) => [kind, count])).toEqual([
    ...[
      ['profile', 30],
      ['sign_up', 50],
    ],
  ])
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

it('gives the growth that the tiers name in the same command, once each, with the gift of the tier it reaches', async () => {
  const growth = { sign_up: 3, check_in: 2, review: 4, profile: 5, birthday: 6 } as const
  const activities = Object.entries(growth).map(([kind, growthCount]) => ({ kind, growthCount }))
  const [basic, silver, ...rest] = TIERS.tiers as [Tier, Tier, ...Tier[]]
  const upgradeGift = { couponTemplateId: null, pointsCount: 7 }
  const tiers = [basic, { ...silver, growthRequired: 14, upgradeGift }, ...rest]
  const club = { ...TIERS, tiers, activities }
  expect((await shop.call('PUT', '/v1/tiers', club, { secret: true })).status).toBe(200)
  // Without points an activity that gives growth is on all the same.
  await configure({ ...SETTINGS, signUpCount: 0, birthdayCount: 0 })
  const { memberId, accessToken: token } = await shop.signIn('13800000010')
  const growthOf = async () => (await memberTier(memberId)).growthCount
  expect(await growthOf()).toBe(3)
  await shop.signIn('13800000010')
  const told = { kind: 'check_in', reference: 'app' }
  expect((await shop.call('POST', `/v1/members/${memberId}/activities`, told, { secret: true })).status).toBe(200)
  const both = await Promise.all([checkIn(token), checkIn(token)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(await growthOf()).toBe(5)
  await shop.call('PUT', '/v1/member', { name: '小夏', birthday: '1990-05-01' }, { token })
  expect((await report(token, { kind: 'profile' })).status).toBe(200)
  const order = await buy(shop, token, { lines: { sku_tea: 1 } })
  const before = await growthOf()
  expect((await report(token, { kind: 'review', orderId: order.id, lineId: 'sku_tea' })).status).toBe(200)
  expect((await growthOf()) - before).toBe(4)
  expect(await memberTier(memberId)).toMatchObject({ tier: { id: silver.id } })
  const gifts = await rowsOf<{ member_id: string }>(shop, 'tier_gifts')
  expect(gifts.filter(({ member_id: of }) => of === memberId)).toMatchObject([{ kind: 'upgrade', points_count: 7 }])
  expect(
    (await shop.call('POST', `/v1/members/${memberId}/activities`, { ...told, kind: 'birthday' }, { secret: true }))
      .status,
  ).toBe(400)

  shop.clock.now = Date.UTC(2027, 4, 1)
  const sum = await growthOf()
  expect((await sweep(shop.server, [])).birthdayCount).toBeGreaterThanOrEqual(1)
  expect((await growthOf()) - sum).toBe(6)
  await sweep(shop.server, [])
  expect((await growthOf()) - sum).toBe(6)
  const entries = await rowsOf<{ member_id: string; kind: string; at: number }>(shop, 'growth_entries')
  const own = entries.filter(({ member_id: of }) => of === memberId)
  expect(own.map(({ kind }) => kind).sort()).toEqual(['birthday', 'check_in', 'order', 'profile', 'review', 'sign_up'])
  expect(Number(own.find(({ kind }) => kind === 'birthday')?.at)).toBe(shop.clock.now)
  await shop.call('PUT', '/v1/tiers', TIERS, { secret: true })
})

it('a birthday that is changed over New Year brings neither points nor the gift of the tier twice', async () => {
  const birthdayGift = { couponTemplateId: null, pointsCount: 9 }
  const tiers = TIERS.tiers.map((tier) => ({ ...tier, birthdayGift }))
  await shop.call('PUT', '/v1/tiers', { ...TIERS, tiers }, { secret: true })
  const { memberId } = await shop.signIn('13800000011')
  const bornOn = async (birthday: string) => {
    const { accessToken: token } = await shop.signIn('13800000011')
    expect((await shop.call('PUT', '/v1/member', { name: '小冬', birthday }, { token })).status).toBe(200)
  }
  const presents = async () => {
    await sweep(shop.server, [])
    const [points, gifts] = [
      await rowsOf<{ member_id: string; kind: string; day: string }>(shop, 'points_activities'),
      await rowsOf<{ member_id: string; kind: string; period: string }>(shop, 'tier_gifts'),
    ]
    const isOwn = (row: { member_id: string; kind: string }) => row.member_id === memberId && row.kind === 'birthday'
    return [points.filter(isOwn).map(({ day }) => day), gifts.filter(isOwn).map(({ period }) => period)]
  }
  await bornOn('1990-12-31')
  // The last day of the year in Shanghai.
  shop.clock.now = Date.UTC(2027, 11, 30, 16)
  expect(await presents()).toEqual([['2027-12-31'], ['2027']])
  await bornOn('1990-01-01')
  shop.clock.now = Date.UTC(2027, 11, 31, 16)
  expect(await presents()).toEqual([['2027-12-31'], ['2027']])
  const byHand = await shop.call<Refused>('POST', `/v1/members/${memberId}/birthday-gift`, {}, { secret: true })
  expect(codeOf(byHand)).toBe('birthday_gift_missing')
  await bornOn('1992-02-29')
  shop.clock.now = Date.UTC(2028, 1, 28, 16)
  expect(await presents()).toEqual([['2027-12-31'], ['2027']])
  // 29 February comes in the February of a year without it.
  shop.clock.now = Date.UTC(2029, 1, 1)
  expect(await presents()).toEqual([
    ...[
      ['2027-12-31', '2029-02-01'],
      ['2027', '2029'],
    ],
  ])
  await shop.call('PUT', '/v1/tiers', TIERS, { secret: true })
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
