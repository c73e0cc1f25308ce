import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { rotateWebhook, saveWebhook } from './operators.ts'
import { disable, rotate, type SaveFacts, save, waitMs } from './rules.ts'
import type { WebhookEndpoint } from './schema.ts'
import { signWebhook, verifyWebhook } from './sign.ts'
import { disableWebhook } from './system.ts'

const endpoint: WebhookEndpoint = {
  ...{ id: 'hook_1', url: 'https://a.example/x', filters: ['*'], status: 'active', createdAt: 0, rotatedAt: null },
}
const input = { endpointId: 'hook_1', url: 'https://a.example/x', filters: ['order_*'], status: 'active' as const }

it('refuses in the order of the contracts', () => {
  const good: SaveFacts = { input, endpoints: [], allowsPrivate: false }
  const full = Array.from({ length: 20 }, (_, at) => ({ ...endpoint, id: `hook_x${at}` }))
  const ofSave = tryRefusals(saveWebhook, save, good, {
    webhook_url_not_allowed: (facts) => ({ ...facts, input: { ...facts.input, url: 'http://a.example/x' } }),
    webhooks_full: (facts) => ({ ...facts, endpoints: full }),
  })
  const found: { readonly endpoint: WebhookEndpoint | undefined } = { endpoint }
  const missing = { webhook_missing: () => ({ endpoint: undefined }) }
  const tries = [
    ofSave,
    tryRefusals(rotateWebhook, rotate, found, missing),
    tryRefusals(disableWebhook, disable, found, missing),
  ]
  for (const tried of tries) expect(tried.alone).toEqual(tried.wanted)
  expect(save({ ...good, endpoints: [endpoint, ...full.slice(1)] })).toMatchObject({
    ok: true,
    events: [{ isNew: false }],
  })
  expect(disable({ endpoint: { ...endpoint, status: 'disabled' } })).toEqual({ ok: true, events: [] })
})

it('waits longer after every try, a little by chance, and gives up in the end', () => {
  const waits = Array.from({ length: 10 }, (_, at) => waitMs(at + 1, 0))
  expect(waits.slice(0, 3)).toEqual([5_000, 30_000, 120_000])
  expect(waits.at(-1)).toBeNull()
  expect(waitMs(1, 1)).toBe(6_000)
})

describe('a signature', () => {
  // The example of the Standard Webhooks specification.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const delivery = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' }
  const now = 1_614_265_330_000
  const headersOf = (signature: string, more: Record<string, string> = {}) =>
    new Headers({
      ...{ 'webhook-id': delivery.id, 'webhook-timestamp': String(delivery.timestamp), 'webhook-signature': signature },
      ...more,
    })

  it('is that of the specification', async () => {
    expect(await signWebhook([secret], delivery)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('holds for the body, the moment and either secret, and for nothing else', async () => {
    const other = `whsec_${btoa('another secret of twenty-four')}`
    const both = await signWebhook([other, secret], delivery)
    expect(await verifyWebhook(secret, headersOf(both), delivery.body, now)).toEqual({ ok: true, id: delivery.id })
    expect(await verifyWebhook(other, headersOf(both), delivery.body, now)).toMatchObject({ ok: true })
    const reason = async (headers: Headers, body: string, at: number) => {
      const verified = await verifyWebhook(secret, headers, body, at)
      return verified.ok ? 'ok' : verified.reason
    }
    expect(await reason(headersOf(both), `${delivery.body} `, now)).toBe('signature_wrong')
    expect(await reason(headersOf(both, { 'webhook-id': 'msg_other' }), delivery.body, now)).toBe('signature_wrong')
    expect(await reason(headersOf(both.replaceAll('v1,', 'v2,')), delivery.body, now)).toBe('signature_wrong')
    expect(await reason(headersOf('v1,'), delivery.body, now)).toBe('signature_wrong')
    expect(await reason(headersOf(both), delivery.body, now + 300_001)).toBe('timestamp_off')
    expect(await reason(headersOf(both, { 'webhook-timestamp': 'x' }), delivery.body, now)).toBe('timestamp_off')
    expect(await reason(new Headers(), delivery.body, now)).toBe('headers_missing')
  })
})
