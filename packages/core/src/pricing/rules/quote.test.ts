import { describe, expect, it } from 'vitest'
import { type PricedLine, Quote, quote, unitParts } from '../index.ts'
import { atLeast, couponOf, lineOf, now, off, only, percent, plain, pointsOf, promotionOf } from './baskets.fixture.ts'
import type { QuoteFacts } from './facts.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** A line that members of the tier gold pay another price for. */
function gold(skuId: string, quantity: number, listMinor: number, priceMinor: number): PricedLine {
  return lineOf(skuId, quantity, listMinor, { memberPrices: [{ tierId: 'gold', priceMinor }] })
}

describe('the worked example of the pricing page', () => {
  const facts: QuoteFacts = {
    ...plain,
    tierId: 'gold',
    lines: [gold('tea', 3, 50_00, 45_00), lineOf('cup', 1, 30_00)],
    promotions: [
      promotionOf('pro_150', off(20_00), { conditions: [atLeast(150_00)] }),
      promotionOf('pro_200', off(40_00), { conditions: [atLeast(200_00)] }),
    ],
    coupons: [couponOf('cou_1', percent(1_000, 10_00))],
    points: pointsOf(3_000, 2_350),
  }
  const quoted = quote(facts)
  const [tea, cup] = quoted.lines

  it('adds up to the totals of the page', () => {
    expect(quoted).toMatchObject({ listMinor: 180_00, reductionMinor: 68_00, payableMinor: 112_00 })
    expect(quoted).toMatchObject({ pointsCount: 2_300, pointsMinor: 23_00, couponIds: ['cou_1'], quotedAt: now })
    expect([tea?.payableMinor, cup?.payableMinor]).toEqual([91_64, 20_36])
    expect(Quote.safeParse(quoted).success).toBe(true)
  })

  it('explains every rule, with what is missing', () => {
    const told = quoted.explain.map(({ ruleId, minor, reason, missingMinor }) => [ruleId, minor, reason, missingMinor])
    expect(told).toEqual([
      ['gold', 15_00, null, null],
      ['pro_150', 20_00, null, null],
      ['pro_200', 0, 'below_subtotal', 35_00],
      ['cou_1', 10_00, null, null],
      ['points', 23_00, null, null],
    ])
  })

  it('freezes every unit of the tea', () => {
    const figures = tea?.runs.map((run) => [run.count, ...run.reductions.map(({ minor }) => minor), run.payableMinor])
    expect(figures).toEqual([
      [1, 5_00, 5_46, 2_72, 6_28, 30_54],
      [2, 5_00, 5_45, 2_73, 6_27, 30_55],
    ])
    expect(tea?.runs.map((run) => run.pointsCount)).toEqual([628, 627])
    expect(tea?.runs[0]?.reductions.map(({ source, funder }) => `${source} by ${funder}`)).toEqual([
      ...['member_price by brand', 'promotion by platform', 'coupon by store', 'points by brand'],
    ])
  })

  it('gives back one unit, then the other two', () => {
    if (tea === undefined) throw new Error('no tea')
    expect(unitParts(tea, 0, 1)).toMatchObject({
      paidMinor: 30_54,
      pointsCount: 628,
      pointsMinor: 6_28,
      listMinor: 50_00,
    })
    expect(unitParts(tea, 1, 3)).toMatchObject({ paidMinor: 61_10, pointsCount: 1_254, pointsMinor: 12_54 })
    expect(unitParts(tea, 0, 3).reductions.map(({ minor }) => minor)).toEqual([15_00, 16_36, 8_18, 18_82])
  })
})

