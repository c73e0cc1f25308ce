import type { ShippingSettings } from '@siyu/core/shipping'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { breaches } from '../kernel/testing/invariants.ts'
import { newKey, openShop, type Shop } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const zone = (regions: readonly string[], firstMinor: number) => ({
  ...{ regions, firstSize: 1_000, firstMinor, extraSize: 500, extraMinor: 2_00 },
  ...{ freeFromMinor: 99_00, freeFromCount: null },
})
const SHIPPING: ShippingSettings = {
  templates: [
    {
      id: 'land',
      name: { zh: '陆运', en: 'Land' },
      mode: 'weight',
      zones: [zone([], 10_00), zone(['44', '45'], 6_00)],
    },
  ],
  refund: 'never',
}
const [LAND] = SHIPPING.templates
const secret = { secret: true }
const read = async () => (await shop.call('GET', '/v1/shipping', undefined, secret)).body

it('a new brand charges nothing for shipping', async () => {
  expect(await read()).toEqual({ templates: [], refund: 'with_last_unit' })
})

it('operators replace it; asking again with the same key changes nothing more', async () => {
  const key = newKey()
  const saved = await shop.call('PUT', '/v1/shipping', SHIPPING, { ...secret, key })
  expect(saved).toMatchObject({ status: 200, body: SHIPPING })
  expect(await read()).toEqual(SHIPPING)
  expect((await shop.call('PUT', '/v1/shipping', SHIPPING, { ...secret, key })).body).toEqual(SHIPPING)
  const reused = await shop.call('PUT', '/v1/shipping', { ...SHIPPING, templates: [] }, { ...secret, key })
  expect(reused).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_reused' } } })
  const { database } = shop.server.engine
  const events = await database.execute({
    text: `select 1 from events where type = 'shipping_settings_saved'`,
    values: [],
  })
  expect(events.length).toBe(1)
})

it.each([
  ['template_repeated', [LAND, LAND]],
  ['region_repeated', [{ ...LAND, zones: [zone(['44'], 1), zone(['45', '44'], 2)] }]],
])('refuses %s and changes nothing', async (code, templates) => {
  const before = await read()
  const refused = await shop.call('PUT', '/v1/shipping', { ...SHIPPING, templates }, secret)
  expect(refused).toMatchObject({ status: 409, body: { error: { code } } })
  expect(await read()).toEqual(before)
})

it('a template without zones and a block of size 0 are invalid', async () => {
  const put = (zones: readonly object[]) =>
    shop.call('PUT', '/v1/shipping', { ...SHIPPING, templates: [{ ...LAND, zones }] }, secret)
  expect((await put([])).status).toBe(400)
  expect((await put([{ ...zone([], 1), extraSize: 0 }])).status).toBe(400)
})

it('members and visitors may neither read nor write it', async () => {
  const { accessToken: token } = await shop.signIn('13800138000')
  expect((await shop.call('GET', '/v1/shipping', undefined, { token })).status).toBe(403)
  expect((await shop.call('PUT', '/v1/shipping', SHIPPING, { token })).status).toBe(403)
  expect((await shop.call('GET', '/v1/shipping')).status).toBe(401)
})

it('two operators at once: both are answered, and one of the two stands', async () => {
  const versions = [1, 2, 3, 4].map((firstMinor) => ({
    ...SHIPPING,
    templates: [{ ...LAND, zones: [zone([], firstMinor)] }],
  }))
  const replies = await Promise.all(versions.map((each) => shop.call('PUT', '/v1/shipping', each, secret)))
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(versions).toContainEqual(await read())
})

it('the journal alone gives the same settings', async () => {
  await shop.server.outbox.drain()
  const { database } = shop.database
  expect(await rebuilt(database)).toEqual(await stateOf(database))
  expect(await breaches(database)).toEqual([])
})

it('a brand may be set up with its own, when they can be used', async () => {
  const { body: tiers } = await shop.call('GET', '/v1/tiers')
  const { body: points } = await shop.call('GET', '/v1/points/settings')
  const referrals = { depth: 1, levelBps: [1_000], capBps: 3_000, freezeDays: 7 }
  const create = (id: string, shipping: unknown) => {
    const brand = { id, name: { zh: '别家', en: 'Other' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
    const settings = { tiers, points, referrals, shipping }
    return shop.server.run(id, 'brands.create', { brand, settings, keys: [], operators: [] }, newKey())
  }
  const { database } = shop.server.engine
  const text = `select value from settings where brand_id = 'brd_ship' and concept = 'shipping'`
  const unusable = { kind: 'refused', refusal: { code: 'settings_unusable', detail: { concept: 'shipping' } } }
  expect(await create('brd_none', { ...SHIPPING, templates: [LAND, LAND] })).toMatchObject(unusable)
  expect(await create('brd_none', { refund: 'never' })).toMatchObject(unusable)
  expect(await create('brd_ship', SHIPPING)).toMatchObject({ kind: 'done' })
  expect(await database.execute({ text, values: [] })).toEqual([{ value: SHIPPING }])
})
