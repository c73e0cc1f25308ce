import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createSiyuAdmin } from '../admin.ts'
import { type CallOptions, createSiyu, fetchTransport, isSiyuError, type Siyu, type SiyuOptions } from '../index.ts'
import { type Answer, type Loopback, loopback, no, type Seen } from './loopback.fixture.ts'

const brand = { id: 'brd_1', name: { zh: '茶', en: 'Tea' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
const referral = { code: 'ABCD1234', referrerId: null, directCount: 0 }
const cart = { lines: [], couponIds: [], pointsCount: 0 }

type Shop = Loopback & { readonly siyu: Siyu }

/** A client with waits of no length against a real server. */
async function shop(
  answer: (seen: Seen, index: number) => Answer | Promise<Answer>,
  more: Partial<SiyuOptions> = {},
): Promise<Shop> {
  const server = await loopback(answer)
  const siyu = createSiyu({ baseUrl: `${server.baseUrl}/`, publishableKey: 'pk_test', random: () => 0, ...more })
  return { ...server, siyu }
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Timers that stand still until the test turns them, and for how long those were set that there have been so far. */
function stoppedTimers(): () => readonly (number | undefined)[] {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { setTimeout } = globalThis
  const lengths: (number | undefined)[] = []
  const noting = (run: () => void, ms?: number, ...values: readonly []): unknown => {
    lengths.push(ms)
    return setTimeout(run, ms, ...values)
  }
  globalThis.setTimeout = noting as typeof setTimeout
  return () => lengths
}

/** Looks until it is so, in the time of the machine, which goes on while the timers stand still. */
async function eventually(look: () => void): Promise<void> {
  for (const endsAt = performance.now() + 10_000; ; await new Promise((done) => setImmediate(done))) {
    try {
      return look()
    } catch (error) {
      if (performance.now() > endsAt) throw error
    }
  }
}

describe('a call on the wire', () => {
  it('reads without an argument, with the publishable key and no idempotency key', async () => {
    const { siyu, seen } = await shop(() => ({ json: brand }), { locale: 'zh-CN' })
    expect(await siyu.brands.get()).toEqual(brand)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/v1/brand', body: '' })
    expect(seen[0]?.headers).toMatchObject({
      'siyu-key': 'pk_test',
      'accept-language': 'zh-CN',
      accept: 'application/json',
    })
    expect(seen[0]?.headers).not.toHaveProperty('idempotency-key')
    expect(seen[0]?.headers).not.toHaveProperty('authorization')
  })

  it('puts the fields of a read into the query and leaves undefined ones out', async () => {
    const { siyu, seen } = await shop(() => ({ json: { items: [], nextCursor: null } }))
    await siyu.catalog.list({ category: '茶 & 点心', limit: 5, cursor: undefined })
    expect(seen[0]?.url).toBe('/v1/products?limit=5&category=%E8%8C%B6%20%26%20%E7%82%B9%E5%BF%83')
  })

  it('puts path fields into the path, escaped, and the whole input into the body of a write', async () => {
    const { siyu, seen } = await shop(() => ({ json: cart }))
    await siyu.carts.setLine({ skuId: 'sku:1', quantity: 2 })
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/v1/cart/lines/sku%3A1' })
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ skuId: 'sku:1', quantity: 2 })
    expect(seen[0]?.headers['content-type']).toBe('application/json')
    expect(seen[0]?.headers['idempotency-key']).toMatch(/^key_[0-9a-z]{26}$/)
  })

  it('takes a key of the caller, and asks for a dry run of writes only', async () => {
    const { siyu, seen } = await shop(({ method }) => ({ json: method === 'GET' ? brand : cart }))
    await siyu.carts.setLine({ skuId: 'sku_1', quantity: 1 }, { idempotencyKey: 'mine', dryRun: true })
    await siyu.brands.get({}, { dryRun: true })
    expect(seen[0]?.url).toBe('/v1/cart/lines/sku_1?dryRun=1')
    expect(seen[0]?.headers['idempotency-key']).toBe('mine')
    expect(seen[1]?.url).toBe('/v1/brand')
  })

  it('reads a quote without a key, because a quote changes nothing', async () => {
    const { siyu, seen } = await shop(() => no(404, 'sku_missing'))
    const lines = [{ lineId: 'sku_1', skuId: 'sku_1', quantity: 1 }]
    expect(await failure(siyu.pricing.quote({ lines }))).toMatchObject({ code: 'sku_missing' })
    expect(seen[0]?.method).toBe('POST')
    expect(seen[0]?.headers).not.toHaveProperty('idempotency-key')
  })

  it('calls with a secret key and keeps no session then', async () => {
    const minted = {
      memberId: 'mem_1',
      accessToken: 'a',
      accessExpiresAt: 9e12,
      refreshToken: 'r',
      refreshExpiresAt: 9e12,
      joined: true,
    }
    const { baseUrl, seen } = await loopback(() => ({ json: minted }))
    const siyu = createSiyuAdmin({ baseUrl, secretKey: 'sk_test' })
    expect(await siyu.members.mintSession({ externalId: 'ext_1' })).toEqual(minted)
    expect(seen[0]?.headers.authorization).toBe('Bearer sk_test')
    expect(seen[0]?.headers).not.toHaveProperty('siyu-key')
    expect(siyu.session.get()).toEqual({ status: 'anonymous' })
  })

  it('takes no secret key in a shop, not even past the types', async () => {
    const past = { secretKey: 'sk_test' } as Partial<SiyuOptions>
    const { siyu, seen } = await shop(() => ({ json: brand }), past)
    await siyu.brands.get()
    expect(seen[0]?.headers).not.toHaveProperty('authorization')
  })

  it('walks through all pages of a list', async () => {
    const page = (url: string): unknown => {
      const cursor = new URL(url, 'http://x').searchParams.get('cursor')
      const ids = cursor === null ? ['mem_1', 'mem_2'] : ['mem_3']
      return {
        items: ids.map((memberId) => ({ memberId, name: null, joinedAt: 1 })),
        nextCursor: cursor === null ? 'two' : null,
      }
    }
    const { siyu, seen } = await shop(({ url }) => ({ json: page(url) }))
    const found: string[] = []
    for await (const { memberId } of siyu.paginate(siyu.referrals.team, { limit: 2 })) found.push(memberId)
    expect(found).toEqual(['mem_1', 'mem_2', 'mem_3'])
    expect(seen.map(({ url }) => url)).toEqual(['/v1/referral/team?limit=2', '/v1/referral/team?cursor=two&limit=2'])
  })

  it('stops at a cursor that does not move', async () => {
    const { siyu, seen } = await shop(() => ({ json: { items: [], nextCursor: 'same' } }))
    const pages = siyu.paginate(siyu.orders.list)
    expect(await failure(pages.next())).toMatchObject({ name: 'ContractError' })
    expect(seen).toHaveLength(2)
  })
})

describe('errors', () => {
  it('names the field of a wrong input without a request', async () => {
    const { siyu, seen } = await shop(() => ({ json: {} }))
    const lines = [{ lineId: 'a1', skuId: 'b1', quantity: 0 }]
    const error = await failure(siyu.pricing.quote({ lines }))
    expect(isSiyuError(error, 'invalid_input')).toBe(true)
    expect(error).toMatchObject({ status: 400, retryable: false, detail: { issues: [{ path: 'lines[0].quantity' }] } })
    expect(String(error)).toBe('SiyuError: invalid_input (400): lines[0].quantity: number of at least 1')
    expect(seen).toHaveLength(0)
  })

  it('carries a refusal with its detail and request id, and does not try again', async () => {
    const json = { error: { code: 'coupon_sold_out', detail: { leftCount: 0 }, requestId: 'req_7' } }
    const { siyu, seen } = await shop(() => ({ status: 409, json }))
    const error = await failure(siyu.coupons.claim({ templateId: 'tpl_1' }))
    expect(error).toMatchObject({
      ...{ code: 'coupon_sold_out', status: 409, detail: { leftCount: 0 }, requestId: 'req_7' },
      ...{ retryable: false, idempotencyKey: undefined },
    })
    expect(seen).toHaveLength(1)
  })

  it.each([
    [404, 'route_missing'],
    [403, 'denied'],
    [413, 'too_large'],
    [418, 'fault'],
  ])('reads the answer of a proxy by its status %i', async (status, code) => {
    const { siyu } = await shop(() => ({ status, text: '<html>no</html>', headers: { 'siyu-request-id': 'req_p' } }))
    expect(await failure(siyu.brands.get())).toMatchObject({ code, status, requestId: 'req_p' })
  })

  it('throws a ContractError when a successful reply breaks the contract', async () => {
    const { siyu, seen } = await shop(() => ({ json: { ...brand, currency: 'yuan' } }))
    const error = await failure(siyu.brands.get())
    expect(error).toMatchObject({ name: 'ContractError', endpoint: 'brands.get', issues: [{ path: 'currency' }] })
    expect(seen).toHaveLength(1)
  })

  it('throws a ContractError for a page of a proxy with status 200, and drops unknown fields otherwise', async () => {
    const { siyu } = await shop((_, index) => (index === 0 ? { text: '<html>' } : { json: { ...brand, extra: 1 } }))
    expect(await failure(siyu.brands.get())).toMatchObject({ name: 'ContractError' })
    expect(await siyu.brands.get()).toEqual(brand)
  })

  it('tells of every failed call', async () => {
    const { siyu } = await shop(() => no(404, 'product_missing'))
    const failed: unknown[] = []
    const off = siyu.on('request.failed', ({ endpoint, error }) =>
      failed.push([endpoint, isSiyuError(error) && error.code]),
    )
    await failure(siyu.catalog.get({ productId: 'prd_1' }))
    off()
    await failure(siyu.catalog.get({ productId: 'prd_1' }))
    expect(failed).toEqual([['catalog.get', 'product_missing']])
  })
})

describe('retries', () => {
  const bind = (siyu: Siyu, options?: CallOptions): Promise<unknown> =>
    siyu.referrals.bind({ code: 'ABCD1234' }, options)

  it('keeps the key over a dropped connection, a 503 and a 500', async () => {
    const answers: Answer[] = [null, no(503, 'busy'), no(500, 'fault'), { json: referral }]
    const { siyu, seen } = await shop((_, index) => answers[index] ?? null)
    expect(await bind(siyu)).toEqual(referral)
    expect(seen).toHaveLength(4)
    const keys = new Set(seen.map(({ headers }) => headers['idempotency-key']))
    expect([...keys]).toEqual([expect.stringMatching(/^key_/)])
  })

  it('gives up after three retries and hands the key over, for the same intent later', async () => {
    const { siyu, seen } = await shop((_, index) => (index < 4 ? null : { json: referral }))
    const error = await failure(bind(siyu))
    expect(error).toMatchObject({ code: 'network', status: 0, retryable: true })
    expect(seen).toHaveLength(4)
    if (!isSiyuError(error)) throw error
    expect(await bind(siyu, { idempotencyKey: error.idempotencyKey })).toEqual(referral)
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  it('makes another key for another call', async () => {
    const { siyu, seen } = await shop(() => ({ json: referral }))
    await bind(siyu)
    await bind(siyu)
    expect(seen[0]?.headers['idempotency-key']).not.toBe(seen[1]?.headers['idempotency-key'])
  })

  it('waits as long as the server asks for', async () => {
    const timers = stoppedTimers()
    const { siyu, seen } = await shop((_, index) =>
      index === 0 ? no(429, 'rate_limited', { 'retry-after': '7' }) : { json: brand },
    )
    const answer = siyu.brands.get()
    await eventually(() => expect(timers()).toContain(7_000))
    await vi.advanceTimersByTimeAsync(6_999)
    expect(seen).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toEqual(brand)
    expect(seen).toHaveLength(2)
  })

  it('does not begin a wait that does not fit into the total', async () => {
    const { siyu, seen } = await shop(() => no(503, 'busy', { 'retry-after': '120' }))
    expect(await failure(siyu.brands.get())).toMatchObject({ code: 'busy', retryAfterMs: 120_000, retryable: true })
    expect(seen).toHaveLength(1)
  })

  it('can be turned off', async () => {
    const { siyu, seen } = await shop(() => no(503, 'busy'), { retry: { limit: 0 } })
    expect(await failure(siyu.brands.get())).toMatchObject({ code: 'busy' })
    expect(seen).toHaveLength(1)
  })

  it('draws the wait from the whole range', async () => {
    const draws: number[] = []
    const random = (): number => draws.push(1) / 1_000
    const { siyu } = await shop((_, index) => (index < 2 ? no(503, 'busy') : { json: brand }), { random })
    await siyu.brands.get()
    expect(draws).toHaveLength(2)
  })
})

describe('time and abort', () => {
  const silent: Answer = () => undefined

  it('gives a try up after its time and goes on with the next', async () => {
    const timers = stoppedTimers()
    const answers = (_: Seen, index: number): Answer => (index === 0 ? silent : { json: brand })
    const { siyu, seen } = await shop(answers, { timeoutMs: 80, random: () => 0.5 })
    const answer = siyu.brands.get()
    await eventually(() => expect(seen).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(80)
    // Half of the longest wait before a second try.
    await eventually(() => expect(timers()).toContain(150))
    await vi.advanceTimersByTimeAsync(150)
    expect(await answer).toEqual(brand)
    expect(seen).toHaveLength(2)
  })

  it('fails with timeout when no try is answered, the body included', async () => {
    const half: Answer = (response) => void response.writeHead(200, { 'content-length': '10' }).write('{"id"')
    const { siyu } = await shop(() => half, { retry: { limit: 1 } })
    const error = await failure(siyu.brands.get({}, { timeoutMs: 60 }))
    expect(error).toMatchObject({ code: 'timeout', status: 0, retryable: true })
  })

  it('bounds the time of all tries together', async () => {
    const timers = stoppedTimers()
    let at = 0
    const pass = (ms: number): Promise<unknown> => {
      at += ms
      return vi.advanceTimersByTimeAsync(ms)
    }
    const answer = (_: Seen, index: number): Answer => {
      if (index > 0) return silent
      at += 1_000
      return no(503, 'busy')
    }
    const settings = { timeoutMs: 10_000, retry: { totalMs: 1_500 }, now: () => at, random: () => 0.5 }
    const { siyu, seen } = await shop(answer, settings)
    const error = failure(siyu.brands.get())
    // All of it for the first try; a wait; and what both have left for the second.
    await eventually(() => expect(timers()).toEqual(expect.arrayContaining([1_500, 150])))
    await pass(150)
    await eventually(() => expect(timers()).toContain(350))
    await eventually(() => expect(seen).toHaveLength(2))
    await pass(350)
    expect(await error).toMatchObject({ code: 'timeout' })
    expect([seen.length, timers().includes(10_000)]).toEqual([2, false])
  })

  it('ends when the caller gives up, whatever it waits for: before, during a try, and during a wait', async () => {
    const timers = stoppedTimers()
    const { siyu, seen } = await shop(({ url }) =>
      url === '/v1/brand' ? silent : no(503, 'busy', { 'retry-after': '20' }),
    )
    expect(await failure(siyu.brands.get({}, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'aborted' })
    expect(seen).toHaveLength(0)
    const caller = new AbortController()
    const options = { signal: caller.signal }
    const during = failure(siyu.brands.get({}, options))
    const waiting = failure(siyu.tiers.settings({}, options))
    await eventually(() => expect(timers()).toContain(20_000))
    await eventually(() => expect(seen).toHaveLength(2))
    caller.abort()
    expect(await during).toMatchObject({ code: 'aborted', status: 0, retryable: false })
    expect(await waiting).toMatchObject({ code: 'aborted' })
    expect(seen).toHaveLength(2)
  })

  it('closes the connection of a call that was given up', async () => {
    let close = (_: string): void => undefined
    const closed = new Promise<string>((resolve) => {
      close = resolve
    })
    const { siyu } = await shop(() => (response) => void response.on('close', () => close('closed')))
    await failure(siyu.brands.get({}, { signal: AbortSignal.timeout(60) }))
    expect(await closed).toBe('closed')
  })
})

describe('a server in the same process', () => {
  it('is called through its fetch', async () => {
    const seen: string[] = []
    const transport = fetchTransport(async (request) => {
      seen.push(`${request.method} ${request.url} ${request.headers.get('siyu-key')}`)
      return Response.json(brand)
    })
    const siyu = createSiyu({ baseUrl: 'http://shop.test', publishableKey: 'pk_in', transport })
    expect(await siyu.brands.get()).toEqual(brand)
    expect(seen).toEqual(['GET http://shop.test/v1/brand pk_in'])
  })
})
