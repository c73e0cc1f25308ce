import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coupons, fullProgram, program } from '../payments/program.fixture.ts'
import { cartOf, placeFacts, pricingFacts } from '../payments/world/facts.fixture.ts'
import { type Program, saleOf, type World } from '../payments/world/tables.fixture.ts'
import { checkout, completeSale, openWorld, payOrder, refundSale } from '../payments/world.fixture.ts'
import { quote, quoteFactsOf, unitParts } from '../pricing/index.ts'
import type { LineQuantity, Order } from './index.ts'

/** A cut takes so many units of each line, as far as there are any left. */
type Cut = {
  readonly counts: readonly number[]
  readonly isReevaluated: boolean
  readonly shippingMinor: number | null
}

const anyProgram: fc.Arbitrary<Program> = fc
  .record({
    mode: fc.constantFrom('inside' as const, 'on_top' as const),
    rounding: fc.constantFrom('line' as const, 'unit' as const),
    refund: fc.constantFrom('never' as const, 'with_last_unit' as const),
    redeem: fc.constantFrom({ redeemStepCount: 100 }, { redeemStepCount: 300, redeemMinor: 1_000 }),
  })
  .map(({ mode, rounding, refund, redeem }) => ({
    ...fullProgram,
    settings: { ...fullProgram.settings, ...redeem },
    promotions: fullProgram.promotions.map((promotion) => ({ ...promotion, limits: { maxUses: 9 } })),
    taxes: { mode, rounding, rates: fullProgram.taxes?.rates ?? [] },
    shipping: { refund, templates: fullProgram.shipping?.templates ?? [] },
  }))

const anyPoints = fc.oneof(fc.nat(700), fc.constant(700))

const anyCart = fc
  .record({ tea: fc.nat(6), cup: fc.nat(4), bag: fc.nat(9), points: anyPoints, chosen: fc.nat(7) })
  .filter(({ tea, cup, bag }) => tea + cup + bag > 0)
  .map(({ tea, cup, bag, points, chosen }) => {
    const pieces = Object.entries({ tea, cup, bag }).filter(([, count]) => count > 0)
    const couponIds = coupons.filter((_, at) => (chosen >> at) % 2 === 1).map(({ id }) => id)
    return cartOf(Object.fromEntries(pieces), { couponIds: chosen === 0 ? null : couponIds, pointsCount: points })
  })

const anyCuts: fc.Arbitrary<readonly Cut[]> = fc.array(
  fc.record({
    counts: fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }),
    isReevaluated: fc.boolean(),
    shippingMinor: fc.option(fc.nat(300)),
  }),
  { minLength: 1, maxLength: 8 },
)

/** Places, pays and perhaps completes the order; undefined when a coupon refuses the cart. */
function sold(shop: Program, cart: ReturnType<typeof cartOf>, isCompleted: boolean): World | undefined {
  const world = openWorld(shop, 40, coupons, 700)
  if (checkout(world, 'ord_1', cart) !== 'accepted') return undefined
  expect(payOrder(world, 'ord_1')).toBe('accepted')
  if (isCompleted) completeSale(world, 'ord_1')
  return world
}

function unitsOf({ lines }: Order, { counts }: Pick<Cut, 'counts'>): readonly LineQuantity[] {
  return lines.flatMap(({ line, refundedCount }, at) => {
    const quantity = Math.min(counts[at] ?? 0, line.quantity - refundedCount)
    return quantity === 0 ? [] : [{ lineId: line.lineId, quantity }]
  })
}

const everything: Pick<Cut, 'counts'> = { counts: [99, 99, 99, 99, 99] }

function total(order: Order, pick: (refund: Order['refunds'][number]) => number): number {
  return order.refunds.reduce((sum, refund) => sum + pick(refund), 0)
}

