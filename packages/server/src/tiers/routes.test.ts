import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop, TIERS } from '../kernel/testing/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

it('a new member stands at the bottom and sees the way up', async () => {
  const { accessToken: token } = await shop.signIn('13800138000')
  const mine = await shop.call('GET', '/v1/tier', undefined, { token })
  expect(mine.body).toMatchObject({ tier: { id: 'basic' }, growthCount: 0, next: { id: 'silver' }, neededCount: 1_000 })
  expect((await shop.call('GET', '/v1/tier')).status).toBe(401)
})

it('operators replace the tiers for everybody; tiers out of order are refused and change nothing', async () => {
  const [basic, silver] = TIERS.tiers
  const swapped = { ...TIERS, tiers: [silver, basic] }
  const refused = await shop.call('PUT', '/v1/tiers', swapped, { secret: true })
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'tiers_unordered' } } })
  expect((await shop.call('GET', '/v1/tiers')).body).toEqual(TIERS)
  const fewer = { ...TIERS, tiers: [basic, silver] }
  expect((await shop.call('PUT', '/v1/tiers', fewer, { secret: true })).body).toEqual(fewer)
  expect((await shop.call('GET', '/v1/tiers')).body).toEqual(fewer)
})

it('members may not', async () => {
  const { accessToken: token } = await shop.signIn('13800138000')
  expect((await shop.call('PUT', '/v1/tiers', TIERS, { token })).status).toBe(403)
})
