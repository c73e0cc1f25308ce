import type { Funnel } from '@siyu/core/insights'
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

it('counts what the collector took, in order and within the window', async () => {
  const batch = [
    ...['a', 'b', 'c', 'd'].map((who) => track(who, 'product_viewed', START)),
    track('a', 'order_paid', START + HOUR_MS),
    track('b', 'order_paid', START + 3 * HOUR_MS),
    track('c', 'order_paid', START - HOUR_MS),
  ]
  const headers = { authorization: `Basic ${btoa(`${shop.pk}:`)}`, 'content-type': 'application/json' }
  const init = {
    method: 'POST',
    headers,
    body: JSON.stringify({ batch, sentAt: new Date(shop.clock.now).toISOString() }),
  }
  for (const _again of [1, 2]) {
    expect((await shop.server.fetch(new Request('http://shop.test/v1/batch', init))).status).toBe(200)
  }
  const steps = [{ event: 'product_viewed' }, { event: 'order_paid' }]
  const { status, body } = await funnel({ steps, windowMs: 2 * HOUR_MS, order: 'ordered' })
  expect(status).toBe(200)
  expect(body).toEqual({
    steps: [
      { event: 'product_viewed', count: 4, conversionBps: 10_000, stepConversionBps: 10_000 },
      { event: 'order_paid', count: 1, conversionBps: 2_500, stepConversionBps: 2_500 },
    ],
  })
  const later = await funnel({ steps, windowMs: 4 * HOUR_MS, order: 'ordered', fromAt: START, untilAt: START + 1 })
  expect(later.body.steps[1]).toMatchObject({ count: 2, conversionBps: 5_000 })
})

it('is for operators, and checks its input', async () => {
  const input = { steps: [{ event: 'product_viewed' }], windowMs: HOUR_MS, order: 'ordered' }
  expect((await funnel(input, {})).status).toBe(401)
  const { accessToken: token } = await shop.signIn('13800000001')
  expect((await funnel(input, { token })).status).toBe(403)
  expect((await funnel({ ...input, steps: [] })).status).toBe(400)
  expect((await funnel({ ...input, windowMs: 0 })).status).toBe(400)
})
