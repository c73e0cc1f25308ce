import {
  type AftersalesCase,
  type CaseCommand,
  type CaseKind,
  type CaseReason,
  canMoveCase,
  isCaseOpen,
} from '@siyu/core/aftersales'
import type { Order } from '@siyu/core/orders'
import { afterAll, expect, it } from 'vitest'
import { promotion, stockUp, TEA, template } from '../kernel/testing/goods.ts'
import { breaches } from '../kernel/testing/invariants.ts'
import { adjustPoints, claim, complete, pay, place, type Refused, refund, rowsOf } from '../kernel/testing/sale.ts'
import { openShop, type Shop, type SignedIn, START } from '../kernel/testing/shop.ts'
import { rebuilt, stateOf } from '../kernel/testing/state.ts'
import { testPaymentProvider } from '../payments/index.ts'
import { sweep } from '../sweeps.ts'
import { ask, steps } from './case.fixture.ts'

const LONG = process.env.SIYU_LONG !== undefined
const SEEDS = LONG ? Array.from({ length: 20 }, (_, seed) => seed + 1) : [1]
const STEP_COUNT = LONG ? 400 : 120
/** How often all sums are looked at. */
const LOOK_EVERY = LONG ? 1 : 40
const DAY_MS = 86_400_000
const RECEIVED = 60
const WELCOME = 300
const SKUS = ['sku_tea', 'sku_green', 'sku_odd']
const kinds = ['refund_only', 'return_and_refund', 'exchange', 'reship'] as const satisfies readonly CaseKind[]
const reasons = ['no_reason', 'defective', 'missing', 'other'] as const satisfies readonly CaseReason[]
const commands = Object.keys(steps) as readonly CaseCommand[]

/** Chance with a seed: xorshift32. */
function chanceOf(seed: number): (limit: number) => number {
  let state = seed * 2_654_435_761
  return (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}

type Season = {
  readonly shop: Shop
  readonly below: (limit: number) => number
  readonly members: { readonly phone: string; as: SignedIn }[]
  readonly orders: { readonly id: string; readonly owner: number; order: Order }[]
  /** With whether they are open, as far as the season knows: time closes some. */
  readonly cases: { readonly id: string; readonly owner: number; isOpen: boolean }[]
  readonly tally: Map<string, number>
}

async function openSeason(seed: number): Promise<Season> {
  const shop = await openShop()
  const odd = (id: string, listMinor: number) =>
    ({
      ...TEA,
      id: `prd_${id}`,
      skus: [{ ...TEA.skus[0], id: `sku_${id}`, listMinor, memberPrices: [] }],
    }) as typeof TEA
  for (const product of [TEA, odd('green', 50_00), odd('odd', 33_33)]) await stockUp(shop, product, RECEIVED)
  const policy = { slotCount: 3, backorderCount: 0, lowStockCount: null }
  await shop.call('PUT', '/v1/stock/sku_tea/policy', policy, { secret: true })
  const generous = { ...template('tpl_ten', null, START), perMemberLimit: 50, claimUntil: null }
  await shop.call('PUT', '/v1/coupon-templates/tpl_ten', generous, { secret: true })
  const five = { ...promotion('prm_five', START), endsAt: null }
  await shop.call('PUT', '/v1/promotions/prm_five', five, { secret: true })
  const season: Season = { shop, below: chanceOf(seed), members: [], orders: [], cases: [], tally: new Map() }
  const first = await shop.signIn('13800000000')
  const { body } = await shop.call<{ code: string }>('GET', '/v1/referral', undefined, { token: first.accessToken })
  for (const phone of ['13800000000', '13800000001', '13800000002']) {
    const as = await shop.signIn(phone, phone.endsWith('0') ? undefined : body.code)
    await adjustPoints(shop, as.memberId, WELCOME)
    season.members.push({ phone, as })
  }
  return season
}

const tokenOf = ({ members }: Season, owner: number): string => members[owner]?.as.accessToken as string

function count({ tally }: Season, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1)
}

async function pass(season: Season, ms: number): Promise<void> {
  season.shop.clock.now += ms
  for (const member of season.members) member.as = await season.shop.signIn(member.phone)
}

