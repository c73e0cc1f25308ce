import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Words } from '../kernel/index.ts'
import { Order } from '../orders/index.ts'
import { type ClawbackPolicy, countOf, type PointsSettings, plainEarning } from '../points/index.ts'
import { growthFor } from '../tiers/index.ts'
import { coupon, coupons, fullProgram, onePlan, program, twoPlan } from './program.fixture.ts'
import { cartOf } from './world/facts.fixture.ts'
import { buyerId, day, type SaleState, storedMinor, type World } from './world/tables.fixture.ts'
import {
  cancelSale,
  checkout,
  completeSale,
  createPayment,
  givePoints,
  importInto,
  notify,
  openWorld,
  payOrder,
  refundSale,
  sweep,
  timeOut,
} from './world.fixture.ts'

type Choice = {
  readonly kind: string
  readonly which: number
  readonly a: number
  readonly b: number
  readonly waitMs: number
}

const anyChoice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.constantFrom(
    ...['place', 'place', 'place', 'pay', 'pay', 'complete', 'complete', 'refund', 'refund', 'refund'],
    ...['cancel', 'timeout', 'twice', 'late', 'adjust', 'import', 'sweep'],
  ),
  which: fc.nat(20),
  a: fc.nat(5),
  b: fc.nat(900),
  waitMs: fc.constantFrom(0, 0, 1, 1_800_000, day, 8 * day),
})

/** Rules of every kind, so that refunds have to undo each of them. */
const rich: PointsSettings['earn'] = {
  ...plainEarning(1, 100),
  rules: [
    ...plainEarning(1, 100).rules,
    { ...named('cups'), items: { skuIds: ['cup'] }, effect: { kind: 'fixed', count: 7, per: 'unit' } },
    {
      ...named('full'),
      effect: { kind: 'per_amount', count: 10, perMinor: 10_000, of: 'full', shipping: true },
      maxPerOrderCount: 35,
    },
    { ...named('tea'), items: { skuIds: ['tea'] }, effect: { kind: 'multiply', bps: 13_333 } },
    {
      ...{ ...named('bonus'), conditions: [{ kind: 'subtotal_at_least', minor: 15_000 }] },
      ...{ effect: { kind: 'fixed', count: 50, per: 'order' }, cap: { maxCount: 120, period: 'week' } },
    },
  ],
  ...{ maxPerOrderCount: 900, caps: [{ maxCount: 2_000, period: 'month' }] },
}

function named(id: string): { readonly id: string; readonly name: Words; readonly active: true } {
  return { id, name: { zh: id, en: id }, active: true }
}

const anySettings: fc.Arbitrary<PointsSettings> = fc.record({
  earn: fc.constantFrom(plainEarning(0, 100), plainEarning(1, 100), plainEarning(333, 10_000), rich),
  redeemCount: fc.constantFrom(100, 7),
  redeemMinor: fc.constantFrom(100, 33),
  redeemMaxBps: fc.constantFrom(5_000, 10_000),
  redeemStepCount: fc.constantFrom(1, 10),
  redeemMinimumCount: fc.constantFrom(0, 50),
  redeemMaxCount: fc.constant(null),
  expiry: fc.constantFrom<PointsSettings['expiry']>(
    ...[{ kind: 'never' as const }, { kind: 'days' as const, days: 1 }, { kind: 'rolling' as const, days: 30 }],
  ),
  noticeDays: fc.constant(null),
  graceDays: fc.constantFrom(0, 7),
  clawback: fc.constantFrom<ClawbackPolicy>('only_pending', 'within_balance', 'debt'),
})

/** The plain shop, and the one with everything. */
const anyShop = fc.constantFrom(program, fullProgram)

const skuIds = ['tea', 'cup', 'bag', 'gift']

/** Does what was chosen to an order that is there, or nothing. Whatever is refused must have changed nothing. */
function act(world: World, { kind, which, a, b, waitMs }: Choice): void {
  world.now += waitMs
  const ids = [...world.sales.keys()]
  const orderId = ids[which % Math.max(1, ids.length)] ?? ''
  const sale = world.sales.get(orderId)
  if (kind === 'place') {
    const pieces = { [skuIds[a % 4] ?? 'tea']: 1 + (b % 7), [skuIds[b % 4] ?? 'tea']: 1 + (a % 4) }
    const { balanceMinor, heldMinor } = world.stored
    world.stored.wantedMinor = Math.min(which % 3 === 0 ? 10 * b : 0, balanceMinor - heldMinor)
    const couponIds = [[coupon.id], [], null, coupons.map(({ id }) => id)][b % 4] ?? null
    checkout(world, `ord_${world.sales.size}`, cartOf(pieces, { couponIds, pointsCount: a % 2 === 0 ? b : 0 }))
  } else if (kind === 'adjust') givePoints(world, b - 450)
  else if (kind === 'import') importInto(world, importOf(world, a, b))
  else if (kind === 'sweep') sweep(world)
  else if (sale !== undefined) actOn(world, kind, sale, a, b)
}

