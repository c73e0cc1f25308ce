import type { CouponTemplate } from '@siyu/core/coupons'
import type { MemberTier, Tier, TierSettings } from '@siyu/core/tiers'
import { afterEach, describe, expect, it } from 'vitest'
import type { Database } from '../kernel/database.ts'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { storyDatabases } from '../kernel/testing/postgres.ts'
import { buy, pay, place, quoteOf, receive, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'

const DAY_MS = 86_400_000
const PHONE = '13800138000'

function tier(id: string, growthRequired: number, more: Partial<Tier> = {}): Tier {
  return { id, name: { zh: id, en: id }, growthRequired, pointsMultiplierBps: 10_000, ...more }
}
const CLUB: TierSettings = {
  tiers: [
    tier('basic', 0),
    tier('silver', 100, { priceBps: 9_000, upgradeGift: { couponTemplateId: 'tpl_up', pointsCount: 50 } }),
    tier('gold', 1_000, { freeShipping: true, birthdayGift: { couponTemplateId: 'tpl_up', pointsCount: 7 } }),
  ],
  growthPerMinorBps: 100,
  growthWindow: { kind: 'rolling', days: 365 },
  validity: { kind: 'months', count: 12 },
  ...{ graceDays: 10, noticeDays: 30, downgrade: 'one_down' },
  activities: [
    { kind: 'check_in', growthCount: 1 },
    { kind: 'review', growthCount: 5 },
    { kind: 'profile', growthCount: 20 },
  ],
}
const GIFT: CouponTemplate = {
  ...template('tpl_up', null, START),
  ...{ claimUntil: null, perMemberLimit: 5, validity: { kind: 'relative', days: 30 } },
}
/** A month of gold for 99.00. */
const CARD = {
  ...{ id: 'prd_card', title: { zh: '金卡会员', en: 'Gold card' }, description: '', imageUrl: null },
  ...{ category: 'cards', published: true },
  skus: [
    {
      ...{ id: 'sku_card', title: { zh: '一个月', en: 'A month' }, listMinor: 99_00, costMinor: 0, memberPrices: [] },
      membership: { tierId: 'gold', unit: 'months', count: 1 },
    },
  ],
}

describe.each(await storyDatabases())('on $title', (kind) => {
  const test = it.skipIf(kind.skip !== undefined)
  let shop: Shop | undefined
  afterEach(async () => {
    if (shop === undefined) return
    const database: Database = shop.database.database
    expect(await breaches(database)).toEqual([])
    await shop.server.outbox.drain()
    expect(await rebuilt(database)).toEqual(await stateOf(database))
    expect(shop.faults).toEqual([])
    await shop.close()
    shop = undefined
  })
  const open = async (tiers: TierSettings = CLUB): Promise<{ now: Shop; token: string; memberId: string }> => {
    const now = await openShop({ on: kind.kind, tiers })
    shop = now
    await stockUp(now, TEA, 1_000)
    expect((await now.call('PUT', '/v1/products/prd_card', CARD, { secret: true })).status).toBe(200)
    expect((await now.call('PUT', '/v1/coupon-templates/tpl_up', GIFT, { secret: true })).status).toBe(200)
    const { accessToken: token, memberId } = await now.signIn(PHONE)
    return { now, token, memberId }
  }
  const tierOf = async (now: Shop, memberId: string): Promise<MemberTier> =>
    (await now.call<MemberTier>('GET', `/v1/members/${memberId}/tier`, undefined, { secret: true })).body
  const grow = (now: Shop, memberId: string, deltaCount: number) =>
    now.call('POST', `/v1/members/${memberId}/growth`, { deltaCount, reason: 'goodwill' }, { secret: true })
  const setTo = (now: Shop, memberId: string, tierId: string | null, until: number | null = null) =>
    now.call('PUT', `/v1/members/${memberId}/tier`, { tierId, until, reason: 'a friend' }, { secret: true })
  const eventsOf = async (now: Shop, type: string): Promise<readonly Record<string, unknown>[]> =>
    (await rowsOf<{ type: string; data: Record<string, unknown> }>(now, 'events'))
      .filter((event) => event.type === type)
      .map(({ data }) => data)

  test('a member lives through three years: told of the end, held on for grace, falls, and rises again', async () => {
    const { now, token, memberId } = await open()
    await buy(now, token, { lines: { sku_tea: 2 } })
    expect(await tierOf(now, memberId)).toMatchObject({
      ...{ tier: { id: 'silver' }, growthCount: 100, graceUntil: null, history: [{ reason: 'upgrade' }] },
      // 1 March 2026 in Shanghai, a year through the day.
      ...{ validUntil: Date.UTC(2027, 2, 1, 16), keepUntil: Date.UTC(2027, 2, 1, 16), keepNeededCount: 100 },
    })
    const stepDays = 5
    for (let day = 0; day < 3 * 366; day += stepDays) {
      now.clock.now += stepDays * DAY_MS
      await sweep(now.server, [])
      if (day === 500) await grow(now, memberId, 150)
    }
    const { history, tier: held } = await tierOf(now, memberId)
    expect(history.map(({ reason, toTierId }) => `${reason} ${toTierId}`).reverse()).toEqual([
      ...['upgrade silver', 'grace silver', 'downgrade basic', 'upgrade silver', 'grace silver', 'downgrade basic'],
    ])
    expect(held.id).toBe('basic')
    expect(await eventsOf(now, 'tier_downgrade_approaching')).toMatchObject([
      { neededCount: 100, tierId: 'silver', until: Date.UTC(2027, 2, 1, 16) },
      { neededCount: 100, tierId: 'silver' },
    ])
    // Risen twice, given once.
    expect(await rowsOf(now, 'tier_gifts')).toMatchObject([{ tier_id: 'silver', kind: 'upgrade', points_count: 50 }])
    expect(await rowsOf(now, 'coupons')).toHaveLength(1)
  })

  test('what nobody looked at for years is written as of its own moments, in one look', async () => {
    const { now, memberId } = await open()
    await grow(now, memberId, 100)
    now.clock.now += 800 * DAY_MS
    expect((await tierOf(now, memberId)).tier.id).toBe('basic')
    expect((await sweep(now.server, [])).reviewedCount).toBe(1)
    expect((await sweep(now.server, [])).reviewedCount).toBe(0)
    const { history } = await tierOf(now, memberId)
    expect(history.map(({ reason, at }) => [reason, at])).toEqual([
      ['downgrade', Date.UTC(2027, 2, 11, 16)],
      ['grace', Date.UTC(2027, 2, 1, 16)],
      ['upgrade', START],
    ])
  })

  test('two at once, and down and up again, give the upgrade gift exactly once', async () => {
    const { now, memberId } = await open()
    const replies = await Promise.all(Array.from({ length: 8 }, () => grow(now, memberId, 100)))
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200))
    await setTo(now, memberId, 'basic')
    await setTo(now, memberId, null)
    await Promise.all([setTo(now, memberId, 'basic'), setTo(now, memberId, 'silver')])
    expect(await rowsOf(now, 'tier_gifts')).toHaveLength(1)
    expect(await rowsOf(now, 'coupons')).toHaveLength(1)
    expect(await rowsOf(now, 'points_accounts')).toMatchObject([{ balance_count: 50 }])
  })

  test('a gift that is sold out is recorded with the reason, and its points are given', async () => {
    const { now, memberId } = await open()
    await now.call('PUT', '/v1/coupon-templates/tpl_up', { ...GIFT, active: false }, { secret: true })
    await grow(now, memberId, 100)
    expect(await rowsOf(now, 'tier_gifts')).toMatchObject([{ coupon_id: null, withheld: 'coupon_ended' }])
    expect(await rowsOf(now, 'points_accounts')).toMatchObject([{ balance_count: 50 }])
  })

  test('a paid membership: no stock, begins when paid, is prolonged, ends by itself, is cut short by a refund', async () => {
    const { now, token, memberId } = await open()
    const order = await buy(now, token, { lines: { sku_card: 2 } })
    const until = Date.UTC(2026, 4, 1, 16)
    expect(await tierOf(now, memberId)).toMatchObject({
      // Its fee is no growth.
      ...{ tier: { id: 'gold' }, growthTierId: 'basic', growthCount: 0, membership: { tierId: 'gold', until } },
    })
    const again = await place(now, token, { lines: { sku_card: 1 } })
    await pay(now, token, again.id)
    expect((await tierOf(now, memberId)).membership?.until).toBe(Date.UTC(2026, 5, 1, 16))
    expect((await refund(now, order.id, { sku_card: 1 })).status).toBe(200)
    expect((await tierOf(now, memberId)).membership?.until).toBe(Date.UTC(2026, 4, 2, 16))
    expect((await refund(now, order.id, { sku_card: 1 })).status).toBe(200)
    expect(await tierOf(now, memberId)).toMatchObject({ tier: { id: 'gold' }, membership: { tierId: 'gold' } })
    now.clock.now = Date.UTC(2026, 5, 1)
    // Read without a job; then written by it.
    expect((await tierOf(now, memberId)).membership).toBeNull()
    await sweep(now.server, [])
    expect(await rowsOf(now, 'member_tiers')).toMatchObject([{ tier_id: 'basic', paid_tier_id: null }])
    expect((await tierOf(now, memberId)).history[0]).toMatchObject({ reason: 'membership', toTierId: 'basic' })
  })

  test('a membership fee counts as growth where the settings say so, as frozen with the order; its refund takes it back', async () => {
    const { now, token, memberId } = await open()
    const growth = async () => (await tierOf(now, memberId)).growthCount
    const lines = { sku_card: 1, sku_tea: 1 }
    const without = await buy(now, token, { lines })
    expect(await growth()).toBe(50)
    expect((await now.call('PUT', '/v1/tiers', { ...CLUB, feeGrowth: true }, { secret: true })).status).toBe(200)
    const counted = await buy(now, token, { lines })
    // In gold the tea is 45.00.
    expect(await growth()).toBe(50 + 45 + 99)
    await refund(now, without.id, { sku_card: 1 })
    expect(await growth()).toBe(194)
    await refund(now, counted.id, { sku_card: 1 })
    expect(await growth()).toBe(95)
    await refund(now, without.id, { sku_tea: 1 })
    await refund(now, counted.id, { sku_tea: 1 })
    expect(await growth()).toBe(0)
  })

  test('a membership fee brings nobody commission, and a cancelled order begins nothing', async () => {
    const { now, memberId, token } = await open()
    const { body } = await now.call<{ code: string }>('GET', '/v1/referral', undefined, { token })
    const friend = await now.signIn('13800138001', body.code)
    await buy(now, friend.accessToken, { lines: { sku_card: 1, sku_tea: 1 } })
    const lines = await rowsOf<{ line_id: string }>(now, 'commission_lines')
    expect(lines.map(({ line_id }) => line_id)).toEqual(['sku_tea'])
    const order = await place(now, token, { lines: { sku_card: 1 } })
    expect((await now.call('POST', `/v1/orders/${order.id}/cancellation`, {}, { token })).status).toBe(200)
    expect((await tierOf(now, memberId)).membership).toBeNull()
  })

  test('the tier prices what the catalogue does not: the rate on the shelf, in the quote and in the order', async () => {
    const { now, token, memberId } = await open()
    await setTo(now, memberId, 'silver')
    const shown = await now.call<{ skus: { priceMinor: number }[] }>('GET', '/v1/products/prd_tea', undefined, {
      token,
    })
    expect(shown.body.skus[0]?.priceMinor).toBe(45_00)
    expect((await quoteOf(now, token, { lines: { sku_tea: 2 } })).payableMinor).toBe(90_00)
    expect((await receive(now, token, (await payable(now, token)).id)).payableMinor).toBe(90_00)
  })
  const payable = async (now: Shop, token: string) => {
    const order = await place(now, token, { lines: { sku_tea: 2 } })
    await pay(now, token, order.id)
    return order
  }

  test('activities count once each: a check-in a day, a review a review, a profile a life; sharing is no activity', async () => {
    const { now, memberId } = await open()
    const record = async (activity: string, reference: string) =>
      await now.call('POST', `/v1/members/${memberId}/activities`, { kind: activity, reference }, { secret: true })
    for (const [activity, reference] of [
      ...([
        ['check_in', 'one'],
        ['check_in', 'two'],
        ['review', 'rev_1'],
        ['review', 'rev_1'],
      ] as const),
      ...([
        ['review', 'rev_2'],
        ['profile', 'one'],
        ['profile', 'two'],
      ] as const),
    ]) {
      expect((await record(activity, reference)).status).toBe(200)
    }
    expect((await tierOf(now, memberId)).growthCount).toBe(1 + 5 + 5 + 20)
    now.clock.now += DAY_MS
    await Promise.all([record('check_in', 'x1'), record('check_in', 'x2')])
    expect((await tierOf(now, memberId)).growthCount).toBe(32)
    expect(await record('share', 'one')).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } })
  })

  test('a birthday brings its gift once a year and never within 365 days, whichever tier', async () => {
    const { now, memberId } = await open()
    const give = () => now.call('POST', `/v1/members/${memberId}/birthday-gift`, {}, { secret: true })
    expect(await give()).toMatchObject({ status: 409, body: { error: { code: 'birthday_gift_missing' } } })
    await setTo(now, memberId, 'gold')
    const [one, two] = await Promise.all([give(), give()])
    expect([one.status, two.status].sort()).toEqual([200, 409])
    now.clock.now = Date.UTC(2026, 11, 31, 16)
    expect(await give()).toMatchObject({ status: 409, body: { error: { code: 'birthday_gift_missing' } } })
    now.clock.now = Date.UTC(2027, 2, 1)
    expect(await give()).toMatchObject({ status: 200, body: { tierId: 'gold', pointsCount: 7 } })
  })

  test('settings that are replaced raise at once and lower nobody; the sweep brings members in line', async () => {
    const { now, memberId } = await open({ ...CLUB, validity: { kind: 'lifetime' } })
    await grow(now, memberId, 100)
    const [basic, silver, gold] = CLUB.tiers as [Tier, Tier, Tier]
    const put = (tiers: readonly Tier[], more: Partial<TierSettings> = {}) =>
      now.call('PUT', '/v1/tiers', { ...CLUB, ...more, tiers }, { secret: true })
    await put([basic, silver, { ...gold, growthRequired: 101 }], { validity: { kind: 'lifetime' } })
    expect((await sweep(now.server, [])).reviewedCount).toBe(1)
    await put([basic, { ...silver, growthRequired: 50 }, { ...gold, growthRequired: 100 }])
    expect((await sweep(now.server, [])).reviewedCount).toBe(1)
    expect(await tierOf(now, memberId)).toMatchObject({ tier: { id: 'gold' }, validUntil: Date.UTC(2027, 2, 1, 16) })
    await put([basic, { ...silver, growthRequired: 5_000 }, { ...gold, growthRequired: 9_000 }])
    await sweep(now.server, [])
    expect(await tierOf(now, memberId)).toMatchObject({ tier: { id: 'gold' }, validUntil: Date.UTC(2027, 2, 1, 16) })
    expect((await sweep(now.server, [])).reviewedCount).toBe(0)
  })

  test('what is missing or impossible is said and changes nothing', async () => {
    const { now, memberId, token } = await open()
    const said = async (reply: Promise<{ status: number; body: unknown }>) => {
      const { status, body } = await reply
      return [status, (body as { error?: { code: string } }).error?.code]
    }
    const secret = { secret: true }
    expect(await said(now.call('GET', '/v1/members/mem_none/tier', undefined, secret))).toEqual([404, 'member_missing'])
    expect(await said(grow(now, 'mem_none', 1))).toEqual([404, 'member_missing'])
    expect(await said(grow(now, memberId, 0))).toEqual([400, 'invalid_input'])
    expect(await said(grow(now, memberId, -1))).toEqual([409, 'growth_insufficient'])
    expect(await said(setTo(now, memberId, 'none'))).toEqual([404, 'tier_missing'])
    expect(await said(setTo(now, memberId, 'gold', START))).toEqual([409, 'tier_until_past'])
    const input = { deltaCount: 5, reason: 'me' }
    expect(await said(now.call('POST', `/v1/members/${memberId}/growth`, input, { token }))).toEqual([403, 'denied'])
    const twice = { ...CLUB, activities: [CLUB.activities?.[0], CLUB.activities?.[0]] }
    expect(await said(now.call('PUT', '/v1/tiers', twice, secret))).toEqual([409, 'activity_repeated'])
    expect(await tierOf(now, memberId)).toMatchObject({ growthCount: 0, history: [] })
  })
})
