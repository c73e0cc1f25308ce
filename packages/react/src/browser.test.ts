import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { listEndpoints } from '@siyu/core'
import { type Cart, withLines } from '@siyu/core/carts'
import { type Product, shopProduct } from '@siyu/core/catalog'
import type { OfferState } from '@siyu/core/coupons'
import type { Endpoint } from '@siyu/core/kernel'
import type { Order } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import { pricedLine, type Quote, quote } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const reason = process.env.SIYU_NO_CHROMIUM
if (reason) console.log(`browser tests of the hooks skipped: ${reason}`)

const now = Date.now()
const hourMs = 3_600_000
const answerMs = 60

const words = (text: string): { readonly zh: string; readonly en: string } => ({ zh: text, en: text })

function product(name: string, listMinor: number, goldMinor: number): Product {
  const memberPrices = [{ tierId: 'gold', priceMinor: goldMinor }]
  const sku = { id: `sku_${name}`, title: words('one'), listMinor, costMinor: 100, memberPrices }
  const texts = { title: words(name), description: '', imageUrl: null, category: 'all' }
  return { id: `prd_${name}`, ...texts, published: true, skus: [sku] }
}

const fullReduction: Promotion = {
  id: 'pro_full',
  name: words('100 - 10'),
  conditions: [{ kind: 'subtotal_at_least', minor: 10_000 }],
  effect: { kind: 'amount_off', minor: 1_000 },
  priority: 0,
  startsAt: 0,
  endsAt: null,
  active: true,
  funder: 'brand',
}

/** One call the shop has answered. */
type Seen = { readonly name: string; readonly input: Fields; readonly key: string | undefined; readonly member: string }
type Fields = Readonly<Record<string, never>> & { readonly [name: string]: unknown }
type Refused = { readonly code: string; readonly status: number }

/** A shop in memory that obeys the contract: prices come from the engine itself. */
type Shop = {
  readonly url: string
  readonly seen: Seen[]
  readonly orders: Map<string, Order>
  /** Most cart writes under way at once. */
  mostCartWrites: number
  refuse: Readonly<Record<string, Refused | undefined>>
  /** Names of the calls whose next answer is lost on the way. */
  readonly lose: Set<string>
  promotions: readonly Promotion[]
  delayMs: Readonly<Record<string, number | undefined>>
  readonly close: () => Promise<void>
}

type Handler = (input: Fields, member: string, shop: State) => unknown
type State = Shop & {
  readonly carts: Map<string, Cart>
  readonly payments: Map<string, Payment>
  offer: OfferState
  cartWrites: number
}

const products = [product('tea', 6_000, 5_000), product('cup', 2_000, 2_000)]
const empty: Cart = { lines: [], couponId: null, pointsCount: 0 }

function quoteOf(lines: Cart['lines'], member: string, shop: State): Quote {
  const priced = lines.map(({ lineId, skuId, quantity }) => {
    const found = products.find(({ skus }) => skus.some(({ id }) => id === skuId))
    const sku = found?.skus.find(({ id }) => id === skuId)
    if (found === undefined || sku === undefined) throw refusal('sku_missing', 404)
    return pricedLine(lineId, found, sku, quantity)
  })
  const tierId = member === '' ? null : 'gold'
  const facts = { currency: 'CNY', lines: priced, tierId, promotions: shop.promotions, coupon: null, points: null, now }
  return quote(facts)
}

function refusal(code: string, status: number): Refused {
  return { code, status }
}

function placed(input: Fields, member: string, shop: State): Order {
  const { orderId, expectedPayableMinor } = input as unknown as { orderId: string; expectedPayableMinor: number }
  if (shop.orders.has(orderId)) throw refusal('order_exists', 409)
  const { lines, listMinor, payableMinor } = quoteOf(shop.carts.get(member)?.lines ?? [], member, shop)
  if (payableMinor !== expectedPayableMinor) throw refusal('price_changed', 409)
  const order: Order = {
    ...{ id: orderId, memberId: member, status: 'created', currency: 'CNY', couponId: null, pointsCount: 0 },
    lines: lines.map((line) => ({ line, refundedCount: 0 })),
    ...{ listMinor, payableMinor, refundedMinor: 0, placedAt: now, paymentDueAt: now + hourMs },
    ...{ paidAt: null, completedAt: null, refunds: [] },
  }
  shop.orders.set(orderId, order)
  shop.carts.set(member, empty)
  return order
}

