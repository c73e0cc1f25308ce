import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { commerceEvents, defineEvents } from '../index.ts'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import { type EventStore, postgresEventStore } from '../warehouse/index.ts'
import { botReason, type Collector, type CollectorOptions, createCollector } from './index.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')

let database: PGlite
let store: EventStore

beforeAll(async () => {
  database = await openDatabase()
  store = postgresEventStore(pgliteSql(database))
})
beforeEach(() => emptyTables(database))
afterAll(() => database.close())

const open = (options: Partial<CollectorOptions> = {}): Collector =>
  createCollector({ store, now: () => NOW, keys: (key) => (key.startsWith('pk_') ? 'brand_a' : undefined), ...options })
const track = (messageId: string, part: object = {}) => ({
  ...{ type: 'track', event: 'Product Viewed', anonymousId: 'anon', messageId },
  ...part,
})
const post = (body: object, headers: HeadersInit = {}): Request =>
  new Request('http://collector.example/v1/batch', { method: 'POST', headers, body: JSON.stringify(body) })
const batch = (...events: object[]): Request => post({ writeKey: 'pk_a', batch: events })
const stored = async () => (await store.list({ brandId: 'brand_a', limit: 1000 })).map(({ messageId }) => messageId)
const dead = () => store.listDead({ brandId: 'brand_a', limit: 100 })

describe('together', () => {
  it('stores many requests by few inserts, and answers each when its rows are durable', async () => {
    const sizes: number[] = []
    const held: (() => void)[] = []
    const slow: CollectorOptions['store'] = {
      insertMany: async (parcels) => {
        if (sizes.push(parcels.length) === 1) await new Promise<void>((release) => held.push(release))
        return store.insertMany(parcels)
      },
    }
    const collect = open({ store: slow, limits: { insertsMax: 1 } })
    const answered: number[] = []
    const requests = Array.from({ length: 40 }, async (_, at) => {
      const reply = await collect(batch(track(`m${at}`)))
      expect(await stored()).toContain(`m${at}`)
      answered.push(reply.status)
    })
    await expect.poll(() => held.length).toBe(1)
    expect(answered).toEqual([])
    held[0]?.()
    await Promise.all(requests)
    expect(answered).toEqual(Array.from({ length: 40 }, () => 200))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40)
    expect(sizes.length).toBeLessThan(12)
  })

  it('begins a second insert beside one under way only for a quarter of what an insert may hold', async () => {
    const sizes: number[] = []
    const held: (() => void)[] = []
    const slow: CollectorOptions['store'] = {
      insertMany: async (parcels) => {
        if (sizes.push(parcels.length) === 1) await new Promise<void>((release) => held.push(release))
        return store.insertMany(parcels)
      },
    }
    const collect = open({ store: slow, limits: { insertCount: 8 } })
    const first = collect(batch(track('a')))
    await expect.poll(() => sizes).toEqual([1])
    const second = collect(batch(track('b')))
    const third = collect(batch(track('c')))
    expect([(await second).status, (await third).status, sizes]).toEqual([200, 200, [1, 2]])
    held[0]?.()
    expect((await first).status).toBe(200)
  })

  it('never lets an event the store refuses spoil what was stored with it', async () => {
    await database.exec(`alter table analytics_events add constraint refuses check (event <> 'Poison')`)
    const collect = open()
    const replies = await Promise.all([
      collect(batch(track('a1'), track('a2'))),
      collect(batch(track('b1'), track('bad', { event: 'Poison' }), track('b2'), { event: 1 })),
      collect(batch(track('c1'))),
    ])
    await database.exec('alter table analytics_events drop constraint refuses')
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await stored()).toSorted()).toEqual(['a1', 'a2', 'b1', 'b2', 'c1'])
    expect((await dead()).map(({ reason }) => reason).toSorted()).toEqual(['store_refused', 'type_unknown'])
  })
})

describe('too much', () => {
  it('is answered 429 per key, with the seconds to wait, and flows again after them', async () => {
    let now = NOW
    const collect = open({ now: () => now, limits: { rate: { eventsPerSecond: 2, burstCount: 4 } } })
    const key = (writeKey: string, messageId: string, count = 1) =>
      collect(post({ writeKey, batch: Array.from({ length: count }, (_, at) => track(`${messageId}-${at}`)) }))
    expect((await key('pk_a', 'one', 7)).status).toBe(200)
    const refused = await key('pk_a', 'two')
    expect([refused.status, await refused.json()]).toEqual([429, { success: false, code: 'too_many_events' }])
    expect([refused.headers.get('retry-after'), refused.headers.get('x-ratelimit-reset')]).toEqual(['2', '2'])
    expect((await key('pk_b', 'other')).status).toBe(200)
    now += 2_000
    expect((await key('pk_a', 'two')).status).toBe(200)
    expect(await stored()).toHaveLength(9)
  })

  it('is answered 503 when it would not fit into memory, and taken once there is room', async () => {
    const releases: (() => void)[] = []
    const slow: CollectorOptions['store'] = {
      insertMany: async (parcels) => {
        await new Promise<void>((release) => releases.push(release))
        return store.insertMany(parcels)
      },
    }
    const collect = open({ store: slow, limits: { pendingBytes: 1_000 } })
    const large = { properties: { text: 'x'.repeat(600) } }
    const first = collect(batch(track('first', large)))
    await expect.poll(() => releases.length).toBe(1)
    const refused = await collect(batch(track('second', large)))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    releases[0]?.()
    expect((await first).status).toBe(200)
    const again = collect(batch(track('second', large)))
    await expect.poll(() => releases.length).toBe(2)
    releases[1]?.()
    expect((await again).status).toBe(200)
    expect(await stored()).toHaveLength(2)
  })
})

