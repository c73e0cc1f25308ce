import { gzipSync } from 'node:zlib'
import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import { type EventStore, postgresEventStore } from '../warehouse/index.ts'
import { type Collector, type CollectorOptions, createCollector } from './index.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const event = (part: object = {}) => ({
  type: 'track',
  event: 'Product Viewed',
  anonymousId: 'anon',
  messageId: 'm1',
  ...part,
})

let database: PGlite
let store: EventStore

beforeAll(async () => {
  database = await openDatabase()
  store = postgresEventStore(pgliteSql(database))
})
beforeEach(async () => {
  await emptyTables(database)
})
afterAll(() => database.close())

const open = (options: Partial<CollectorOptions> = {}): Collector =>
  createCollector({
    store,
    now: () => NOW,
    keys: (writeKey) => ({ pk_a: 'brand_a', pk_b: 'brand_b' })[writeKey],
    ...options,
  })

function post(body: string | object, path = '/v1/batch', headers: HeadersInit = {}): Request {
  const raw = typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
  return new Request(`http://collector${path}`, { method: 'POST', headers, body: raw })
}

const stored = () => store.list({ brandId: 'brand_a', limit: 100 })
const dead = async () =>
  (await store.listDead({ brandId: 'brand_a', limit: 100 })).map(({ reason }) => reason).toSorted()
const batch = (...events: unknown[]) => ({ writeKey: 'pk_a', sentAt: new Date(NOW).toISOString(), batch: events })