/** An order that is paid, and perhaps received. */
async function buySome(season: Season): Promise<void> {
  const { shop, below, members, orders } = season
  const owner = below(members.length)
  const token = tokenOf(season, owner)
  const lines: Record<string, number> = {}
  for (const skuId of SKUS) lines[skuId] = below(4)
  if (Object.values(lines).every((quantity) => quantity === 0)) lines.sku_tea = 1
  const couponIds = below(2) === 0 ? [(await claim(shop, token, 'tpl_ten')).id] : []
  const { body } = await shop.call<{ spendableCount: number }>('GET', '/v1/points', undefined, { token })
  const pointsCount = below(2) === 0 ? Math.min(body.spendableCount, below(60)) : 0
  const isDear = Object.values(lines).reduce((sum, quantity) => sum + quantity, 0) > 1
  const placed = await place(shop, token, { lines, couponIds: isDear ? couponIds : [], pointsCount }).catch(
    () => undefined,
  )
  if (placed === undefined) return count(season, 'buy refused')
  await pay(shop, token, placed.id)
  const isReceived = below(3) > 0
  const order = isReceived ? await complete(shop, token, placed.id) : placed
  orders.push({ id: placed.id, owner, order })
  count(season, isReceived ? 'received' : 'paid')
}

async function askSome(season: Season): Promise<void> {
  const { shop, below, orders, cases } = season
  const about = orders[below(Math.max(1, orders.length))]
  if (about === undefined) return
  const { lines } = about.order
  const some = lines.filter(() => below(2) === 0)
  const chosen = some.length === 0 ? lines : some
  const kind = kinds[below(4)] as CaseKind
  const reply = await ask(shop, tokenOf(season, about.owner), {
    ...{ orderId: about.id, kind, reason: reasons[below(2) === 0 ? 1 : below(4)] as CaseReason },
    lines: chosen.map(({ line }) => ({
      lineId: line.lineId,
      quantity: 1 + below(line.quantity),
      wantedSkuId: line.skuId !== 'sku_odd' && below(2) === 0 ? 'sku_green' : undefined,
    })),
  })
  count(season, reply.status === 200 ? `ask ${kind}` : `ask refused`)
  if (reply.status === 200) cases.push({ id: reply.body.id, owner: about.owner, isOpen: true })
}

async function stepSome(season: Season): Promise<void> {
  const { shop, below, cases } = season
  const some = below(6) === 0 ? cases : cases.filter(({ isOpen }) => isOpen)
  const own = some[below(Math.max(1, some.length))]
  if (own === undefined) return
  const found = await caseOf(season, own)
  const legal = commands.filter((each) => canMoveCase(found, each) && each !== 'expire')
  const onward = legal.filter((each) => !['withdraw', 'reject', 'close'].includes(each))
  const likely = onward.length > 0 && below(4) > 0 ? onward : legal
  const from = likely.length === 0 || below(6) === 0 ? commands : likely
  const command = from[below(from.length)] as CaseCommand
  const seen = found.lines.map(({ lineId, quantity }) => ({
    ...{ lineId, acceptedCount: below(3) === 0 ? below(quantity + 1) : quantity },
    goods: below(3) === 0 ? 'scrap' : 'restock',
  }))
  const more = command === 'arrive' ? { lines: seen } : { goods: below(2) === 0 ? 'scrap' : undefined }
  const reply = await steps[command](shop, { id: own.id, token: tokenOf(season, own.owner) }, more)
  own.isOpen = isCaseOpen(reply.status === 200 ? reply.body.status : found.status)
  count(season, reply.status === 200 ? command : 'step refused')
}

async function caseOf(season: Season, { id, owner }: Season['cases'][number]): Promise<AftersalesCase> {
  const as = { token: tokenOf(season, owner) }
  return (await season.shop.call<AftersalesCase>('GET', `/v1/aftersales/${id}`, undefined, as)).body
}

async function refundSome(season: Season): Promise<void> {
  const { shop, below, orders } = season
  const about = orders[below(Math.max(1, orders.length))]
  if (about === undefined) return
  const lines = about.order.lines
    .filter(() => below(2) === 0)
    .map(({ line }) => [line.lineId, 1 + below(line.quantity)])
  if (lines.length === 0) return
  const { status } = await refund(shop, about.id, Object.fromEntries(lines))
  count(season, status === 200 ? 'refund' : 'refund refused')
}

async function step(season: Season): Promise<void> {
  const dice = season.below(100)
  if (season.orders.length < 2 || dice < 16) return buySome(season)
  if (dice < 38) return askSome(season)
  if (dice < 84) return stepSome(season)
  if (dice < 92) return refundSome(season)
  await pass(season, [DAY_MS, 3 * DAY_MS, 8 * DAY_MS][season.below(3)] as number)
  const { closedCount } = await sweep(season.shop.server, [testPaymentProvider])
  season.tally.set('closed by time', (season.tally.get('closed by time') ?? 0) + closedCount)
}

