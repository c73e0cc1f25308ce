import type { TaxSettings } from '@siyu/core/taxes'
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

const TAXES: TaxSettings = {
  mode: 'on_top',
  rates: [
    { name: 'VAT', category: 'goods', bps: 1_300 },
    { name: 'VAT', category: 'food', bps: 900 },
    { name: 'Levy', category: null, bps: 50 },
  ],
  rounding: 'unit',
}
const secret = { secret: true }
const read = async () => (await shop.call('GET', '/v1/taxes', undefined, secret)).body

it('a new brand has its taxes inside the price, and no rates', async () => {
  expect(await read()).toEqual({ mode: 'inside', rates: [] })
})

it('operators replace them; asking again with the same key changes nothing more', async () => {
  const key = newKey()
  const saved = await shop.call('PUT', '/v1/taxes', TAXES, { ...secret, key })
  expect(saved).toMatchObject({ status: 200, body: TAXES })
  expect(await read()).toEqual(TAXES)
  expect((await shop.call('PUT', '/v1/taxes', TAXES, { ...secret, key })).body).toEqual(TAXES)
  const { database } = shop.server.engine
  const events = await database.execute({ text: `select 1 from events where type = 'tax_settings_saved'`, values: [] })
  expect(events.length).toBe(1)
})

it('refuses a name that stands twice on the same goods, and changes nothing', async () => {
  const before = await read()
  for (const category of ['food', null]) {
    const rates = [...TAXES.rates, { name: 'VAT', category, bps: 600 }]
    const refused = await shop.call('PUT', '/v1/taxes', { ...TAXES, rates }, secret)
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'rate_repeated', detail: { name: 'VAT' } } } })
  }
  expect(await read()).toEqual(before)
})

it('a negative rate and an unknown mode are invalid', async () => {
  const rates = [{ name: 'VAT', category: null, bps: -1 }]
  expect((await shop.call('PUT', '/v1/taxes', { ...TAXES, rates }, secret)).status).toBe(400)
  expect((await shop.call('PUT', '/v1/taxes', { ...TAXES, mode: 'beside' }, secret)).status).toBe(400)
})

it('members and visitors may neither read nor write them', async () => {
  const { accessToken: token } = await shop.signIn('13800138000')
  expect((await shop.call('GET', '/v1/taxes', undefined, { token })).status).toBe(403)
  expect((await shop.call('PUT', '/v1/taxes', TAXES, { token })).status).toBe(403)
  expect((await shop.call('GET', '/v1/taxes')).status).toBe(401)
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
  const create = (id: string, taxes: unknown) => {
    const brand = { id, name: { zh: '别家', en: 'Other' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
    const settings = { tiers, points, referrals, taxes }
    return shop.server.run(id, 'brands.create', { brand, settings, keys: [], operators: [] }, newKey())
  }
  const { database } = shop.server.engine
  const text = `select value from settings where brand_id = 'brd_tax' and concept = 'taxes'`
  const [vat] = TAXES.rates
  const unusable = { kind: 'refused', refusal: { code: 'settings_unusable', detail: { concept: 'taxes' } } }
  expect(await create('brd_none', { ...TAXES, rates: [vat, vat] })).toMatchObject(unusable)
  expect(await create('brd_none', { mode: 'inside' })).toMatchObject(unusable)
  expect(await create('brd_tax', TAXES)).toMatchObject({ kind: 'done' })
  expect(await database.execute({ text, values: [] })).toEqual([{ value: TAXES }])
})
