import {
  type CampaignView,
  type DrawnEntry,
  drawOrder,
  isSeedOf,
  type MyCampaign,
  type StoppedCampaign,
  type WinnerList,
} from '@siyu/core/campaigns'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stockUp, TEA } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { type Refused, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { sweep } from '../sweeps.ts'
import { bring, buys, DAY_MS, points, publishedCampaign } from './campaign.fixture.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.close()
})

const reason = { zh: '活动系统故障', en: 'The campaign had a fault' }
const stop = (id: string, as: object = { secret: true }) =>
  shop.call<StoppedCampaign & Refused>('POST', `/v1/campaigns/${id}/stopping`, { reason }, as)
const look = async <T>(path: string) => (await shop.call<T>('GET', path)).body
const viewOf = (id: string) => look<CampaignView>(`/v1/campaigns/${id}`)
const winnersOf = async (id: string) => (await look<WinnerList>(`/v1/campaigns/${id}/winners`)).items
const enter = async (id: string, phone: string) => {
  const { accessToken: token } = await shop.signIn(phone)
  const { body } = await shop.call<Refused & { entryId?: string }>('POST', `/v1/campaigns/${id}/entries`, {}, { token })
  return body.error?.code ?? body.entryId
}
const draw = { kind: 'lottery', entry: 'free', prizes: [points('tea', 1)] } as const

it('an invitation that is stopped pays what was earned up to then, however late, and nothing after it', async () => {
  const terms = { kind: 'invite', each: points('each', 9), eachMaxCount: 9, steps: [], friend: null } as const
  const { id, awardAt } = await publishedCampaign(shop, terms)
  for (const friend of ['13200000011', '13200000012']) await bring(shop, '13200000001', friend)
  await buys(shop, '13200000011')
  shop.clock.now += 3 * DAY_MS
  await buys(shop, '13200000012')
  // The first order came due a day ago and no sweep has seen it.
  shop.clock.now += 5 * DAY_MS
  const { accessToken: token } = await shop.signIn('13200000001')
  expect((await stop(id, { token })).status).toBe(403)
  const both = await Promise.all([stop(id), stop(id)])
  expect(both.map(({ body }) => body.error?.code ?? body.stoppedAt).sort()).toEqual([
    ...[shop.clock.now, 'campaign_not_running'],
  ])
  const stopped = { at: shop.clock.now, reason }
  expect(await viewOf(id)).toMatchObject({ state: 'published', stopped })
  const mine = async () => {
    const as = { token: (await shop.signIn('13200000001')).accessToken }
    return (await shop.call<MyCampaign>('GET', `/v1/campaigns/${id}/mine`, undefined, as)).body
  }
  expect(await mine()).toMatchObject({ orderCount: 0, waitingCount: 0 })
  expect(await sweep(shop.server, [])).toMatchObject({ countedOrderCount: 1, awardedCount: 1, rewardCount: 1 })
  expect(await viewOf(id)).toMatchObject({ state: 'awarded', stopped, left: [{ prizeId: 'each', leftCount: 8 }] })
  shop.clock.now = awardAt
  expect(await sweep(shop.server, [])).toMatchObject({ countedOrderCount: 0, awardedCount: 0, rewardCount: 0 })
  expect(await mine()).toMatchObject({ orderCount: 1, rewards: [{ prizeId: 'each', status: 'given' }] })
  expect((await stop(id)).body.error?.code).toBe('campaign_not_running')
  expect((await stop('cam_none')).body.error?.code).toBe('campaign_missing')
})

it('a lottery that is stopped is drawn among its entries by the seed that was promised; without any, nobody wins', async () => {
  const { id, seedHash } = await publishedCampaign(shop, draw)
  for (const phone of ['13200000021', '13200000022']) expect(await enter(id, phone)).toMatch(/^ent_/)
  expect((await stop(id)).status).toBe(200)
  expect(await enter(id, '13200000023')).toBe('campaign_not_open')
  await sweep(shop.server, [])
  const drawn = await viewOf(id)
  expect(drawn).toMatchObject({ state: 'awarded', entryCount: 2, stopped: { reason } })
  expect(isSeedOf(drawn.seed ?? '', seedHash ?? '')).toBe(true)
  const { items } = await look<{ items: readonly DrawnEntry[] }>(`/v1/campaigns/${id}/entries`)
  const [first] = drawOrder(drawn.seed ?? '', items)
  expect((await winnersOf(id)).map(({ entryId }) => entryId)).toEqual([first?.entryId])

  const empty = await publishedCampaign(shop, draw)
  await stop(empty.id)
  await sweep(shop.server, [])
  expect(await viewOf(empty.id)).toMatchObject({ state: 'awarded', entryCount: 0 })
  expect(await winnersOf(empty.id)).toEqual([])
})

it('the journal alone gives the same campaigns, stopped and drawn', async () => {
  await shop.server.outbox.drain()
  const state = await stateOf(shop.database.database)
  expect(await rowsOf(shop, 'campaigns')).toHaveLength(3)
  expect(await rebuilt(shop.database.database)).toEqual(state)
})