/** Ends every case one way or another, then gives every order back whole. */
async function undoAll(season: Season): Promise<void> {
  const { shop, cases, orders } = season
  for (const own of cases) {
    const by = { id: own.id, token: tokenOf(season, own.owner) }
    for (const command of ['withdraw', 'arrive', 'reship', 'close'] as const) {
      if (isCaseOpen((await caseOf(season, own)).status)) await steps[command](shop, by)
    }
    expect(isCaseOpen((await caseOf(season, own)).status)).toBe(false)
  }
  for (const { id, owner } of orders) {
    const as = { token: tokenOf(season, owner) }
    const { body } = await shop.call<Order & Refused>('GET', `/v1/orders/${id}`, undefined, as)
    const left = body.lines.flatMap(({ line, refundedCount }) =>
      refundedCount < line.quantity ? [[line.lineId, line.quantity - refundedCount] as const] : [],
    )
    const after = left.length === 0 ? body : (await refund(shop, id, Object.fromEntries(left))).body
    expect(after).toMatchObject({ status: 'refunded', refundedMinor: body.payableMinor })
    expect(after.refunds.reduce((sum, { paidMinor }) => sum + paidMinor, 0)).toBe(body.payableMinor)
  }
}

const total = new Map<string, number>()

it.each(SEEDS)(
  'season %i: in whatever order things come back, the sums of money, goods, points and commission are those of the beginning',
  async (seed) => {
    const season = await openSeason(seed)
    const { shop, members } = season
    const { database } = shop.database
    for (let done = 1; done <= STEP_COUNT; done += 1) {
      await step(season)
      if (done % LOOK_EVERY === 0) expect(await breaches(database), `seed ${seed}, step ${done}`).toEqual([])
    }
    await pass(season, 0)
    await undoAll(season)
    expect(await breaches(database)).toEqual([])
    for (const [owner, { as }] of members.entries()) {
      const token = tokenOf(season, owner)
      const read = async (path: string) => (await shop.call('GET', path, undefined, { token })).body
      expect(await read('/v1/points')).toMatchObject({ spendableCount: WELCOME, pendingCount: 0, heldCount: 0 })
      expect(await read('/v1/tier')).toMatchObject({ growthCount: 0 })
      const commission = { pendingMinor: 0, frozenMinor: 0, availableMinor: 0 }
      expect([as.memberId, await read('/v1/commission')]).toMatchObject([as.memberId, commission])
    }
    const coupons = await rowsOf<{ status: string }>(shop, 'coupons')
    expect(coupons.filter(({ status }) => status !== 'issued')).toEqual([])
    const lost = await rowsOf<{ bucket: string; kind: string; amount: number }>(shop, 'stock_movements')
    for (const skuId of SKUS) {
      const written = lost.filter(({ bucket, kind }) => bucket === `${skuId}@main` && ['damage', 'loss'].includes(kind))
      const rows = await rowsOf<Record<string, number> & { sku_id: string }>(shop, 'stock')
      const own = rows.filter(({ sku_id }) => sku_id === skuId)
      const sum = (name: string) => own.reduce((all, row) => all + (row[name] as number), 0)
      const left = RECEIVED + written.reduce((all, { amount }) => all + amount, 0)
      expect([skuId, sum('on_hand_count'), sum('held_count'), sum('sold_count')]).toEqual([skuId, left, 0, 0])
    }
    await shop.server.outbox.drain()
    expect(await rebuilt(database, { batchCount: 41 })).toEqual(await stateOf(database))
    expect(shop.faults).toEqual([])
    await shop.close()
    for (const [name, counted] of season.tally) total.set(name, (total.get(name) ?? 0) + counted)
  },
  LONG ? 3_600_000 : 300_000,
)

afterAll(() => {
  console.info(`after-sales seasons ${SEEDS.join()}: ${[...total].map(([name, n]) => `${name} ${n}`).join(', ')}`)
  // A season in which nothing happens proves nothing.
  for (const name of [
    ...kinds.map((kind) => `ask ${kind}`),
    ...commands.filter((name) => name !== 'expire'),
    'refund',
  ]) {
    expect(total.get(name) ?? 0, name).toBeGreaterThan(0)
  }
})
