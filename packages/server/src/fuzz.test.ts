import { listEndpoints } from '@siyu/core/admin'
import { type Endpoint, isWrite } from '@siyu/core/kernel'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInput, readQueryString } from './kernel/input.ts'
import { stockUp, TEA, template } from './kernel/testing/goods.ts'
import { countRows } from './kernel/testing/rows.ts'
import { fieldsOf, placesOf, sampleOf, withAt } from './kernel/testing/samples.ts'
import { newKey, openShop, type Shop, type SignedIn, START } from './kernel/testing/shop.ts'

type Problem = {
  readonly code: string
  readonly detail?: { readonly issues?: readonly { readonly path: string; readonly message: string }[] }
  readonly requestId: string
}
type Answer = { readonly status: number; readonly error?: Problem; readonly text: string }
type CallerKind = 'nobody' | 'visitor' | 'member' | 'operator'

const isLong = process.env.SIYU_LONG !== undefined
const RANDOM_RUNS = isLong ? 300 : 30
/** Most pairs of a place and a value that are tried of one endpoint; every place has its share of them. */
const PAIR_LIMIT = isLong ? Number.POSITIVE_INFINITY : 100
const CALLERS: readonly CallerKind[] = ['nobody', 'visitor', 'member', 'operator']
const endpoints = listEndpoints()

/** Half of a surrogate pair, spelled so that no tool can repair it on the way. */
const LONE = String.fromCharCode(0xd800)
const deep = (depth: number): unknown => (depth === 0 ? 1 : { deeper: deep(depth - 1) })
const HOSTILE: readonly unknown[] = [
  ...[undefined, null, true, -1, -0.5, 0, 1.5, 1e300, 2 ** 53, 1e12, 8.64e15],
  ...['', 'NaN', 'Infinity', '-1', '1e9', '0x10', ' '],
  ...['a\0b', LONE, `x${LONE}`, 'x'.repeat(5_000), '💥'.repeat(300), "'; drop table orders; --", '../../etc', '%00'],
  ...[[], {}, [null], [[[[]]]], { length: 1 }, deep(13), deep(500), Array(5_000).fill(1), '__proto__', 'constructor'],
]

const NOT_OBJECTS: readonly string[] = [
  ...['{', 'null', '[]', '"text"', '1', 'true', 'NaN', '{"a":}', '{"a":1}{', '\0', "{'a':1}", '{"a":1,}'],
  ...['['.repeat(50_000), '{"a":'.repeat(20_000), '-', '"\\ud800', '[1,2'],
]

let shop: Shop
let [ann, bob]: SignedIn[] = []
let operatorToken: string
const own = { orderId: '', paidOrderId: '', paymentId: '', couponId: '', caseId: '' }

function headersOf(caller: CallerKind): Record<string, string> {
  if (caller === 'nobody') return {}
  if (caller === 'visitor') return { 'siyu-key': shop.pk }
  return { authorization: `Bearer ${caller === 'member' ? bob?.accessToken : operatorToken}` }
}

async function send(url: string, method: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  const init = body === undefined || method === 'GET' ? { method, headers } : { method, headers, body }
  const response = await shop.server.fetch(new Request(url, init))
  const text = await response.text()
  const { error } = JSON.parse(text) as { error?: Problem }
  return { status: response.status, ...(error === undefined ? {} : { error }), text }
}

/** An input as a request: fields of the path go there, those of a GET into the query string. */
function urlOf({ path, method }: Endpoint, input: Readonly<Record<string, unknown>>): string {
  const taken = new Set<string>()
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    taken.add(name)
    return fitsPath(input[name]) ? encode(input[name]) : 'sample1'
  })
  const query = Object.entries(input).filter(([name, value]) => !taken.has(name) && value !== undefined)
  const text = query
    .map(([name, value]) => `${name}=${encode(typeof value === 'object' ? JSON.stringify(value) : String(value))}`)
    .join('&')
  return `http://shop.test${filled}${method === 'GET' && text !== '' ? `?${text}` : ''}`
}

/** Percent-encoded, whatever it is. */
function encode(text: string): string {
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text)
}