/** Everything an order gave or took is back; shipping, which has a policy of its own, at most. */
function expectZero(world: World): void {
  const { order, commissions } = saleOf(world, 'ord_1')
  const { shipping } = order
  for (const { paidMinor, taxMinor } of order.refunds) expect(taxMinor).toBeLessThanOrEqual(paidMinor)
  const parts = order.lines.map(({ line }) => unitParts(line, 0, line.quantity))
  const back = total(order, ({ shippingMinor }) => shippingMinor)
  expect(order.status).toBe('refunded')
  expect(order.refundedMinor).toBe(order.payableMinor - (shipping?.payableMinor ?? 0) + back)
  expect(total(order, ({ pointsReturnedCount }) => pointsReturnedCount)).toBe(order.pointsCount)
  if (back === (shipping?.payableMinor ?? 0)) {
    const rows = order.taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)
    expect(total(order, ({ taxMinor }) => taxMinor)).toBe(rows)
  }
  const sources = [...new Set(parts.flatMap(({ reductions }) => reductions.map(keyOf)))]
  for (const key of sources) {
    const sum = (all: readonly { readonly reductions: readonly Reduced[] }[]): number =>
      all
        .flatMap(({ reductions }) => reductions)
        .reduce((minor, each) => minor + (keyOf(each) === key ? each.minor : 0), 0)
    expect([key, sum(order.refunds)]).toEqual([key, sum(parts)])
  }
  expect(commissions.every(({ amountMinor, reversedMinor }) => amountMinor === reversedMinor)).toBe(true)
  expect([world.growthCount, world.debtCount]).toEqual([0, 0])
  expect([...world.lots.values()].reduce((sum, { remainingCount }) => sum + remainingCount, 0)).toBe(700)
  expect([...world.stocks.values()].every(({ onHandCount, soldCount }) => onHandCount === 40 && soldCount === 0)).toBe(
    true,
  )
  expect([...world.coupons.values()].every(({ status }) => status === 'issued')).toBe(true)
  expect([...world.totals.values()].every(({ usedCount, spentMinor }) => usedCount === 0 && spentMinor === 0)).toBe(
    true,
  )
}

type Reduced = { readonly source: string; readonly funder: string; readonly minor: number }

function keyOf({ source, funder }: Reduced): string {
  return `${source} ${funder}`
}

