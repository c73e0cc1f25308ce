import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listEndpoints } from '@siyu/core/admin'
import { type Cart, withLines } from '@siyu/core/carts'
import { type Product, shopProduct } from '@siyu/core/catalog'
import type { Coupon, OfferState } from '@siyu/core/coupons'
import type { Endpoint } from '@siyu/core/kernel'
import { fulfilmentOf, type Order } from '@siyu/core/orders'
import type { OpenedPayment, Payment } from '@siyu/core/payments'
import {
  type PricedSku,
  type PricingFacts,
  type PricingFactsInput,
  pricedLine,
  type Quote,
  type QuoteInput,
  quote,
  quoteFactsOf,
} from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'

const now = Date.now()
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const answerMs = 60

const words = (text: string): { readonly zh: string; readonly en: string } => ({ zh: text, en: text })

function product(name: string, listMinor: number, goldMinor: number): Product {
  const memberPrices = [{ tierId: 'gold', priceMinor: goldMinor }]
  const sku = { id: `sku_${name}`, title: words('one'), listMinor, costMinor: 100, memberPrices, weightGrams: 400 }
  const texts = { title: words(name), description: '', imageUrl: null, category: 'all', tags: [], attributes: {} }
  return { id: `prd_${name}`, ...texts, published: true, skus: [sku] }
}