/** What can stand in a path: neither nothing nor what the address itself would resolve. */
function fitsPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/^\.{1,2}$/.test(value)
}

function call(endpoint: Endpoint, input: Readonly<Record<string, unknown>>, caller: CallerKind): Promise<Answer> {
  const headers = { ...headersOf(caller), 'idempotency-key': newKey() }
  return send(urlOf(endpoint, input), endpoint.method, headers, JSON.stringify(input))
}

const pathFields = ({ path }: Endpoint): ReadonlySet<string> =>
  new Set([...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string))

const sampleInput = ({ input }: Endpoint): Record<string, unknown> => sampleOf(input) as Record<string, unknown>

/** Who may call it. */
const callerOf = ({ access }: Endpoint): CallerKind =>
  access === 'public' ? 'visitor' : access === 'member' ? 'member' : 'operator'

/** The input as the server will see it: a path always says text, a query string too until it is read. */
function seen(endpoint: Endpoint, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const url = new URL(urlOf(endpoint, input))
  const inPath = Object.fromEntries(
    [...pathFields(endpoint)].map((name) => [name, fitsPath(input[name]) ? input[name] : 'sample1']),
  )
  if (endpoint.method === 'GET') return { ...readQueryString(endpoint.input, url.searchParams), ...inPath }
  return { ...(JSON.parse(JSON.stringify(input)) as object), ...inPath }
}

/** Refusals of the contract and what every call may be told; never a fault. */
function expectSorted(endpoint: Endpoint, answer: Answer): void {
  const code = answer.error?.code ?? ''
  const known = code in endpoint.refusals ? endpoint.refusals[code] : undefined
  const allowed = [200, 400, known]
  if (!allowed.includes(answer.status)) expect.fail(`${endpoint.name}: ${answer.status} ${answer.text.slice(0, 500)}`)
}

function expectInvalid(endpoint: Endpoint, answer: Answer, field: string | undefined, what: unknown): void {
  const issues = answer.error?.detail?.issues ?? []
  if (issues.some(({ message }) => message === 'Invalid input')) expect.fail(`${endpoint.name}: ${answer.text}`)
  // Of two fields that do not go together one is at fault, and the words name the other.
  const names = (text: string): boolean => text.split(/[^\w-]/).includes(field ?? '')
  const named =
    field === undefined ? issues.length > 0 : issues.some((issue) => names(issue.path) || names(issue.message))
  if (answer.status === 400 && answer.error?.code === 'invalid_input' && named) return
  expect.fail(
    `${endpoint.name} ${field} ${JSON.stringify(what)?.slice(0, 200)}: ${answer.status} ${answer.text.slice(0, 500)}`,
  )
}

beforeAll(async () => {
  shop = await openShop()
  await stockUp(shop, TEA, 1_000)
  ann = await shop.signIn('13800000001')
  bob = await shop.signIn('13800000002')
  operatorToken = await shop.server.tokens.sign(
    { brandId: shop.brandId, principal: { kind: 'operator', operatorId: 'opr_fuzz' }, use: 'access' },
    START + 3_600_000,
  )
  await shop.call('PUT', '/v1/coupon-templates/ctp_fuzz', template('ctp_fuzz', 10, START), { secret: true })
  const as = { token: ann.accessToken }
  const made = async (method: 'POST' | 'PUT', path: string, body: object): Promise<string> => {
    const { status, body: reply } = await shop.call<{ id: string }>(method, path, body, as)
    expect(status, path).toBe(200)
    return reply.id
  }
  for (const orderId of ['ord_ann_paid', 'ord_ann_open']) {
    await made('PUT', '/v1/cart/lines/sku_tea', { quantity: 1 })
    await made('POST', '/v1/orders', { orderId, expectedPayableMinor: 50_00 })
  }
  own.paymentId = await made('POST', '/v1/payments', { orderId: 'ord_ann_paid' })
  await made('POST', `/v1/payments/${own.paymentId}/simulation`, { outcome: 'succeed' })
  Object.assign(own, { orderId: 'ord_ann_open', paidOrderId: 'ord_ann_paid' })
  own.couponId = await made('POST', '/v1/coupons', { templateId: 'ctp_fuzz' })
  await made('PUT', '/v1/cart/lines/sku_tea', { quantity: 2 })
  const wanted = { kind: 'refund_only', reason: 'late', lines: [{ lineId: 'sku_tea', quantity: 1 }] }
  own.caseId = await made('POST', '/v1/aftersales', { orderId: 'ord_ann_paid', ...wanted })
})

