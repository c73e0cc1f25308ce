import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createCollector } from '../collector/index.ts'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import {
  type DeliveryQueue,
  type EventStore,
  postgresEventStore,
  postgresQueue,
  type StoredEvent,
} from '../warehouse/index.ts'
import { createForwarder, type ForwarderLimits } from './index.ts'

type Batch = { readonly batch: readonly { readonly messageId: string; readonly event?: string }[] }
/** What the other side does with a request; undefined takes it. */
type Fault = { readonly status: number; readonly retryAfter?: string } | 'reset' | 'hang' | 'takeAndReset' | undefined

let database: PGlite
let store: EventStore
let queue: DeliveryQueue
let other: Server
let endpoint: string
let fault: (batch: Batch, serial: number) => Fault
let requests: readonly string[][]
let taken: string[]
let headers: (string | undefined)[]
let now: number

beforeAll(async () => {
  database = await openDatabase()
  const sql = pgliteSql(database)
  store = postgresEventStore(sql, { targetsOf: (brandId) => (brandId === 'brand_quiet' ? [] : ['other']) })
  queue = postgresQueue(sql)
  other = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const batch = JSON.parse(body) as Batch
    const ids = batch.batch.map(({ messageId }) => messageId)
    requests = [...requests, ids]
    headers.push(request.headers.authorization)
    const chosen = fault(batch, requests.length - 1)
    if (chosen === 'hang') return
    if (chosen === undefined || chosen === 'takeAndReset') taken.push(...ids)
    if (typeof chosen === 'string') return void request.socket.destroy()
    const retry = chosen?.retryAfter === undefined ? {} : { 'retry-after': chosen.retryAfter }
    response.writeHead(chosen?.status ?? 200, retry).end()
  })
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  endpoint = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
})
beforeEach(async () => {
  await emptyTables(database)
  ;[fault, requests, taken, headers, now] = [() => undefined, [], [], [], 1_000_000]
})
afterAll(async () => {
  other.closeAllConnections()
  await new Promise((done) => other.close(done))
  await database.close()
})

const open = (limits: ForwarderLimits = {}) =>
  createForwarder({ target: 'other', endpoint, writeKey: 'wk', queue, now: () => now, random: () => 1, limits })
const event = (n: number, part: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ messageId: `m${n}`, type: 'track', event: 'Product Viewed', memberId: 'mem_1' },
  ...{ occurredAt: 900_000 - n, receivedAt: 900_000 + n, properties: { n }, context: {} },
  ...part,
})
const events = (count: number) => Array.from({ length: count }, (_, n) => event(n))
const ids = (count: number) => Array.from({ length: count }, (_, n) => `m${n}`)
const health = () => queue.health({ brandId: 'brand_a', target: 'other' })

it('hands on every event once, in the order it was stored, by the key of the other side', async () => {
  await store.insert('brand_a', events(3))
  await store.insert('brand_a', [event(1), event(3)])
  await store.insert('brand_quiet', [event(4)])
  expect(await open()()).toEqual({ deliveredCount: 4, parkedCount: 0, failedCount: 0 })
  expect([taken, headers]).toEqual([ids(4), [`Basic ${btoa('wk:')}`]])
  expect(await open()()).toEqual({ deliveredCount: 0, parkedCount: 0, failedCount: 0 })
  expect(await health()).toMatchObject({ waitingCount: 0, deliveredCount: 4, attemptsCount: 0 })
})

it('sends the same batch again after an outage, a reset, a hang and a lost answer, and keeps the order', async () => {
  const faults: Fault[] = [{ status: 500 }, 'reset', 'hang', 'takeAndReset', { status: 403 }]
  fault = (_batch, serial) => faults[serial]
  await store.insert('brand_a', events(5))
  const forward = open({ batchCount: 3, timeoutMs: 300 })
  const pauses: number[] = []
  for (let attempt = 0; attempt < faults.length; attempt += 1) {
    expect(await forward()).toMatchObject({ deliveredCount: 0, failedCount: 3 })
    expect(await forward()).toEqual({ deliveredCount: 0, parkedCount: 0, failedCount: 0 })
    if (attempt === 0) await store.insert('brand_a', [event(5)])
    const { nextAt } = await health()
    pauses.push(nextAt - now)
    now = nextAt
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000])
  expect(await forward()).toMatchObject({ deliveredCount: 6, failedCount: 0 })
  expect(requests).toEqual([...faults.map(() => ids(3)), ids(3), ['m3', 'm4', 'm5']])
  expect([...new Set(taken)]).toEqual(ids(6))
})

