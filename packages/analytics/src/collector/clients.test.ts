import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, openDatabase, pgliteSql } from '../loopback.fixture.ts'
import { type EventStore, postgresEventStore } from '../warehouse/index.ts'
import { type Collector, createCollector } from './index.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const absence = process.env['SIYU_NO_CHROMIUM'] ?? (existsSync(executablePath) ? undefined : `no ${executablePath}`)
const EVENT_COUNT = 20
/** The browser client takes nothing shorter for a key. */
const RUDDER_KEY = 'pk_test_of_27_characters_xx'
const PAGE = '<!doctype html><meta charset="utf-8"><title>店</title><script src="/client.js"></script>'

let database: PGlite
let store: EventStore
let server: Server
let url: string
/** The browser client, with all it needs. */
let script = ''
/** How many answers are lost after the events were stored. */
let losses = 0
let requestCount = 0

beforeAll(async () => {
  database = await openDatabase()
  store = postgresEventStore(pgliteSql(database))
  const keys = (writeKey: string) => (['pk_test', RUDDER_KEY].includes(writeKey) ? 'brand_a' : undefined)
  const collect = createCollector({ store, now: Date.now, keys })
  server = createServer(async (incoming, outgoing) => {
    if (incoming.url === '/') return outgoing.setHeader('content-type', 'text/html').end(PAGE)
    if (incoming.url === '/client.js') return outgoing.setHeader('content-type', 'text/javascript').end(script)
    const reply = await answer(collect, incoming)
    if (incoming.method === 'POST') requestCount += 1
    if (incoming.method === 'POST' && losses > 0) {
      losses -= 1
      return incoming.socket.destroy()
    }
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers))
    return outgoing.end(await reply.text())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(async () => {
  await emptyTables(database)
  ;[losses, requestCount] = [0, 0]
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await database.close()
})

/** The body as the bytes they are: some clients send gzip. */
async function answer(collect: Collector, incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === 'string') headers.set(name, value)
  const method = incoming.method ?? 'GET'
  const body = method === 'POST' ? { body: new Uint8Array(Buffer.concat(chunks)) } : {}
  return collect(new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, ...body }))
}

const numbers = Array.from({ length: EVENT_COUNT }, (_, n) => n)
const stored = () => store.list({ brandId: 'brand_a', limit: 1000 })
const tracked = async () =>
  (await stored())
    .filter(({ type }) => type === 'track')
    .map(({ properties }) => Number(properties['n']))
    .toSorted((a, b) => a - b)
const types = async () => [...new Set((await stored()).map(({ type }) => type))].toSorted()
const dead = () => store.listDead({ brandId: 'brand_a', limit: 10 })

const browserClients = [
  {
    name: '@segment/analytics-next',
    contents: `import { AnalyticsBrowser } from '@segment/analytics-next'
      globalThis.analytics = AnalyticsBrowser.load({ writeKey: 'pk_test', cdnURL: location.origin })`,
    types: ['identify', 'page', 'track'],
  },
  {
    name: '@rudderstack/analytics-js',
    contents: `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'
      globalThis.analytics = new RudderAnalytics()
      analytics.load('${RUDDER_KEY}', location.origin, { configUrl: location.origin })`,
    types: ['identify', 'page', 'track'],
  },
]

describe('unchanged clients', () => {
  it.each([0, 2])('@segment/analytics-node delivers every event once, with %i answers lost', async (lostCount) => {
    losses = lostCount
    const client = new Analytics({ writeKey: 'pk_test', host: url, flushAt: 5, flushInterval: 100 })
    const errors: unknown[] = []
    client.on('error', (error) => errors.push(error))
    client.identify({ userId: 'mem_1', traits: { tier: 'gold' } })
    client.group({ userId: 'mem_1', groupId: 'com_1' })
    client.alias({ userId: 'mem_1', previousId: 'anon_1' })
    client.page({ userId: 'mem_1', name: 'Home' })
    client.screen({ userId: 'mem_1', name: 'Cart' })
    for (const n of numbers) client.track({ userId: 'mem_1', event: 'Product Viewed', properties: { n } })
    await client.closeAndFlush({ timeout: 60_000 })
    await expect.poll(tracked, { timeout: 60_000 }).toEqual(numbers)
    expect(await types()).toEqual(['alias', 'group', 'identify', 'page', 'screen', 'track'])
    expect([await dead(), errors]).toEqual([[], []])
    expect(requestCount).toBeGreaterThanOrEqual(EVENT_COUNT / 5 + lostCount)
  })

  it.each([0, 2])('@rudderstack/rudder-sdk-node delivers every event once, with %i answers lost', async (lostCount) => {
    losses = lostCount
    const options = { dataPlaneUrl: url, flushAt: 5, flushInterval: 100, errorHandler: () => undefined }
    const client = new RudderAnalytics('pk_test', options)
    client.identify({ userId: 'mem_1', traits: { tier: 'gold' } })
    for (const n of numbers) client.track({ userId: 'mem_1', event: 'Product Viewed', properties: { n } })
    await client.flush().catch(() => undefined)
    await expect.poll(tracked, { timeout: 60_000 }).toEqual(numbers)
    expect([await types(), await dead()]).toEqual([['identify', 'track'], []])
  })

  it.skipIf(absence).each(browserClients)(
    '$name in Chromium starts from our settings and delivers every event once',
    async ({ contents, types: expected }) => {
      const stdin = { contents, resolveDir: import.meta.dirname }
      const define = { 'process.env.NODE_ENV': '"production"' }
      const built = await build({ stdin, define, bundle: true, format: 'iife', target: 'es2020', write: false })
      script = built.outputFiles[0]?.text ?? ''
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
      try {
        const tab = await browser.newPage()
        const faults: string[] = []
        tab.on('pageerror', ({ message }) => faults.push(message))
        await tab.goto(url)
        losses = 2
        const work = `analytics.identify('mem_1', { tier: 'gold' }); analytics.page('Home');
        for (let n = 0; n < ${EVENT_COUNT}; n += 1) analytics.track('Product Viewed', { n })`
        await tab.evaluate(work)
        await expect.poll(tracked, { timeout: 90_000 }).toEqual(numbers)
        await expect.poll(types, { timeout: 90_000 }).toEqual(expected)
        expect([await dead(), faults]).toEqual([[], []])
        expect((await stored()).every(({ bot }) => bot === 'agent:headlesschrome')).toBe(true)
      } finally {
        await browser.close()
      }
    },
  )
})