describe('the plan', () => {
  const plan = defineEvents({ [commerceEvents.productViewed]: { product_id: 'string', price: 'integer?' } })
  const sent = batch(
    track('fine', { properties: { product_id: 'p1', more: true } }),
    track('wrong', { properties: { price: 1.5 } }),
    track('strange', { event: 'Unheard Of', properties: {} }),
    { type: 'page', messageId: 'page', anonymousId: 'anon' },
  )
  const details = async () =>
    (await dead()).map(({ reason, detail, isStored }) => [reason, detail, isStored]).toSorted()

  it('rejects what is against it, with the reason', async () => {
    expect((await open({ planOf: () => ({ plan, violations: 'reject' }) })(sent.clone())).status).toBe(200)
    expect((await stored()).toSorted()).toEqual(['fine', 'page'])
    expect(await details()).toEqual([
      ['plan_violation', 'event_unknown', undefined],
      ['plan_violation', 'product_id:string, price:integer', undefined],
    ])
  })

  it('or stores it and keeps a note, as the brand likes', async () => {
    expect((await open({ planOf: () => ({ plan, violations: 'store' }) })(sent.clone())).status).toBe(200)
    expect(await stored()).toHaveLength(4)
    expect(await details()).toEqual([
      ['plan_violation', 'event_unknown', true],
      ['plan_violation', 'product_id:string, price:integer', true],
    ])
  })
})

describe('machines', () => {
  const chrome = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36'
  it.each([
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', {}, 'agent:googlebot'],
    ['Mozilla/5.0 (compatible; Baiduspider/2.0)', {}, 'agent:baiduspider'],
    ['Mozilla/5.0 HeadlessChrome/140.0', {}, 'agent:headlesschrome'],
    ['AcmeBot/1.0', {}, 'agent:unnamed'],
    ['curl/8.5', {}, 'agent:curl'],
    [chrome, { webdriver: true }, 'webdriver'],
    [chrome, { userAgentData: { brands: [{ brand: 'HeadlessChrome' }] } }, 'headless'],
    [chrome, { userAgentData: { brands: [null, 'x', { brand: 'Chromium' }] } }, undefined],
    [chrome, {}, undefined],
    ['Mozilla/5.0 (Linux; Android 9; CUBOT P30) Chrome/140.0', {}, undefined],
    ['node-fetch/1.0 GoogleBot', { userAgent: chrome }, undefined],
    ['python-requests/2', { library: { name: 'analytics-python' } }, undefined],
  ] as const)('are told by %s %j', (userAgent, context, expected) => {
    expect(botReason({ userAgent, context })).toBe(expected)
  })

  it('are flagged, not dropped', async () => {
    const headers = { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' }
    await open()(
      post({ writeKey: 'pk_a', batch: [track('bot'), track('no', { context: { userAgent: chrome } })] }, headers),
    )
    const rows = (await store.list({ brandId: 'brand_a', limit: 9 })).map(({ messageId, bot }) => [messageId, bot])
    expect(rows.toSorted()).toEqual([
      ['bot', 'agent:bingbot'],
      ['no', undefined],
    ])
  })
})

describe('settings', () => {
  const get = (path: string, options: Partial<CollectorOptions> = {}, headers: HeadersInit = {}) =>
    open(options)(new Request(`http://collector.example${path}`, { headers }))

  it('tell a Segment browser client where to send', async () => {
    const reply = await get('/events/v1/projects/pk_a/settings', { prefix: '/events' })
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect(await reply.json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: 'pk_a', apiHost: 'collector.example/events/v1', protocol: 'http' } },
      metrics: { sampleRate: 0 },
    })
    const plain = await (await get('/v1/projects/pk_a/settings', {}, { 'x-forwarded-proto': 'https' })).json()
    expect(plain).toMatchObject({
      integrations: { 'Segment.io': { apiHost: 'collector.example/v1', protocol: 'https' } },
    })
  })

  it.each([
    ['/sourceConfig/?p=npm&writeKey=pk_a', {}],
    ['/sourceConfig?p=npm', { authorization: `Basic ${btoa('pk_a:')}` }],
  ])('tell a RudderStack browser client that it may start: %s', async (path, headers) => {
    const reply = await get(path, {}, headers)
    expect(await reply.json()).toMatchObject({ source: { writeKey: 'pk_a', enabled: true, destinations: [] } })
  })

  it('are kept from strangers and from anything but GET', async () => {
    expect((await get('/v1/projects/xx_a/settings')).status).toBe(404)
    expect((await get('/v1/projects/%E0%A4%A/settings')).status).toBe(404)
    expect((await get('/sourceConfig/')).status).toBe(404)
    const posted = new Request('http://collector.example/sourceConfig/?writeKey=pk_a', { method: 'POST', body: '{}' })
    expect((await open()(posted)).status).toBe(405)
    const preflight = new Request('http://collector.example/sourceConfig/', { method: 'OPTIONS' })
    expect((await open()(preflight)).headers.get('access-control-allow-methods')).toContain('GET')
    const failing = { keys: () => Promise.reject(new Error('no database')), onError: () => undefined }
    expect((await get('/v1/projects/pk_a/settings', failing)).status).toBe(503)
  })
})
