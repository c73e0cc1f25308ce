import { describe, expect, it } from 'vitest'
import { program } from '../payments/program.fixture.ts'
import { cartOf, placeFacts } from '../payments/world/facts.fixture.ts'
import { type Program, saleOf, type World } from '../payments/world/tables.fixture.ts'
import { checkout, openWorld, payOrder, refundSale } from '../payments/world.fixture.ts'
import type { PricedSku, PricingFacts } from '../pricing/index.ts'
import type { Promotion } from '../promotions/index.ts'
import { type FrozenPricing, placeOrder, type Refund } from './index.ts'

const sku = (skuId: string, listMinor: number): PricedSku => ({
  ...{ skuId, productId: `prd_${skuId}`, title: { zh: skuId, en: skuId }, listMinor, memberPrices: [] },
})
const always = { conditions: [], priority: 0, startsAt: 0, endsAt: null, active: true, funder: 'brand' } as const
const rule = (id: string, more: Pick<Promotion, 'effect'> & Partial<Promotion>): Promotion => ({
  ...{ ...always, id, name: { zh: id, en: id } },
  ...more,
})
const off = (minor: number): Promotion['effect'] => ({ kind: 'amount_off', minor })
const from = (minor: number): Promotion['conditions'][number] => ({ kind: 'subtotal_at_least', minor })

/** A shop that sells teas at 50.00, and a mug at 60.00 that may be a gift. */
function shopOf(promotions: readonly Promotion[], more: Partial<Program> = {}): Program {
  return { ...program, promotions, prices: [sku('tea', 5_000), sku('mug', 6_000)], ...more }
}

/** So many teas, paid. */
function bought(shop: Program, count: number, pointsCount: number = 0): World {
  const world = openWorld(shop, 20, [], pointsCount)
  expect(checkout(world, 'ord_1', cartOf({ tea: count }, { pointsCount }))).toBe('accepted')
  expect(payOrder(world, 'ord_1')).toBe('accepted')
  return world
}

/** Gives back so many of each line; what that refund was. */
function back(world: World, lines: Readonly<Record<string, number>>, thresholds?: 'keep' | 'reevaluate'): Refund {
  const wanted = Object.entries(lines).map(([lineId, quantity]) => ({ lineId, quantity }))
  expect(refundSale(world, 'ord_1', wanted, { thresholds })).toBe('accepted')
  return saleOf(world, 'ord_1').order.refunds.at(-1) as Refund
}

describe('points, when what is kept can take fewer of them', () => {
  const steps = { ...program.settings, redeemStepCount: 10_000, redeemMinimumCount: 10_000 }
  const inPoints = (minor: number): unknown => [{ source: 'points', funder: 'brand', minor }]

  it('give back what the shopper is short of in money: never more than the whole is worth', () => {
    const world = bought(shopOf([], { settings: steps }), 4, 10_000)
    expect(saleOf(world, 'ord_1').order).toMatchObject({ payableMinor: 10_000, pointsCount: 10_000 })
    // Three teas alone take no points, since half of 150.00 is less than one step: 150.00 are due, 100.00 were paid.
    const first = back(world, { tea: 1 }, 'reevaluate')
    expect(first).toMatchObject({ paidMinor: 0, pointsReturnedCount: 5_000, reductions: inPoints(5_000) })
    const second = back(world, { tea: 1 }, 'reevaluate')
    expect(second).toMatchObject({ paidMinor: 0, pointsReturnedCount: 5_000, reductions: inPoints(5_000) })
    const last = back(world, { tea: 2 }, 'reevaluate')
    expect(last).toMatchObject({ paidMinor: 10_000, pointsReturnedCount: 0, reductions: [] })
    expect(saleOf(world, 'ord_1').order).toMatchObject({ status: 'refunded', refundedMinor: 10_000 })
  })

  it('are set off at the rate they were spent at, in favour of no one: 3 points pay 0.02', () => {
    const settings = { ...steps, redeemCount: 3, redeemMinor: 2, redeemStepCount: 15_000, redeemMinimumCount: 15_000 }
    const world = bought(shopOf([], { settings }), 4, 15_000)
    expect(saleOf(world, 'ord_1').order).toMatchObject({ payableMinor: 10_000, pointsCount: 15_000 })
    expect(back(world, { tea: 1 }, 'reevaluate')).toMatchObject({ paidMinor: 0, pointsReturnedCount: 7_500 })
    expect(back(world, { tea: 3 })).toMatchObject({ paidMinor: 10_000, pointsReturnedCount: 7_500 })
  })

  it('come back as before where the money is enough', () => {
    const settings = { ...steps, redeemStepCount: 100, redeemMinimumCount: 100 }
    const world = bought(shopOf([], { settings }), 4, 10_000)
    expect(back(world, { tea: 1 }, 'reevaluate')).toMatchObject({ paidMinor: 2_500, pointsReturnedCount: 2_500 })
  })
})

