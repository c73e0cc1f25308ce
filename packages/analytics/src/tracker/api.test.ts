import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type CommerceEvents,
  commerceEvents,
  commercePlan,
  defineEvents,
  type Message,
  otherNames,
  redactPersonal,
  type Tracker,
  violationsOf,
} from '../index.ts'
import { createTracker, type NodeTrackerOptions } from '../node/index.ts'
import { createTracker as createWeappTracker, type Wx } from '../weapp/index.ts'
import type { Lifecycle, TransportReply } from './ports.ts'

type Sent = { readonly writeKey: string; readonly sentAt: string; readonly batch: readonly Message[] }

const trackers: Tracker[] = []
afterEach(async () => {
  await Promise.all(trackers.splice(0).map((tracker) => tracker.close()))
})

/** A tracker, and what it has sent. */
function recorded(options: Partial<NodeTrackerOptions> = {}, reply: () => TransportReply = () => ({ status: 200 })) {
  const sent: Message[] = []
  const stored = new Map<string, string>()
  let identity: string | undefined
  const tracker = createTracker({
    endpoint: 'https://shop.test',
    writeKey: 'pk_test',
    ...options,
    platform: {
      transport: async ({ body }) => {
        const answer = reply()
        if (answer.status === 200) sent.push(...(JSON.parse(body) as Sent).batch)
        return answer
      },
      identity: {
        load: () => identity,
        save: (text) => {
          identity = text
        },
      },
      storage: {
        list: (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
        get: (key) => stored.get(key),
        set: (entries) => {
          for (const [key, text] of entries) stored.set(key, text)
        },
        remove: (keys) => {
          for (const key of keys) stored.delete(key)
        },
      },
      ...options.platform,
    },
  })
  trackers.push(tracker)
  return { tracker, sent, stored, identity: () => identity }
}

describe('calls', () => {
  it('become messages of the protocol, of whom the call says', async () => {
    const { tracker, sent } = recorded()
    tracker.track('Order Completed', { order_id: '1' }, { userId: 'mem_1', messageId: 'order-1', occurredAt: 0 })
    tracker.identify('mem_1', { tier: 'gold' }, { anonymousId: 'anon_1' })
    tracker.group('com_1', { city: '上海' })
    tracker.alias('mem_1', 'old_1')
    tracker.page('home', { path: '/' })
    await tracker.flush()
    expect(sent).toMatchObject([
      { type: 'track', messageId: 'order-1', userId: 'mem_1', timestamp: '1970-01-01T00:00:00.000Z' },
      { type: 'identify', userId: 'mem_1', anonymousId: 'anon_1', traits: { tier: 'gold' } },
      { type: 'group', groupId: 'com_1', traits: { city: '上海' } },
      { type: 'alias', userId: 'mem_1', previousId: 'old_1' },
      { type: 'page', name: 'home', properties: { path: '/' } },
    ])
    expect(sent[0]?.anonymousId).toBeUndefined()
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(5)
  })

  it('say once who a visitor is, not with every page that is loaded', async () => {
    const { tracker, sent, identity } = recorded()
    tracker.identify('mem_1')
    await tracker.close()
    const load = () => identity()
    const again = recorded({ platform: { identity: { load, save: () => {} } } })
    again.tracker.identify('mem_1')
    again.tracker.track('a')
    again.tracker.identify('mem_1', { tier: 'gold' })
    again.tracker.identify('mem_1', undefined, { anonymousId: 'tablet' })
    await again.tracker.flush()
    const said = [...sent, ...again.sent].map(({ type, userId, traits }) => [type, userId, traits])
    expect(said).toEqual([
      ['identify', 'mem_1', {}],
      ['track', 'mem_1', undefined],
      ['identify', 'mem_1', { tier: 'gold' }],
      ['identify', 'mem_1', {}],
    ])
  })

  it('carry what was registered until it is taken back or the member leaves', async () => {
    const { tracker, sent } = recorded()
    tracker.register({ channel: 'live', kol: 'k1' })
    tracker.track('a', { kol: 'own' })
    tracker.register({ kol: undefined })
    tracker.track('b')
    tracker.reset()
    tracker.track('c')
    await tracker.flush()
    expect(sent.map(({ properties }) => properties ?? {})).toEqual([
      { channel: 'live', kol: 'own' },
      { channel: 'live' },
      {},
    ])
  })

  it('begin a new session after half an hour of silence', async () => {
    let now = Date.now()
    const { tracker, sent } = recorded({ platform: { now: () => now } })
    for (const minutes of [0, 29, 31]) {
      now += minutes * 60_000
      tracker.track('x')
    }
    await tracker.flush()
    const [first, second, third] = sent.map(({ context }) => context?.['sessionId'])
    expect([first === second, second === third]).toEqual([true, false])
  })

  it('keep the first and the last touch', async () => {
    let source: Record<string, string> | undefined = { source: 'wechat', scene: '1007' }
    const { tracker, sent } = recorded({ platform: { source: () => source } })
    source = undefined
    tracker.page('direct')
    source = { source: 'douyin' }
    tracker.page('again')
    await tracker.flush()
    expect(sent.map(({ context }) => [context?.['firstTouch'], context?.['campaign']])).toEqual([
      [
        { source: 'wechat', scene: '1007' },
        { source: 'wechat', scene: '1007' },
      ],
      [{ source: 'wechat', scene: '1007' }, { source: 'douyin' }],
    ])
  })
})

it('goes in smaller pieces where the network cannot carry a large batch in time', async () => {
  const sizes: number[] = []
  const transport = async ({ body }: { readonly body: string }) => {
    sizes.push(body.length)
    if (body.length > 120_000) throw new Error('timed out')
    return { status: 200 }
  }
  const { tracker } = recorded({ backoffMs: 1, platform: { transport } })
  for (let at = 0; at < 400; at++) tracker.track('slow', { at, text: 'x'.repeat(1000) })
  await tracker.flush()
  const carried = () => sizes.filter((size) => size <= 120_000).reduce((sum, size) => sum + size, 0)
  await expect.poll(carried).toBeGreaterThan(400_000)
  expect(sizes[0]).toBeGreaterThan(400_000)
  expect(tracker.droppedCount()).toBe(0)
})

describe('plugins', () => {
  it('veto, enrich and pass on; a broken one harms nothing', async () => {
    const seen: Message[] = []
    const broken = () => {
      throw new Error('broken plugin')
    }
    const { tracker, sent } = recorded({
      plugins: [
        { before: broken, enrich: broken, destination: broken },
        { before: (message) => (message.event === 'secret' ? undefined : message) },
        { enrich: (message) => ({ ...message, properties: { ...message.properties, build: 7 } }) },
        { destination: (message) => void seen.push(message) },
        { destination: () => expect.unreachable('without consent to its purpose'), purpose: 'marketing' },
      ],
      purposes: { marketing: false },
    })
    tracker.track('secret')
    tracker.track('open', { phone: '13800138000' })
    await tracker.flush()
    expect(sent).toMatchObject([{ event: 'open', properties: { build: 7, phone: '[phone]' } }])
    expect(seen).toEqual(sent)
  })

  it('a sample is of visitors: the same ones for every event', async () => {
    const { tracker, sent } = recorded({ sampleBps: { shown: 5000, never: 0 } })
    const visitors = Array.from({ length: 400 }, (_, at) => `visitor-${at}`)
    for (const userId of visitors) for (const event of ['shown', 'never', 'shown']) tracker.track(event, {}, { userId })
    tracker.track('bought', {}, { userId: 'visitor-1' })
    await tracker.flush()
    const shown = sent.filter(({ event }) => event === 'shown')
    expect(shown.length).toBeGreaterThan(300)
    expect(shown.length).toBeLessThan(500)
    expect(new Set(shown.map(({ userId }) => userId)).size * 2).toBe(shown.length)
    expect(shown[0]?.context).toMatchObject({ sampleBps: 5000 })
    expect(sent.filter(({ event }) => event !== 'shown').map(({ event }) => event)).toEqual(['bought'])
  })
})

describe('sending', () => {
  it('goes on with what came, and was asked to be sent, while a request was under way', async () => {
    let life: Lifecycle | undefined
    let release: (() => void) | undefined
    const bodies: string[] = []
    const { tracker, stored } = recorded({
      flushIntervalMs: 60_000,
      platform: {
        lifecycle: (hooks) => {
          life = hooks
        },
        transport: async ({ body }) => {
          if (bodies.push(body) === 1) await new Promise<void>((done) => (release = done))
          return { status: 200 }
        },
      },
    })
    tracker.track('first')
    await expect.poll(() => stored.size).toBe(1)
    life?.resume()
    await expect.poll(() => release).toBeDefined()
    tracker.track('second')
    await expect.poll(() => stored.size).toBe(2)
    life?.resume()
    release?.()
    await expect.poll(() => bodies.join()).toContain('second')
    expect(bodies).toHaveLength(2)
  })
})

describe('consent', () => {
  it('pending: no id, nothing stored, nothing sent, at most 500 events', async () => {
    const { tracker, sent, stored, identity } = recorded({ consent: 'pending' })
    for (let at = 0; at < 600; at++) tracker.track('early', { at })
    await tracker.flush()
    expect([sent.length, stored.size, identity(), tracker.droppedCount()]).toEqual([0, 0, undefined, 100])
    tracker.setConsent('granted')
    await tracker.flush()
    expect(sent.length).toBe(500)
  })

  it('withdrawn: what waits and the ids are gone, and an earlier visit sends nothing', async () => {
    const { tracker, stored, identity } = recorded({}, () => ({ status: 503 }))
    tracker.track('unsent')
    await tracker.flush()
    expect([stored.size, identity() === undefined]).toEqual([1, false])
    tracker.setConsent('denied')
    tracker.track('ignored')
    await tracker.flush()
    await expect.poll(() => stored.size).toBe(0)
    expect(identity()).toBeUndefined()
  })

  it.each([
    ['gpc', undefined, 0],
    ['dnt', undefined, 1],
    ['dnt', ['dnt'] as const, 0],
    ['gpc', [] as const, 1],
  ])('signal %s under the policy %s: %i events', async (signal, respect, count) => {
    const { tracker, sent } = recorded({ respect, platform: { signals: () => ({ [signal]: true }) } })
    tracker.track('x')
    await tracker.flush()
    expect(sent.length).toBe(count)
    tracker.setConsent('granted')
    tracker.track('agreed')
    await tracker.flush()
    expect(sent.map(({ event }) => event)).toContain('agreed')
  })

  it('an event of a purpose needs consent to it', async () => {
    const { tracker, sent } = recorded({ purposes: { marketing: false } })
    tracker.track('ad', {}, { purpose: 'marketing' })
    tracker.setConsent('granted', { marketing: true })
    tracker.track('ad 2', {}, { purpose: 'marketing' })
    await tracker.flush()
    expect(sent.map(({ event }) => event)).toEqual(['ad 2'])
  })
})

describe('redaction', () => {
  it.each([
    ['{"a":"call 13800138000 now"}', '{"a":"call [phone] now"}'],
    ['{"a":"+86 138-0013-8000"}', '{"a":"[phone]"}'],
    ['{"a":"11010519491231002X"}', '{"a":"[id]"}'],
    ['{"a":"ada@shop.example"}', '{"a":"[email]"}'],
    ['{"a":"eyJhbGciOi.eyJzdWIi.c2ln"}', '{"a":"[token]"}'],
    ['{"a":"sk_live_12345678"}', '{"a":"[token]"}'],
    ['{"url":"https://a/?access_token=abc&q=1"}', '{"url":"https://a/?access_token=[redacted]&q=1"}'],
    ['{"at":1732252800000,"total":12990}', '{"at":1732252800000,"total":12990}'],
    ['{"id":"0193a1b2-1380-7013-8001-380013800138"}', '{"id":"0193a1b2-1380-7013-8001-380013800138"}'],
    ['{"order_id":"202611221530123456"}', '{"order_id":"202611221530123456"}'],
  ])('%s', (json, clean) => {
    expect(redactPersonal(json)).toBe(clean)
  })

  it('leaves JSON as JSON, whatever is in it', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(() => JSON.parse(redactPersonal(json))).not.toThrow()
      }),
    )
  })
})

