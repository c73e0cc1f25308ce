import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Coupon } from '../coupons/index.ts'
import type { Promotion } from '../promotions/index.ts'
import { type PricedLine, type QuoteFacts, quote, unitParts } from './index.ts'

/** What went wrong in other shops, by the thread it was reported in, as prices that ours must get right. */
const words = (text: string): { readonly zh: string; readonly en: string } => ({ zh: text, en: text })

function line(lineId: string, quantity: number, listMinor: number, more: Partial<PricedLine> = {}): PricedLine {
  return {
    lineId,
    skuId: lineId,
    productId: lineId,
    title: words(lineId),
    quantity,
    listMinor,
    memberPrices: [],
    ...more,
  }
}

function promotion(id: string, more: Partial<Promotion>): Promotion {
  const effect = { kind: 'amount_off', minor: 1_000 } as const
  const terms = { name: words(id), conditions: [], effect, funder: 'brand' } as const
  return { id, ...terms, priority: 0, startsAt: 0, endsAt: null, active: true, ...more }
}

function coupon(id: string, more: Partial<Coupon>): Coupon {
  const { name, conditions, effect, funder } = promotion(id, {})
  const validity = { validFrom: 0, validUntil: 9_000 }
  return { id, templateId: id, name, conditions, effect, funder, status: 'issued', orderId: null, ...validity, ...more }
}

function factsOf(lines: readonly PricedLine[], more: Partial<QuoteFacts> = {}): QuoteFacts {
  const none = { tierId: null, promotions: [], coupons: [], couponIds: null, points: null }
  return { currency: 'CNY', lines, ...none, now: 1_000, ...more }
}

const redeem = { redeemCount: 100, redeemMinor: 100, redeemMaxBps: 10_000, redeemStepCount: 1, redeemMinimumCount: 0 }

describe('allocation', () => {
  it('macrozheng/mall#356, #567: 3 × 10.00 with a coupon of 10.00 cost 20.00, to the cent', () => {
    const lines = ['a', 'b', 'c'].map((id) => line(id, 1, 1_000))
    const quoted = quote(factsOf(lines, { coupons: [coupon('cpn', {})] }))
    expect(quoted.payableMinor).toBe(2_000)
    expect(quoted.lines.map(({ payableMinor }) => payableMinor)).toEqual([666, 667, 667])
  })

  it('yudao dividePrice: 200 off lines of 100, 100 and 1 leaves no line below zero', () => {
    const lines = [line('a', 1, 100), line('b', 1, 100), line('c', 1, 1)]
    const off = promotion('p', { effect: { kind: 'amount_off', minor: 200 } })
    const left = quote(factsOf(lines, { promotions: [off] })).lines.map(({ payableMinor }) => payableMinor)
    expect(Math.min(...left)).toBe(0)
    expect(left.reduce((sum, minor) => sum + minor, 0)).toBe(1)
  })

  it('mall#356 with quantities: what a line of many units is lowered by is what its units are lowered by', () => {
    const quoted = quote(factsOf([line('a', 7, 333), line('b', 3, 999)], { coupons: [coupon('cpn', {})] }))
    for (const each of quoted.lines) {
      expect(unitParts(each, 0, each.quantity).paidMinor).toBe(each.payableMinor)
      expect(each.listMinor - each.reductions.reduce((sum, { minor }) => sum + minor, 0)).toBe(each.payableMinor)
    }
  })
})