describe('tax', () => {
  const mug = rule('gif', { conditions: [from(10_000)], effect: { kind: 'gift', skuId: 'mug', count: 1 } })
  const vat = { name: 'VAT', category: null, bps: 1_300 }

  it('comes back within the money that comes back, and exactly in the end', () => {
    const world = bought(shopOf([mug], { taxes: { mode: 'inside', rounding: 'line', rates: [vat] } }), 2)
    const { order } = saleOf(world, 'ord_1')
    expect(order.taxes).toMatchObject([{ taxMinor: 1_150 }])
    // The tea that is kept costs 50.00 and the mug 60.00, more than was paid.
    expect(back(world, { tea: 1 }, 'reevaluate')).toMatchObject({ paidMinor: 0, taxMinor: 0 })
    expect(back(world, { tea: 1 })).toMatchObject({ paidMinor: 5_000, taxMinor: 575 })
    expect(back(world, { [order.lines[1]?.line.lineId ?? '']: 1 })).toMatchObject({ paidMinor: 5_000, taxMinor: 575 })
  })
})

describe('rules that say something about less', () => {
  it('lower what is kept, though they did not lower the whole: 20 % off below 100.00', () => {
    const small = rule('small', {
      conditions: [{ kind: 'not', of: from(10_000) }],
      effect: { kind: 'percent_off', bps: 2_000, capMinor: null },
    })
    expect(back(bought(shopOf([small]), 2), { tea: 1 }, 'reevaluate').paidMinor).toBe(6_000)
  })

  it.each([
    [3_000, 7_500],
    [2_000, 5_000],
  ])('lower it within the budget there was: of %d left, half of 50.00 fits or not', (budgetMinor, paidMinor) => {
    const half = rule('half', { effect: { kind: 'percent_off', bps: 5_000, capMinor: null }, limits: { budgetMinor } })
    const world = bought(shopOf([half]), 2)
    expect(saleOf(world, 'ord_1').order.payableMinor).toBe(10_000)
    expect(back(world, { tea: 1 }, 'reevaluate').paidMinor).toBe(paidMinor)
  })
})

describe('what is frozen', () => {
  const isGold = { kind: 'tier_in', tierIds: ['gold'] } as const
  const less = { kind: 'not', of: { kind: 'quantity_at_least', count: 2 } } as const
  const never: readonly Promotion[] = [
    rule('far', { conditions: [from(99_900)], effect: off(100) }),
    rule('gold', { conditions: [isGold, less], effect: off(100) }),
    rule('not_basic', { conditions: [{ kind: 'not', of: { kind: 'tier_in', tierIds: ['basic'] } }], effect: off(100) }),
    rule('cups', { items: { skuIds: ['cup'] }, effect: off(100) }),
    rule('shipping', { conditions: [less], effect: { kind: 'shipping_off', off: { minor: 100 } } }),
    rule('idle', { active: false, conditions: [less], effect: off(100) }),
    rule('used', { limits: { maxUses: 0 }, effect: off(100) }),
    rule('empty', { effect: { kind: 'gift', skuId: 'none', count: 1 } }),
  ]
  const some: readonly Promotion[] = [
    rule('all', { conditions: [from(10_000)], effect: off(6_000), priority: 5 }),
    rule('any', { conditions: [{ kind: 'any', of: [less, isGold] }], effect: off(100) }),
    rule('left', { conditions: [{ kind: 'subtotal_at_least', minor: 4_500, base: 'left' }], effect: off(100) }),
    rule('step', { effect: { kind: 'every_full', everyMinor: 4_500, minor: 100, maxTimes: null, base: 'left' } }),
    rule('budget', { limits: { budgetMinor: 99 }, effect: off(100) }),
    rule('alone', { stacking: { exclusive: true }, effect: off(100) }),
  ]

  function frozen(shop: Program, more: Partial<PricingFacts> = {}): FrozenPricing {
    const facts = placeFacts(openWorld(shop, 20, [], 0), 'ord_1', cartOf({ tea: 2 }))
    const pricing = { ...facts.pricing, ...more }
    const told = placeOrder({ ...facts, pricing })
    const expectedPayableMinor = told.ok ? 0 : Number(told.refusal.detail?.['payableMinor'])
    const placed = placeOrder({ ...facts, pricing, expectedPayableMinor })
    const event = placed.ok ? placed.events[0] : undefined
    if (event?.type !== 'order_placed' || event.frozen === null) throw new Error('no order')
    return event.frozen
  }

  it('are the rules that could lower a part, and not those that never could', () => {
    const { promotions, usage } = frozen(shopOf([...never, ...some]))
    expect(promotions.map(({ id }) => id).toSorted()).toEqual(['all', 'alone', 'any', 'budget', 'left', 'step'])
    expect(usage).toEqual([['budget', { usesLeft: null, memberUsesLeft: null, budgetLeftMinor: 99 }]])
  })

  it('are of the tags and segments of the shopper those alone that a kept rule asks for', () => {
    const vip = rule('vip', { conditions: [{ kind: 'member_tag_in', tags: ['vip', 'old'] }], effect: off(100) })
    const near = rule('near', {
      conditions: [
        { kind: 'not', of: { kind: 'all', of: [{ kind: 'segment_in', segmentIds: ['seg_1'] }, from(9_000)] } },
      ],
      effect: off(100),
    })
    const far = rule('far', { conditions: [from(99_900), { kind: 'member_tag_in', tags: ['rich'] }], effect: off(100) })
    const shopper = { tags: ['vip', 'rich', 'ill'], segmentIds: ['seg_1', 'seg_2'], joinedAt: 1, orderNumber: 1 }
    expect(frozen(shopOf([vip, near, far]), { shopper }).shopper).toEqual({
      ...shopper,
      tags: ['vip'],
      segmentIds: ['seg_1'],
    })
  })
})