describe('the worked example of the promotions page', () => {
  it('runs by priority on what is left, with thresholds measured before', () => {
    const promotions = [
      { ...promotionOf('cup', off(5_00), { ...only('cup'), conditions: [atLeast(80_00)] }), priority: -5 },
      promotionOf('tenth', percent(1_000), { conditions: [atLeast(160_00)] }),
      { ...promotionOf('tea', off(30_00), { ...only('tea'), conditions: [atLeast(100_00)] }), priority: 10 },
    ]
    const quoted = quote({ ...plain, lines: [lineOf('tea', 2, 60_00), lineOf('cup', 2, 30_00)], promotions })
    expect(quoted.explain.map(({ ruleId, minor, missingMinor }) => [ruleId, minor, missingMinor])).toEqual([
      ['tea', 30_00, null],
      ['tenth', 15_00, null],
      ['cup', 0, 20_00],
    ])
    expect(quoted.lines.map(({ payableMinor }) => payableMinor)).toEqual([81_00, 54_00])
  })
})

describe('layers', () => {
  it('takes the best of list and member price, never above list', () => {
    const facts = { ...plain, tierId: 'gold', lines: [gold('a', 2, 10_00, 12_00), gold('b', 1, 10_00, 8_00)] }
    expect(quote(facts)).toMatchObject({ payableMinor: 28_00 })
    expect(quote({ ...facts, tierId: 'plain' })).toMatchObject({ payableMinor: 30_00, explain: [] })
    expect(quote({ ...facts, tierId: null })).toMatchObject({ payableMinor: 30_00, explain: [] })
    const useless = quote({ ...facts, lines: facts.lines.slice(0, 1) })
    expect(useless.explain).toMatchObject([{ ruleId: 'gold', minor: 0, reason: 'better_price' }])
  })

  it('runs promotions by priority, then id, each on what the earlier left', () => {
    const [half, ten] = [promotionOf('pro_a', percent(5_000)), promotionOf('pro_b', off(10_00))]
    const lines = [lineOf('a', 1, 100_00)]
    expect(quote({ ...plain, lines, promotions: [ten, half] }).payableMinor).toBe(40_00)
    expect(quote({ ...plain, lines, promotions: [half, { ...ten, priority: 1 }] }).payableMinor).toBe(45_00)
  })

  it('measures thresholds after item prices and before other reductions', () => {
    const facts = { ...plain, tierId: 'gold', lines: [gold('a', 1, 100_00, 90_00)] }
    const reached = [
      promotionOf('pro_a', off(50_00)),
      promotionOf('pro_b', off(1_00), { conditions: [atLeast(90_00)] }),
    ]
    expect(quote({ ...facts, promotions: reached }).payableMinor).toBe(39_00)
    const missed = quote({ ...facts, promotions: [promotionOf('pro_c', off(1_00), { conditions: [atLeast(100_00)] })] })
    expect(missed.explain.at(-1)).toMatchObject({ reason: 'below_subtotal', missingMinor: 10_00 })
  })

  it('counts a percentage once on the eligible amount, not line by line', () => {
    const lines = [lineOf('a', 1, 5), lineOf('b', 1, 5), lineOf('c', 1, 5)]
    expect(quote({ ...plain, lines, promotions: [promotionOf('pro_a', percent(1_000))] }).payableMinor).toBe(13)
  })

  it('touches eligible lines only', () => {
    const lines = [lineOf('a', 1, 10_00), lineOf('b', 1, 10_00)]
    const quoted = quote({ ...plain, lines, coupons: [couponOf('cou_1', off(15_00), only('b'))] })
    expect(quoted.lines.map((line) => line.payableMinor)).toEqual([10_00, 0])
    expect(quoted.explain).toMatchObject([{ source: 'coupon', minor: 10_00 }])
  })

  it('answers an empty basket', () => {
    const quoted = quote({
      ...plain,
      promotions: [promotionOf('pro_a', off(1), { conditions: [atLeast(5)] })],
      points: pointsOf(100, 100),
    })
    expect(quoted).toMatchObject({ listMinor: 0, payableMinor: 0, lines: [] })
    expect(quoted.explain.map(({ reason }) => reason)).toEqual(['below_subtotal', 'nothing_left'])
  })

  it('throws above the largest amount of the contract', () => {
    expect(() => quote({ ...plain, lines: [lineOf('a', 1_000_000, 1_000_001)] })).toThrow(RangeError)
    const most = quote({
      ...plain,
      lines: [lineOf('pin', 1_000_000, 1_000_000)],
      coupons: [couponOf('cou_1', percent(3_333))],
    })
    expect(most.payableMinor).toBe(666_700_000_000)
    expect(Quote.safeParse(most).success).toBe(true)
  })
})