afterAll(async () => {
  expect(shop.faults).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
  await shop.close()
})

describe('what belongs to another member', () => {
  /** All that is Ann's, as text. */
  async function annsRows(): Promise<unknown> {
    const tables = [
      'orders',
      'order_lines',
      'payments',
      'coupons',
      'carts',
      'points_accounts',
      'points_lots',
      'sessions',
      'aftersales_cases',
    ]
    const parts = tables.map(
      (name) => `(select json_agg(t order by t::text) from ${name} t where member_id = $1) as ${name}`,
    )
    const values = [ann?.memberId as string]
    return (await shop.database.database.execute({ text: `select ${parts.join()}`, values }))[0]
  }

  it('is not there: 404, and stays as it was', async () => {
    const before = await annsRows()
    const events = (await countRows(shop.database.database)).events
    const { orderId, paidOrderId, paymentId, couponId, caseId } = own
    const wanted = {
      orderId: paidOrderId,
      kind: 'refund_only',
      reason: 'late',
      lines: [{ lineId: 'sku_tea', quantity: 1 }],
    }
    const tries: readonly (readonly ['GET' | 'POST' | 'PUT', string, object | undefined, string])[] = [
      ['GET', `/v1/orders/${orderId}`, undefined, 'order_missing'],
      ['POST', `/v1/orders/${orderId}/cancellation`, {}, 'order_missing'],
      ['POST', `/v1/orders/${paidOrderId}/receipt`, {}, 'order_missing'],
      ['POST', '/v1/aftersales', wanted, 'order_missing'],
      ['GET', `/v1/aftersales/${caseId}`, undefined, 'case_missing'],
      ['POST', `/v1/aftersales/${caseId}/withdrawal`, {}, 'case_missing'],
      ['POST', `/v1/aftersales/${caseId}/return`, { carrier: 'SF', trackingNumber: 'SF12345' }, 'case_missing'],
      ['POST', '/v1/payments', { orderId }, 'order_missing'],
      ['GET', `/v1/payments/${paymentId}`, undefined, 'payment_missing'],
      ['POST', `/v1/payments/${paymentId}/simulation`, { outcome: 'succeed' }, 'payment_missing'],
      ['POST', `/v1/payments/${paymentId}/simulation`, { outcome: 'fail' }, 'payment_missing'],
      ['PUT', '/v1/cart/options', { couponIds: [couponId], pointsCount: 0 }, 'coupon_missing'],
    ]
    for (const [method, path, body, code] of tries) {
      const { status, body: reply } = await shop.call<{ error: Problem }>(method, path, body, {
        token: bob?.accessToken,
      })
      expect([path, status, reply.error?.code]).toEqual([path, 404, code])
    }
    expect(await annsRows()).toEqual(before)
    expect((await countRows(shop.database.database)).events).toBe(events)
  })

  it('is in none of the lists, and its coupon lowers no price', async () => {
    const ids = [...Object.values(own), ann?.memberId as string]
    for (const endpoint of endpoints.filter(({ access, method }) => access === 'member' && method === 'GET')) {
      const { text } = await call(endpoint, sampleInput(endpoint), 'member')
      expect(ids.filter((id) => text.includes(id))).toEqual([])
    }
    const lines = [{ lineId: 'l1', skuId: 'sku_tea', quantity: 1 }]
    const quote = await shop.call(
      'POST',
      '/v1/quotes',
      { lines, couponIds: [own.couponId] },
      { token: bob?.accessToken },
    )
    expect(quote.body).toMatchObject({ payableMinor: 50_00 })
  })

  it('cannot be had through its keys: the same key of another caller is another call', async () => {
    const key = newKey()
    const asAnn = await shop.call('PUT', '/v1/cart/lines/sku_tea', { quantity: 7 }, { token: ann?.accessToken, key })
    const asBob = await shop.call('PUT', '/v1/cart/lines/sku_tea', { quantity: 3 }, { token: bob?.accessToken, key })
    expect([asAnn.status, asBob.status]).toEqual([200, 200])
    expect(asBob.body).toMatchObject({ lines: [{ skuId: 'sku_tea', quantity: 3 }] })
    expect(asBob.headers.get('idempotency-hit')).toBeNull()
  })
})