describe('deductions', () => {
  it('macrozheng/mall#1002, spree#7734, solidus#2741: no deduction goes below zero, whatever comes together', () => {
    const amount = fc.nat(100_000)
    fc.assert(
      fc.property(amount, amount, amount, amount, fc.nat(5), (price, off, couponOff, pointsCount, quantity) => {
        const quoted = quote(
          factsOf([line('a', 1 + quantity, price), line('b', 1, 1)], {
            promotions: [promotion('p', { effect: { kind: 'amount_off', minor: 1 + off } })],
            coupons: [coupon('c', { effect: { kind: 'amount_off', minor: 1 + couponOff } })],
            points: { requestedCount: pointsCount, spendableCount: pointsCount, settings: redeem },
          }),
        )
        expect(quoted.payableMinor).toBeGreaterThanOrEqual(0)
        expect(quoted.payableMinor).toBe(quoted.listMinor - quoted.reductionMinor)
        for (const { payableMinor, runs } of quoted.lines) {
          expect(payableMinor).toBeGreaterThanOrEqual(0)
          for (const run of runs) expect(run.payableMinor).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  it('yudao fixed value ≥ basket: a coupon worth more than the basket is capped, not refused', () => {
    const quoted = quote(factsOf([line('a', 1, 500)], { coupons: [coupon('cpn', {})] }))
    expect([quoted.payableMinor, quoted.couponIds]).toEqual([0, ['cpn']])
  })

  it('mall intValue: 99.50 does not reach 满100', () => {
    const full = promotion('p', { conditions: [{ kind: 'subtotal_at_least', minor: 10_000 }] })
    const { explain, payableMinor } = quote(factsOf([line('a', 1, 9_950)], { promotions: [full] }))
    expect([payableMinor, explain[0]?.reason, explain[0]?.missingMinor]).toEqual([9_950, 'below_subtotal', 50])
  })

  it('yudao int overflow: a share of 300,000.00 is a share of 300,000.00', () => {
    const share = coupon('cpn', { effect: { kind: 'percent_off', bps: 1_000, capMinor: null } })
    expect(quote(factsOf([line('a', 1, 30_000_000)], { coupons: [share] })).payableMinor).toBe(27_000_000)
  })

  it('crmeb_java minPrice: a threshold of a coupon for some goods counts those goods', () => {
    const ofTea = coupon('cpn', {
      items: { skuIds: ['tea'] },
      conditions: [{ kind: 'subtotal_at_least', minor: 5_000 }],
    })
    const { couponIds, explain } = quote(
      factsOf([line('tea', 1, 4_000), line('cup', 1, 9_000)], { coupons: [ofTea], couponIds: ['cpn'] }),
    )
    expect([couponIds, explain[0]?.reason, explain[0]?.missingMinor]).toEqual([[], 'below_subtotal', 1_000])
  })
})

describe('stacking', () => {
  const basket = [line('a', 1, 10_000)]
  const off = (id: string, minor: number, more: Partial<Promotion> = {}): Promotion =>
    promotion(id, { effect: { kind: 'amount_off', minor }, ...more })
  const price = (...promotions: readonly Promotion[]): number => quote(factsOf(basket, { promotions })).payableMinor

  it('vendure#3585, reaction#6446: an exclusive promotion stands alone', () => {
    const sale = off('sale', 3_000, { priority: 9, stacking: { exclusive: true } })
    expect(price(sale, off('other', 500))).toBe(7_000)
  })

  it('solidus#2959: of one group only the best applies, and the reason says so', () => {
    const stacking = { group: 'g', mode: 'best' } as const
    const { payableMinor, explain } = quote(
      factsOf(basket, { promotions: [off('p1', 500, { stacking }), off('p2', 800, { stacking }), off('p3', 100)] }),
    )
    expect(payableMinor).toBe(10_000 - 800 - 100)
    expect(explain.find(({ ruleId }) => ruleId === 'p1')?.reason).toBe('better_in_group')
  })

  it('reaction#6619, saleor#14920: tags say what never goes together', () => {
    const clearance = off('clearance', 2_000, { priority: 1, stacking: { tags: ['clearance'] } })
    expect(price(clearance, off('loyalty', 500, { stacking: { neverWith: ['clearance'] } }))).toBe(8_000)
    expect(price(off('loyalty', 500, { stacking: { neverWith: ['clearance'] } }))).toBe(9_500)
  })

  it('yudao rewardActivities.get(0): every promotion that fits applies, not the newest alone', () => {
    expect(price(off('p1', 500), off('p2', 800))).toBe(8_700)
  })

  it('reaction#6823: of all combinations of coupons the one that costs least, and never a random one', () => {
    const sum = (id: string, minor: number, more: Partial<Coupon> = {}): Coupon =>
      coupon(id, { effect: { kind: 'amount_off', minor }, ...more })
    const stacking = { group: 'g', mode: 'best' } as const
    const coupons = [sum('c1', 900), sum('c2', 1_000), sum('c3', 400, { stacking }), sum('c4', 700, { stacking })]
    for (const wallet of [coupons, coupons.toReversed()]) {
      const quoted = quote(factsOf(basket, { coupons: wallet }))
      expect([quoted.payableMinor, quoted.search.proven]).toEqual([10_000 - 1_000 - 700, true])
      expect(quoted.couponIds.toSorted()).toEqual(['c2', 'c4'])
    }
  })
})
