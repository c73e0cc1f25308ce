import type { Delivery, Funnel, Retention, TrackedEvent, Violation } from '@siyu/core/insights'
import type { Page } from '@siyu/core/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop, START } from '../kernel/testing/shop.ts'

const HOUR_MS = 3_600_000

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ now: START + 24 * HOUR_MS })
})
afterAll(async () => {
  expect(shop.faults).toEqual([])
  await shop.close()
})

const track = (anonymousId: string, event: string, at: number) => ({
  ...{ type: 'track', anonymousId, event, messageId: `${anonymousId}-${event}-${at}` },
  timestamp: new Date(at).toISOString(),
})
const funnel = (input: object, as: { secret?: boolean; token?: string } = { secret: true }) =>
  shop.call<Funnel>('POST', '/v1/analytics/funnel', input, as)

const DAY_MS = 24 * HOUR_MS
const day = (moment: number): string => new Date(moment).toISOString().slice(0, 10)
const send = async (batch: readonly object[], expected = 200): Promise<void> => {
  const headers = { authorization: `Basic ${btoa(`${shop.pk}:`)}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ batch, sentAt: new Date(shop.clock.now).toISOString() })
  const request = new Request('http://shop.test/v1/batch', { method: 'POST', headers, body })
  expect((await shop.server.fetch(request)).status).toBe(expected)
}

it('counts what the collector took, in order and within the window', async () => {
  const batch = [
    ...['a', 'b', 'c', 'd'].map((who) => track(who, 'product_viewed', START)),
    track('a', 'order_paid', START + HOUR_MS),
    track('b', 'order_paid', START + 3 * HOUR_MS),
    track('c', 'order_paid', START - HOUR_MS),
  ]
  for (const _again of [1, 2]) await send(batch)
  const steps = [{ event: 'product_viewed' }, { event: 'order_paid' }]
  const { status, body } = await funnel({ steps, windowMs: 2 * HOUR_MS, order: 'ordered' })
  expect(status).toBe(200)
  const [none, hour] = [
    { averageMs: null, medianMs: null },
    { averageMs: HOUR_MS, medianMs: HOUR_MS },
  ]
  expect(body).toEqual({
    steps: [
      { event: 'product_viewed', count: 4, conversionBps: 10_000, stepConversionBps: 10_000, ...none },
      { event: 'order_paid', count: 1, conversionBps: 2_500, stepConversionBps: 2_500, ...hour },
    ],
  })
  const later = await funnel({ steps, windowMs: 4 * HOUR_MS, order: 'ordered', fromAt: START, untilAt: START + 1 })
  expect(later.body.steps[1]).toMatchObject({ count: 2, conversionBps: 5_000 })
  const counts = async (more: object): Promise<readonly number[]> =>
    (await funnel({ steps, windowMs: 4 * HOUR_MS, ...more })).body.steps.map(({ count }) => count)
  expect(await counts({ order: 'unordered' })).toEqual([4, 3])
  expect(await counts({ order: 'strict' })).toEqual([4, 2])
  const exclusions = [{ event: 'order_paid', afterStep: 1, beforeStep: 2 }]
  const twice = { steps: [{ event: 'product_viewed' }, { event: 'signed_out' }], order: 'ordered', exclusions }
  expect(await counts(twice)).toEqual([2, 0])
})

it('counts who came back, by days of the brand', async () => {
  // 17:00 and 15:00 UTC are two days in Shanghai.
  const midnight = START - (START % DAY_MS) - 4 * DAY_MS + 16 * HOUR_MS
  await send([
    track('r1', 'joined', midnight + HOUR_MS),
    track('r1', 'visited', midnight + DAY_MS + HOUR_MS),
    track('r2', 'joined', midnight - HOUR_MS),
    track('r2', 'visited', midnight + HOUR_MS),
  ])
  const ask = (more: object) =>
    shop.call<Retention>(
      'POST',
      '/v1/analytics/retention',
      { begin: { event: 'joined' }, comeBack: { event: 'visited' }, cohort: 'first', period: 'day', ...more },
      { secret: true },
    )
  const { status, body } = await ask({ periodCount: 3, untilAt: midnight + DAY_MS, mode: 'exact' })
  expect(status).toBe(200)
  expect(body.rows).toEqual([
    { startsAt: midnight - DAY_MS, memberCount: 1, counts: [1, 0] },
    { startsAt: midnight, memberCount: 1, counts: [1] },
    { startsAt: midnight + DAY_MS, memberCount: 0, counts: [] },
  ])
  expect((await ask({ periodCount: 3, mode: 'bracket' })).status).toBe(400)
  for (const untilAt of [0, 1, Date.UTC(1980, 11), 8.64e15])
    expect((await ask({ periodCount: 120, mode: 'exact', untilAt })).body).toMatchObject({
      error: { code: 'invalid_input', detail: { issues: [{ path: 'untilAt' }] } },
    })
  for (const untilAt of [Date.UTC(1981, 0), Date.UTC(9_999, 0)])
    expect((await ask({ periodCount: 120, mode: 'exact', untilAt })).status).toBe(200)
  expect((await ask({ periodCount: 3, mode: 'bracket', bracketEnds: [3, 1] })).status).toBe(400)
  expect((await ask({ periodCount: 121, mode: 'exact' })).status).toBe(400)
})

it('shows what arrived, what could not be accepted and how it went', async () => {
  await send([
    track('s', 'shown', START),
    { type: 'track', anonymousId: 's', messageId: 'bad' },
    track('s', 'shown', START),
  ])
  const get = <Body>(path: string) => shop.call<Body>('GET', `/v1/analytics/${path}`, undefined, { secret: true })
  const { body } = await get<Page<TrackedEvent>>('events?limit=2')
  expect(body.items[0]).toMatchObject({ event: 'shown', anonymousId: 's', occurredAt: START, properties: {} })
  const pages = [body.items]
  for (let cursor = body.nextCursor; cursor !== null; ) {
    const next = await get<Page<TrackedEvent>>(`events?limit=2&cursor=${encodeURIComponent(cursor)}`)
    pages.push(next.body.items)
    cursor = next.body.nextCursor
  }
  const ids = pages.flat().map(({ messageId }) => messageId)
  expect([ids.length, new Set(ids).size]).toEqual([12, 12])
  expect((await get<Page<TrackedEvent>>('events?personId=s&event=shown')).body.items).toHaveLength(1)
  const violations = await get<Page<Violation>>('violations')
  expect(violations.body.items.map(({ reason }) => reason)).toEqual(['event_missing'])
  const { body: delivery } = await get<Delivery>('delivery?hourCount=1')
  expect(delivery.hours).toMatchObject([{ acceptedCount: 12, duplicateCount: 8, deadCount: 1 }])
  expect(delivery.hours[0]?.medianLagMs).toBeGreaterThan(0)
})

it('hands out a period as a file, in the order things happened', async () => {
  const [first, second] = [START - 50 * DAY_MS, START - 49 * DAY_MS]
  await send([track('e2', '=late', second), track('e1', 'early', first), track('e3', 'after', second + 1)])
  const ask = (query: string, secret = shop.sk): Promise<Response> => {
    const headers = { authorization: `Bearer ${secret}` }
    return shop.server.fetch(new Request(`http://shop.test/v1/analytics/export?${query}`, { headers }))
  }
  const period = `fromAt=${first}&untilAt=${second + 1}`
  const lines = await ask(`${period}&format=ndjson`)
  expect([lines.status, lines.headers.get('content-type'), lines.headers.get('content-disposition')]).toEqual([
    ...[200, 'application/x-ndjson; charset=utf-8'],
    `attachment; filename="events-${day(first)}-${day(second)}.ndjson"`,
  ])
  const events = (await lines.text()).trimEnd().split('\n')
  expect(events.map((line) => JSON.parse(line).event)).toEqual(['early', '=late'])
  const table = (await (await ask(`${period}&format=csv`)).text()).split('\r\n')
  expect(table.map((row) => row.split(',')[2])).toEqual(['event', 'early', "'=late", undefined])
  const refused = await ask(`${period}&format=parquet`)
  expect([refused.status, (await refused.json()).error.code]).toEqual([404, 'route_missing'])
  for (const bad of [`fromAt=${second}&untilAt=${first}&format=csv`, `fromAt=0&untilAt=${START}&format=csv`, period]) {
    expect((await ask(bad)).status).toBe(400)
  }
  expect((await ask(`${period}&format=csv`, 'sk_wrong')).status).toBe(401)
})

