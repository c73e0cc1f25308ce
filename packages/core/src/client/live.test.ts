import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSiyu, type LiveEvent, type Siyu, type SiyuOptions } from '../index.ts'
import { changesOf } from './events.ts'
import { type Answer, type Loopback, loopback, no, sessionOf } from './loopback.fixture.ts'
import { createFrameReader, type Frame } from './sse.ts'

const now = (): number => 1_800_000_000_000

describe('reading frames', () => {
  const text =
    '\uFEFF: hello\n\nid: 7\nevent: points_earned\ndata: {"a":\ndata:1}\n\n: ping\n\nid: 8\r\nevent: order_paid\r\ndata: 茶\r\n\r\nevent: none\n\ndata: last\r\r'
  const frames: Frame[] = [
    { id: '7', event: 'points_earned', data: '{"a":\n1}' },
    { id: '8', event: 'order_paid', data: '茶' },
    { id: '8', event: '', data: 'last' },
  ]

  it.each([1, 2, 3, 5, 7, 1_000])('gives the same frames from pieces of %i', (size) => {
    const found: Frame[] = []
    const feed = createFrameReader((frame) => found.push(frame))
    for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size))
    feed('\n')
    expect(found).toEqual(frames)
  })

  it('does not collect a frame that never ends', () => {
    const feed = createFrameReader(() => undefined)
    const pour = (): void => {
      for (let count = 0; count < 20; count += 1) feed('x'.repeat(100_000))
    }
    expect(pour).toThrow('does not end')
  })
})

describe('what changed', () => {
  it.each([
    ['points_earned', ['points.changed']],
    ['growth_changed', ['tier.changed']],
    ['tier_changed', ['tier.changed']],
    ['order_paid', ['order.changed']],
    ['payment_succeeded', ['order.changed']],
    ['case_approved', ['order.changed']],
    ['coupon_claimed', ['coupons.changed']],
    ['commission_frozen', ['commission.changed']],
    ['member_bound', ['commission.changed']],
    ['campaign_reward_given', ['commission.changed']],
    ['cart_line_set', ['cart.changed']],
    ['product_saved', []],
  ])('%s means %j', (type, names) => {
    expect(changesOf(type)).toEqual(names)
  })
})

type Stream = { readonly headers: Readonly<Record<string, string | undefined>>; readonly response: ServerResponse }
type Rig = Loopback & {
  readonly siyu: Siyu
  /** The next connection of the stream. */
  readonly next: () => Promise<Stream>
  readonly events: LiveEvent[]
}

async function rig(
  refuse: () => Answer | undefined = () => undefined,
  options: Partial<SiyuOptions> = {},
): Promise<Rig> {
  const arrived: Stream[] = []
  const waiting: Array<(stream: Stream) => void> = []
  const server = await loopback(({ url, headers }) => {
    if (url === '/v1/sessions/refresh') return { json: sessionOf('mem_1', 't2', now()) }
    if (url !== '/v1/events/stream') return no(404, 'route_missing')
    return (
      refuse() ??
      ((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n')
        const waiter = waiting.shift()
        if (waiter === undefined) arrived.push({ headers, response })
        else waiter({ headers, response })
      })
    )
  })
  const siyu = createSiyu({ baseUrl: server.baseUrl, publishableKey: 'pk_test', random: () => 0, now, ...options })
  onTestFinished(() => siyu.live.stop())
  const events: LiveEvent[] = []
  siyu.on('event', (event) => events.push(event))
  const next = (): Promise<Stream> => {
    const stream = arrived.shift()
    return stream === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(stream)
  }
  return { ...server, siyu, next, events }
}

const once = (siyu: Siyu, name: Parameters<Siyu['on']>[0]): Promise<unknown> =>
  new Promise((resolve) => {
    const off = siyu.on(name, (value: unknown) => {
      off()
      resolve(value)
    })
  })
const member = (id = 'mem_1', token = 't1'): never => sessionOf(id, token, now()) as never

