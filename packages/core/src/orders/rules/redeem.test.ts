import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from '../../kernel/index.ts'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { coupons, fullProgram } from '../../payments/program.fixture.ts'
import { cartOf, placeFacts } from '../../payments/world/facts.fixture.ts'
import { openWorld } from '../../payments/world.fixture.ts'
import type { MallItemRow } from '../../points/index.ts'
import { QuoteLine, unitParts } from '../../pricing/index.ts'
import { redeemItem } from '../contract.ts'
import type { OrderPlaced } from '../events.ts'
import { type RedeemFacts, redeem } from './redeem.ts'

const item: MallItemRow = {
  ...{ id: 'itm_tea', skuId: 'tea', pointsCount: 150, cashMinor: 9_90, perMemberLimit: 3, totalLimit: 10 },
  ...{ startsAt: 0, endsAt: null, tierIds: null, active: true, redeemedCount: 0 },
}

/** A redemption in a shop with promotions, coupons, shipping and taxes, which must not touch it. */
function facts(change: Partial<MallItemRow> = {}, quantity = 2): RedeemFacts {
  const world = openWorld(fullProgram, 10, coupons, 500)
  const { cart: _, ...placing } = placeFacts(world, 'ord_1', cartOf({ tea: quantity }))
  const wanted = { ...item, ...change }
  return {
    ...placing,
    ...{ item: wanted, quantity, tierId: 'basic', memberCount: 0 },
    expectedPointsCount: wanted.pointsCount * quantity,
    expectedPayableMinor: wanted.cashMinor * quantity,
  }
}

function placedBy(given: RedeemFacts): OrderPlaced {
  const decision = redeem(given)
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
  return decision.events[0] as OrderPlaced
}

const withItem = (given: RedeemFacts, change: Partial<MallItemRow>): RedeemFacts => ({
  ...given,
  item: { ...(given.item ?? item), ...change },
})

describe('redeeming', () => {
  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(redeemItem, redeem, facts(), {
      order_exists: (given) => ({ ...given, isTaken: true }),
      item_missing: (given) => ({ ...given, item: undefined }),
      item_not_open: (given) => withItem(given, { endsAt: given.now }),
      tier_too_low: (given) => withItem(given, { tierIds: ['gold'] }),
      item_limit_reached: (given) => ({ ...given, memberCount: 2 }),
      item_sold_out: (given) => withItem(given, { redeemedCount: 9 }),
      sku_missing: (given) => ({ ...given, pricing: { ...given.pricing, skus: [] } }),
      basket_too_large: (given) => withItem(given, { pointsCount: MAX_AMOUNT }),
      price_changed: (given) => ({ ...given, expectedPointsCount: 1 }),
      points_frozen: (given) => ({ ...given, isFrozen: true }),
      points_insufficient: (given) => ({ ...given, lots: [] }),
      stock_insufficient: (given) => ({
        ...given,
        stocks: new Map([['tea', { skuId: 'tea', onHandCount: 1, heldCount: 0, soldCount: 0 }]]),
      }),
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    expect(redeem({ ...facts(), expectedPayableMinor: 1 })).toMatchObject({
      refusal: { code: 'price_changed', detail: { payableMinor: 19_80, pointsCount: 300 } },
    })
    // Its list price fell to the money part: points would be worth nothing.
    expect(redeem(facts({ cashMinor: 99_90 }))).toMatchObject({ refusal: { code: 'sku_missing' } })
  })

  it('is an order whose money map brings the list price down by the points of the item', () => {
    const decision = redeem(facts())
    const takes = [{ lotId: 'lot_0', count: 300 }]
    expect(decision).toMatchObject({
      events: [
        { type: 'order_placed', payableMinor: 19_80, listMinor: 199_80, pointsCount: 300, couponIds: [], frozen: null },
        { type: 'stock_held', lines: [{ skuId: 'tea', quantity: 2 }] },
        { type: 'points_held', takes: [{ count: takes[0]?.count }] },
        { type: 'points_item_redeemed', itemId: 'itm_tea', count: 2 },
      ],
    })
    const [line] = placedBy(facts()).lines
    expect(line?.reductions).toEqual([{ source: 'points', ruleId: 'itm_tea', funder: 'brand', minor: 180_00 }])
    expect(line?.runs).toMatchObject([{ count: 2, payableMinor: 9_90, pointsCount: 150 }])
    expect(placedBy(facts())).toMatchObject({ shipping: null, origin: 'checkout' })
  })

  it('for points alone leaves nothing to pay', () => {
    expect(placedBy(facts({ cashMinor: 0 }))).toMatchObject({ payableMinor: 0, pointsCount: 300 })
  })

  it('gives every piece the same points and the same money, whatever the item costs', () => {
    const anyItem = fc.record({ points: fc.integer({ min: 1, max: 160 }), cash: fc.nat(99_89) })
    fc.assert(
      fc.property(anyItem, fc.integer({ min: 1, max: 3 }), ({ points, cash }, quantity) => {
        const placed = placedBy(facts({ pointsCount: points, cashMinor: cash }, quantity))
        const [line] = placed.lines
        expect(QuoteLine.safeParse(line).success).toBe(true)
        if (line === undefined) return
        for (let at = 0; at < quantity; at += 1) {
          expect(unitParts(line, at, at + 1)).toMatchObject({ paidMinor: cash, pointsCount: points })
        }
        expect([placed.payableMinor, placed.pointsCount]).toEqual([cash * quantity, points * quantity])
      }),
    )
  })
})
