import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Drop, Platform, QueueStorage, Tracker } from '../index.ts'
import { type Loopback, startLoopback } from '../loopback.fixture.ts'
import { createTracker, type NodeTrackerOptions } from '../node/index.ts'

type Device = Pick<Platform, 'storage' | 'identity' | 'lock'> & { readonly entries: Map<string, string> }

/** What a browser keeps between visits, with a lock like `navigator.locks`. */
function createDevice(): Device {
  const entries = new Map<string, string>()
  let identity: string | undefined
  let last: Promise<void> = Promise.resolve()
  const storage: QueueStorage = {
    list: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
    get: (key) => entries.get(key),
    set: (written) => {
      for (const [key, value] of written) entries.set(key, value)
    },
    remove: (keys) => {
      for (const key of keys) entries.delete(key)
    },
  }
  const save = (text: string | undefined) => {
    identity = text
  }
  return {
    entries,
    storage,
    identity: { load: () => identity, save },
    lock: (_name, task) => {
      last = last.then(task)
      return last
    },
  }
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix} ${100 + at}`)

describe('tracker → collector → warehouse', () => {
  let loopback: Loopback
  let device: Device
  let drops: Drop[]
  const trackers: Tracker[] = []

  const open = (options: Partial<NodeTrackerOptions> = {}, platform: Partial<Platform> = {}) => {
    const tracker = createTracker({
      endpoint: loopback.url,
      writeKey: 'pk_test',
      backoffMs: 20,
      timeoutMs: 300,
      flushIntervalMs: 20,
      onDrop: (drop) => void drops.push(drop),
      ...options,
      platform: { ...device, ...platform },
    })
    trackers.push(tracker)
    return tracker
  }
  const trackAll = (tracker: Tracker, events: readonly string[]) => {
    for (const event of events) tracker.track(event, { tref: event })
  }
  const arrives = (events: readonly string[]) =>
    expect.poll(() => loopback.storedNames(), { timeout: 10_000, interval: 30 }).toEqual(events.toSorted())

  beforeAll(async () => {
    loopback = await startLoopback()
  })
  beforeEach(async () => {
    device = createDevice()
    drops = []
    loopback.setFault(() => undefined)
    loopback.bodies.length = 0
    await loopback.sql.execute({
      text: 'truncate analytics_events, analytics_identities, analytics_dead_letters',
      values: [],
    })
  })
  afterEach(async () => {
    loopback.setFault(() => undefined)
    await Promise.all(trackers.splice(0).map((tracker) => tracker.close()))
  })
  afterAll(() => loopback.close())

  it('delivers in batches, empties its storage and needs no preflight', async () => {
    const tracker = open()
    trackAll(tracker, names('event', 50))
    expect(device.entries.size).toBe(0)
    await tracker.flush()
    await arrives(names('event', 50))
    expect(device.entries.size).toBe(0)
    expect(loopback.bodies.length).toBeLessThanOrEqual(2)
  })

  it('writes to storage before it sends', async () => {
    loopback.setFault(() => ({ status: 500 }))
    open().track('kept')
    await expect.poll(() => [...device.entries.values()].join()).toContain('kept')
  })

  it('keeps everything through 500s', async () => {
    loopback.setFault((_, serial) => (serial < 4 ? { status: 500 } : undefined))
    trackAll(open(), names('event', 20))
    await arrives(names('event', 20))
    expect(loopback.bodies.length).toBe(5)
  })

  it('waits as long as Retry-After says', async () => {
    loopback.setFault((_, serial) => (serial === 0 ? { status: 429, headers: { 'retry-after': '1' } } : undefined))
    const tracker = open()
    trackAll(tracker, names('event', 3))
    const startedAt = Date.now()
    await tracker.flush()
    await tracker.flush()
    expect(loopback.bodies).toHaveLength(1)
    await arrives(names('event', 3))
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(990)
    expect(loopback.bodies).toHaveLength(2)
  })

  it('gives up on a request that hangs and tries again', async () => {
    loopback.setFault((_, serial) => (serial === 0 ? 'hang' : undefined))
    trackAll(open(), names('event', 5))
    await arrives(names('event', 5))
  })

  it('parks the one event a collector refuses and delivers its nine neighbours', async () => {
    loopback.setFault((body) => (body.includes('event 104') ? { status: 400 } : undefined))
    const tracker = open()
    trackAll(tracker, names('event', 10))
    await tracker.flush()
    await arrives(names('event', 10).filter((name) => name !== 'event 104'))
    expect(drops).toMatchObject([{ reason: 'rejected', message: { event: 'event 104' } }])
    expect(tracker.droppedCount()).toBe(1)
    tracker.track('after the poison')
    await tracker.flush()
    expect(await loopback.storedNames()).toContain('after the poison')
    expect((await tracker.parked()).map(({ event }) => event)).toEqual(['event 104'])
    expect([...device.entries.keys()].filter((key) => key.startsWith('siyu.q'))).toEqual([])
  })

  it('keeps waiting when the refusal is not about the events', async () => {
    loopback.setFault((_, serial) => (serial < 3 ? { status: 401 } : undefined))
    trackAll(open(), names('event', 4))
    await arrives(names('event', 4))
    expect(drops).toEqual([])
  })

  it('recognises events whose acknowledgement was lost', async () => {
    loopback.setFault((_, serial) => (serial < 2 ? 'cutAfterStore' : undefined))
    trackAll(open(), names('event', 10))
    await expect.poll(() => loopback.bodies.length, { timeout: 5000 }).toBeGreaterThanOrEqual(3)
    await arrives(names('event', 10))
  })

  it('continues on the next visit', async () => {
    loopback.setFault(() => ({ status: 503 }))
    const first = open()
    trackAll(first, names('first', 5))
    await first.close()
    expect(await loopback.storedNames()).toEqual([])
    loopback.setFault(() => undefined)
    trackAll(open(), names('second', 2))
    await arrives([...names('first', 5), ...names('second', 2)])
    const rows = await loopback.store.list({ brandId: 'brand_a', limit: 100 })
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  })

  it('two tabs share one storage without overwriting or repeating each other', async () => {
    loopback.setFault((_, serial) => (serial < 3 ? { status: 500 } : undefined))
    const [one, two] = [open(), open()]
    for (let at = 0; at < 20; at++) {
      one.track(`one ${100 + at}`)
      two.track(`two ${100 + at}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    await arrives([...names('one', 20), ...names('two', 20)])
    await Promise.all([one.flush(), two.flush()])
    const accepted = loopback.bodies
      .slice(3)
      .join()
      .match(/"event":"/g)
    expect(accepted).toHaveLength(40)
    expect(device.entries.size).toBe(0)
  })

  it('two tabs without locks still store every event once', async () => {
    const [one, two] = [open({}, { lock: undefined }), open({}, { lock: undefined })]
    trackAll(one, names('one', 20))
    trackAll(two, names('two', 20))
    await Promise.all([one.flush(), two.flush()])
    await arrives([...names('one', 20), ...names('two', 20)])
  })

  it('works from memory when storage throws', async () => {
    const broken = () => {
      throw new Error('SecurityError')
    }
    const storage = { list: broken, get: broken, set: broken, remove: broken }
    const tracker = open({}, { storage, identity: { load: broken, save: broken } })
    trackAll(tracker, names('event', 30))
    await tracker.flush()
    await arrives(names('event', 30))
    expect(loopback.bodies).toHaveLength(1)
  })

  it('takes an asynchronous storage', async () => {
    const later = async <Value>(task: () => Value | Promise<Value>) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return task()
    }
    const { storage } = device
    const slow: QueueStorage = {
      list: (prefix) => later(() => storage.list(prefix)),
      get: (key) => later(() => storage.get(key)),
      set: (written) => later(() => storage.set(written)),
      remove: (keys) => later(() => storage.remove(keys)),
    }
    const tracker = open({}, { storage: slow })
    for (const event of names('event', 30)) {
      tracker.track(event)
      await Promise.resolve()
    }
    await tracker.flush()
    await arrives(names('event', 30))
    await expect.poll(() => device.entries.size).toBe(0)
  })

  it('delivers ten thousand events tracked in one loop', async () => {
    const tracker = open({ timeoutMs: 10_000 })
    for (let at = 0; at < 10_000; at++) tracker.track('burst', { at, text: '私域'.repeat(20) })
    await tracker.flush()
    const [row] = await loopback.sql.execute({ text: 'select count(*)::int as n from analytics_events', values: [] })
    expect(row).toEqual({ n: 10_000 })
    expect(tracker.droppedCount()).toBe(0)
    const stored = [...device.entries.values()].join('').length
    expect(stored).toBe(0)
  })

  it('refuses what is too large or no JSON, and says so', async () => {
    const tracker = open()
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    tracker.track('huge', { text: '域'.repeat(11_000) })
    tracker.track('loop', loop)
    tracker.track('fits', { text: '域'.repeat(10_000) })
    await tracker.flush()
    await arrives(['fits'])
    expect(drops.map(({ reason, message }) => [reason, message?.event])).toEqual([
      ['unserialisable', 'loop'],
      ['too_large', 'huge'],
    ])
  })

  it('is bounded: storage up to 2 MB, memory up to 12 MB, the rest counted', async () => {
    loopback.setFault(() => ({ status: 503 }))
    const storage = { ...device.storage, maxBytes: 2_000_000 }
    const tracker = open({ flushIntervalMs: 60_000, flushAtCount: 1e9 }, { storage })
    for (let at = 0; at < 500; at++) tracker.track('big', { text: 'x'.repeat(30_000) })
    await tracker.flush()
    expect([...device.entries.values()].join('').length).toBeLessThanOrEqual(2_000_000)
    expect(drops.every(({ reason }) => reason === 'queue_full')).toBe(true)
    expect(tracker.droppedCount()).toBeGreaterThan(90)
    expect(tracker.droppedCount()).toBeLessThan(130)
  })

  it('gives up on segments of a visit more than 30 days ago', async () => {
    loopback.setFault(() => ({ status: 503 }))
    const old = open({}, { now: () => Date.now() - 31 * 86_400_000 })
    old.track('long ago')
    await old.close()
    loopback.setFault(() => undefined)
    const tracker = open()
    tracker.track('today')
    await tracker.flush()
    await arrives(['today'])
    expect(drops).toMatchObject([{ reason: 'expired', message: { event: 'long ago' } }])
    expect(device.entries.size).toBe(0)
  })

  it('records nothing on the device before consent, everything after it, and erases on refusal', async () => {
    const tracker = open({ consent: 'pending' })
    const trackedAt = Date.now()
    tracker.track('before consent')
    tracker.identify('mem_1')
    await tracker.flush()
    expect([device.entries.size, device.identity.load(), loopback.bodies.length]).toEqual([0, undefined, 0])
    await new Promise((resolve) => setTimeout(resolve, 60))
    tracker.setConsent('granted')
    await tracker.flush()
    await arrives(['$identify', 'before consent'])
    const rows = await loopback.store.list({ brandId: 'brand_a', limit: 10, event: 'before consent' })
    expect(rows[0]?.occurredAt).toBeLessThan(trackedAt + 40)
    expect(device.identity.load()).toContain('mem_1')
    loopback.setFault(() => ({ status: 503 }))
    tracker.track('unsent')
    await tracker.flush()
    expect(device.entries.size).toBe(1)
    tracker.setConsent('denied')
    tracker.track('ignored')
    await tracker.flush()
    await expect.poll(() => device.entries.size).toBe(0)
    expect(device.identity.load()).toBeUndefined()
    tracker.setConsent('granted')
    tracker.track('unsent again')
    await tracker.flush()
    expect(device.entries.size).toBe(1)
    open({ consent: 'denied' })
    await expect.poll(() => device.entries.size).toBe(0)
  })

  it('keeps one visitor until reset, and two members apart', async () => {
    const tracker = open()
    tracker.track('a')
    tracker.identify('mem_1', { level: 'gold' })
    tracker.track('b')
    tracker.identify('mem_2')
    tracker.reset()
    tracker.track('c')
    await tracker.flush()
    const rows = await loopback.store.list({ brandId: 'brand_a', limit: 10 })
    const of = (event: string) => rows.find((row) => row.event === event)
    expect(of('a')?.memberId).toBeUndefined()
    expect(of('b')).toMatchObject({ memberId: 'mem_1', anonymousId: of('a')?.anonymousId })
    expect(of('c')?.memberId).toBeUndefined()
    expect(new Set(rows.map(({ anonymousId }) => anonymousId)).size).toBe(3)
  })
})
