import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stockUp, TEA } from './testing/goods.ts'
import { openShop, type Shop, type SignedIn } from './testing/shop.ts'

type Frame = { readonly id: number; readonly event: string; readonly data: Readonly<Record<string, unknown>> }
type Listening = { readonly next: (count: number) => Promise<readonly Frame[]>; readonly stop: () => Promise<void> }

let shop: Shop
let [ann, bob]: SignedIn[] = []

beforeEach(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 100)
  ann = await shop.signIn('13800000001')
  bob = await shop.signIn('13800000002')
  await shop.server.outbox.drain()
})
afterEach(() => shop.close())

function openStream(headers: Record<string, string>): Promise<Response> {
  return shop.server.fetch(new Request('http://shop.test/v1/events/stream', { headers }))
}

async function listen(who: SignedIn | undefined, lastEventId?: number): Promise<Listening> {
  const from = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }
  const response = await openStream({ authorization: `Bearer ${who?.accessToken}`, ...from })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  const next = async (count: number): Promise<readonly Frame[]> => {
    const frames: Frame[] = []
    while (frames.length < count) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const frame = text.slice(0, end)
        text = text.slice(end + 2)
        if (!frame.startsWith(':')) frames.push(readFrame(frame))
        continue
      }
      const { value, done } = await reader.read()
      if (done) expect.fail('the stream ended')
      text += decoder.decode(value)
    }
    return frames
  }
  return { next, stop: () => reader.cancel() }
}

function readFrame(text: string): Frame {
  const [id, event, data] = text.split('\n').map((line) => line.slice(line.indexOf(': ') + 2))
  return { id: Number(id), event: event as string, data: JSON.parse(data as string) as Frame['data'] }
}

async function setTea(who: SignedIn | undefined, quantity: number): Promise<void> {
  const set = await shop.call('PUT', '/v1/cart/lines/sku_tea', { quantity }, { token: who?.accessToken })
  expect(set.status).toBe(200)
}

/** Something a member's devices are told of with a number in it. */
async function choosePoints(who: SignedIn | undefined, pointsCount: number): Promise<void> {
  const body = { couponIds: null, pointsCount }
  expect((await shop.call('PUT', '/v1/cart/options', body, { token: who?.accessToken })).status).toBe(200)
}

describe('a member’s events', () => {
  it('are for members only', async () => {
    expect((await openStream({})).status).toBe(401)
    expect((await openStream({ 'siyu-key': shop.pk })).status).toBe(403)
    expect((await openStream({ authorization: `Bearer ${shop.sk}` })).status).toBe(403)
    expect((await openStream({ authorization: 'Bearer nonsense' })).status).toBe(401)
  })

  it('reach that member’s devices, all of them, and nobody else', async () => {
    const streams = await Promise.all([listen(ann), listen(ann), listen(bob)])
    await setTea(bob, 1)
    for (let n = 1; n <= 3; n += 1) await setTea(ann, n)
    await setTea(bob, 2)
    const [phone, tablet, other] = (await Promise.all([
      streams[0].next(3),
      streams[1].next(3),
      streams[2].next(2),
    ])) as [readonly Frame[], readonly Frame[], readonly Frame[]]
    expect(phone.map(({ event, data }) => [event, data.memberId])).toEqual(
      Array(3).fill(['cart_line_set', ann?.memberId]),
    )
    expect(tablet).toEqual(phone)
    expect(other.map(({ data }) => data.memberId)).toEqual([bob?.memberId, bob?.memberId])
    expect(phone.map(({ id }) => id)).toEqual(phone.map(({ id }) => id).toSorted((a, b) => a - b))
    await Promise.all(streams.map(({ stop }) => stop()))
  })

  it('go on after the last one a device saw, without a gap or a double, while new ones come in', async () => {
    const first = await listen(ann)
    for (let n = 1; n <= 2; n += 1) await choosePoints(ann, n)
    const seen = await first.next(2)
    await first.stop()
    for (let n = 3; n <= 6; n += 1) await choosePoints(ann, n)
    await choosePoints(bob, 9)
    const [second] = await Promise.all([listen(ann, seen[1]?.id), choosePoints(ann, 7)])
    await choosePoints(ann, 8)
    const rest = await second.next(6)
    expect(rest.map(({ data }) => data.pointsCount)).toEqual([3, 4, 5, 6, 7, 8])
    await second.stop()
  })

  it('end with the session that opened the stream, and with no other', async () => {
    const again = await shop.signIn('13800000001')
    const [phone, tablet] = await Promise.all([listen(ann), listen(again)])
    expect((await shop.call('POST', '/v1/sessions/end', {}, { token: ann?.accessToken })).status).toBe(200)
    await choosePoints(again, 5)
    const untilEnd = async (): Promise<void> => {
      for (let n = 0; n < 10; n += 1) await phone.next(1)
    }
    await expect(untilEnd()).rejects.toThrow('the stream ended')
    const frames: Frame[] = []
    while (frames.at(-1)?.event !== 'cart_options_set') frames.push(...(await tablet.next(1)))
    expect(frames.map(({ event }) => event)).toContain('session_ended')
    await tablet.stop()
  })

  it('are all there for a device that was away for very many of them', async () => {
    await shop.database.database.execute({
      text: `insert into events (brand_id, id, type, at, member_id, principal, step, data)
        select $1, 'evt_' || n, 'away', 1, $2, 'system', 0, json_build_object('n', n) from generate_series(1, 1200) n`,
      values: [shop.brandId, ann?.memberId as string],
    })
    await shop.server.outbox.drain()
    const stream = await listen(ann, 0)
    await setTea(ann, 1)
    const frames = await stream.next(1_203)
    expect(frames.slice(0, 2).map(({ event }) => event)).toEqual(['member_joined', 'session_opened'])
    expect(frames.slice(2, -1).map(({ data }) => data.n)).toEqual(
      Array.from({ length: 1_200 }, (_, index) => index + 1),
    )
    expect(frames.at(-1)?.event).toBe('cart_line_set')
    await stream.stop()
  })
})