export const fullReduction: Promotion = {
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
export type Seen = {
  readonly name: string
  readonly input: Fields
  readonly key: string | undefined
  readonly member: string
}
export type Fields = Readonly<Record<string, never>> & { readonly [name: string]: unknown }
type Refused = { readonly code: string; readonly status: number }

/** A shop in memory that obeys the contract: prices come from the engine itself. */
export type Shop = {
  readonly url: string
  readonly seen: Seen[]
  readonly orders: Map<string, Order>
  /** By member. */
  readonly carts: Map<string, Cart>
  /** Most cart writes under way at once. */
  mostCartWrites: number
  refuse: Readonly<Record<string, Refused | undefined>>
  /** Names of the calls whose next answer is lost on the way. */
  readonly lose: Set<string>
  promotions: readonly Promotion[]
  wallet: readonly Coupon[]
  shipping: PricingFacts['shipping']
  taxes: PricingFacts['taxes']
  /** Names of the calls that get no answer as long as they are in here. */
  readonly held: Set<string>
  readonly close: () => Promise<void>
}

/** Answers one call; whoever is not signed in is an empty member. */
export type Handler = (input: Fields, member: string, shop: State) => unknown
export type State = Shop & {
  readonly handlers: Readonly<Record<string, Handler>>
  readonly payments: Map<string, Payment>
  offer: OfferState
  cartWrites: number
}

const products = [product('tea', 6_000, 5_000), product('cup', 2_000, 2_000), product('pot', 12_345, 11_111)]
const empty: Cart = { lines: [], couponIds: null, pointsCount: 0 }
const pointsTerms = {
  ...{ redeemCount: 100, redeemMinor: 100, redeemMaxBps: 5_000, redeemStepCount: 100, redeemMinimumCount: 100 },
}
const shopper = { tags: [], segmentIds: [], joinedAt: null, orderNumber: null }
const nowhere = { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null }

/** Every SKU of the shop as something to be priced. */
function pricedSkus(): readonly PricedSku[] {
  return products.flatMap((each) =>
    each.skus.map((sku) => {
      const { lineId: _line, quantity: _quantity, ...priced } = pricedLine('l', each, sku, 1)
      return priced
    }),
  )
}

function factsOf({ skuIds, place }: PricingFactsInput, member: string, shop: State): PricingFacts {
  const skus = pricedSkus()
  return {
    ...{ currency: 'CNY', skus: skus.filter(({ skuId }) => skuIds.includes(skuId)) },
    ...{ tierId: member === '' ? null : 'gold', promotions: shop.promotions },
    coupons: member === '' ? [] : shop.wallet,
    points: member === '' ? null : { spendableCount: 5_000, settings: pointsTerms },
    ...{ shopper, place: placeOf(place), zoneOffsetMinutes: 480, usage: [], couponUsage: [] },
    gifts: skus.map((sku) => ({ ...sku, availableCount: 10 })),
    ...{ shipping: shop.shipping, taxes: shop.taxes, now: Date.now() },
  }
}

function placeOf(place: PricingFactsInput['place']): PricingFacts['place'] {
  const known = Object.entries(place ?? {}).filter(([, value]) => value !== undefined)
  return { ...nowhere, ...Object.fromEntries(known) }
}

function quoteOf(input: QuoteInput, member: string, shop: State): Quote {
  const skuIds = input.lines.map(({ skuId }) => skuId)
  const facts = factsOf({ skuIds, place: input.place }, member, shop)
  if (skuIds.some((id) => !facts.skus.some(({ skuId }) => skuId === id))) throw refusal('sku_missing', 404)
  return quote(quoteFactsOf(facts, input))
}

export function refusal(code: string, status: number): Refused {
  return { code, status }
}

function placed(input: Fields, member: string, shop: State): Order {
  const { orderId, expectedPayableMinor, place } = input as unknown as {
    readonly orderId: string
    readonly expectedPayableMinor: number
    readonly place: QuoteInput['place']
  }
  if (shop.orders.has(orderId)) throw refusal('order_exists', 409)
  const quoted = quoteOf({ ...(shop.carts.get(member) ?? empty), place }, member, shop)
  const { lines, listMinor, payableMinor, couponIds, shipping, taxes } = quoted
  if (payableMinor !== expectedPayableMinor) throw refusal('price_changed', 409)
  const order: Order = {
    ...{ id: orderId, memberId: member, status: 'created', currency: 'CNY', pointsCount: 0 },
    lines: lines.map((line) => ({ line, refundedCount: 0, shippedCount: 0 })),
    ...{ listMinor, payableMinor, refundedMinor: 0, placedAt: now, paymentDueAt: now + hourMs },
    ...{ couponIds, shipping, taxes, paidAt: null, shippedAt: null, receivedAt: null, completedAt: null },
    ...{ cancelledAt: null, receiptDueAt: null, completionDueAt: null, fulfilment: fulfilmentOf({}) },
    ...{ shipments: [], parcels: [], refunds: [] },
  }
  shop.orders.set(orderId, order)
  shop.carts.set(member, empty)
  return order
}

function paymentOf(orderId: string, shop: State): OpenedPayment {
  const order = shop.orders.get(orderId)
  if (order === undefined) throw refusal('order_missing', 404)
  const id = `pay_${shop.payments.size}`
  const amounts = { amountMinor: order.payableMinor, refundedMinor: 0 }
  const payment: Payment = { id, orderId, provider: 'test', ...amounts, status: 'pending', at: now }
  shop.payments.set(id, payment)
  return { ...payment, action: null }
}

function simulated({ paymentId, outcome }: Fields, shop: State): Payment {
  const payment = shop.payments.get(String(paymentId))
  if (payment === undefined) throw refusal('payment_missing', 404)
  const isPaid = String(outcome) === 'succeed'
  shop.payments.set(payment.id, { ...payment, status: isPaid ? 'succeeded' : 'failed' })
  const order = shop.orders.get(payment.orderId)
  if (isPaid && order !== undefined) shop.orders.set(order.id, { ...order, status: 'paid', paidAt: now })
  return payment
}

const ownTier = { id: 'gold', name: words('Gold'), growthRequired: 0, pointsMultiplierBps: 10_000 }
const offerTerms = { name: words('10 off'), conditions: [], effect: { kind: 'amount_off', minor: 1_000 } as const }

/** A coupon of the wallet; 10 off everything unless said otherwise. */
export function couponOf(id: string, terms: Partial<Coupon> = {}): Coupon {
  return {
    ...{ id, templateId: `tpl_${id}`, ...offerTerms, items: null, stacking: null, funder: 'brand', status: 'issued' },
    ...{ orderId: null, validFrom: now - dayMs, validUntil: now + dayMs, ...terms },
  }
}

function taken(coupon: Coupon, shop: State): Coupon {
  shop.wallet = [...shop.wallet, coupon]
  return coupon
}

function given({ couponId }: Fields, shop: State): object {
  const giftedUntil = now + dayMs
  shop.wallet = shop.wallet.map((each) => (each.id === String(couponId) ? { ...each, giftedUntil } : each))
  return { couponId, giftCode: 'GIFT-2345', giftedUntil }
}

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
  'tiers.get': () => ({
    ...{ tier: ownTier, growthCount: 0, next: null, neededCount: 0, progressBps: 10_000, lifetimeGrowthCount: 0 },
    ...{ growthTierId: 'gold', reachedAt: 0, validUntil: null, graceUntil: null, upgradeAt: null, keepNeededCount: 0 },
    ...{ keepUntil: null, isByHand: false, membership: null, history: [] },
  }),
  'catalog.list': (_, member) => ({
    items: products.slice(0, 2).map((each) => shopProduct(each, new Map(), member === '' ? null : 'gold')),
    nextCursor: null,
  }),
  'promotions.list': (_, _member, shop) => ({ items: shop.promotions }),
  'coupons.list': (_, _member, { wallet }) => ({ items: wallet }),
  'coupons.offers': (_, _member, { offer }) => ({
    items: [{ templateId: 'tpl_ten', ...offerTerms, state: offer, leftCount: 5 }],
  }),
  'coupons.claim': (_, _member, shop) => {
    shop.offer = 'claimed'
    return taken(couponOf('cpn_claimed'), shop)
  },
  'coupons.redeemCode': (_, _member, shop) => taken(couponOf('cpn_code'), shop),
  'coupons.give': (input, _member, shop) => given(input, shop),
  'coupons.withdrawGift': ({ couponId }, _member, shop) => {
    shop.wallet = shop.wallet.map((each) => (each.id === String(couponId) ? { ...each, giftedUntil: null } : each))
    return shop.wallet.find(({ id }) => id === String(couponId))
  },
  'coupons.accept': (_, _member, shop) => taken(couponOf('cpn_gift'), shop),
  'carts.get': (_, member, { carts }) => carts.get(member) ?? empty,
  'carts.setLine': (input, member, { carts }) => {
    const { skuId, quantity } = input as unknown as { skuId: string; quantity: number }
    if (!products.some(({ skus }) => skus.some(({ id }) => id === skuId))) throw refusal('sku_missing', 404)
    const cart = carts.get(member) ?? empty
    const changed = { ...cart, lines: withLines(cart.lines, [{ lineId: skuId, skuId, quantity }]) }
    carts.set(member, changed)
    return changed
  },
  'carts.setOptions': (input, member, { carts }) => {
    const changed: Cart = { ...(carts.get(member) ?? empty), ...(input as object) }
    carts.set(member, changed)
    return changed
  },
  'pricing.quote': (input, member, shop) => quoteOf(input as unknown as QuoteInput, member, shop),
  'pricing.facts': (input, member, shop) => factsOf(input as unknown as PricingFactsInput, member, shop),
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
  do await new Promise((resolve) => setTimeout(resolve, answerMs))
  while (shop.held.has(name))
  if (isCartWrite) shop.cartWrites -= 1
  try {
    const refused = shop.refuse[name]
    if (refused !== undefined) throw refused
    return [200, endpoint.output.parse(shop.handlers[name]?.(input, member, shop))]
  } catch (error) {
    const { code, status } = error as Refused
    if (code === undefined) throw error
    return [status, { error: { code } }]
  }
}

/** Files of the page beside the API, by path. */
export type PageFiles = ReadonlyMap<string, string>

async function serve(shop: State, files: PageFiles, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const match = matching(request)
  if (match === undefined) {
    const script = files.get(request.url ?? '')
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(script ?? '<!doctype html><body><script type="module" src="/page.js"></script>')
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

/** Opens a shop of its own that serves the page and the API it calls, with `more` to answer. */
export async function openShop(files: PageFiles, more: State['handlers'] = {}): Promise<Shop> {
  const server: Server = createServer((request, response) => {
    serve(shop, files, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shop: State = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ seen: [], orders: new Map(), carts: new Map(), payments: new Map(), lose: new Set<string>() },
    ...{
      mostCartWrites: 0,
      cartWrites: 0,
      refuse: {},
      held: new Set<string>(),
      offer: 'claimable',
      promotions: [fullReduction],
    },
    ...{ wallet: [], shipping: null, taxes: null, handlers: { ...handlers, ...more } },
    close: () =>
      new Promise((resolve) => {
        shop.held.clear()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return shop
}
