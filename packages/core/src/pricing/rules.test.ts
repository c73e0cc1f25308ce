import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Product } from '../catalog/index.ts'
import type { Coupon } from '../coupons/index.ts'
import type { CodeOf } from '../kernel/index.ts'
import { allocate, roundRate } from '../money/index.ts'
import type { Condition, Effect, Promotion } from '../promotions/index.ts'
import {
  checkQuoteInput,
  type PointsFacts,
  type PricedLine,
  pricedLine,
  Quote,
  type QuoteFacts,
  type QuoteLine,
  quote,
  type quoteBasket,
  type Reduction,
  type UnitParts,
  unitParts,
} from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 2_000
const timeout = 1_200_000
const now = 1_000
const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text })
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

function lineOf(skuId: string, quantity: number, listMinor: number, goldMinor?: number): PricedLine {
  const memberPrices = goldMinor === undefined ? [] : [{ tierId: 'gold', priceMinor: goldMinor }]
  return { lineId: skuId, skuId, productId: `prd_${skuId}`, title: words(skuId), quantity, listMinor, memberPrices }
}

function promotionOf(id: string, effect: Effect, ...conditions: readonly Condition[]): Promotion {
  const name = words(id)
  return { id, name, conditions, effect, priority: 0, startsAt: 0, endsAt: null, active: true, funder: 'platform' }
}

function couponOf(effect: Effect, ...conditions: readonly Condition[]): Coupon {
  const [name, status, funder] = [words('coupon'), 'issued', 'store'] as const
  const times = { validFrom: 0, validUntil: 2_000 }
  return { id: 'cou_1', templateId: 'tpl_1', name, conditions, effect, funder, status, orderId: null, ...times }
}

const off = (minor: number): Effect => ({ kind: 'amount_off', minor })
const percent = (bps: number, capMinor: number | null = null): Effect => ({ kind: 'percent_off', bps, capMinor })
const atLeast = (minor: number): Condition => ({ kind: 'subtotal_at_least', minor })
const only = (...skuIds: readonly string[]): Condition => ({ kind: 'skus', skuIds })

const plain: QuoteFacts = {
  ...{ currency: 'CNY', lines: [], tierId: null, promotions: [], coupon: null, points: null, now },
}
const terms = { redeemCount: 100, redeemMinor: 100, redeemMaxBps: 5_000, redeemStepCount: 100, redeemMinimumCount: 100 }
const pointsOf = (
  requestedCount: number,
  spendableCount: number,
  changed: Partial<typeof terms> = {},
): PointsFacts => ({
  ...{ requestedCount, spendableCount, settings: { ...terms, ...changed } },
})

