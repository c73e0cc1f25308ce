import {
  type Board,
  type CampaignRewardRow,
  type CampaignView,
  type DrawnEntry,
  drawOrder,
  isSeedOf,
  type LotteryTicket,
  type MyCampaign,
  type WinnerList,
} from '@siyu/core/campaigns'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'
import { sweep } from '../sweeps.ts'
import { bring, buys, DAY_MS, points, prize, publishedCampaign } from './campaign.fixture.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 500)
  const saved = await shop.call('PUT', '/v1/coupon-templates/tpl_won', template('tpl_won', null, START), {
    secret: true,
  })
  expect(saved.status).toBe(200)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.close()
})

const as = async (phone: string) => ({ token: (await shop.signIn(phone)).accessToken })
const mine = async (campaignId: string, phone: string) =>
  (await shop.call<MyCampaign>('GET', `/v1/campaigns/${campaignId}/mine`, undefined, await as(phone))).body
const swept = () => sweep(shop.server, [])
const after = (moment: number) => {
  shop.clock.now = Math.max(shop.clock.now, moment)
  return swept()
}
const look = async <T>(path: string) => (await shop.call<T & Refused>('GET', path)).body

describe('an invitation', () => {
  const terms = {
    kind: 'invite',
    each: points('each', 3),
    eachMaxCount: 10,
    steps: [{ friendCount: 2, prize: prize('two', 5, { kind: 'stored_value', amountMinor: 8_00 }) }],
    friend: prize('friend', 5, { kind: 'coupon', templateId: 'tpl_won' }),
  } as const

  it('rewards both sides for friends’ first orders that are kept, once each, and nothing for those given back', async () => {
    const { id } = await publishedCampaign(shop, terms)
    for (const friend of ['13100000011', '13100000012', '13100000013']) await bring(shop, '13100000001', friend)
    expect(await mine(id, '13100000001')).toMatchObject({ orderCount: 0, waitingCount: 0, rewards: [] })
    await buys(shop, '13100000011')
    const back = await buys(shop, '13100000012')
    await buys(shop, '13100000013')
    const bought = shop.clock.now
    shop.clock.now += 1
    await buys(shop, '13100000013')
    expect(await mine(id, '13100000001')).toMatchObject({ orderCount: 0, waitingCount: 3 })
    expect((await refund(shop, back, { sku_tea: 1 })).status).toBe(200)
    expect(await after(bought + 7 * DAY_MS - 1)).toMatchObject({ countedOrderCount: 0, rewardCount: 0 })
    expect(await after(bought + 7 * DAY_MS)).toMatchObject({ countedOrderCount: 2, rewardCount: 5 })
    expect(await swept()).toMatchObject({ countedOrderCount: 0, rewardCount: 0 })

    const inviter = await mine(id, '13100000001')
    expect(inviter).toMatchObject({ orderCount: 2, netMinor: 100_00, waitingCount: 0 })
    expect(inviter.rewards.map(({ prizeId, status }) => [prizeId, status]).sort()).toEqual([
      ['each', 'given'],
      ['each', 'given'],
      ['two', 'given'],
    ])
    expect(await mine(id, '13100000011')).toMatchObject({ rewards: [{ reason: 'friend', status: 'given' }] })
    expect(await mine(id, '13100000012')).toMatchObject({ rewards: [] })
    const wallet = await shop.call<{ readonly balanceMinor: number }>(
      ...(['GET', '/v1/stored-value', undefined, await as('13100000001')] as const),
    )
    expect(wallet.body.balanceMinor).toBe(8_00)
    const coupons = await shop.call<{ readonly items: readonly unknown[] }>(
      ...(['GET', '/v1/coupons', undefined, await as('13100000011')] as const),
    )
    expect(coupons.body.items).toHaveLength(1)
    expect(await look<CampaignView>(`/v1/campaigns/${id}`)).toMatchObject({
      left: [
        { prizeId: 'each', leftCount: 1 },
        { prizeId: 'friend', leftCount: 3 },
        { prizeId: 'two', leftCount: 4 },
      ],
    })
  })

  it('counts nobody twice who gives back and buys again, and no inviter under 18', async () => {
    const { id } = await publishedCampaign(shop, terms)
    await bring(shop, '13100000002', '13100000021')
    await bring(shop, '13100000003', '13100000031')
    const young = await shop.call('PUT', '/v1/member', { name: '小', birthday: '2012-01-01' }, await as('13100000003'))
    expect(young.status).toBe(200)
    const first = await buys(shop, '13100000021')
    await buys(shop, '13100000031')
    await refund(shop, first, { sku_tea: 1 })
    shop.clock.now += 1
    await buys(shop, '13100000021')
    expect(await after(shop.clock.now + 7 * DAY_MS)).toMatchObject({ countedOrderCount: 1, rewardCount: 0 })
    expect(await mine(id, '13100000002')).toMatchObject({ orderCount: 0, rewards: [] })
    expect(await mine(id, '13100000003')).toMatchObject({ orderCount: 0, rewards: [] })
  })
})