describe('any order of parts ends at zero in every component', () => {
  const seen = { orders: 0, parts: 0, gifts: 0, shipped: 0, several: 0, points: 0 }

  it('each part by the prefix of its frozen units', () => {
    fc.assert(
      fc.property(anyProgram, anyCart, anyCuts, fc.boolean(), (shop, cart, cuts, isCompleted) => {
        const world = sold(shop, cart, isCompleted)
        if (world === undefined) return
        for (const cut of [...cuts, everything]) {
          const { order } = saleOf(world, 'ord_1')
          const units = unitsOf(order, cut)
          if (units.length === 0) continue
          expect(refundSale(world, 'ord_1', units)).toBe('accepted')
          const last = saleOf(world, 'ord_1').order.refunds.at(-1)
          const parts = order.lines.map(({ line, refundedCount }) => {
            const { quantity = 0 } = units.find(({ lineId }) => lineId === line.lineId) ?? {}
            return unitParts(line, refundedCount, refundedCount + quantity)
          })
          const sum = (pick: (part: (typeof parts)[number]) => number): number =>
            parts.reduce((minor, part) => minor + pick(part), 0)
          expect((last?.paidMinor ?? 0) - (last?.shippingMinor ?? 0)).toBe(sum(({ paidMinor }) => paidMinor))
          expect(last?.pointsReturnedCount).toBe(sum(({ pointsCount }) => pointsCount))
          if (last?.shippingMinor === 0) expect(last.taxMinor).toBe(sum(({ taxMinor }) => taxMinor))
          seen.parts += 1
        }
        const { order } = saleOf(world, 'ord_1')
        const ofShipping = order.refunds.map(({ shippingMinor }) => shippingMinor)
        const isBack = shop.shipping?.refund === 'with_last_unit'
        expect(ofShipping.slice(0, -1).every((minor) => minor === 0)).toBe(true)
        expect(ofShipping.at(-1)).toBe(isBack ? (order.shipping?.payableMinor ?? 0) : 0)
        expectZero(world)
        seen.orders += 1
        seen.gifts += order.lines.some(({ line }) => line.giftOf !== null) ? 1 : 0
        seen.shipped += (order.shipping?.payableMinor ?? 0) > 0 ? 1 : 0
        seen.several += order.couponIds.length > 1 ? 1 : 0
        seen.points += order.pointsCount > 0 ? 1 : 0
      }),
      { numRuns: 400 },
    )
    // Orders in which nothing meets prove nothing.
    for (const [name, count] of Object.entries(seen)) expect([name, count > 20]).toEqual([name, true])
  })

  it('kept and reevaluated parts in any mixture, with shipping as the operator chooses', () => {
    fc.assert(
      fc.property(anyProgram, anyCart, anyCuts, fc.boolean(), (shop, cart, cuts, isCompleted) => {
        const world = sold(shop, cart, isCompleted)
        if (world === undefined) return
        for (const { isReevaluated, shippingMinor, ...cut } of cuts) {
          const { order } = saleOf(world, 'ord_1')
          const units = unitsOf(order, cut)
          if (units.length === 0) continue
          const thresholds = isReevaluated ? 'reevaluate' : 'keep'
          const done = refundSale(world, 'ord_1', units, { thresholds, shippingMinor: shippingMinor ?? undefined })
          expect(['accepted', 'shipping_exceeded']).toContain(done)
        }
        if (saleOf(world, 'ord_1').order.status !== 'refunded') {
          expect(refundSale(world, 'ord_1', unitsOf(saleOf(world, 'ord_1').order, everything))).toBe('accepted')
        }
        expectZero(world)
      }),
      { numRuns: 400 },
    )
  })

  it('reevaluated, what is kept costs what it would have cost alone, by all the rules of that day', () => {
    let [moved, short] = [0, 0]
    fc.assert(
      fc.property(anyProgram, anyCart, anyCuts, (shop, cart, cuts) => {
        const opened = openWorld(shop, 40, coupons, 700)
        const facts = pricingFacts(opened, cart)
        const world = sold(shop, cart, false)
        if (world === undefined) return
        for (const cut of cuts) {
          const { order } = saleOf(world, 'ord_1')
          // Gifts come back in proportion, so that none is kept that is no longer earned.
          const units = unitsOf(order, cut).filter(({ lineId }) => !lineId.startsWith('gift.'))
          const kept = order.lines
            .filter(({ line }) => line.giftOf === null)
            .map(({ line, refundedCount }) => {
              const { quantity = 0 } = units.find(({ lineId }) => lineId === line.lineId) ?? {}
              return { lineId: line.lineId, skuId: line.skuId, quantity: line.quantity - refundedCount - quantity }
            })
          const lines = kept.filter(({ quantity }) => quantity > 0)
          if (units.length === 0 || lines.length === 0) continue
          const pointsCount = order.pointsCount - total(order, ({ pointsReturnedCount }) => pointsReturnedCount)
          const alone = quote(quoteFactsOf(facts, { lines, couponIds: order.couponIds, pointsCount }))
          const before = goodsKept(order)
          const giftMinor = giftsKept(order) - alone.lines.reduce((sum, line) => sum + worthOf(line), 0)
          const price = alone.payableMinor - (alone.shipping?.payableMinor ?? 0) + Math.max(0, giftMinor)
          expect(refundSale(world, 'ord_1', units, { thresholds: 'reevaluate' })).toBe('accepted')
          const after = saleOf(world, 'ord_1').order
          expect(goodsKept(after)).toBe(Math.min(before, price))
          // Money and points together are what was paid above what is kept, less what one point is worth.
          const { redeemMinor, redeemCount } = shop.settings
          const pointMinor = redeemMinor / redeemCount
          const returnedCount = after.refunds.at(-1)?.pointsReturnedCount ?? 0
          const worthMinor = before - goodsKept(after) + returnedCount * pointMinor
          const aboveMinor = Math.max(0, before - price + (pointsCount - alone.pointsCount) * pointMinor)
          expect(worthMinor).toBeLessThanOrEqual(aboveMinor)
          expect(worthMinor).toBeGreaterThan(aboveMinor - pointMinor)
          short += price > before && pointsCount > 0 ? 1 : 0
          moved += 1
        }
      }),
      { numRuns: 300 },
    )
    expect(moved).toBeGreaterThan(100)
    expect(short).toBeGreaterThan(0)
  })
})

