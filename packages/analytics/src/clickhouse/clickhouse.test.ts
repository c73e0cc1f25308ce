import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import {
  type DeliveryQueue,
  type EventStore,
  postgresEventStore,
  postgresQueue,
  type StoredEvent,
} from '../warehouse/index.ts'
import { type ChdbServer, clickhouseSkip, startChdb } from './chdb.fixture.ts'
import {
  type ClickHouseClient,
  clickhouseMirror,
  feedMirror,
  MIRROR_TARGET,
  type Mirror,
  mirroredStore,
  openClickHouse,
} from './index.ts'

const DAY_MS = 86_400_000
const TITLE = `on ClickHouse${clickhouseSkip === undefined ? '' : ` (skipped: ${clickhouseSkip})`}`

let database: PGlite
let inner: EventStore
let queue: DeliveryQueue
let engine: ChdbServer
let client: ClickHouseClient
let mirror: Mirror
let store: EventStore
let now = 10 * DAY_MS
let serial = 0

const ports = () => ({ queue, mirror, now: () => now })
const feed = () => feedMirror(ports())
const event = (part: Partial<StoredEvent> = {}): StoredEvent => {
  serial += 1
  return {
    ...{ messageId: `m${String(serial).padStart(5, '0')}`, type: 'track', event: 'a', memberId: 'mem_1' },
    ...{ occurredAt: 9 * DAY_MS + serial, receivedAt: now, properties: {}, context: {} },
    ...part,
  }
}
const all = { brandId: 'brand_a', limit: 1000 }
const rowCount = async () => {
  const result = await client.query({ query: 'select count() as n from analytics_events', format: 'JSONEachRow' })
  return Number(((await result.json()) as { n: number }[])[0]?.n)
}
const textOf = async (parts: AsyncIterable<string>) => {
  let text = ''
  for await (const part of parts) text += part
  return text
}