function paymentOf(orderId: string, shop: State): Payment {
  const order = shop.orders.get(orderId)
  if (order === undefined) throw refusal('order_missing', 404)
  const id = `pay_${shop.payments.size}`
  const amounts = { amountMinor: order.payableMinor, refundedMinor: 0 }
  const payment: Payment = { id, orderId, provider: 'test', ...amounts, status: 'pending', at: now }
  shop.payments.set(id, payment)
  return payment
}

function simulated({ paymentId, outcome }: Fields, shop: State): Payment {
  const payment = shop.payments.get(String(paymentId))
  if (payment === undefined) throw refusal('payment_missing', 404)
  shop.payments.set(payment.id, { ...payment, status: String(outcome) === 'succeed' ? 'succeeded' : 'failed' })
  return payment
}

const ownTier = { id: 'gold', name: words('Gold'), growthRequired: 0, pointsMultiplierBps: 10_000 }
const offerTerms = { name: words('10 off'), conditions: [], effect: { kind: 'amount_off', minor: 1_000 } as const }

const handlers: Readonly<Record<string, Handler>> = {
  'brands.get': () => ({ id: 'brd_1', name: words('Shop'), currency: 'CNY', timeZone: 'Asia/Shanghai' }),
  'members.signIn': ({ address }) => ({
    memberId: String(address).endsWith('1') ? 'mem_ada' : 'mem_bo',
    accessToken: String(address).endsWith('1') ? 'mem_ada' : 'mem_bo',
    accessExpiresAt: now + hourMs,
    refreshToken: 'refresh-token',
    refreshExpiresAt: now + hourMs,
    joined: true,
  }),
  'members.signOut': () => ({ sessionId: 'ses_1' }),
  'tiers.get': () => ({ tier: ownTier, growthCount: 0, next: null, neededCount: 0, progressBps: 10_000 }),
  'catalog.list': (_, member) => ({
    items: products.map((each) => shopProduct(each, new Map(), member === '' ? null : 'gold')),
    nextCursor: null,
  }),
  'promotions.list': (_, _member, shop) => ({ items: shop.promotions }),
  'coupons.offers': (_, _member, { offer }) => ({
    items: [{ templateId: 'tpl_ten', ...offerTerms, state: offer, leftCount: 5 }],
  }),
  'coupons.claim': ({ templateId }, _member, shop) => {
    shop.offer = 'claimed'
    const validity = { validFrom: now, validUntil: now + hourMs }
    return { id: 'cpn_1', templateId, ...offerTerms, funder: 'brand', status: 'issued', orderId: null, ...validity }
  },
  'carts.get': (_, member, { carts }) => carts.get(member) ?? empty,
  'carts.setLine': (input, member, { carts }) => {
    const { skuId, quantity } = input as unknown as { skuId: string; quantity: number }
    if (!products.some(({ skus }) => skus.some(({ id }) => id === skuId))) throw refusal('sku_missing', 404)
    const cart = carts.get(member) ?? empty
    const changed = { ...cart, lines: withLines(cart.lines, [{ lineId: skuId, skuId, quantity }]) }
    carts.set(member, changed)
    return changed
  },
  'pricing.quote': (input, member, shop) => quoteOf((input as unknown as Cart).lines, member, shop),
  'orders.checkout': placed,
  'orders.get': ({ orderId }, _member, { orders }) => orders.get(String(orderId)),
  'payments.create': ({ orderId }, _member, shop) => paymentOf(String(orderId), shop),
  'payments.get': ({ paymentId }, _member, { payments }) => payments.get(String(paymentId)),
  'payments.simulate': (input, _member, shop) => simulated(input, shop),
  'referrals.get': () => ({ code: 'ADA23456', referrerId: null, directCount: 0 }),
}

