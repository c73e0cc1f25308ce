import type { LotteryTicket } from '@siyu/core/campaigns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { openPair, type Pair, skip } from '../kernel/testing/pair.ts'
import { type Refused, rowsOf } from '../kernel/testing/sale.ts'
import { newKey, type Shop } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'
import { bring, buys, DAY_MS, points, publishedCampaign } from './campaign.fixture.ts'

const FRIEND_COUNT = process.env.SIYU_LONG === undefined ? 12 : 60

type RewardRow = {
  readonly member_id: string
  readonly campaign_id: string
  readonly reason: string
  readonly status: string
}

describe.skipIf(skip !== undefined)('campaigns on postgres, two servers on one database', () => {
  let shops: Pair
  beforeAll(async () => {
    shops = await openPair()
    await stockUp(shops[0], TEA, 1_000)
  }, 120_000)
  afterAll(async () => {
    if (shops === undefined) return
    for (const shop of shops) expect(shop.faults).toEqual([])
    expect(await breaches(shops[0].database.database)).toEqual([])
    await shops[1].close()
    await shops[0].close()
  })
  const turn = (now: number) => {
    for (const shop of shops) shop.clock.now = now
  }
  const both = <T>(work: (shop: Shop) => Promise<T>) => Promise.all([...shops, ...shops].map(work))

  it('orders that come due at once are counted once, and every step and every prize is given once', async () => {
    const [shop] = shops
    const steps = [2, 5, FRIEND_COUNT].map((friendCount) => ({ friendCount, prize: points(`step_${friendCount}`, 9) }))
    // Fewer than there are friends: they race for the last.
    const terms = {
      kind: 'invite',
      each: points('each', FRIEND_COUNT - 3),
      eachMaxCount: 99,
      steps,
      friend: null,
    } as const
    const { id } = await publishedCampaign(shop, terms)
    turn(shop.clock.now)
    const phones = Array.from({ length: FRIEND_COUNT }, (_, n) => `1350000${String(n).padStart(4, '0')}`)
    for (const [n, phone] of phones.entries()) await bring(shop, n % 4 === 3 ? '13400000002' : '13400000001', phone)
    const orders = await Promise.all(phones.map((phone, n) => buys(shops[n % 2] as Shop, phone)))
    turn(shop.clock.now + 7 * DAY_MS)
    const counts = await Promise.all(
      [...orders, ...orders].map((orderId, n) => {
        const server = (shops[n % 2] as Shop).server
        return server.run(shop.brandId, 'campaigns.count', { campaignId: id, orderId }, newKey())
      }),
    )
    expect(new Set(counts.map(({ kind }) => kind))).toEqual(new Set(['done']))
    const standings = await rowsOf<{ order_count: number; campaign_id: string }>(shop, 'campaign_standings')
    const quarter = Math.floor(FRIEND_COUNT / 4)
    expect(standings.map(({ order_count: count }) => count).sort((a, b) => a - b)).toEqual([
      ...[quarter, FRIEND_COUNT - quarter],
    ])
    await both(({ server }) => sweep(server, []))
    const rewards = await rowsOf<RewardRow>(shop, 'campaign_rewards')
    expect(rewards.filter(({ reason }) => reason.startsWith('each:'))).toHaveLength(FRIEND_COUNT - 3)
    // None brings all the friends there are.
    const reached = [quarter, FRIEND_COUNT - quarter].flatMap((count) => [2, 5].filter((step) => step <= count))
    expect(
      rewards
        .filter(({ reason }) => reason.startsWith('step:'))
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(reached.map((step) => `step:${step}`).sort())
    expect(new Set(rewards.map(({ status }) => status))).toEqual(new Set(['given']))
    const given = await shop.database.database.execute<{ count: number }>({
      text: `select count(*)::int as count from events where type = 'points_adjusted'`,
      values: [],
    })
    expect(given[0]?.count).toBe(rewards.length)
  }, 120_000)

  it('a member who enters from two devices at once has one number, and a draw run twice draws once', async () => {
    const [shop] = shops
    const terms = { kind: 'lottery', entry: 'free', prizes: [points('first', 2)] } as const
    const { id, awardAt } = await publishedCampaign(shop, terms)
    turn(shop.clock.now)
    const phones = ['13400000003', '13400000004', '13400000005']
    for (const phone of phones) {
      const { accessToken: token } = await shop.signIn(phone)
      const entered = await both((each) =>
        each.call<LotteryTicket & Refused>('POST', `/v1/campaigns/${id}/entries`, {}, { token }),
      )
      expect(entered.map(({ body }) => body.error?.code ?? 'entered').sort()).toEqual([
        ...['entered', 'lottery_entered', 'lottery_entered', 'lottery_entered'],
      ])
    }
    turn(awardAt)
    const awards = await both(({ server }) => server.run(shop.brandId, 'campaigns.award', { campaignId: id }, newKey()))
    expect(awards.map(({ kind }) => kind).sort()).toEqual(['done', 'refused', 'refused', 'refused'])
    await both(({ server }) => sweep(server, []))
    const won = (await rowsOf<RewardRow>(shop, 'campaign_rewards')).filter(({ campaign_id }) => campaign_id === id)
    expect(won.map(({ reason, status }) => [reason, status])).toEqual([
      ['draw', 'given'],
      ['draw', 'given'],
    ])
    expect(new Set(won.map(({ member_id }) => member_id)).size).toBe(2)
  }, 120_000)
})