describe('the live stream', () => {
  it('waits for a member, connects with their token, and tells coarse and raw events', async () => {
    const { siyu, next, events } = await rig()
    expect(siyu.live.start()).toBe(true)
    expect(siyu.live.status()).toBe('waiting')
    siyu.session.set(member())
    const { headers, response } = await next()
    expect(headers).toMatchObject({ authorization: 'Bearer t1', 'siyu-key': 'pk_test', accept: 'text/event-stream' })
    const changed = once(siyu, 'points.changed')
    response.write('id: 41\nevent: points_ea')
    response.write('rned\ndata: {"amount":5}\n\n')
    expect(await changed).toEqual({ position: '41', type: 'points_earned', data: { amount: 5 } })
    expect(siyu.live.status()).toBe('open')
    expect(events).toHaveLength(1)
  })

  it('comes back after a break and says what it saw last', async () => {
    const { siyu, next, events } = await rig()
    siyu.session.set(member())
    siyu.live.start()
    const first = await next()
    expect(first.headers).not.toHaveProperty('last-event-id')
    const paid = once(siyu, 'order.changed')
    first.response.write('id: 7\nevent: order_paid\ndata: {}\n\n')
    await paid
    first.response.destroy()
    const second = await next()
    expect(second.headers['last-event-id']).toBe('7')
    second.response.end()
    expect((await next()).headers['last-event-id']).toBe('7')
    expect(events).toHaveLength(1)
  })

  it('says that everything may have changed when it comes back without a position', async () => {
    const { siyu, next, events } = await rig()
    siyu.session.set(member())
    siyu.live.start()
    const reopened = once(siyu, 'cart.changed')
    ;(await next()).response.end()
    await next()
    expect(await reopened).toMatchObject({ type: 'stream_reopened', position: '' })
    expect(events).toEqual([{ position: '', type: 'stream_reopened', data: null }])
  })

  it('renews a session that has ended', async () => {
    const refusals: Answer[] = [no(401, 'session_expired')]
    const { siyu, next } = await rig(() => refusals.shift())
    siyu.session.set(member())
    siyu.live.start()
    expect((await next()).headers.authorization).toBe('Bearer t2')
  })

  it('keeps trying while the server is busy, and stops when it refuses for good', async () => {
    const refusals: Answer[] = [no(503, 'busy'), (response) => void response.destroy(), no(404, 'route_missing')]
    const { siyu, seen } = await rig(() => refusals.shift())
    siyu.session.set(member())
    const failed = once(siyu, 'request.failed')
    siyu.live.start()
    expect(await failed).toMatchObject({ endpoint: 'events.stream', error: { status: 404 } })
    expect(siyu.live.status()).toBe('stopped')
    expect(seen).toHaveLength(3)
  })

  it('ends with the session and begins anew for another member', async () => {
    const { siyu, next } = await rig()
    siyu.session.set(member())
    siyu.live.start()
    const first = await next()
    const closed = new Promise((resolve) => first.response.on('close', resolve))
    const claimed = once(siyu, 'coupons.changed')
    first.response.write('id: 9\nevent: coupon_claimed\ndata: {}\n\n')
    await claimed
    siyu.session.clear()
    await closed
    expect(siyu.live.status()).toBe('waiting')
    siyu.session.set(member('mem_2', 'other'))
    const second = await next()
    expect(second.headers.authorization).toBe('Bearer other')
    expect(second.headers).not.toHaveProperty('last-event-id')
  })

  it('skips what is no JSON and goes on', async () => {
    const { siyu, next } = await rig()
    siyu.session.set(member())
    siyu.live.start()
    const { response } = await next()
    const changed = once(siyu, 'tier.changed')
    response.write('id: 1\nevent: tier_changed\ndata: {\n\nid: 2\nevent: tier_changed\ndata: 1\n\n')
    expect(await changed).toMatchObject({ position: '2', data: 1 })
  })

  it('closes its connection when stopped, and tells where it is', async () => {
    const { siyu, next } = await rig()
    const statuses: unknown[] = []
    siyu.on('live.changed', (status) => statuses.push(status))
    siyu.session.set(member())
    siyu.live.start()
    const { response } = await next()
    const closed = new Promise((resolve) => response.on('close', resolve))
    if (siyu.live.status() !== 'open') await once(siyu, 'live.changed')
    siyu.live.stop()
    await closed
    expect(statuses).toEqual(['connecting', 'open', 'stopped'])
  })

  it('is not there where the transport cannot stream', async () => {
    const transport = { send: () => Promise.reject(new Error('none')) }
    const { siyu } = await rig(undefined, { transport })
    expect(siyu.live.start()).toBe(false)
    expect(siyu.live.status()).toBe('stopped')
  })
})