describe('the worked example of the pricing page', () => {
  const facts: QuoteFacts = {
    ...plain,
    tierId: 'gold',
    lines: [lineOf('tea', 3, 50_00, 45_00), lineOf('cup', 1, 30_00)],
    promotions: [
      promotionOf('pro_150', off(20_00), atLeast(150_00)),
      promotionOf('pro_200', off(40_00), atLeast(200_00)),
    ],
    coupon: couponOf(percent(1_000, 10_00)),
    points: pointsOf(3_000, 2_350),
  }
  const quoted = quote(facts)
  const [tea, cup] = quoted.lines

  it('adds up to the totals of the page', () => {
    expect(quoted).toMatchObject({ listMinor: 180_00, reductionMinor: 68_00, payableMinor: 112_00 })
    expect(quoted).toMatchObject({ pointsCount: 2_300, pointsMinor: 23_00, couponId: 'cou_1', quotedAt: now })
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
      { ...promotionOf('cup', off(5_00), only('cup'), atLeast(80_00)), priority: -5 },
      promotionOf('tenth', percent(1_000), atLeast(160_00)),
      { ...promotionOf('tea', off(30_00), only('tea'), atLeast(100_00)), priority: 10 },
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
    const facts = { ...plain, tierId: 'gold', lines: [lineOf('a', 2, 10_00, 12_00), lineOf('b', 1, 10_00, 8_00)] }
    expect(quote(facts)).toMatchObject({ payableMinor: 28_00 })
    expect(quote({ ...facts, tierId: 'plain' })).toMatchObject({ payableMinor: 30_00, explain: [] })
    expect(quote({ ...facts, tierId: null })).toMatchObject({ payableMinor: 30_00, explain: [] })
    const useless = quote({ ...facts, lines: facts.lines.slice(0, 1) })
    expect(useless.explain).toMatchObject([{ ruleId: 'gold', minor: 0, reason: 'nothing_left' }])
  })

  it('runs promotions by priority, then id, each on what the earlier left', () => {
    const [half, ten] = [promotionOf('pro_a', percent(5_000)), promotionOf('pro_b', off(10_00))]
    const lines = [lineOf('a', 1, 100_00)]
    expect(quote({ ...plain, lines, promotions: [ten, half] }).payableMinor).toBe(40_00)
    expect(quote({ ...plain, lines, promotions: [half, { ...ten, priority: 1 }] }).payableMinor).toBe(45_00)
  })

  it('measures thresholds after item prices and before other reductions', () => {
    const facts = { ...plain, tierId: 'gold', lines: [lineOf('a', 1, 100_00, 90_00)] }
    const reached = [promotionOf('pro_a', off(50_00)), promotionOf('pro_b', off(1_00), atLeast(90_00))]
    expect(quote({ ...facts, promotions: reached }).payableMinor).toBe(39_00)
    const missed = quote({ ...facts, promotions: [promotionOf('pro_c', off(1_00), atLeast(100_00))] })
    expect(missed.explain.at(-1)).toMatchObject({ reason: 'below_subtotal', missingMinor: 10_00 })
  })

  it('counts a percentage once on the eligible amount, not line by line', () => {
    const lines = [lineOf('a', 1, 5), lineOf('b', 1, 5), lineOf('c', 1, 5)]
    expect(quote({ ...plain, lines, promotions: [promotionOf('pro_a', percent(1_000))] }).payableMinor).toBe(13)
  })

  it('touches eligible lines only', () => {
    const lines = [lineOf('a', 1, 10_00), lineOf('b', 1, 10_00)]
    const quoted = quote({ ...plain, lines, coupon: couponOf(off(15_00), only('b')) })
    expect(quoted.lines.map((line) => line.payableMinor)).toEqual([10_00, 0])
    expect(quoted.explain).toMatchObject([{ source: 'coupon', minor: 10_00 }])
  })

  it('answers an empty basket', () => {
    const quoted = quote({
      ...plain,
      promotions: [promotionOf('pro_a', off(1), atLeast(5))],
      points: pointsOf(100, 100),
    })
    expect(quoted).toMatchObject({ listMinor: 0, payableMinor: 0, lines: [] })
    expect(quoted.explain.map(({ reason }) => reason)).toEqual(['below_subtotal', 'nothing_left'])
  })

  it('throws above the largest amount of the contract', () => {
    expect(() => quote({ ...plain, lines: [lineOf('a', 1_000_000, 1_000_001)] })).toThrow(RangeError)
    const most = quote({ ...plain, lines: [lineOf('pin', 1_000_000, 1_000_000)], coupon: couponOf(percent(3_333)) })
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
    ['no_eligible_lines', { ...rule, conditions: [only('zzz')] }],
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
    const quoted = quote({ ...plain, lines, coupon: { ...couponOf(off(1_00)), ...changed } })
    expect(quoted).toMatchObject({ couponId: null, payableMinor: 10_00, explain: [{ source: 'coupon', reason }] })
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

describe('pricing failures seen in other shops', () => {
  it('macrozheng/mall#1002, spree/spree#7734: deductions above the total never make it negative', () => {
    const lines = [lineOf('a', 1, 5_00), lineOf('b', 2, 3)]
    const quoted = quote({
      ...plain,
      lines,
      promotions: [promotionOf('pro_a', off(4_00))],
      coupon: couponOf(off(100_00)),
    })
    expect(quoted).toMatchObject({ payableMinor: 0, reductionMinor: 5_06, couponId: 'cou_1' })
    expect(quoted.lines.every((line) => line.runs.every((run) => run.payableMinor === 0))).toBe(true)
  })

  it('macrozheng/mall#356: 3 × 10.00 with a coupon of 10.00 costs 20.00, not 20.01', () => {
    const quoted = quote({ ...plain, lines: [lineOf('a', 3, 10_00)], coupon: couponOf(off(10_00)) })
    expect(quoted.payableMinor).toBe(20_00)
    expect(quoted.lines[0]?.runs.map((run) => [run.count, run.payableMinor])).toEqual([
      [1, 6_66],
      [2, 6_67],
    ])
  })

  it('a threshold of 100.00 is not reached at 99.50', () => {
    const promotions = [promotionOf('pro_a', off(10_00), atLeast(100_00))]
    const quoted = quote({ ...plain, lines: [lineOf('a', 1, 99_50)], promotions })
    expect(quoted.explain).toMatchObject([{ reason: 'below_subtotal', missingMinor: 50 }])
  })

  it('vendure#4811: units that are kept keep their shares when others are refunded', () => {
    const quoted = quote({ ...plain, lines: [lineOf('a', 3, 10_00)], promotions: [promotionOf('pro_a', off(10_00))] })
    const [line] = quoted.lines
    if (line === undefined) throw new Error('no line')
    const refunded = unitParts(line, 0, 2).paidMinor
    expect([refunded, unitParts(line, 2, 3).paidMinor]).toEqual([13_33, 6_67])
    expect(refunded + unitParts(line, 2, 3).paidMinor).toBe(line.payableMinor)
  })

  it('vendure#5278: a coupon that takes nothing off is not used up', () => {
    const facts = { ...plain, lines: [lineOf('a', 1, 10_00)], coupon: couponOf(off(5_00)) }
    const free = quote({ ...facts, promotions: [promotionOf('pro_a', percent(10_000))] })
    expect(free).toMatchObject({ couponId: null, payableMinor: 0 })
    expect(free.explain.at(-1)).toMatchObject({ source: 'coupon', minor: 0, reason: 'nothing_left' })
  })

  it('a percentage of a basket above 214,748.36 does not overflow', () => {
    const quoted = quote({ ...plain, lines: [lineOf('a', 1, 300_000_00)], coupon: couponOf(percent(1_000)) })
    expect(quoted.payableMinor).toBe(270_000_00)
  })
})

describe('checkQuoteInput', () => {
  type Lines = Parameters<typeof checkQuoteInput>[0]
  const skus = new Map([
    ['tea', { listMinor: 50_00 }],
    ['gem', { listMinor: 1_000_000_000_000 }],
  ])
  const line = (lineId: string, skuId: string, quantity = 1): Lines[number] => ({ lineId, skuId, quantity })
  const refused: Record<CodeOf<typeof quoteBasket>, Lines> = {
    sku_missing: [line('l1', 'tea'), line('l1', 'pot')],
    line_repeated: [line('l1', 'gem'), line('l1', 'gem')],
    basket_too_large: [line('l1', 'gem'), line('l2', 'tea')],
  }

  it.each(Object.entries(refused))('refuses %s, before any that stands later in the contract', (code, lines) => {
    expect(checkQuoteInput(lines, skus)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('lets everything else through, one SKU in two lines included', () => {
    expect(checkQuoteInput([line('l1', 'tea', 2), line('l2', 'tea')], skus)).toEqual({ ok: true, events: [] })
    expect(checkQuoteInput([line('l1', 'gem')], skus).ok).toBe(true)
  })
})

describe('pricedLine', () => {
  it('names the SKU within its product and keeps within the length of a label', () => {
    const sku = { id: 'sku_1', title: words('L'), listMinor: 5, costMinor: 3, memberPrices: [] }
    const product: Product = {
      ...{ id: 'prd_1', title: { zh: '衬衫', en: 'S'.repeat(200) }, description: '', imageUrl: null },
      ...{ category: 'c', published: true, skus: [sku] },
    }
    const line = pricedLine('lin_1', product, sku, 2)
    expect(line).toMatchObject({ lineId: 'lin_1', skuId: 'sku_1', productId: 'prd_1', quantity: 2, listMinor: 5 })
    expect([line.title.zh, line.title.en.length]).toEqual(['衬衫 L', 200])
    expect(line).not.toHaveProperty('costMinor')
  })
})

const skuIds = ['sku_a', 'sku_b', 'sku_c', 'sku_d', 'sku_e', 'sku_f'] as const
const price = fc.oneof(fc.nat(3), fc.nat(500), fc.nat(20_000))
const anyLines = fc.uniqueArray(
  fc.record({
    lineId: fc.constantFrom('l1', 'l2', 'l3', 'l4', 'l5', 'l6'),
    skuId: fc.constantFrom(...skuIds),
    quantity: fc.integer({ min: 1, max: 7 }),
    listMinor: price,
    memberPrices: fc.array(fc.record({ tierId: fc.constantFrom('gold', 'black'), priceMinor: price }), {
      maxLength: 2,
    }),
  }),
  { selector: ({ lineId }) => lineId, maxLength: 6 },
)
const anyEffect: fc.Arbitrary<Effect> = fc.oneof(
  fc.integer({ min: 1, max: 30_000 }).map(off),
  fc.tuple(fc.integer({ min: 1, max: 10_000 }), fc.option(fc.nat(5_000))).map(([bps, cap]) => percent(bps, cap)),
)
const anyConditions: fc.Arbitrary<readonly Condition[]> = fc.array(
  fc.oneof(
    fc.nat(20_000).map(atLeast),
    fc.constant<Condition>({ kind: 'tier_in', tierIds: ['gold'] }),
    fc.subarray([...skuIds], { minLength: 1 }).map((ids) => only(...ids)),
  ),
  { maxLength: 2 },
)
const anyPromotion = fc
  .record({ effect: anyEffect, conditions: anyConditions, priority: fc.nat(2), endsAt: fc.option(fc.nat(3_000)) })
  .map(({ effect, conditions, ...rest }) => ({ ...promotionOf('pro', effect, ...conditions), ...rest }))
const anyPoints = fc.record({
  requestedCount: fc.nat(20_000),
  spendableCount: fc.nat(20_000),
  settings: fc.record({
    redeemCount: fc.integer({ min: 1, max: 1_000 }),
    redeemMinor: fc.integer({ min: 1, max: 1_000 }),
    redeemMaxBps: fc.nat(10_000),
    redeemStepCount: fc.integer({ min: 1, max: 100 }),
    redeemMinimumCount: fc.nat(200),
  }),
})
const anyFacts: fc.Arbitrary<QuoteFacts> = fc.record({
  currency: fc.constant('CNY'),
  lines: anyLines.map((lines) => lines.map((line) => ({ ...line, productId: 'prd_1', title: words('x') }))),
  tierId: fc.constantFrom(null, 'gold', 'black'),
  promotions: fc
    .array(anyPromotion, { maxLength: 5 })
    .map((list) => list.map((each, i) => ({ ...each, id: `pro_${i}` }))),
  coupon: fc.option(fc.tuple(anyEffect, anyConditions).map(([effect, conditions]) => couponOf(effect, ...conditions))),
  points: fc.option(anyPoints),
  now: fc.constant(now),
})

/** Unit by unit and without runs: what is left of each unit of each line after the layers, by the text of the rules. */
function leftByUnit(facts: QuoteFacts, quoted: Quote): readonly (readonly number[])[] {
  const order = [...facts.lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1))
  const units = order.map((line) => {
    const prices = line.memberPrices.filter(({ tierId }) => tierId === facts.tierId).map(({ priceMinor }) => priceMinor)
    return Array.from({ length: line.quantity }, () => Math.min(line.listMinor, ...prices))
  })
  const before = units.map(sum)
  const reduce = (eligible: readonly number[], minor: number): void => {
    const shares = allocate(
      minor,
      eligible.map((index) => sum(units[index] ?? [])),
    )
    for (const [position, index] of eligible.entries()) {
      const cuts = allocate(shares[position] ?? 0, units[index] ?? [])
      units[index] = (units[index] ?? []).map((left, unit) => left - (cuts[unit] ?? 0))
    }
  }
  const rules = [...facts.promotions].sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1))
  const running = rules.filter(({ endsAt }) => endsAt === null || now < endsAt)
  for (const { conditions, effect } of [...running, ...(facts.coupon === null ? [] : [facts.coupon])]) {
    const eligible = order.flatMap(({ skuId }, index) =>
      conditions.every((each) => each.kind !== 'skus' || each.skuIds.includes(skuId)) ? [index] : [],
    )
    const reached = sum(eligible.map((index) => before[index] ?? 0))
    const holds = conditions.every((each) => {
      if (each.kind === 'tier_in') return facts.tierId !== null && each.tierIds.includes(facts.tierId)
      return each.kind === 'skus' || reached >= each.minor
    })
    const amount = sum(eligible.flatMap((index) => units[index] ?? []))
    const wanted =
      effect.kind === 'amount_off' ? effect.minor : Math.min(roundRate(amount, effect.bps), effect.capMinor ?? amount)
    if (holds) reduce(eligible, Math.min(wanted, amount))
  }
  reduce([...order.keys()], quoted.pointsMinor)
  return facts.lines.map((line) => units[order.indexOf(line)] ?? [])
}

const unitsOf = (line: QuoteLine): readonly number[] =>
  line.runs.flatMap((run) => Array.from({ length: run.count }, () => run.payableMinor))

describe('properties of a quote', { timeout }, () => {
  it('equals the unit-by-unit calculation', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const quoted = quote(facts)
        expect(quoted.lines.map(unitsOf)).toEqual(leftByUnit(facts, quoted))
      }),
      { numRuns },
    )
  })

  it('adds up in every line, unit, rule and total, and is never negative', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const quoted = quote(facts)
        const wholes = quoted.lines.map((line) => unitParts(line, 0, line.quantity))
        for (const { listMinor, quantity, runs, payableMinor, pointsCount } of quoted.lines) {
          for (const run of runs) {
            expect(run.listMinor - sum(run.reductions.map(({ minor }) => minor))).toBe(run.payableMinor)
            expect(run.payableMinor).toBeGreaterThanOrEqual(0)
            expect(run.reductions.every(({ minor }) => minor > 0)).toBe(true)
          }
          expect(sum(runs.map(({ count }) => count))).toBe(quantity)
          expect(sum(runs.map((run) => run.count * run.listMinor))).toBe(listMinor)
          expect(sum(runs.map((run) => run.count * run.payableMinor))).toBe(payableMinor)
          expect(sum(runs.map((run) => run.count * run.pointsCount))).toBe(pointsCount)
        }
        for (const { source, ruleId, minor } of quoted.explain) {
          const parts = wholes.flatMap(({ reductions }) => reductions)
          const own = parts.filter((part) => part.source === source && part.ruleId === ruleId)
          expect(sum(own.map((part) => part.minor))).toBe(minor)
        }
        expect(sum(quoted.explain.map(({ minor }) => minor))).toBe(quoted.reductionMinor)
        expect(quoted.listMinor - quoted.reductionMinor).toBe(quoted.payableMinor)
        expect(sum(quoted.lines.map(({ payableMinor }) => payableMinor))).toBe(quoted.payableMinor)
        expect(sum(quoted.lines.map(({ pointsCount }) => pointsCount))).toBe(quoted.pointsCount)
      }),
      { numRuns },
    )
  })

  it('keeps its contract and explains every rule once, with a reason exactly when it took nothing', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const quoted = quote(facts)
        expect(Quote.safeParse(quoted).error?.issues ?? []).toEqual([])
        expect(quoted.explain.every(({ minor, reason }) => (minor === 0) === (reason !== null))).toBe(true)
        const told = quoted.explain.filter(({ source }) => source === 'promotion').map(({ ruleId }) => ruleId)
        expect(told.toSorted()).toEqual(facts.promotions.map(({ id }) => id).toSorted())
        const coupon = quoted.explain.find(({ source }) => source === 'coupon')
        expect(coupon?.ruleId).toBe(facts.coupon?.id)
        expect(quoted.couponId).toBe(coupon !== undefined && coupon.minor > 0 ? coupon.ruleId : null)
      }),
      { numRuns },
    )
  })

  it('gives the same answer twice, does not touch its facts, and merges equal neighbours', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const copy = structuredClone(facts)
        const quoted = quote(facts)
        expect(facts).toEqual(copy)
        expect(quote(facts)).toEqual(quoted)
        for (const { runs } of quoted.lines) {
          const figures = runs.map(({ count: _, ...rest }) => JSON.stringify(rest))
          expect(figures.every((each, index) => each !== figures[index - 1])).toBe(true)
        }
      }),
      { numRuns },
    )
  })

  it('does not care in which order lines and promotions stand', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        lines: fc.shuffledSubarray([...facts.lines], { minLength: facts.lines.length }),
        promotions: fc.shuffledSubarray([...facts.promotions], { minLength: facts.promotions.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ facts, lines, promotions }) => {
        const [straight, mixed] = [quote(facts), quote({ ...facts, lines, promotions })]
        expect(mixed.lines.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId))
        const byId = (a: QuoteLine, b: QuoteLine): number => (a.lineId < b.lineId ? -1 : 1)
        expect({ ...mixed, lines: mixed.lines.toSorted(byId) }).toEqual({
          ...straight,
          lines: straight.lines.toSorted(byId),
        })
      }),
      { numRuns },
    )
  })

  it('never spends more points than asked, owned or allowed, and only whole steps above the minimum', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { pointsCount, pointsMinor, payableMinor } = quote(facts)
        if (facts.points === null || pointsCount === 0) {
          expect([pointsCount, pointsMinor]).toEqual([0, 0])
          return
        }
        const { requestedCount, spendableCount, settings } = facts.points
        expect(pointsCount).toBeLessThanOrEqual(Math.min(requestedCount, spendableCount))
        expect(pointsCount % settings.redeemStepCount).toBe(0)
        expect(pointsCount).toBeGreaterThanOrEqual(settings.redeemMinimumCount)
        expect(pointsMinor).toBe(Math.floor((pointsCount * settings.redeemMinor) / settings.redeemCount))
        expect(pointsMinor * 10_000).toBeLessThanOrEqual((payableMinor + pointsMinor) * settings.redeemMaxBps)
      }),
      { numRuns },
    )
  })
})