describe('plans', () => {
  it('name what is against them', () => {
    const plan = defineEvents({ Rated: { stars: 'integer', text: 'string?', tags: 'list?' } })
    const of = (event: string, properties: object) => violationsOf(plan, event, properties as never)
    expect(of('Rated', { stars: 5, text: null, more: 1 })).toEqual([])
    expect(of('Rated', { stars: 4.5, tags: {} })).toEqual(['stars:integer', 'tags:list'])
    expect(of('Rated', {})).toEqual(['stars:integer'])
    expect(of('toString', {})).toEqual(['event_unknown'])
  })

  it('know every event of commerce, with its names elsewhere', () => {
    const names = Object.values(commerceEvents).toSorted()
    expect(Object.keys(commercePlan).toSorted()).toEqual(names)
    expect(Object.keys(otherNames).toSorted()).toEqual(names)
    expect(otherNames['Order Completed'].ga4).toBe('purchase')
    for (const { ga4 } of Object.values(otherNames)) expect(ga4).toMatch(/^[a-z][a-z_]{1,39}$/)
  })

  it('type what is tracked', async () => {
    const { tracker, sent } = recorded()
    const typed: Tracker<CommerceEvents> = tracker
    typed.track('Points Earned', { points: 30 })
    await tracker.flush()
    expect(sent).toMatchObject([{ event: 'Points Earned', properties: { points: 30 } }])
  })
})