describe.skipIf(clickhouseSkip !== undefined)(TITLE, () => {
  beforeAll(async () => {
    database = await openDatabase()
    const sql = pgliteSql(database)
    inner = postgresEventStore(sql, { targetsOf: () => [MIRROR_TARGET] })
    queue = postgresQueue(sql)
    engine = await startChdb()
    client = await openClickHouse(engine.url)
    mirror = clickhouseMirror(client)
    await mirror.open()
    await mirror.open()
    store = mirroredStore({ ...ports(), store: inner })
  })
  beforeEach(async () => {
    await emptyTables(database)
    for (const table of ['events', 'identities']) await client.command({ query: `truncate table analytics_${table}` })
  })
  afterAll(async () => {
    await client?.close()
    await engine?.close()
    await database?.close()
  })

  it('holds each event once, whatever was lost on the way, and gives back what it was given', async () => {
    const odd = event({
      ...{ anonymousId: `an'on\\"\t`, sessionId: 's', sentAt: 77, bot: 'webdriver', occurredAt: 5 },
      ...{
        properties: { 名: '私域 “quoted” \\ \n', list: [1, 2.5, null] },
        context: { page: { url: 'https://x/?q' } },
      },
    })
    await store.insert('brand_a', [odd, event(), event()])
    await store.insert('brand_a', [odd])
    engine.failNext('after')
    await expect(feed()).rejects.toThrow(AggregateError)
    expect(await feed()).toBe(0)
    now += 1_000
    expect(await feed()).toBe(3)
    engine.failNext('before')
    await store.insert('brand_a', [event()])
    await expect(feed()).rejects.toThrow(AggregateError)
    now += 2_000
    expect(await feed()).toBe(1)
    expect([await feed(), await rowCount()]).toEqual([0, 4])
    expect(await mirror.list(all)).toEqual(await inner.list(all))
    expect((await mirror.list(all)).at(-1)).toEqual((await inner.list(all)).at(-1))
    expect(await mirror.list({ ...all, personId: 'mem_1', event: 'a', limit: 2 })).toHaveLength(2)
    const [first] = await mirror.list({ ...all, limit: 1 })
    expect(await mirror.list({ ...all, before: first })).toHaveLength(3)
  })

  it('exports the same text as PostgreSQL, and Parquet', async () => {
    await store.insert('brand_a', [
      event({ properties: { b: 1, a: '=x' } }),
      event({ memberId: undefined, anonymousId: 'n' }),
    ])
    await store.insert('brand_b', [event()])
    await feed()
    const period = { brandId: 'brand_a', fromAt: 0, untilAt: 20 * DAY_MS }
    for (const format of ['ndjson', 'csv'] as const)
      expect(await textOf(mirror.exportText({ ...period, format }))).toBe(
        await textOf(inner.exportText({ ...period, format })),
      )
    const chunks: Uint8Array[] = []
    for await (const chunk of mirror.exportParquet(period)) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  })

  it('erases a member and the anonymous past in both, also what was still queued', async () => {
    await store.insert('brand_a', [
      event({ memberId: undefined, anonymousId: 'anon' }),
      event({ anonymousId: 'anon' }),
      event({ memberId: 'mem_2', anonymousId: 'anon' }),
    ])
    await feed()
    await store.insert('brand_a', [event()])
    expect(await store.erase('brand_a', 'mem_1')).toBe(3)
    expect(await feed()).toBe(0)
    expect((await mirror.list(all)).map(({ memberId }) => memberId)).toEqual(['mem_2'])
    expect(await inner.list(all)).toHaveLength(1)
  })

  it('does not erase while a batch is under way', async () => {
    await store.insert('brand_a', [event()])
    const turn = await queue.begin({ brandId: 'brand_a', target: MIRROR_TARGET }, now, 60_000)
    if (turn === undefined) throw new Error('no turn')
    const erased = store.erase('brand_a', 'mem_1')
    const events = await queue.take(turn, 10)
    await mirror.write({ brandId: 'brand_a', events, links: [], token: 't', version: 1 })
    expect(await inner.list(all)).toHaveLength(1)
    await queue.end(turn)
    expect(await erased).toBe(1)
    expect([await rowCount(), await feed()]).toEqual([0, 0])
  })

  it('re-keys after a merge, and drops days whose time is over', async () => {
    const view = { event: 'view', memberId: undefined }
    await store.insert('brand_a', [
      event({ ...view, anonymousId: 'phone' }),
      event({ event: '$identify', memberId: 'mem_old', anonymousId: 'phone' }),
      event({ event: 'buy', memberId: 'mem_new' }),
      event({ event: 'old', occurredAt: 2 * DAY_MS }),
    ])
    await feed()
    const steps = [{ event: 'view' }, { event: 'buy' }]
    const query = { brandId: 'brand_a', steps, order: 'ordered' as const, windowMs: DAY_MS }
    expect((await store.funnel(query)).steps.map(({ count }) => count)).toEqual([1, 0])
    await store.rekey('brand_a', 'mem_old', 'mem_new')
    expect((await store.funnel(query)).steps.map(({ count }) => count)).toEqual([1, 1])
    await store.keep({ now: 10 * DAY_MS, retentionDays: 5 })
    expect((await mirror.list({ ...all, event: 'old' })).length).toBe(0)
    expect(await rowCount()).toBe(3)
  })

  it('answers funnels as PostgreSQL does, on random streams', async () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const happening = fc
      .record({
        event: name,
        anonymousId: fc.option(fc.constantFrom('anon_1', 'anon_2'), { nil: undefined }),
        memberId: fc.option(fc.constantFrom('mem_1', 'mem_2'), { nil: undefined, freq: 2 }),
        occurredAt: fc.integer({ min: 0, max: 40 }),
        properties: fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom('x', 1, true), { noNullPrototype: true }),
      })
      .filter(({ anonymousId, memberId }) => anonymousId !== undefined || memberId !== undefined)
    const step = fc.record(
      { event: name, where: fc.constant([{ property: 'p', op: 'exists' as const }]) },
      { requiredKeys: ['event'] },
    )
    const question = fc.record({
      ...{ steps: fc.array(step, { minLength: 1, maxLength: 4 }), windowMs: fc.integer({ min: 0, max: 25 }) },
      ...{
        order: fc.constantFrom('ordered' as const, 'strict' as const, 'unordered' as const),
        fromAt: fc.integer({ min: 0, max: 10 }),
      },
      untilAt: fc.integer({ min: 20, max: 40 }),
    })
    let reached = 0
    const check = fc.asyncProperty(
      fc.array(happening, { maxLength: 60, size: 'max' }),
      question,
      async (happenings, asked) => {
        const brandId = `brand_${serial}`
        await inner.insert(
          brandId,
          happenings.map((part) => event(part)),
        )
        await feed()
        const expected = await inner.funnel({ ...asked, brandId })
        expect(await mirror.funnel({ ...asked, brandId })).toEqual(expected)
        reached += expected.steps.filter(({ count }) => count > 0).length
      },
    )
    await fc.assert(check, { numRuns: process.env.SIYU_LONG === undefined ? 12 : 100 })
    // Of whatever seed: enough to say that the questions were not all about nothing.
    expect(reached).toBeGreaterThan(3)
  })
})
