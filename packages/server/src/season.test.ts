import type { Coupon, CouponTemplate } from '@siyu/core/coupons'
import type { AuditReport } from '@siyu/core/ledger'
import type { Order } from '@siyu/core/orders'
import type { Payment } from '@siyu/core/payments'
import { type PricingFacts, type Quote, type QuoteInput, quote, quoteFactsOf } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import type { ShippingTemplate } from '@siyu/core/shipping'
import { afterAll, expect, it } from 'vitest'
import { campaignStep, openCampaigns } from './kernel/testing/campaigns.ts'
import { promotion, stockUp, TEA, template } from './kernel/testing/goods.ts'
import { breaches } from './kernel/testing/invariants.ts'
import { newOrderId, type Refused } from './kernel/testing/sale.ts'
import { newKey, openShop, type Shop, START } from './kernel/testing/shop.ts'
import { rebuilt, stateOf } from './kernel/testing/state.ts'
import { testPaymentProvider } from './payments/index.ts'
import { sealLedgers, sweep } from './sweeps.ts'

const LONG = process.env.SIYU_LONG !== undefined
const SEEDS = LONG ? Array.from({ length: 20 }, (_, seed) => seed + 1) : [1, 2, 3]
const STEP_COUNT = LONG ? 500 : 100
/** The embedded database does not count its rows by itself; a plan for an empty shop is slow by then. */
const ANALYZE_EVERY = 100
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MAX_MEMBERS = 6