describe('requests', () => {
  it.each(['/v1/track', '/v1/t', '/v1/track/'])('takes a single event at %s', async (path) => {
    const reply = await open()(post({ ...event({ type: undefined }), writeKey: 'pk_a' }, path))
    expect([reply.status, await reply.json()]).toEqual([200, { success: true }])
    expect(await stored()).toMatchObject([{ messageId: 'm1', event: 'Product Viewed', anonymousId: 'anon' }])
  })

  it('names the other types of events', async () => {
    const collect = open()
    const send = (path: string, body: object) => collect(post({ writeKey: 'pk_a', anonymousId: 'anon', ...body }, path))
    await send('/v1/page', { name: 'Home', properties: { path: '/' } })
    await send('/v1/screen', { name: 'Cart' })
    await send('/v1/identify', { userId: 'mem_1', traits: { tier: 'gold' } })
    await send('/v1/group', { groupId: 'com_1', traits: { city: '上海' } })
    await send('/v1/alias', { previousId: 'old', userId: 'mem_1' })
    const rows = (await stored()).map(({ event: name, properties }) => [name, properties])
    expect(rows.toSorted()).toEqual([
      ['$alias', { previousId: 'old' }],
      ['$group', { city: '上海', groupId: 'com_1' }],
      ['$identify', { tier: 'gold' }],
      ['$page', { name: 'Home', path: '/' }],
      ['$screen', { name: 'Cart' }],
    ])
    const { rows: links } = await database.query('select anonymous_id from analytics_identities order by 1')
    expect(links).toEqual([{ anonymous_id: 'anon' }, { anonymous_id: 'old' }])
  })

  it.each([
    ['a plain text beacon', (json: string) => post(json, '/v1/batch', { 'content-type': 'text/plain' })],
    [
      'a form that is JSON',
      (json: string) => post(json, '/v1/b', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    ['gzip', (json: string) => post(gzipSync(json), '/v1/batch', { 'content-encoding': 'gzip' })],
    ['gzip without saying so', (json: string) => post(gzipSync(json))],
  ])('reads %s', async (_name, request) => {
    expect((await open()(request(JSON.stringify(batch(event()))))).status).toBe(200)
    expect(await stored()).toHaveLength(1)
  })

  it.each([
    ['basic', { authorization: `Basic ${btoa('pk_a:')}` }],
    ['header', { 'x-write-key': 'pk_a' }],
  ])('knows the brand by %s', async (_name, headers) => {
    expect((await open()(post({ batch: [event()] }, '/v1/batch', headers))).status).toBe(200)
    expect(await stored()).toHaveLength(1)
  })

  it('refuses what it cannot take, as a whole', async () => {
    const collect = open({ prefix: '/events', limits: { bodyBytes: 5000, batchCount: 2 } })
    const status = async (request: Request) => (await collect(request)).status
    expect(await status(post('{"writeKey":"pk_a"', '/events/v1/batch'))).toBe(400)
    expect(await status(post('[]', '/events/v1/batch'))).toBe(400)
    expect(await status(post({ writeKey: 'pk_a', batch: 'x' }, '/events/v1/batch'))).toBe(400)
    expect(await status(post({ ...batch(event()), writeKey: 'pk_z' }, '/events/v1/batch'))).toBe(401)
    expect(await status(post({ batch: [] }, '/events/v1/batch', { authorization: 'Basic %%%' }))).toBe(401)
    expect(await status(post(batch(event())))).toBe(404)
    expect(await status(new Request('http://collector/events/v1/batch'))).toBe(405)
    expect(await status(post('x'.repeat(5001), '/events/v1/batch'))).toBe(413)
    expect(await status(post(batch(1, 2, 3), '/events/v1/batch'))).toBe(413)
    expect(await status(post(gzipSync('x'.repeat(1e6)), '/events/v1/batch'))).toBe(413)
    expect(await status(post(new Uint8Array([0x1f, 0x8b, 1, 2, 3]), '/events/v1/batch'))).toBe(400)
    expect(await status(post(batch(event()), '/events/v1/batch'))).toBe(200)
    expect(await stored()).toHaveLength(1)
  })

  it('answers preflights and lets every origin read the answer', async () => {
    const preflight = await open()(new Request('http://collector/v1/batch', { method: 'OPTIONS' }))
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    const reply = await open()(post(batch(event())))
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('asks for another try when the store fails', async () => {
    const errors: unknown[] = []
    await database.exec('alter table analytics_events rename to elsewhere')
    const reply = await open({ onError: (error) => void errors.push(error) })(post(batch(event())))
    await database.exec('alter table elsewhere rename to analytics_events')
    expect([reply.status, reply.headers.get('retry-after'), errors.length]).toEqual([503, '5', 1])
    expect((await open()(post(batch(event())))).status).toBe(200)
    expect(await stored()).toHaveLength(1)
  })
})

describe('events', () => {
  it('never lets one bad event spoil the batch', async () => {
    const reply = await open({ validate: ({ event: name }) => (name === 'Unplanned' ? 'not_in_plan' : undefined) })(
      post(
        batch(
          event({ messageId: 'good 1' }),
          event({ event: '' }),
          event({ type: 'purchase' }),
          event({ anonymousId: undefined }),
          event({ messageId: 'x'.repeat(101) }),
          event({ timestamp: 'yesterday' }),
          event({ anonymousId: 'x'.repeat(256) }),
          event({ properties: { text: 'x'.repeat(33_000) } }),
          event({ event: 'Unplanned' }),
          event({ type: 'group' }),
          null,
          [1],
          event({ messageId: 'good 2' }),
        ),
      ),
    )
    expect([reply.status, await reply.json()]).toEqual([200, { success: true }])
    expect((await stored()).map(({ messageId }) => messageId).toSorted()).toEqual(['good 1', 'good 2'])
    expect(await dead()).toEqual([
      'event_missing',
      'group_id_missing',
      'id_missing',
      'id_too_long',
      'message_id_too_long',
      'not_an_object',
      'not_an_object',
      'not_in_plan',
      'timestamp_invalid',
      'too_large',
      'type_unknown',
    ])
  })

  it('stores a message once per brand, however often it comes', async () => {
    const collect = open()
    await collect(post(batch(event(), event({ messageId: 'm2' }), event())))
    await collect(post(batch(event(), event({ event: '' }))))
    await collect(post(batch(event({ event: '' }))))
    await collect(post({ ...batch(event()), writeKey: 'pk_b' }))
    expect(await stored()).toHaveLength(2)
    expect(await dead()).toHaveLength(1)
    expect(await store.list({ brandId: 'brand_b', limit: 9 })).toHaveLength(1)
  })

  it('joins visitor and member for funnels and retention, however often it is told', async () => {
    const collect = open()
    const at = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString()
    const visitor = { type: 'track', event: 'Product Viewed', timestamp: at(40), anonymousId: 'before' }
    const order = { type: 'track', event: 'Order Completed', timestamp: at(5), userId: 'mem_1', messageId: 'order' }
    const signIn = { type: 'identify', userId: 'mem_1', anonymousId: 'anon', timestamp: at(10) }
    const alias = { type: 'alias', userId: 'mem_1', previousId: 'before', timestamp: at(9) }
    const told = ['1', '2', '3'].flatMap((page) => [
      { ...signIn, messageId: `sign-in-${page}` },
      { ...alias, messageId: `alias-${page}` },
    ])
    for (const _again of [1, 2]) {
      const views = [
        { ...visitor, messageId: 'view' },
        { ...visitor, anonymousId: 'anon', messageId: 'view-2' },
      ]
      expect((await collect(post(batch(...views, order, ...told)))).status).toBe(200)
    }
    const [begin, comeBack] = [{ event: 'Product Viewed' }, { event: 'Order Completed' }]
    const asked = { brandId: 'brand_a', order: 'ordered' as const, windowMs: 3_600_000 }
    const funnel = await store.funnel({ ...asked, steps: [begin, comeBack] })
    expect(funnel.steps.map(({ count }) => count)).toEqual([1, 1])
    const bounds = [NOW - 3_600_000, NOW - 20 * 60_000, NOW]
    const kind = { cohort: 'first' as const, mode: 'exact' as const }
    const retention = await store.retention({ brandId: 'brand_a', begin, comeBack, bounds, ...kind })
    expect(retention.rows[0]).toMatchObject({ memberCount: 1, counts: [1] })
    expect(await stored()).toHaveLength(9)
  })

  it('recognises a dated event without id when it comes again', async () => {
    const bare = { ...event({ messageId: undefined }), timestamp: '2026-03-01T11:00:00Z' }
    await open()(post(batch(bare)))
    await open()(post(batch(bare, { ...bare, timestamp: '2026-03-01T11:00:01Z' })))
    expect(await stored()).toHaveLength(2)
  })

  it.each([
    ['a device clock one day fast', '2026-03-02T11:00:00Z', '2026-03-02T12:00:00Z', '2026-03-01T11:00:00Z'],
    ['a device clock in 1999', '1999-01-01T00:00:00Z', '1999-01-01T00:00:30Z', '2026-03-01T11:59:30Z'],
    ['an event after its own sending', '2026-03-02T00:00:00Z', '2026-03-01T12:00:00Z', '2026-03-01T12:00:00Z'],
    ['no sending time', '2026-03-01T10:00:00Z', undefined, '2026-03-01T10:00:00Z'],
    ['no time at all', undefined, undefined, '2026-03-01T12:00:00Z'],
  ])('corrects %s', async (_name, timestamp, sentAt, expected) => {
    await open()(post({ ...batch(event({ timestamp })), sentAt }))
    const [row] = await stored()
    expect(new Date(row?.occurredAt ?? 0).toISOString()).toBe(new Date(expected).toISOString())
    expect(row?.receivedAt).toBe(NOW)
  })

  it('merges the context of the batch below that of the event', async () => {
    const shared = { library: { name: 'lib' }, sessionId: 'shared' }
    await open()(post({ ...batch(event({ context: { sessionId: 'own' } })), context: shared }))
    expect(await stored()).toMatchObject([
      { sessionId: 'own', context: { library: { name: 'lib' }, sessionId: 'own' } },
    ])
  })

  it('stores text PostgreSQL cannot hold, and pollutes nothing', async () => {
    const nasty = `{"writeKey":"pk_a","__proto__":{"polluted":1},"batch":[{"type":"track","event":"a\\u0000b","anonymousId":"\\ud800x",
      "messageId":"n1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
      "properties":{"__proto__":{"polluted":1},"k\\u0000":"\\udfff","big":1e999,"emoji":"😀"}}]}`
    expect((await open()(post(nasty))).status).toBe(200)
    expect(await stored()).toMatchObject([
      { event: 'a\ufffdb', anonymousId: '\ufffdx', properties: { 'k\ufffd': '\ufffd', big: null, emoji: '😀' } },
    ])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('takes a deep event for a dead letter', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    const body = `{"writeKey":"pk_a","batch":[{"type":"track","event":"x","anonymousId":"a","properties":${deep}},${JSON.stringify(event())}]}`
    expect((await open()(post(body))).status).toBe(200)
    expect(await dead()).toEqual(['too_deep'])
    expect(await stored()).toHaveLength(1)
  })
})

describe('garbage', () => {
  const collected = (request: Request) => open()(request).then(({ status }) => status)

  it('is never answered with a fault: any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, asGzip) => {
        const body = asGzip ? gzipSync(bytes).fill(bytes[0] ?? 0, 12, 14) : new Uint8Array(bytes)
        expect(await collected(post(new Uint8Array(body), '/v1/batch', { 'x-write-key': 'pk_a' }))).toBeLessThan(500)
      }),
      { numRuns: process.env.SIYU_LONG === undefined ? 60 : 300 },
    )
  })

  it('is never answered with a fault: any JSON in any field', async () => {
    const any = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' })
    const field = <Value>(usual: Value) => fc.oneof(fc.constant(usual), any)
    const message = fc.record(
      {
        type: field('track'),
        event: field('a'),
        messageId: field('m'),
        anonymousId: field('anon'),
        userId: any,
        timestamp: field('2026-01-01'),
        properties: any,
        traits: any,
        context: any,
        previousId: any,
        groupId: any,
      },
      { requiredKeys: [] },
    )
    const body = fc.record(
      { batch: fc.array(fc.oneof(message, any)), sentAt: any, context: any },
      { requiredKeys: ['batch'] },
    )
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        const before = await total()
        expect(await collected(post({ ...value, writeKey: 'pk_a' }))).toBe(200)
        expect(await total()).toBeLessThanOrEqual(before + value.batch.length)
      }),
      { numRuns: process.env.SIYU_LONG === undefined ? 60 : 300 },
    )
    expect(await total()).toBeGreaterThan(20)
  })

  async function total(): Promise<number> {
    const { rows } = await database.query<{ n: number }>(
      'select (select count(*) from analytics_events)::int + (select count(*) from analytics_dead_letters)::int as n',
    )
    return rows[0]?.n ?? 0
  }
})