type Match = { readonly endpoint: Endpoint; readonly fields: Record<string, string> }

function matching(request: IncomingMessage): Match | undefined {
  const url = new URL(request.url ?? '/', 'http://shop.test')
  const given = url.pathname.split('/')
  for (const endpoint of listEndpoints()) {
    const parts = endpoint.path.split('/')
    const fits = parts.every((part, index) => part.startsWith(':') || part === given[index])
    if (endpoint.method !== request.method || parts.length !== given.length || !fits) continue
    const inPath = parts.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), given[index] ?? '']] : []))
    return { endpoint, fields: { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(inPath) } }
  }
  return undefined
}

async function bodyOf(request: IncomingMessage): Promise<object> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? {} : (JSON.parse(text) as object)
}

async function answer(shop: State, { endpoint, fields }: Match, request: IncomingMessage): Promise<[number, unknown]> {
  const { name } = endpoint
  const input = endpoint.input.parse({ ...(await bodyOf(request)), ...fields }) as Fields
  const member = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const key = request.headers['idempotency-key']
  shop.seen.push({ name, input, key: typeof key === 'string' ? key : undefined, member })
  if (endpoint.access === 'member' && member === '') return [401, { error: { code: 'session_expired' } }]
  const isCartWrite = name === 'carts.setLine'
  if (isCartWrite) shop.mostCartWrites = Math.max(shop.mostCartWrites, ++shop.cartWrites)
  await new Promise((resolve) => setTimeout(resolve, shop.delayMs[name] ?? answerMs))
  if (isCartWrite) shop.cartWrites -= 1
  try {
    const refused = shop.refuse[name]
    if (refused !== undefined) throw refused
    return [200, endpoint.output.parse(handlers[name]?.(input, member, shop))]
  } catch (error) {
    const { code, status } = error as Refused
    if (code === undefined) throw error
    return [status, { error: { code } }]
  }
}

let script = ''

