import type { CampaignView } from '@siyu/core/campaigns'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply } from '../apply.ts'
import { replay } from '../kernel/replay.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { MIGRATED } from '../kernel/testing/migrated.ts'
import { createPglite } from '../kernel/testing/postgres.ts'
import { rowsOf } from '../kernel/testing/sale.ts'
import { newKey, openShop, type Shop } from '../kernel/testing/shop.ts'
import { tableSpecs } from '../tables.ts'
import { points, publishedCampaign } from './campaign.fixture.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(await breaches(shop.database.database)).toEqual([])
  await shop.close()
})

const terms = { kind: 'lottery', entry: 'free', prizes: [points('tea', 2)] } as const
async function entered(): Promise<Awaited<ReturnType<typeof publishedCampaign>>> {
  const campaign = await publishedCampaign(shop, terms)
  for (const phone of ['13300000001', '13300000002', '13300000003', '13300000004']) {
    const { accessToken: token } = await shop.signIn(phone)
    expect((await shop.call('POST', `/v1/campaigns/${campaign.id}/entries`, {}, { token })).status).toBe(200)
  }
  return campaign
}
const seedOf = async (id: string) => (await shop.call<CampaignView>('GET', `/v1/campaigns/${id}`)).body.seed ?? ''

/** Draws, and says who won which place. */
async function drawn({ server, brandId, clock, ...on }: Shop, id: string, awardAt: number) {
  clock.now = awardAt
  const outcome = await server.run(brandId, 'campaigns.award', { campaignId: id }, newKey())
  expect(outcome.kind).toBe('done')
  const rewards = await rowsOf<{ campaign_id: string; member_id: string; place: number }>(
    { server, brandId, clock, ...on },
    'campaign_rewards',
  )
  const own = rewards.filter(({ campaign_id }) => campaign_id === id)
  return own.map(({ member_id, place }) => [place, member_id]).sort()
}

it('a shop rebuilt from its journal before the draw draws the same, and nothing told the seed before', async () => {
  const { id, awardAt } = await entered()
  await shop.server.outbox.drain()
  const told = await Promise.all(tableSpecs.map(async ({ name }) => JSON.stringify(await allOf(name))))
  const target = await createPglite(MIGRATED)
  await replay(shop.database.database, target.database, apply)
  const other = await openShop({ database: target })
  const winners = await drawn(other, id, awardAt)
  expect(winners).toHaveLength(2)
  expect(await drawn(shop, id, awardAt)).toEqual(winners)
  const seed = await seedOf(id)
  expect(seed).toMatch(/^[0-9a-f]{64}$/)
  expect(told.filter((text) => text.includes(seed))).toEqual([])
  await other.server.outbox.drain()
  await other.close()
})

it('a draw that was published when seeds were still kept is drawn by the one it promised', async () => {
  const { id, awardAt } = await entered()
  const seed = 'ab'.repeat(32)
  const write = (text: string, values: readonly string[]) => shop.database.database.execute({ text, values })
  await write('insert into campaign_seeds (brand_id, campaign_id, seed) values ($1, $2, $3)', [shop.brandId, id, seed])
  await write(
    `update campaigns set seed_hash = encode(sha256(convert_to($3, 'UTF8')), 'hex') where brand_id = $1 and id = $2`,
    [shop.brandId, id, seed],
  )
  expect(await drawn(shop, id, awardAt)).toHaveLength(2)
  expect(await seedOf(id)).toBe(seed)
})

async function allOf(table: string) {
  return shop.database.database.execute({ text: `select to_jsonb(t) as row from ${table} t`, values: [] })
}