describe('reasons', () => {
  const lines = [lineOf('a', 1, 10_00)]
  const rule = promotionOf('pro_a', off(1_00))

  it.each([
    ['inactive', { ...rule, active: false }],
    ['not_started', { ...rule, startsAt: now + 1 }],
    ['ended', { ...rule, endsAt: now }],
    ['wrong_tier', { ...rule, conditions: [{ kind: 'tier_in', tierIds: ['gold'] }] }],
    ['no_eligible_lines', { ...rule, ...only('zzz') }],
    ['below_subtotal', { ...rule, conditions: [atLeast(10_01)] }],
    ['nothing_left', { ...rule, effect: percent(1), conditions: [] }],
  ] as const)('promotion: %s', (reason, promotion) => {
    const quoted = quote({ ...plain, lines: [lineOf('a', 1, 1_000)], promotions: [promotion] })
    expect(quoted.explain).toMatchObject([{ source: 'promotion', minor: 0, reason }])
    expect(quoted.payableMinor).toBe(10_00)
  })

  it.each([
    ['coupon_not_usable', { status: 'held' }],
    ['not_started', { validFrom: now + 1 }],
    ['ended', { validUntil: now }],
  ] as const)('coupon: %s, and it stays unused', (reason, changed) => {
    const quoted = quote({ ...plain, lines, coupons: [couponOf('cou_1', off(1_00), changed)] })
    expect(quoted).toMatchObject({ couponIds: [], payableMinor: 10_00, explain: [{ source: 'coupon', reason }] })
  })

  it.each([
    ['points_insufficient', pointsOf(500, 99)],
    ['points_below_minimum', pointsOf(99, 500)],
    ['points_below_minimum', pointsOf(600, 600, { redeemMinimumCount: 501 })],
    ['points_below_minimum', pointsOf(50, 50, { redeemMinor: 1, redeemStepCount: 1, redeemMinimumCount: 0 })],
    ['inactive', pointsOf(500, 500, { redeemMaxBps: 0 })],
  ])('points: %s', (reason, points) => {
    const quoted = quote({ ...plain, lines, points })
    expect(quoted).toMatchObject({ pointsCount: 0, pointsMinor: 0, explain: [{ source: 'points', reason }] })
  })

  it('says nothing of points that nobody asked for', () => {
    expect(quote({ ...plain, lines, points: pointsOf(0, 500) }).explain).toEqual([])
  })
})

describe('points', () => {
  const lines = [lineOf('a', 3, 33_33)]

  it.each([
    ['what is requested', pointsOf(1_000, 9_000), 1_000, 10_00],
    ['what is spendable', pointsOf(9_000, 1_000), 1_000, 10_00],
    ['half of 99.99, down to the step', pointsOf(9_000, 9_000), 4_900, 49_00],
    ['one step more with a finer step', pointsOf(9_000, 9_000, { redeemStepCount: 1 }), 4_999, 49_99],
    ['exactly the minimum', pointsOf(1_000, 9_000, { redeemMinimumCount: 1_000 }), 1_000, 10_00],
    ['points worth less than a cent', pointsOf(9_000, 9_000, { redeemMinor: 7 }), 9_000, 6_30],
    [
      'one point worth 3.00',
      pointsOf(9, 9, { redeemCount: 1, redeemMinor: 300, redeemStepCount: 1, redeemMinimumCount: 1 }),
      9,
      27_00,
    ],
  ])('are capped at %s', (_, points, pointsCount, pointsMinor) => {
    const quoted = quote({ ...plain, lines, points })
    expect(quoted).toMatchObject({ pointsCount, pointsMinor, payableMinor: 99_99 - pointsMinor })
    const counted = quoted.lines.flatMap((line) => line.runs.map((run) => run.count * run.pointsCount))
    expect(sum(counted)).toBe(pointsCount)
  })
})