/** Chance with a seed: mulberry32. */
function chanceOf(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Member = { readonly phone: string; readonly memberId: string; token: string; tokenAt: number }

type Stage = 'created' | 'paid' | 'completed' | 'ended'
type Sale = {
  readonly id: string
  readonly member: Member
  readonly lines: Readonly<Record<string, number>>
  /** What the season believes; the shop may know better. */
  stage: Stage
}

/** A shop with everything that happened to it, and chance. */
type Season = {
  readonly shop: Shop
  readonly members: Member[]
  readonly orders: Sale[]
  readonly holdIds: string[]
  readonly payments: { readonly id: string; readonly member: Member; readonly amountMinor: number }[]
  /** How often each step was done, and how often refused. */
  readonly tally: Map<string, number>
  readonly below: (limit: number) => number
  readonly pick: <T>(from: readonly T[]) => T | undefined
}

async function openSeason(seed: number): Promise<Season> {
  const shop = await openShop({ referrals: { depth: 1, levelBps: [1_333], capBps: 1_100, freezeDays: 1 } })
  const chance = chanceOf(seed)
  const below = (limit: number): number => Math.floor(chance() * limit)
  const odd = { ...TEA, id: 'prd_odd', skus: [{ ...TEA.skus[0], id: 'sku_odd', listMinor: 33_33, memberPrices: [] }] }
  const cheap = { ...odd, id: 'prd_cheap', skus: [{ ...odd.skus[0], id: 'sku_cheap', listMinor: 1 }] }
  for (const product of [TEA, odd, cheap]) await stockUp(shop, product as typeof TEA, 40)
  const north = { name: { zh: '北仓', en: 'North' }, rank: 1, active: true }
  await shop.call('PUT', '/v1/locations/north', north, { secret: true })
  const generous = { ...template('tpl_ten', null, START), perMemberLimit: 50, claimUntil: null }
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', generous, { secret: true })
  const share: CouponTemplate = {
    ...{ ...generous, id: 'tpl_share', conditions: [], items: { skuIds: ['sku_odd'] }, budgetMinor: 90_00 },
    ...{ effect: { kind: 'percent_off', bps: 1_111, capMinor: 8_00 }, stacking: {}, funder: 'platform' },
  }
  await shop.call('PUT', '/v1/coupon-templates/tpl_share', share, { secret: true })
  for (const each of promotionsOf()) {
    const saved = await shop.call('PUT', `/v1/promotions/${each.id}`, each, { secret: true })
    expect(saved.status).toBe(200)
  }
  const days = { autoReceiveDays: 1 + (seed % 9), autoCompleteDays: (seed % 3) * 2 }
  const orders = { tracksShipments: seed % 2 === 0, ...days, paymentWindowMs: 30 * MINUTE_MS }
  const mode = seed % 2 === 0 ? 'on_top' : 'inside'
  const rates = [
    { name: 'VAT', category: null, bps: 1_300 },
    { name: 'Local', category: null, bps: 77 },
  ]
  for (const [path, settings] of [
    ['/v1/taxes', { mode, rates }],
    ['/v1/order-settings', orders],
    ['/v1/shipping', { templates: [byCount], refund: seed % 3 === 0 ? 'never' : 'with_last_unit' }],
  ] as const) {
    expect((await shop.call('PUT', path, settings, { secret: true })).status).toBe(200)
  }
  return {
    ...{ shop, below, members: [], orders: [], holdIds: [], payments: [], tally: new Map() },
    pick: (from) => from[below(from.length)],
  }
}

/** 9.00 for the first two pieces, 1.33 for each further one; free from 300.00. */
const byCount: ShippingTemplate = {
  id: 'std',
  name: { zh: '标准', en: 'Standard' },
  mode: 'count',
  zones: [
    {
      ...{ regions: ['44'], firstSize: 2, firstMinor: 9_00, extraSize: 1, extraMinor: 1_33 },
      ...{ freeFromMinor: 300_00, freeFromCount: null },
    },
  ],
}

/** Limits of every kind, a gift that runs out, and a sum off the shipping. */
function promotionsOf(): readonly Promotion[] {
  const five = { ...promotion('prm_five', START), endsAt: START + 3_650 * DAY_MS }
  const gift: Promotion['effect'] = { kind: 'gift', skuId: 'sku_odd', count: 1, everyMinor: 60_00, maxTimes: 2 }
  return [
    { ...five, limits: { maxUses: 5, maxUsesPerMember: 2, budgetMinor: 20_00, period: 'week' } },
    { ...five, id: 'prm_gift', effect: gift, limits: { maxUsesPerMember: 3, period: 'month' } },
    {
      ...{ ...five, id: 'prm_ship', conditions: [], limits: { maxUses: 3, period: 'day' } },
      effect: { kind: 'shipping_off', off: { bps: 5_000 } },
    },
  ]
}

/** One call, counted. A season may be refused, never misunderstood and never broken. */
async function ask<T>(
  season: Season,
  step: string,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body: object,
  by?: Member,
) {
  const { shop, tally } = season
  const as = by === undefined ? { secret: true } : { token: await tokenOf(season, by) }
  const reply = await shop.call<T & Refused>(method, path, method === 'GET' ? undefined : body, as)
  if (![200, 402, 404, 409].includes(reply.status)) {
    throw new Error(`${step} was answered ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  const name = reply.status === 200 ? step : `${step} refused`
  tally.set(name, (tally.get(name) ?? 0) + 1)
  return reply.status === 200 ? reply.body : undefined
}

async function tokenOf({ shop }: Season, member: Member): Promise<string> {
  if (shop.clock.now - member.tokenAt > 10 * MINUTE_MS) {
    member.token = (await shop.signIn(member.phone)).accessToken
    member.tokenAt = shop.clock.now
  }
  return member.token
}

/** Mostly an order of these stages, sometimes any. */
function someOrder({ orders, below, pick }: Season, ...stages: readonly Stage[]): Sale | undefined {
  return below(6) === 0 ? pick(orders) : pick(orders.filter(({ stage }) => stages.includes(stage)))
}

async function join(season: Season): Promise<void> {
  const { shop, members, pick, below } = season
  if (members.length >= MAX_MEMBERS) return
  const inviter = below(3) === 0 ? undefined : pick(members)
  const referral = inviter && (await ask<{ code: string }>(season, 'look up code', 'GET', '/v1/referral', {}, inviter))
  const phone = `138000000${String(members.length).padStart(2, '0')}`
  const { memberId, accessToken: token } = await shop.signIn(phone, referral?.code)
  members.push({ phone, memberId, token, tokenAt: shop.clock.now })
  const input = { memberId, deltaCount: 500, reason: 'welcome' }
  await ask(season, 'adjust', 'POST', '/v1/points/adjustments', input)
}

async function bind(season: Season, member: Member): Promise<void> {
  const other = season.pick(season.members) as Member
  const referral = await ask<{ code: string }>(season, 'look up code', 'GET', '/v1/referral', {}, other)
  await ask(season, 'bind', 'POST', '/v1/referral/binding', { code: referral?.code }, member)
}

async function checkout(season: Season, member: Member): Promise<void> {
  const { below, pick, orders } = season
  const lines: Record<string, number> = {}
  for (const skuId of ['sku_tea', 'sku_odd', 'sku_cheap']) {
    const quantity = below(2) * (1 + below(5))
    await ask(season, 'set line', 'PUT', `/v1/cart/lines/${skuId}`, { quantity }, member)
    if (quantity > 0) lines[skuId] = quantity
  }
  const wallet = await ask<{ items: Coupon[] }>(season, 'open wallet', 'GET', '/v1/coupons', {}, member)
  const coupons = (wallet?.items ?? []).filter(({ status }) => status === 'issued' || below(6) === 0)
  const chosen = [pick(coupons), pick(coupons)].flatMap((coupon) => (coupon === undefined ? [] : [coupon.id]))
  const couponIds = [null, [], [...new Set(chosen)]][below(3)] ?? null
  const pointsCount = below(2) === 0 ? 0 : below(150)
  const place = below(4) === 0 ? undefined : { region: '4403' }
  await ask(season, 'set options', 'PUT', '/v1/cart/options', { couponIds, pointsCount }, member)
  const wanted = Object.entries(lines).map(([skuId, quantity]) => ({ lineId: skuId, skuId, quantity }))
  const basket = { lines: wanted, couponIds, pointsCount, place }
  const told = await ask<Quote>(season, ...(['quote', 'POST', '/v1/quotes', basket, member] as const))
  await preview(season, basket, told, member)
  const orderId = below(10) === 0 ? (pick(orders)?.id ?? newOrderId()) : newOrderId()
  const expectedPayableMinor = (told?.payableMinor ?? 0) + (below(15) === 0 ? 1 : 0)
  const input = { orderId, expectedPayableMinor, place }
  const placed = await ask<Order>(season, 'checkout', 'POST', '/v1/orders', input, member)
  if (placed === undefined) return
  note(season, placed)
  const all = Object.fromEntries(placed.lines.map(({ line }) => [line.lineId, line.quantity]))
  orders.push({ id: orderId, member, lines: all, stage: 'created' })
}

/** What the device makes of the facts is what the server says, to the last explanation. */
async function preview(season: Season, basket: QuoteInput, told: Quote | undefined, member: Member): Promise<void> {
  const { couponIds, place } = basket
  const skuIds = basket.lines.map(({ skuId }) => skuId)
  const facts = await ask<PricingFacts>(
    season,
    ...(['facts', 'POST', '/v1/pricing-facts', { skuIds, couponIds, place }, member] as const),
  )
  if (facts === undefined || told === undefined) return
  expect(quote(quoteFactsOf(facts, basket))).toEqual(told)
}

/** Counts what came together in an order. */
function note({ tally }: Season, { lines, couponIds, shipping, taxes }: Order): void {
  const isThere = {
    gift: lines.some(({ line }) => line.giftOf !== null),
    'several coupons': couponIds.length > 1,
    shipping: (shipping?.payableMinor ?? 0) > 0,
    'shipping lowered': (shipping?.reductions.length ?? 0) > 0,
    taxes: taxes.length > 0,
  }
  for (const [name, is] of Object.entries(isThere)) if (is) tally.set(name, (tally.get(name) ?? 0) + 1)
}

async function settle(season: Season, outcome: 'succeed' | 'fail'): Promise<void> {
  const order = someOrder(season, 'created')
  if (order === undefined) return
  const { id: orderId, member } = order
  const payment = await ask<Payment>(season, 'open payment', 'POST', '/v1/payments', { orderId }, member)
  // Whatever it was, it waits for no payment any more.
  if (payment === undefined) order.stage = 'ended'
  if (payment === undefined) return
  season.payments.push({ id: payment.id, member, amountMinor: payment.amountMinor })
  if (payment.status !== 'pending') order.stage = 'paid'
  if (payment.status !== 'pending' || season.below(5) === 0) return
  await ask(season, outcome, 'POST', `/v1/payments/${payment.id}/simulation`, { outcome }, member)
  if (outcome === 'succeed') order.stage = 'paid'
}

/** A provider’s word about any payment, late, again, or of another sum. */
async function hear(season: Season): Promise<void> {
  const { shop, pick, below, tally } = season
  const payment = pick(season.payments)
  if (payment === undefined) return
  const amountMinor = payment.amountMinor + (below(4) === 0 ? 1 : 0)
  const notice = { paymentId: payment.id, outcome: below(4) === 0 ? 'failed' : 'succeeded', amountMinor }
  const { kind } = await shop.server.run(shop.brandId, 'payments.note', notice, newKey())
  expect(kind).toBe('done')
  tally.set('notice', (tally.get('notice') ?? 0) + 1)
}

async function refundSome(season: Season): Promise<void> {
  const order = someOrder(season, 'paid', 'completed')
  if (order === undefined) return
  const all = Object.entries(order.lines)
  const isWhole = season.below(4) === 0
  const some = all.filter(() => isWhole || season.below(2) === 0)
  const lines = (some.length === 0 ? all : some).map(([lineId, quantity]) => ({
    lineId,
    quantity: isWhole ? quantity : 1 + season.below(quantity),
  }))
  const thresholds = season.below(3) === 0 ? 'reevaluate' : 'keep'
  const shippingMinor = season.below(4) === 0 ? season.below(400) : undefined
  const input = { lines, reason: 'no', thresholds, shippingMinor }
  const after = await ask<Order>(season, 'refund', 'POST', `/v1/orders/${order.id}/refunds`, input)
  if (after?.status === 'refunded') order.stage = 'ended'
}

async function move(season: Season, sale: Sale | undefined, name: string, path: string, stage: Stage): Promise<void> {
  if (sale === undefined) return
  const done = await ask(season, name, 'POST', `/v1/orders/${sale.id}/${path}`, {}, sale.member)
  sale.stage = done === undefined ? 'ended' : stage
}

/** Some units of some lines are handed to a carrier, or all that is left. */
async function sendSome(season: Season): Promise<void> {
  const { below } = season
  const order = someOrder(season, 'paid', 'completed')
  if (order === undefined) return
  const all = below(2) === 0 ? [] : Object.entries(order.lines).filter(() => below(2) === 0)
  const some = all.map(([lineId, quantity]) => ({ lineId, quantity: 1 + below(quantity) }))
  const shipment = { shipmentId: `shp_${below(1_000_000)}`, carrier: 'sf', trackingNumber: 'SF100200300' }
  const input = some.length === 0 ? shipment : { ...shipment, lines: some }
  await ask(season, 'ship', 'POST', `/v1/orders/${order.id}/shipments`, input)
}

/** A member says that an order came, or an operator that nothing is waited for any more. */
async function endSome(season: Season): Promise<void> {
  const order = someOrder(season, 'paid', 'completed')
  if (order === undefined) return
  const [step, path, by] = [
    ['receive', 'receipt', order.member] as const,
    ['receive', 'receipt', order.member] as const,
    ['complete', 'completion', undefined] as const,
  ][season.below(3)] ?? ['receive', 'receipt', order.member]
  const done = await ask(season, step, 'POST', `/v1/orders/${order.id}/${path}`, {}, by)
  if (done !== undefined) order.stage = 'completed'
}

/** Goods come, go, move between locations and slots, and are set aside for others. */
async function restock(season: Season): Promise<void> {
  const { pick, below, holdIds } = season
  const skuId = pick(['sku_tea', 'sku_odd', 'sku_cheap'])
  const [locationId, other] = below(2) === 0 ? ['main', 'north'] : ['north', 'main']
  const dice = below(9)
  if (dice < 4) {
    const received = { deltaCount: below(20) - 2, reason: 'received', locationId }
    return void (await ask(season, 'restock', 'POST', `/v1/stock/${skuId}/adjustments`, received))
  }
  if (dice < 6) {
    const way = { fromLocationId: locationId, toLocationId: other, quantity: 1 + below(12), reason: 'nearer' }
    return void (await ask(season, 'transfer', 'POST', `/v1/stock/${skuId}/transfers`, way))
  }
  if (dice < 7) {
    const policy = { slotCount: 1 + below(4), backorderCount: below(3) * 5, lowStockCount: below(60) }
    return void (await ask(season, 'keep', 'PUT', `/v1/stock/${skuId}/policy`, policy))
  }
  const holdId = below(2) === 0 ? holdIds.at(-1) : undefined
  if (holdId !== undefined) {
    const path = `/v1/holds/${holdId}/${below(2) === 0 ? 'release' : 'sale'}`
    return void (await ask(season, 'close hold', 'POST', path, {}))
  }
  const hold = { holdId: `hld_${holdIds.length}`, lines: [{ skuId, quantity: 1 + below(15) }], durationMs: DAY_MS }
  holdIds.push(hold.holdId)
  await ask(season, 'hold', 'POST', '/v1/holds', hold)
}

async function step(season: Season): Promise<void> {
  const { shop, members, pick, below } = season
  const member = pick(members)
  const dice = below(100)
  if (member === undefined || dice < 5) return join(season)
  if (dice < 8) return bind(season, member)
  if (dice < 16) {
    const templateId = below(2) === 0 ? 'tpl_ten' : 'tpl_share'
    return void (await ask(season, 'claim', 'POST', '/v1/coupons', { templateId }, member))
  }
  if (dice < 40) return checkout(season, member)
  if (dice < 56) return settle(season, below(5) === 0 ? 'fail' : 'succeed')
  if (dice < 60) return hear(season)
  if (dice < 63) return move(season, someOrder(season, 'created'), 'cancel', 'cancellation', 'ended')
  if (dice < 68) return sendSome(season)
  if (dice < 73) return endSome(season)
  if (dice < 84) return refundSome(season)
  if (dice < 88) {
    const input = { memberId: member.memberId, deltaCount: below(400) - 150, reason: 'by hand' }
    return void (await ask(season, 'adjust', 'POST', '/v1/points/adjustments', input))
  }
  if (dice < 94) {
    shop.clock.now += pick([1, 5 * MINUTE_MS, 31 * MINUTE_MS, DAY_MS, 8 * DAY_MS, 40 * DAY_MS, 200 * DAY_MS]) ?? 1
    return
  }
  for (let times = 0; times < 3; times += 1) await restock(season)
  await sweepAfter(season, 0)
}

async function sweepAfter({ shop, tally }: Season, waitedMs: number): Promise<void> {
  shop.clock.now += waitedMs
  const swept = await sweep(shop.server, [testPaymentProvider])
  for (const [name, count] of Object.entries(swept)) tally.set(name, (tally.get(name) ?? 0) + count)
}

const shelved = ['restock', 'transfer', 'keep', 'hold', 'close hold', 'unheldCount', 'crossedCount']
const met = ['gift', 'several coupons', 'shipping', 'shipping lowered', 'taxes', 'facts']
const campaign = [
  'flash buy',
  'presale buy',
  'open team',
  'join team',
  'pay',
  'give up',
  'give back',
  'settledTeamCount',
]
const total = new Map<string, number>()

it.each(SEEDS)(
  'season %i: everything adds up after every step, and the journal alone gives the same shop',
  async (seed) => {
    const season = await openSeason(seed)
    const { shop } = season
    const { database } = shop.database
    // With chance of its own, so that the other steps stay what they were.
    const chance = chanceOf(seed + 1_000)
    const campaigns = await openCampaigns(shop, (limit) => Math.floor(chance() * limit))
    for (let count = 1; count <= STEP_COUNT; count += 1) {
      if (count % ANALYZE_EVERY === 0) await database.script('analyze')
      await step(season)
      const buyer = season.members[count % MAX_MEMBERS]
      if (buyer !== undefined && count % 2 === 0) await campaignStep(campaigns, buyer)
      expect(await breaches(database), `seed ${seed}, step ${count}`).toEqual([])
    }
    // What was sent ends by itself, whatever anybody does.
    for (let times = 0; times < 2; times += 1) await sweepAfter(season, 20 * DAY_MS)
    expect(await breaches(database)).toEqual([])
    expect(shop.faults).toEqual([])
    await shop.server.outbox.drain()
    const state = await stateOf(database)
    expect(Object.values(state).flat().length).toBeGreaterThan(50)
    expect(await rebuilt(database, { batchCount: 37 })).toEqual(state)
    expect(await sealLedgers(shop.server)).toBe(1)
    const { body } = await shop.call<AuditReport>('POST', '/v1/ledger/audit', {}, { secret: true })
    expect(body.differences).toEqual([])
    expect(body.entryCount).toBeGreaterThan(10)
    await shop.close()
    for (const [name, count] of [...season.tally, ...campaigns.tally]) total.set(name, (total.get(name) ?? 0) + count)
  },
  LONG ? 3_600_000 : 300_000,
)

afterAll(() => {
  console.info(`seasons ${SEEDS.join()}: ${[...total].map(([name, count]) => `${name} ${count}`).join(', ')}`)
  // A season in which nothing happens proves nothing.
  for (const name of [
    'checkout',
    'succeed',
    ...['receive', 'ship', 'receivedCount', 'completedCount'],
    'refund',
    'adjust',
    'claim',
    'cancelledCount',
    ...met,
    ...campaign,
    ...shelved,
  ]) {
    expect(total.get(name) ?? 0, name).toBeGreaterThan(0)
  }
})