function importOf(world: World, a: number, b: number): Parameters<typeof importInto>[1] {
  const lines = [{ lineId: 'l1', skuId: 'tea', quantity: 1 + a, priceMinor: 10 * b }]
  return { externalId: `x${b % 5}`, memberId: buyerId, placedAt: world.now - a * day, lines, origin: 'other' }
}

function actOn(world: World, kind: string, { order }: SaleState, a: number, b: number): void {
  const { id } = order
  const paymentId = `pay_${id}_late`
  if (kind === 'pay') payOrder(world, id)
  if (kind === 'complete') completeSale(world, id)
  if (kind === 'cancel') cancelSale(world, id)
  if (kind === 'timeout') timeOut(world, id)
  if (kind === 'late') {
    if (!world.payments.has(paymentId)) createPayment(world, paymentId, id)
    notify(world, paymentId, a === 0 ? 'failed' : 'succeeded', a === 1 ? b : undefined)
  }
  if (kind === 'twice') {
    payOrder(world, id)
    for (const known of [...world.payments.keys()]) notify(world, known, 'succeeded')
  }
  if (kind === 'refund') {
    const chosen = order.lines.filter((_, at) => (b >> at) % 2 === 0)
    const thresholds = b % 3 === 0 ? 'reevaluate' : 'keep'
    const shippingMinor = b % 5 === 0 ? a * 100 : undefined
    refundSale(
      world,
      id,
      chosen.map(({ line }) => ({ lineId: line.lineId, quantity: 1 + (a % line.quantity) })),
      { thresholds, shippingMinor },
    )
  }
}

/** What must hold at every moment. */
function check(world: World): void {
  for (const lot of world.lots.values()) {
    expect(lot.remainingCount).toBeGreaterThanOrEqual(0)
    expect(lot.remainingCount).toBeLessThanOrEqual(lot.amountCount)
  }
  expect(world.debtCount).toBeGreaterThanOrEqual(0)
  checkStored(world)
  if (world.program.settings.clawback !== 'debt') expect(world.debtCount).toBe(0)
  for (const sale of world.sales.values()) checkSale(world, sale)
  checkShelf(world)
  const grown = [...world.sales.values()].filter(({ order }) => order.completedAt !== null)
  expect(world.growthCount).toBe(
    grown.reduce((sum, { order, terms }) => sum + growthFor(goodsKept(order), terms.growthBps), 0),
  )
  expect(pointsOut(world)).toBe(0)
}

/** Stored value is spent by paid orders, held by open ones, and back as far as refunds went above other money. */
function checkStored({ stored, sales }: World): void {
  const orders = [...sales.values()].map(({ order }) => order)
  const sum = (pick: (order: Order) => number): number => orders.reduce((total, order) => total + pick(order), 0)
  const part = ({ storedValueMinor = 0 }: Order): number => storedValueMinor
  expect(stored.heldMinor).toBe(sum((order) => (order.status === 'created' ? part(order) : 0)))
  const spent = sum((order) => (order.paidAt === null || order.status === 'cancelled' ? 0 : part(order)))
  const back = sum((order) => {
    const above = order.refundedMinor - (order.payableMinor - part(order))
    return Math.min(Math.max(above, 0), part(order))
  })
  expect(stored.balanceMinor).toBe(storedMinor - spent + back)
}

function shippingBack({ refunds }: Order): number {
  return refunds.reduce((sum, { shippingMinor }) => sum + shippingMinor, 0)
}

/** What was paid for goods and has not come back, from the totals alone. */
function goodsKept(order: Order): number {
  const { payableMinor, refundedMinor, shipping } = order
  return payableMinor - (shipping?.payableMinor ?? 0) - refundedMinor + shippingBack(order)
}