it('runs two exports of a brand at once, and counts one that was left as over', async () => {
  const path = `http://shop.test/v1/analytics/export?fromAt=${START - DAY_MS}&untilAt=${START + DAY_MS}&format=csv`
  const ask = () => shop.server.fetch(new Request(path, { headers: { authorization: `Bearer ${shop.sk}` } }))
  const [left, right] = [await ask(), await ask()]
  const third = await ask()
  expect([third.status, third.headers.get('retry-after')]).toEqual([503, '1'])
  await left.body?.cancel()
  const fourth = await ask()
  expect(fourth.status).toBe(200)
  for (const each of [right, fourth]) expect((await each.text()).length).toBeGreaterThan(100)
  expect((await (await ask()).text()).length).toBeGreaterThan(100)
})

it('is for operators, and checks its input', async () => {
  const input = { steps: [{ event: 'product_viewed' }], windowMs: HOUR_MS, order: 'ordered' }
  expect((await funnel(input, {})).status).toBe(401)
  const { accessToken: token } = await shop.signIn('13800000001')
  expect((await funnel(input, { token })).status).toBe(403)
  expect((await funnel({ ...input, steps: [] })).status).toBe(400)
  expect((await funnel({ ...input, windowMs: 0 })).status).toBe(400)
  const exclusions = [{ event: 'x', afterStep: 1, beforeStep: 2 }]
  expect((await funnel({ ...input, exclusions })).status).toBe(400)
  for (const path of ['events', 'violations', 'delivery']) {
    expect((await shop.call('GET', `/v1/analytics/${path}`, undefined, { token })).status).toBe(403)
  }
})