describe('a leaderboard', () => {
  it('ranks by what is kept, ties to who came there first, and gives its prizes once', async () => {
    const terms = { kind: 'leaderboard', by: 'net_sales', prizes: [points('gold', 1), points('silver', 1)] } as const
    const { id, awardAt } = await publishedCampaign(shop, terms)
    const friends = ['13100000041', '13100000051', '13100000061']
    const inviters = ['13100000004', '13100000005', '13100000006']
    for (const [at, friend] of friends.entries()) await bring(shop, inviters[at] as string, friend)
    await shop.call('PUT', '/v1/member', { name: '欧阳' }, await as('13100000005'))
    const dear = await buys(shop, '13100000041', 4)
    shop.clock.now += DAY_MS
    await buys(shop, '13100000061', 2)
    await buys(shop, '13100000051', 1)
    shop.clock.now += DAY_MS
    await buys(shop, '13100000051', 1)
    await after(shop.clock.now + 8 * DAY_MS)
    expect((await look<Board>(`/v1/campaigns/${id}/board`)).items.map(({ netMinor }) => netMinor)).toEqual([
      ...[200_00, 100_00, 100_00],
    ])
    expect(await mine(id, '13100000005')).toMatchObject({ rank: 3, orderCount: 2, netMinor: 100_00 })
    // Three quarters of the first one come back after they were counted.
    expect((await refund(shop, dear, { sku_tea: 3 })).status).toBe(200)
    expect(await swept()).toMatchObject({ countedOrderCount: 1 })
    const board = await look<Board>(`/v1/campaigns/${id}/board`)
    expect(board.items).toMatchObject([
      { rank: 1, netMinor: 100_00, orderCount: 1 },
      { rank: 2, name: '欧*', netMinor: 100_00, orderCount: 2 },
      { rank: 3, netMinor: 50_00, isMe: false },
    ])
    await after(awardAt - 1)
    expect(await look<CampaignView>(`/v1/campaigns/${id}`)).toMatchObject({ state: 'published' })
    expect(await after(awardAt)).toMatchObject({ awardedCount: 1, rewardCount: 2 })
    expect(await swept()).toMatchObject({ awardedCount: 0, rewardCount: 0 })
    expect((await look<WinnerList>(`/v1/campaigns/${id}/winners`)).items).toMatchObject([
      { place: 1, prizeId: 'gold', entryId: null },
      { place: 2, prizeId: 'silver', name: '欧*' },
    ])
    expect(await mine(id, '13100000006')).toMatchObject({ rewards: [{ reason: 'rank', place: 1, status: 'given' }] })
  })
})

describe('a lottery', () => {
  const enter = async (id: string, phone: string) => {
    const reply = await shop.call<LotteryTicket & Refused>('POST', `/v1/campaigns/${id}/entries`, {}, await as(phone))
    return reply.body.error?.code ?? reply.body.entryId
  }

  it('is drawn by the seed whose hash was published, so that everybody can draw again', async () => {
    const terms = {
      kind: 'lottery',
      entry: 'free',
      prizes: [prize('mug', 1, { kind: 'goods' }), points('some', 2)],
    } as const
    const { id, awardAt, seedHash } = await publishedCampaign(shop, terms)
    expect(await look<CampaignView>(`/v1/campaigns/${id}`)).toMatchObject({ seedHash, seed: null, state: 'published' })
    const events = JSON.stringify(await rowsOf(shop, 'events'))
    expect(await enter(id, '13100000003')).toBe('lottery_under_age')
    const phones = ['13100000071', '13100000072', '13100000073', '13100000074', '13100000075']
    for (const phone of phones) expect(await enter(id, phone)).toMatch(/^ent_/)
    expect(await enter(id, '13100000071')).toBe('lottery_entered')
    const gone = await as('13100000075')
    const leaving = { agreesToLosses: true, waivesCommission: true }
    expect((await shop.call('POST', '/v1/data-requests/deletion', leaving, gone)).status).toBe(200)
    await after(shop.clock.now + 6 * DAY_MS)
    expect(await after(awardAt)).toMatchObject({ awardedCount: expect.any(Number), rewardCount: expect.any(Number) })

    const drawn = await look<CampaignView>(`/v1/campaigns/${id}`)
    expect(drawn).toMatchObject({ state: 'awarded', entryCount: 4 })
    expect(isSeedOf(drawn.seed ?? '', seedHash ?? '')).toBe(true)
    expect(events).not.toContain(drawn.seed)
    const entries = (await look<{ items: readonly DrawnEntry[] }>(`/v1/campaigns/${id}/entries?limit=100`)).items
    expect(entries).toHaveLength(5)
    const byHand = drawOrder(
      drawn.seed ?? '',
      entries.filter(({ isWithdrawn }) => !isWithdrawn),
    )
    const { items } = await look<WinnerList>(`/v1/campaigns/${id}/winners`)
    expect(items.map(({ entryId }) => entryId)).toEqual(byHand.slice(0, 3).map(({ entryId }) => entryId))
    expect(items.map(({ prizeId }) => prizeId)).toEqual(['mug', 'some', 'some'])
    expect(await enter(id, '13100000076')).toBe('campaign_not_open')
    const rewards = await shop.call<{
      readonly items: readonly CampaignRewardRow[]
      readonly nextCursor: string | null
    }>(...(['GET', `/v1/campaigns/${id}/rewards?limit=2`, undefined, { secret: true }] as const))
    expect(rewards.body.items.map(({ status }) => status)).toEqual(['given', 'given'])
    expect(rewards.body.nextCursor).toBe('2')
  })

  it('opens with an order of its time, and passes over one that was given back', async () => {
    const terms = { kind: 'lottery', entry: 'order', prizes: [points('tea', 5)] } as const
    const { id, awardAt } = await publishedCampaign(shop, terms)
    expect(await enter(id, '13100000081')).toBe('lottery_order_missing')
    await buys(shop, '13100000081')
    const back = await buys(shop, '13100000082')
    for (const phone of ['13100000081', '13100000082']) expect(await enter(id, phone)).toMatch(/^ent_/)
    await refund(shop, back, { sku_tea: 1 })
    await after(awardAt)
    expect((await look<WinnerList>(`/v1/campaigns/${id}/winners`)).items).toHaveLength(1)
    expect(await mine(id, '13100000081')).toMatchObject({ rewards: [{ reason: 'draw', place: 1 }] })
    expect(await look<CampaignView>(`/v1/campaigns/${id}`)).toMatchObject({ entryCount: 1 })
  })
})