describe('on a server', () => {
  it('waits in a folder through a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tracker-'))
    const sent: Message[] = []
    let status = 503
    const open = () =>
      createTracker({
        endpoint: 'https://shop.test',
        writeKey: 'pk/test',
        folder,
        platform: {
          transport: async ({ body }) => {
            if (status === 200) sent.push(...(JSON.parse(body) as Sent).batch)
            return { status }
          },
          // Whoever takes the folder over is alone with it.
          lock: (_name, task) => task(),
        },
      })
    const first = open()
    first.track('kept', {}, { userId: 'mem_1' })
    await first.close()
    expect(readdirSync(folder)).toHaveLength(1)
    status = 200
    const second = open()
    await second.close()
    expect(sent).toMatchObject([{ event: 'kept', userId: 'mem_1' }])
    expect(readdirSync(folder)).toEqual([])
    rmSync(folder, { recursive: true })
  })
})

describe('in a mini-program', () => {
  it('takes a status for what it is, stores at once, and knows the scene', async () => {
    const kept = new Map<string, string>()
    const hide: (() => void)[] = []
    const bodies: Sent[] = []
    let statusCode = 500
    const wx: Wx = {
      request: ({ data, success }) => {
        bodies.push(JSON.parse(data) as Sent)
        success({ statusCode, header: {} })
      },
      getStorageInfoSync: () => ({ keys: [...kept.keys()] }),
      getStorageSync: (key) => kept.get(key) ?? '',
      setStorageSync: (key, text) => void kept.set(key, text),
      removeStorageSync: (key) => void kept.delete(key),
      onAppShow: () => undefined,
      onAppHide: (listener) => void hide.push(listener),
      getEnterOptionsSync: () => ({ scene: 1011, query: { scene: 'ref%3DABC%26utm_source%3Dposter' } }),
    }
    const tracker = createWeappTracker({
      wx,
      endpoint: 'https://shop.test',
      writeKey: 'pk_test',
      route: () => 'pages/a',
    })
    trackers.push(tracker)
    tracker.track('seen')
    for (const listener of hide) listener()
    expect([...kept.keys()].filter((key) => key.startsWith('siyu.q'))).toHaveLength(1)
    await tracker.flush()
    statusCode = 200
    await tracker.flush()
    await expect.poll(() => [...kept.keys()]).toEqual(['siyu.id.pk_test'])
    expect(new Set(bodies.flatMap(({ batch }) => batch.map(({ messageId }) => messageId))).size).toBe(1)
    expect(bodies.at(-1)?.batch).toMatchObject([
      {
        event: 'seen',
        context: { campaign: { scene: '1011', referralCode: 'ABC', source: 'poster' }, page: { path: 'pages/a' } },
      },
    ])
  })
})