function goodsKept(order: Order): number {
  const goodsMinor = order.payableMinor - (order.shipping?.payableMinor ?? 0)
  return goodsMinor - total(order, ({ paidMinor, shippingMinor }) => paidMinor - shippingMinor)
}

function worthOf({ giftOf, listMinor }: Order['lines'][number]['line']): number {
  return giftOf === null ? 0 : listMinor
}

function giftsKept({ lines }: Order): number {
  return lines.reduce(
    (sum, { line, refundedCount }) => sum + (worthOf(line) * (line.quantity - refundedCount)) / line.quantity,
    0,
  )
}

describe('thresholds', () => {
  const bought = (): World => sold(program, cartOf({ tea: 3, cup: 1 }), true) as World
  const oneTea = [{ lineId: 'tea', quantity: 1 }]

  it('kept: 3 teas and a cup at 319.70 under 满300减30; one tea gives back its own 91.33', () => {
    const world = bought()
    refundSale(world, 'ord_1', oneTea)
    expect(saleOf(world, 'ord_1').order.refunds[0]).toMatchObject({ paidMinor: 9_133 })
  })

  it('reevaluated (sonata#177 case 3): what is kept costs 249.80 without the 30.00, so 69.90 come back', () => {
    const world = bought()
    const reductions = [{ source: 'promotion', funder: 'brand', minor: 3_000 }]
    refundSale(world, 'ord_1', oneTea, { thresholds: 'reevaluate' })
    expect(saleOf(world, 'ord_1').order.refunds[0]).toMatchObject({ paidMinor: 6_990, reductions })
    expect([world.growthCount, saleOf(world, 'ord_1').commissions[0]?.reversedMinor]).toEqual([249, 699])
    refundSale(world, 'ord_1', [
      { lineId: 'tea', quantity: 2 },
      { lineId: 'cup', quantity: 1 },
    ])
    expect(saleOf(world, 'ord_1').order).toMatchObject({ status: 'refunded', refundedMinor: 31_970 })
  })

  it('a gift that is kept though the rest no longer earns it costs its list price', () => {
    const world = sold({ ...fullProgram, shipping: null, taxes: null }, cartOf({ cup: 2 }), false) as World
    const { order } = saleOf(world, 'ord_1')
    expect(order.lines.map(({ line }) => [line.skuId, line.quantity, line.payableMinor])).toEqual([
      ['cup', 2, 10_000],
      ['pin', 1, 0],
    ])
    refundSale(world, 'ord_1', [{ lineId: 'cup', quantity: 1 }], { thresholds: 'reevaluate' })
    expect(saleOf(world, 'ord_1').order.refunds[0]?.paidMinor).toBe(10_000 - 5_000 - 333)
    refundSale(world, 'ord_1', [
      { lineId: 'cup', quantity: 1 },
      { lineId: order.lines[1]?.line.lineId ?? '', quantity: 1 },
    ])
    expect(saleOf(world, 'ord_1').order).toMatchObject({ status: 'refunded', refundedMinor: 10_000 })
  })
})

it('freezes a small part of what it was priced by, and nothing about what things cost the brand', () => {
  const world = openWorld(fullProgram, 40, coupons, 700)
  const cart = cartOf({ tea: 2 }, { couponIds: ['cpn_tea'], pointsCount: 200 })
  checkout(world, 'ord_1', cart)
  const { frozen } = saleOf(world, 'ord_1').terms
  expect(frozen?.skus.map(({ skuId }) => skuId)).toEqual(['tea'])
  expect(frozen?.promotions.map(({ id, limits }) => [id, limits])).toEqual([['prm_pin', null]])
  expect(frozen?.coupons.map(({ id }) => id)).toEqual(['cpn_tea'])
  expect(frozen?.gifts.map(({ skuId, availableCount }) => [skuId, availableCount])).toEqual([['pin', 1]])
  expect(frozen?.points?.spendableCount).toBe(200)
  expect(frozen?.shipping?.templates[0]?.zones.map(({ regions }) => regions)).toEqual([[]])
  expect(JSON.stringify(frozen)).not.toContain('unitCost')
  expect(JSON.stringify(frozen).length).toBeLessThan(3_500)
  expect(placeFacts(world, 'ord_2', cart).pricing.promotions).toHaveLength(4)
})