it('waits as long as it is told to', async () => {
  fault = (_batch, serial) => (serial === 0 ? { status: 429, retryAfter: '90' } : undefined)
  await store.insert('brand_a', events(1))
  await open()()
  expect(await health()).toMatchObject({ nextAt: now + 90_000, lastError: 'answered 429', attemptsCount: 1 })
})

it('splits a refused batch, parks the culprit and delivers the rest; what was parked can go again', async () => {
  fault = ({ batch }) => (batch.some(({ event: name }) => name === 'Poison') ? { status: 400 } : undefined)
  await store.insert('brand_a', [...events(5), event(5, { event: 'Poison' }), event(6), event(7)])
  expect(await open()()).toEqual({ deliveredCount: 7, parkedCount: 1, failedCount: 0 })
  expect(taken).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm6', 'm7'])
  expect(await health()).toMatchObject({ waitingCount: 0, parkedCount: 1 })
  fault = () => undefined
  expect(await queue.unpark({ brandId: 'brand_a', target: 'other' })).toBe(1)
  expect(await open()()).toMatchObject({ deliveredCount: 1 })
  expect(taken.at(-1)).toBe('m5')
})

it('parks a batch after so many failures and goes on with the next', async () => {
  fault = ({ batch }) => (batch[0]?.messageId === 'm0' ? { status: 500 } : undefined)
  await store.insert('brand_a', events(4))
  const forward = open({ batchCount: 2, parkAfterCount: 2 })
  expect(await forward()).toMatchObject({ failedCount: 2 })
  now += 10_000
  expect(await forward()).toEqual({ deliveredCount: 2, parkedCount: 2, failedCount: 0 })
  expect(taken).toEqual(['m2', 'm3'])
})

it('sends large events apart, and forgets what was erased before it was sent', async () => {
  const text = 'x'.repeat(600)
  await store.insert('brand_a', [event(0, { properties: { text } }), event(1, { properties: { text } })])
  await store.insert('brand_a', [event(2, { memberId: 'mem_gone' })])
  await store.erase('brand_a', 'mem_gone')
  expect(await open({ batchBytes: 1_000 })()).toMatchObject({ deliveredCount: 2 })
  expect(requests).toEqual([['m0'], ['m1']])
})

it('has one sender at a time', async () => {
  await store.insert('brand_a', events(400))
  const done = await Promise.all([open({ batchCount: 50 })(), open({ batchCount: 50 })(), open({ batchCount: 50 })()])
  expect(done.reduce((sum, { deliveredCount }) => sum + deliveredCount, 0)).toBe(400)
  expect(taken).toEqual(ids(400))
})

it('tells another collector of ours all that the first was told', async () => {
  const original = [
    event(0, { anonymousId: 'anon', context: { ip: '1.2.3.4' } }),
    event(1, { type: 'page', event: '$page', properties: { name: 'Home', path: '/' } }),
    event(2, { type: 'identify', event: '$identify', properties: { tier: 'gold' } }),
    event(3, { type: 'group', event: '$group', properties: { groupId: 'g', city: '上海' } }),
    event(4, { type: 'alias', event: '$alias', anonymousId: 'old', properties: { previousId: 'old' } }),
  ]
  await store.insert('brand_a', original)
  const collect = createCollector({ store, now: () => now, keys: () => 'brand_quiet' })
  const send: typeof fetch = (url, init) => collect(new Request(String(url), init))
  const options = { target: 'other', endpoint: 'http://second.example', writeKey: 'wk', queue, random: () => 1 }
  expect(await createForwarder({ ...options, now: () => now, fetch: send })()).toMatchObject({ deliveredCount: 5 })
  const second = await store.list({ brandId: 'brand_quiet', limit: 9 })
  const sent = { receivedAt: now, sentAt: now }
  const byId = (rows: readonly StoredEvent[]) => rows.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))
  expect(byId(second)).toEqual(original.map((each) => expect.objectContaining({ ...each, ...sent })))
})