describe('operators', () => {
  const asOperator = { secret: true } as const
  const codeOf = async (method: 'PUT' | 'POST', path: string, body: object) =>
    (await shop.call<Refused>(method, path, body, asOperator)).body.error?.code

  it('change a draft, and nothing of what is published', async () => {
    const terms = { kind: 'leaderboard', by: 'first_orders', prizes: [points('gold', 1)] } as const
    const { seedHash, ...campaign } = await publishedCampaign(shop, terms)
    const path = `/v1/campaigns/${campaign.id}`
    expect(seedHash).toBeNull()
    expect(await codeOf('PUT', path, { ...campaign, organiser: 'another' })).toBe('campaign_published')
    expect(await codeOf('POST', `${path}/publication`, {})).toBe('campaign_published')
    expect(await codeOf('POST', '/v1/campaigns/cam_none/publication', {})).toBe('campaign_missing')
    const late = { ...campaign, id: 'cam_late', startsAt: shop.clock.now }
    expect((await shop.call('PUT', '/v1/campaigns/cam_late', late, asOperator)).status).toBe(200)
    expect(await codeOf('POST', '/v1/campaigns/cam_late/publication', {})).toBe('campaign_started')
    expect((await look(`/v1/campaigns/cam_late`)).error?.code).toBe('campaign_missing')
    const all = await shop.call<{ items: readonly CampaignView[] }>('GET', '/v1/admin/campaigns', undefined, asOperator)
    expect(all.body.items.find(({ id }) => id === 'cam_late')).toMatchObject({ state: 'draft' })
    const { items } = await look<{ items: readonly CampaignView[] }>('/v1/campaigns')
    expect(items.map(({ id }) => id)).toContain(campaign.id)
  })

  it('are told the field and the limit of what cannot be', async () => {
    const terms = { kind: 'lottery', entry: 'free', prizes: [prize('car', 1, { kind: 'goods' })] } as const
    const { seedHash: _, ...campaign } = await publishedCampaign(shop, terms)
    const wrong = { ...campaign, id: 'cam_wrong', returnDays: 6 }
    const invalid = await shop.call<Refused>('PUT', '/v1/campaigns/cam_wrong', wrong, asOperator)
    expect([invalid.status, JSON.stringify(invalid.body)]).toEqual([400, expect.stringContaining('returnDays')])
    const shared = { ...campaign, id: 'cam_wrong', terms: { ...terms, entry: 'share' } }
    expect((await shop.call('PUT', '/v1/campaigns/cam_wrong', shared, asOperator)).status).toBe(400)
    const dear = [{ ...prize('car', 1, { kind: 'goods' }), valueMinor: 50_000_01 }]
    const tooDear = { ...campaign, id: 'cam_wrong', terms: { ...terms, prizes: dear } }
    const refused = await shop.call<Refused>('PUT', '/v1/campaigns/cam_wrong', tooDear, asOperator)
    expect(refused.body.error).toMatchObject({ code: 'lottery_prize_too_high', detail: { maxMinor: 50_000_00 } })
    const coupon = [prize('cup', 1, { kind: 'coupon', templateId: 'tpl_none' })]
    const named = { ...campaign, id: 'cam_wrong', terms: { ...terms, prizes: coupon } }
    expect(await codeOf('PUT', '/v1/campaigns/cam_wrong', named)).toBe('coupon_missing')
  })
})