async function serve(shop: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const match = matching(request)
  if (match === undefined) {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><body><script type="module" src="/page.js"></script>')
    return
  }
  const [status, body] = await answer(shop, match, request)
  if (shop.lose.delete(match.endpoint.name)) {
    // The answer breaks off: a browser repeats by itself what broke before a first byte.
    response.writeHead(status, { 'content-length': '999' }).write('{', () => response.destroy())
    return
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function openShop(): Promise<Shop> {
  const server: Server = createServer((request, response) => {
    serve(shop, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shop: State = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ seen: [], orders: new Map(), carts: new Map(), payments: new Map(), lose: new Set<string>() },
    ...{ mostCartWrites: 0, cartWrites: 0, refuse: {}, delayMs: {}, offer: 'claimable', promotions: [fullReduction] },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return shop
}

async function buildPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'page.fixture.tsx')],
    ...{ bundle: true, write: false, format: 'esm', jsx: 'automatic', conditions: ['siyu-source'] },
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  return outputFiles[0]?.text ?? ''
}

describe.skipIf(reason)('the hooks in a browser', () => {
  let browser: Browser
  let shop: Shop
  let page: Page
  const problems: string[] = []

  beforeAll(async () => {
    script = await buildPage()
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    shop = await openShop()
    page = await (await browser.newContext()).newPage()
    problems.length = 0
    page.on('pageerror', (error) => problems.push(String(error)))
  })
  afterEach(async () => {
    await page.context().close()
    await shop.close()
  })

  const open = async (withHost = false, locale = 'zh-CN'): Promise<void> => {
    await page.goto(`${shop.url}/?ref=BO345678`)
    await page.evaluate((options) => window.shop.mount(options), { withHost, locale })
    await reads('#session', 'anonymous')
  }
  const click = (id: string): Promise<void> => page.evaluate((name) => document.getElementById(name)?.click(), id)
  const text = (selector: string): Promise<string> => page.locator(selector).evaluate((node) => node.textContent)
  const reads = (selector: string, expected: string): Promise<unknown> =>
    expect.poll(() => text(selector), { timeout: 8_000, interval: 10 }).toBe(expected)
  const signIn = async (id = 'sign-in-ada', memberId = 'mem_ada'): Promise<void> => {
    await click(id)
    await reads('#session', memberId)
    await reads('#count', '0')
  }
  const calls = (name: string): readonly Seen[] => shop.seen.filter((each) => each.name === name)

  it('shows prices in the shop’s currency, to members theirs, and joins under the captured code', async () => {
    await open()
    await reads('#products', '¥60.00¥20.00')
    await signIn()
    await reads('#tier', 'gold')
    await reads('#products', '¥50.00¥20.00')
    expect(calls('members.signIn')[0]?.input).toMatchObject({ referralCode: 'BO345678' })
    await reads('#clock', '2')
    expect(problems).toEqual([])
  })

  it('sends rapid clicks one after the other and shows them at once', async () => {
    await open()
    await signIn()
    await reads('#products', '¥50.00¥20.00')
    await page.evaluate(() => {
      for (const _ of [1, 2, 3]) document.getElementById('add-tea')?.click()
    })
    expect([await text('#count'), await text('#saving')]).toEqual(['3', 'true'])
    await reads('#saving', 'false')
    expect(await text('#count')).toBe('3')
    expect(calls('carts.setLine').map(({ input }) => input.quantity)).toEqual([1, 2, 3])
    expect(new Set(calls('carts.setLine').map(({ key }) => key)).size).toBe(3)
    expect(shop.mostCartWrites).toBe(1)
  })

  it('takes a refused write back, keeps the others, and says why in both languages', async () => {
    for (const [locale, why] of [
      ['zh-CN', '所选规格不存在或已下架'],
      ['en', 'This option is not available.'],
    ] as const) {
      await page.evaluate(() => localStorage.clear()).catch(() => undefined)
      await open(false, locale)
      await signIn('sign-in-ada', 'mem_ada')
      // Long enough for the page to be read before the refusal is back.
      shop.delayMs = { 'carts.setLine': 1_000 }
      await page.evaluate(() => {
        document.getElementById('add-gone')?.click()
        document.getElementById('add-tea')?.click()
      })
      expect(await text('#count')).toBe('2')
      await reads('#cart-error', why)
      await reads('#saving', 'false')
      expect(await text('#count')).toBe('1')
      await click('remove-tea')
      await reads('#count', '0')
      await reads('#saving', 'false')
    }
    expect(problems).toEqual([])
  })

  it('previews the price with the engine, and reports when the server says otherwise', async () => {
    await open()
    await signIn()
    await reads('#products', '¥50.00¥20.00')
    await expect.poll(() => calls('promotions.list').length).toBeGreaterThan(0)
    shop.delayMs = { 'pricing.quote': 500 }
    await click('add-tea')
    await reads('#quote', 'preview 5000')
    await reads('#quote', 'server 5000')
    expect(await text('#difference')).toBe('')
    shop.promotions = []
    await click('add-tea')
    await reads('#quote', 'preview 9000')
    await reads('#quote', 'server 10000')
    await reads('#difference', '9000 10000')
  })

  it('shows a claim at once and takes it back when refused', async () => {
    await open(false, 'en')
    await signIn()
    await reads('#offers', 'tpl_ten:claimable')
    shop.delayMs = { 'coupons.claim': 400 }
    shop.refuse = { 'coupons.claim': refusal('coupon_sold_out', 409) }
    await click('claim')
    await reads('#offers', 'tpl_ten:claimed')
    await reads('#claim-error', 'All of these coupons are gone.')
    await reads('#offers', 'tpl_ten:claimable')
    shop.refuse = {}
    await click('claim')
    await reads('#offers', 'tpl_ten:claimed')
    await expect.poll(() => calls('coupons.claim').length).toBe(2)
    const [refused, accepted] = calls('coupons.claim')
    expect(accepted?.key).not.toBe(refused?.key)
  })

  it('buys once, however often the answers get lost', async () => {
    await open(false, 'en')
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    shop.lose.add('orders.checkout')
    await click('buy')
    await reads('#step', 'failed')
    expect(await text('#checkout-error')).toBe('No connection. Please check your network.')
    expect(shop.orders.size).toBe(1)
    shop.lose.add('payments.create')
    await click('retry')
    await reads('#step', 'failed')
    await click('retry')
    await reads('#step', 'paying')
    const tries = calls('orders.checkout')
    expect(tries.length).toBe(2)
    expect(tries[1]?.input).toEqual(tries[0]?.input)
    expect(tries[1]?.key).toBe(tries[0]?.key)
    expect(calls('payments.create').map(({ key }) => key)).toEqual([
      calls('payments.create')[0]?.key,
      calls('payments.create')[0]?.key,
    ])
    await click('fail')
    await reads('#step', 'failed')
    expect(await text('#checkout-error')).toBe('The payment did not go through. Please try again.')
    await click('retry')
    await reads('#step', 'paying')
    await click('pay')
    await reads('#step', 'paid')
    await reads('#count', '0')
    expect(shop.orders.size).toBe(1)
  })

  it('says when the price has moved, and buys at the new one', async () => {
    await open()
    await signIn()
    await click('add-tea')
    await reads('#quote', 'server 5000')
    shop.refuse = { 'orders.checkout': refusal('price_changed', 409) }
    await click('buy')
    await reads('#step', 'failed')
    shop.refuse = {}
    await click('buy')
    await reads('#step', 'paying')
    const [first, second] = calls('orders.checkout')
    expect(second?.input.orderId).toBe(first?.input.orderId)
    expect(second?.key).not.toBe(first?.key)
  })

  it('leaves nothing of a member behind, and sends nothing of theirs as someone else', async () => {
    await open()
    await signIn()
    await reads('#owner', 'mem_ada')
    await click('add-tea')
    await click('add-tea')
    await click('sign-out')
    await reads('#session', 'anonymous')
    const owners = async (): Promise<readonly unknown[]> =>
      page.evaluate(() => [...new Set(window.shop.keys().map((key) => key[2]))])
    await expect.poll(owners).toEqual(['anon'])
    await click('sign-in-bo')
    await reads('#owner', 'mem_bo')
    await reads('#count', '0')
    await expect.poll(async () => (await owners()).includes('mem_ada')).toBe(false)
    expect(calls('carts.setLine').filter(({ member }) => member !== 'mem_ada')).toEqual([])
  })

  it('makes a link that refers, and its code', async () => {
    await open()
    await signIn()
    await reads('#link', `${shop.url}/product/tea?ref=ADA23456`)
    await expect.poll(async () => Number(await text('#qr-size'))).toBeGreaterThan(20)
    const path = page.locator('svg.qr[data-state=ready] path')
    await expect.poll(() => path.getAttribute('d')).toMatch(/^(M\d+ \d+h1v1h-1z){200,}$/)
  })

  it('keeps its answers in the cache of the host where there is one', async () => {
    await open(true)
    await reads('#products', '¥60.00¥20.00')
    const [hosted, used] = await page.evaluate(() => [
      window.shop.host.getQueryCache().getAll().length,
      window.shop.keys().length,
    ])
    expect(hosted).toBeGreaterThan(0)
    expect(used).toBe(hosted)
  })

  it('brings its own cache where there is none, and explains a foreign one', async () => {
    await open()
    await reads('#products', '¥60.00¥20.00')
    expect(await page.evaluate(() => window.shop.host.getQueryCache().getAll().length)).toBe(0)
    const told = await page.evaluate(() => window.shop.mountForeign())
    expect(told).toMatch(/^SiyuConfigError: This QueryClient is of another copy/)
  })
})
