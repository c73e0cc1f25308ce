import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineEvents } from '@siyu/analytics'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop, START } from './kernel/testing/shop.ts'
import { keepEvents } from './sweeps.ts'

const DAY_MS = 86_400_000

let shop: Shop
let other: HttpServer
const taken: string[] = []

beforeAll(async () => {
  other = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    for (const { messageId } of JSON.parse(body).batch) taken.push(messageId)
    response.end()
  })
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const endpoint = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const plan = defineEvents({ Planned: { n: 'integer' } })
  shop = await openShop({
    analytics: {
      retentionDays: 30,
      planOf: () => ({ plan, violations: 'store' }),
      forwards: [{ name: 'other', brandId: 'brd_test', endpoint, writeKey: 'wk' }],
    },
  })
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
  await new Promise((done) => other.close(done))
})

const send = (path: string, init: RequestInit = {}) => shop.server.fetch(new Request(`http://shop.test${path}`, init))
const track = (messageId: string, daysAgo: number, event = 'Planned') => ({
  ...{ type: 'track', event, messageId, userId: 'mem_1', properties: { n: 1 } },
  timestamp: new Date(START - daysAgo * DAY_MS).toISOString(),
})
const stored = async () =>
  (await shop.server.events.list({ brandId: 'brd_test', limit: 9 })).map(({ messageId }) => messageId).toSorted()

it('stores, notes what is against the plan, hands on, and drops what is too old', async () => {
  const batch = [track('new', 1), track('old', 40), track('odd', 0, 'Unheard Of')]
  const reply = await send('/v1/b', { method: 'POST', body: JSON.stringify({ batch, writeKey: shop.pk }) })
  expect([reply.status, await stored()]).toEqual([200, ['new', 'odd', 'old']])
  const letters = await shop.server.events.listDead({ brandId: 'brd_test', limit: 9 })
  expect(letters.map(({ detail, isStored }) => [detail, isStored])).toEqual([['event_unknown', true]])
  await shop.server.passEvents()
  expect(taken).toEqual(['new', 'old', 'odd'])
  await keepEvents(shop.server)
  expect(await stored()).toEqual(['new', 'odd'])
})

it('answers preflights of event clients itself, and those of the API as before', async () => {
  const preflight = (path: string, headers: string) =>
    send(path, {
      method: 'OPTIONS',
      headers: {
        ...{ origin: 'https://anywhere.example', 'access-control-request-method': 'POST' },
        'access-control-request-headers': headers,
      },
    })
  const events = await preflight('/v1/batch', 'anonymousid, authorization')
  expect(events.headers.get('access-control-allow-origin')).toBe('*')
  expect(events.headers.get('access-control-allow-headers')).toContain('anonymousid')
  const api = await preflight('/v1/orders', 'idempotency-key')
  expect(api.headers.get('access-control-allow-origin')).toBe('https://anywhere.example')
  expect(api.headers.get('access-control-allow-headers')).toContain('idempotency-key')
})

it('gives browser clients of others their settings', async () => {
  const segment = await send(`/v1/projects/${shop.pk}/settings`)
  expect(await segment.json()).toMatchObject({ integrations: { 'Segment.io': { apiHost: 'shop.test/v1' } } })
  const rudder = await send(`/sourceConfig/?writeKey=${shop.pk}`)
  expect(await rudder.json()).toMatchObject({ source: { writeKey: shop.pk, enabled: true } })
  expect((await send('/v1/projects/pk_nobody/settings')).status).toBe(404)
})

it('takes no forward whose name cannot be kept', async () => {
  const forwards = [{ name: 'two words', brandId: 'b', endpoint: 'https://x.example', writeKey: 'k' }]
  await expect(openShop({ database: shop.database, analytics: { forwards } })).rejects.toThrow(/"two words"/)
})