/** Tax, reductions and gifts come back no more than they are, and wholly with the whole. */
function checkParts(order: Order, isWhole: boolean): void {
  const { lines, refunds, shipping } = order
  const goodsTaxMinor = lines.reduce((sum, { line }) => sum + line.taxMinor, 0)
  const backTaxMinor = refunds.reduce((sum, { taxMinor }) => sum + taxMinor, 0)
  const isAllBack = shippingBack(order) === (shipping?.payableMinor ?? 0)
  expect(shippingBack(order)).toBeLessThanOrEqual(shipping?.payableMinor ?? 0)
  expect(backTaxMinor).toBeLessThanOrEqual(goodsTaxMinor + (shipping?.taxMinor ?? 0))
  for (const { paidMinor, taxMinor, shippingMinor } of refunds) {
    expect(Math.min(paidMinor - shippingMinor, taxMinor)).toBeGreaterThanOrEqual(0)
  }
  if (!isWhole) return
  if (isAllBack) expect(backTaxMinor).toBe(goodsTaxMinor + (shipping?.taxMinor ?? 0))
  const backMinor = refunds.flatMap(({ reductions }) => reductions).reduce((sum, { minor }) => sum + minor, 0)
  const takenMinor = lines.flatMap(({ line }) => line.reductions).reduce((sum, { minor }) => sum + minor, 0)
  expect(backMinor).toBe(takenMinor)
}

function checkSale(world: World, { order, commissions, ownLotId, spentTakes }: SaleState): void {
  expect(Order.safeParse(order).error?.issues).toBeUndefined()
  const total = (pick: (refund: Order['refunds'][number]) => number): number =>
    order.refunds.reduce((sum, refund) => sum + pick(refund), 0)
  const earnedCount = ownLotId === null ? 0 : (world.lots.get(ownLotId)?.amountCount ?? 0)
  expect(total(({ pointsClawedCount }) => pointsClawedCount)).toBeLessThanOrEqual(earnedCount)
  expect(total(({ commissionMinor }) => commissionMinor ?? 0)).toBe(
    commissions.reduce((sum, { reversedMinor }) => sum + reversedMinor, 0),
  )
  const isWhole = order.status === 'refunded'
  expect(goodsKept(order)).toBeGreaterThanOrEqual(0)
  expect(goodsKept(order) === 0 || !isWhole).toBe(true)
  checkParts(order, isWhole)
  expect(total(({ paidMinor }) => paidMinor)).toBe(order.refundedMinor)
  expect(total(({ pointsReturnedCount }) => pointsReturnedCount)).toBeLessThanOrEqual(order.pointsCount)
  for (const { state, amountMinor, reversedMinor } of commissions) {
    expect(reversedMinor).toBeLessThanOrEqual(amountMinor)
    expect(state === 'reversed').toBe(reversedMinor === amountMinor)
  }
  for (const { lotId, count } of spentTakes) expect(returnedTo(world, order.id, lotId)).toBeLessThanOrEqual(count)
  if (isWhole) {
    expect(total(({ pointsReturnedCount }) => pointsReturnedCount)).toBe(order.pointsCount)
    expect(commissions.every(({ state }) => state === 'reversed')).toBe(true)
  }
}

function returnedTo(world: World, orderId: string, lotId: string): number {
  const returns = world.journal.flatMap((event) =>
    event.type === 'points_returned' && event.orderId === orderId ? event.returns : [],
  )
  return countOf(returns.filter((each) => each.lotId === lotId))
}

/** Stock, coupons and money add up over all orders. */
function checkShelf(world: World): void {
  const orders = [...world.sales.values()].filter(({ terms }) => terms.origin === 'checkout').map(({ order }) => order)
  const pieces = (skuId: string, statuses: readonly string[]): number =>
    orders
      .filter(({ status }) => statuses.includes(status))
      .flatMap(({ lines }) => lines)
      .reduce((sum, { line, refundedCount }) => sum + (line.skuId === skuId ? line.quantity - refundedCount : 0), 0)
  for (const { skuId, onHandCount, heldCount, soldCount } of world.stocks.values()) {
    expect([heldCount, soldCount]).toEqual([pieces(skuId, ['created']), pieces(skuId, ['paid', 'completed'])])
    expect(onHandCount + soldCount).toBe(30)
    expect(onHandCount).toBeGreaterThanOrEqual(heldCount)
  }
  const using = orders.filter(
    ({ couponIds, status }) => couponIds.length > 0 && !['cancelled', 'refunded'].includes(status),
  )
  for (const { id } of world.coupons.values()) {
    const holders = using.filter(({ couponIds }) => couponIds.includes(id))
    expect(holders.length).toBeLessThanOrEqual(1)
    expect(world.coupons.get(id)?.orderId ?? null).toBe(holders[0]?.id ?? null)
  }
  const uses = [...world.sales.values()].flatMap(({ promotionUses }) => promotionUses)
  for (const { promotionId, periodKey, usedCount, spentMinor } of world.totals.values()) {
    const own = uses.filter((use) => use.promotionId === promotionId && use.periodKey === periodKey)
    expect([usedCount, spentMinor]).toEqual([own.length, own.reduce((sum, { minor }) => sum + minor, 0)])
  }
  for (const { payment, refunds } of world.payments.values()) {
    const backMinor = [...refunds.values()].reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const order = world.sales.get(payment.orderId)?.order
    // What was paid by stored value goes back there, after the rest.
    if (payment.status === 'succeeded') {
      expect(backMinor).toBe(Math.min(order?.refundedMinor ?? 0, payment.amountMinor))
    }
    expect(payment.refundedMinor).toBeLessThanOrEqual(backMinor)
  }
}