describe('input that is wrong', () => {
  for (const endpoint of endpoints) {
    it(`${endpoint.name}: a wrong value of any field is named and writes nothing`, async () => {
      const sample = sampleInput(endpoint)
      const inPath = pathFields(endpoint)
      const before = await countRows(shop.database.database)
      const taken: Record<string, unknown>[] = []
      const places = placesOf(sample)
      const step = Math.ceil((places.length * HOSTILE.length) / PAIR_LIMIT)
      for (const [placeIndex, place] of places.entries()) {
        for (const value of HOSTILE.filter((_, index) => (index + placeIndex) % Math.max(1, step) === 0)) {
          const field = String(place[0])
          if (inPath.has(field) && (place.length > 1 || !fitsPath(value))) continue
          const input = withAt(sample, place, value) as Record<string, unknown>
          if (checkInput(endpoint.input, seen(endpoint, input)).ok) taken.push(input)
          else expectInvalid(endpoint, await call(endpoint, input, callerOf(endpoint)), field, value)
        }
      }
      expect(await countRows(shop.database.database)).toEqual(before)
      // What the schema does take must be answered by the contract.
      for (const input of taken) expectSorted(endpoint, await call(endpoint, input, callerOf(endpoint)))
    })
  }
})

describe('bodies that are none', () => {
  for (const endpoint of endpoints.filter(({ method }) => method !== 'GET')) {
    it(`${endpoint.name}: invalid JSON, other types, too much, pollution`, async () => {
      const before = await countRows(shop.database.database)
      const url = urlOf(endpoint, sampleInput(endpoint))
      const post = (body: string): Promise<Answer> =>
        send(url, endpoint.method, { ...headersOf(callerOf(endpoint)), 'idempotency-key': newKey() }, body)
      for (const body of NOT_OBJECTS) expectInvalid(endpoint, await post(body), undefined, body)
      const huge = await post(JSON.stringify({ ...sampleInput(endpoint), extra: 'x'.repeat(1 << 20) }))
      expect([huge.status, huge.error?.code]).toEqual([413, 'too_large'])
      const deepBody = await post(JSON.stringify({ ...sampleInput(endpoint), extra: deep(200) }))
      expectInvalid(endpoint, deepBody, 'extra', 'deep')
      expect(await countRows(shop.database.database)).toEqual(before)
      const polluting = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},`
      const rest = JSON.stringify(sampleInput(endpoint)).slice(1)
      expectSorted(endpoint, await post(rest === '}' ? `${polluting.slice(0, -1)}}` : polluting + rest))
      expect(({} as { polluted?: number }).polluted).toBeUndefined()
    })
  }
})

describe('idempotency keys that are none', () => {
  for (const endpoint of endpoints.filter(isWrite)) {
    it(`${endpoint.name}: missing, empty, too long, not plain`, async () => {
      const before = await countRows(shop.database.database)
      const input = sampleInput(endpoint)
      const post = (headers: Record<string, string>): Promise<Answer> =>
        send(
          urlOf(endpoint, input),
          endpoint.method,
          { ...headersOf(callerOf(endpoint)), ...headers },
          JSON.stringify(input),
        )
      expect((await post({})).error?.code).toBe('idempotency_key_missing')
      expect((await post({ 'idempotency-key': '' })).error?.code).toBe('idempotency_key_missing')
      for (const key of ['k'.repeat(129), 'k'.repeat(10_000), 'é', 'a b', 'a\tb']) {
        expectInvalid(endpoint, await post({ 'idempotency-key': key }), 'idempotency-key', key)
      }
      expect(await countRows(shop.database.database)).toEqual(before)
    })
  }
})

describe('callers who may not', () => {
  for (const endpoint of endpoints) {
    it(`${endpoint.name} (${endpoint.access}): are turned away whatever they send`, async () => {
      const before = await countRows(shop.database.database)
      const may = endpoint.access === 'public' ? ['visitor', 'member', 'operator'] : [callerOf(endpoint)]
      for (const caller of CALLERS.filter((kind) => !may.includes(kind))) {
        const status = caller === 'nobody' || caller === 'visitor' ? 401 : 403
        const code = caller === 'nobody' ? 'key_missing' : 'denied'
        for (const input of [sampleInput(endpoint), {}, { id: 'x\0' }]) {
          const answer = await call(endpoint, input, caller)
          expect([caller, answer.status, answer.error?.code]).toEqual([caller, status, code])
        }
      }
      expect(await countRows(shop.database.database)).toEqual(before)
    })
  }

  it('what only the server itself runs is not on the network', async () => {
    const inner = shop.server.routes.map(({ endpoint }) => endpoint).filter(({ access }) => access === 'system')
    expect(inner.length).toBeGreaterThan(4)
    for (const endpoint of inner) {
      const answer = await call(endpoint, sampleInput(endpoint), 'operator')
      expect([endpoint.name, answer.status, answer.error?.code]).toEqual([endpoint.name, 404, 'route_missing'])
    }
  })

  it('tokens that are forged, old, for refreshing or of another brand open nothing', async () => {
    const { tokens } = shop.server
    const member = { kind: 'member', memberId: ann?.memberId as string, sessionId: 'ses_x' } as const
    const claims = { brandId: shop.brandId, principal: member, use: 'access' } as const
    const [head, payload, signature] = String(ann?.accessToken).split('.') as [string, string, string]
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const cases: readonly (readonly [string, string])[] = [
      ['', 'key_missing'],
      ['x', 'denied'],
      ['a.b.c', 'denied'],
      ['x'.repeat(4_000), 'denied'],
      [`${none}.${payload}.`, 'denied'],
      [`${head}.${payload}.${signature.slice(0, -4)}AAAA`, 'denied'],
      [ann?.refreshToken as string, 'denied'],
      [await tokens.sign(claims, START - 1_000), 'session_expired'],
      ['sk_guess', 'denied'],
      ["sk_' or 1=1 --", 'denied'],
    ]
    for (const [token, code] of cases) {
      const answer = await send('http://shop.test/v1/member', 'GET', { authorization: `Bearer ${token}` })
      expect([token.slice(0, 20), answer.status]).toEqual([token.slice(0, 20), 401])
      if (token !== '') expect([answer.error?.code === code || answer.error?.code === 'key_missing']).toEqual([true])
    }
    const foreign = await tokens.sign({ ...claims, brandId: 'brd_other' }, START + 60_000)
    const headers = { authorization: `Bearer ${foreign}`, 'siyu-key': shop.pk }
    expect((await send('http://shop.test/v1/member', 'GET', headers)).status).toBe(401)
  })
})

describe('random input', () => {
  for (const endpoint of endpoints.filter(({ input }) => fieldsOf(input).length > 0)) {
    it(`${endpoint.name}: ${RANDOM_RUNS} inputs`, async () => {
      const sample = sampleInput(endpoint)
      const field = (value: unknown): fc.Arbitrary<unknown> =>
        fc.oneof(
          { weight: 4, arbitrary: fc.constant(value) },
          { weight: 3, arbitrary: fc.jsonValue() },
          { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
          { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
          { weight: 1, arbitrary: fc.integer() },
        )
      const shape = Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, field(value)]))
      const inputs = fc.record(shape, { requiredKeys: [] })
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          const accepted = checkInput(endpoint.input, seen(endpoint, input)).ok
          const answer = await call(endpoint, input, callerOf(endpoint))
          if (accepted) expectSorted(endpoint, answer)
          else expectInvalid(endpoint, answer, undefined, input)
        }),
        { seed: 20_260_301, numRuns: RANDOM_RUNS },
      )
    })
  }
})