describe('unitParts', { timeout }, () => {
  const components = (parts: UnitParts): Record<string, number> => ({
    ...{ paid: parts.paidMinor, points: parts.pointsCount, pointsMinor: parts.pointsMinor, list: parts.listMinor },
    ...Object.fromEntries(parts.reductions.map((each: Reduction) => [`${each.source} ${each.ruleId}`, each.minor])),
  })

  it('refunds in any number of steps add up to the whole, component by component', () => {
    const cuts = fc.array(fc.nat(7), { maxLength: 4 })
    fc.assert(
      fc.property(anyFacts, cuts, (facts, stops) => {
        for (const line of quote(facts).lines) {
          const edges = [0, ...stops.map((stop) => Math.min(stop, line.quantity)).sort((a, b) => a - b), line.quantity]
          const totals: Record<string, number> = {}
          for (const [index, to] of edges.entries()) {
            const parts = components(unitParts(line, edges[index - 1] ?? 0, to))
            for (const [name, minor] of Object.entries(parts)) totals[name] = (totals[name] ?? 0) + minor
          }
          expect(totals).toEqual(components(unitParts(line, 0, line.quantity)))
        }
      }),
      { numRuns },
    )
  })

  it.each([
    [-1, 1],
    [2, 1],
    [0, 4],
    [0, 1.5],
  ])('throws for the units %d to %d of a line of 3', (from, to) => {
    const [line] = quote({ ...plain, lines: [lineOf('a', 3, 10_00)] }).lines
    expect(() => line && unitParts(line, from, to)).toThrow(RangeError)
  })
})