/** Points credited less everywhere they can be: none is made and none is lost between the tables. */
function pointsOut(world: World): number {
  let count = -[...world.lots.values()].reduce((sum, { remainingCount }) => sum + remainingCount, 0)
  for (const sale of world.sales.values()) count -= countOf(sale.heldTakes) + countOf(sale.spentTakes)
  for (const event of world.journal) {
    if (event.type === 'points_earned') count += event.count - event.debtPaidCount
    if (event.type === 'points_activated') count -= event.debtPaidCount
    if (event.type === 'points_clawed') count -= countOf(event.takes)
    if (event.type === 'points_expired') count -= event.count
    if (event.type === 'points_returned') count += countOf(event.returns)
    if (event.type === 'points_adjusted') {
      count += event.lotId === null ? -event.count : event.count - event.debtPaidCount
    }
  }
  return count
}

function refundAll(world: World): void {
  for (const { order } of world.sales.values()) {
    const left = order.lines.filter(({ line, refundedCount }) => refundedCount < line.quantity)
    refundSale(
      world,
      order.id,
      left.map(({ line, refundedCount }) => ({ lineId: line.lineId, quantity: line.quantity - refundedCount })),
    )
  }
}

describe('any life of a shop', () => {
  it('adds up at every moment, and ends at exactly zero when everything is refunded', () => {
    const plan = fc.constantFrom(onePlan, twoPlan)
    fc.assert(
      fc.property(
        anySettings,
        plan,
        anyShop,
        fc.array(anyChoice, { maxLength: 40 }),
        (settings, chosen, shop, choices) => {
          const world = openWorld({ ...shop, settings, plan: chosen }, 30, coupons, 700)
          for (const choice of choices) {
            act(world, choice)
            check(world)
          }
          refundAll(world)
          check(world)
          expect(world.growthCount).toBe(0)
          expect([...world.stocks.values()].every(({ soldCount }) => soldCount === 0)).toBe(true)
          const standing = [...world.sales.values()].filter(({ order }) => order.status === 'created')
          const held = standing.flatMap(({ promotionUses }) => promotionUses).length
          expect([...world.totals.values()].reduce((sum, { usedCount }) => sum + usedCount, 0)).toBe(held)
          for (const { order } of world.sales.values()) {
            expect(['created', 'cancelled', 'refunded']).toContain(order.status)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('takes back exactly what was earned: nobody gains points by buying and refunding in any parts', () => {
    const settings: fc.Arbitrary<PointsSettings> = anySettings.map((each) => ({
      ...each,
      clawback: 'debt',
      expiry: { kind: 'never' },
    }))
    const parts = fc.array(fc.record({ tea: fc.nat(3), cup: fc.nat(2) }), { maxLength: 6 })
    fc.assert(
      fc.property(settings, fc.nat(700), fc.boolean(), parts, (terms, pointsCount, isCompleted, cuts) => {
        const world = openWorld({ ...program, settings: terms }, 30, [coupon], 700)
        checkout(world, 'ord_1', cartOf({ tea: 7, cup: 3 }, { couponIds: [coupon.id], pointsCount }))
        payOrder(world, 'ord_1')
        if (isCompleted) completeSale(world, 'ord_1')
        for (const cut of cuts) {
          const lines = Object.entries(cut).map(([lineId, quantity]) => ({ lineId, quantity }))
          refundSale(
            world,
            'ord_1',
            lines.filter(({ quantity }) => quantity > 0),
          )
          check(world)
        }
        refundAll(world)
        const left = [...world.lots.values()].reduce((sum, { remainingCount }) => sum + remainingCount, 0)
        expect([left, world.debtCount, world.growthCount]).toEqual([700, 0, 0])
      }),
    )
  })
})
