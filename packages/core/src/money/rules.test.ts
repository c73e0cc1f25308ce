import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocate,
  allocateByWeights,
  allocateRounded,
  allocateRuns,
  allocateRunsByWeights,
  allocateWithin,
  floorRate,
  floorRatio,
  MAX_PARTS,
  type RoundingMode,
  roundRate,
  roundRatio,
  split,
} from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 2_000
const timeout = 600_000
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** Large bases that hardly differ: here the remainders of floating-point arithmetic would be wrong. */
const alike = fc.integer({ min: 976_709_721_420, max: 976_709_721_424 })
const anyBase = fc.oneof(fc.nat(3), fc.nat(500), fc.nat(1_000_000_000_000))
/** Few prices on many lines: most remainders tie. */
const fewPrices = fc.array(fc.constantFrom<number[]>(0, 990, 1_990, 9_990), { minLength: 1, maxLength: 200 })
const bases = fc.oneof(
  fc.array(anyBase, { minLength: 1, maxLength: 30 }),
  fc.array(alike, { minLength: 1, maxLength: 5 }),
  fewPrices,
)
const splits = bases.chain((list) =>
  fc.record({
    list: fc.constant(list),
    total: fc.integer({ min: 0, max: Math.min(Number.MAX_SAFE_INTEGER, sum(list)) }),
  }),
)
const runs = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 12 }), base: fc.oneof(fc.nat(3), fc.nat(400), fc.nat(1_000_000_000)) }),
  { minLength: 1, maxLength: 8 },
)
const runSplits = runs.chain((list) =>
  fc.record({
    list: fc.constant(list),
    total: fc.integer({ min: 0, max: sum(list.map((run) => run.count * run.base)) }),
  }),
)

const modes: readonly RoundingMode[] = [
  'floor',
  'ceil',
  'trunc',
  'expand',
  'halfFloor',
  'halfCeil',
  'halfTrunc',
  'halfExpand',
  'halfEven',
  'halfOdd',
]
const mode = fc.constantFrom(...modes)

/** The definition, written out: floors in exact integers, then one each to the largest remainders. */
function byDefinition(total: number, list: readonly number[]): readonly number[] {
  const weight = list.reduce((left, base) => left + BigInt(base), 0n)
  if (weight === 0n) return list.map(() => 0)
  const parts = list.map((base, index) => {
    const product = BigInt(total) * BigInt(base)
    return { index, share: Number(product / weight), remainder: product % weight }
  })
  const spare = total - sum(parts.map(({ share }) => share))
  const order = [...parts].sort((a, b) =>
    b.remainder === a.remainder ? a.index - b.index : b.remainder > a.remainder ? 1 : -1,
  )
  for (const part of order.slice(0, spare)) part.share += 1
  return parts.map(({ share }) => share)
}

describe('allocate', () => {
  it('follows its definition: floors, then the largest remainders, ties to the earlier', { timeout }, () => {
    fc.assert(
      fc.property(splits, ({ list, total }) => {
        expect(allocate(total, list)).toEqual(byDefinition(total, list))
      }),
      { numRuns },
    )
  })

  it('always adds up, and no share is negative or above its base', { timeout }, () => {
    fc.assert(
      fc.property(splits, ({ list, total }) => {
        const shares = allocate(total, list)
        expect(sum(shares)).toBe(total)
        expect(shares.every((share, index) => share >= 0 && share <= (list[index] ?? -1))).toBe(true)
      }),
      { numRuns },
    )
  })

  it('mirrors a negative total', { timeout }, () => {
    fc.assert(
      fc.property(splits, ({ list, total }) => {
        const mirrored = allocate(total, list).map((share) => (share === 0 ? 0 : -share))
        expect(allocate(-total, list)).toEqual(mirrored)
      }),
      { numRuns },
    )
  })

  it('stays exact where the product passes 2^53', () => {
    const [large, odd] = [999_999_999_999, 333_333_333_337]
    expect(allocate(large, [large, odd, 1])).toEqual(byDefinition(large, [large, odd, 1]))
    expect(sum(allocate(large, [large, odd, 1]))).toBe(large)
  })

  it('picks the largest remainder where floating-point numbers would pick another', () => {
    const almostAll = allocate(2_930_129_164_261, [976_709_721_421, 976_709_721_422, 976_709_721_423])
    expect(almostAll).toEqual([976_709_721_420, 976_709_721_420, 976_709_721_421])
  })

  it('gives ties to the earlier one', () => {
    expect(allocate(2, [1, 1, 1])).toEqual([1, 1, 0])
    expect(allocate(100, [1_000, 1_000, 1_000])).toEqual([34, 33, 33])
  })

  it('gives zeros for nothing over nothing, and to free lines', () => {
    expect(allocate(0, [])).toEqual([])
    expect(allocate(0, [0, 0])).toEqual([0, 0])
    expect(allocate(7, [0, 10, 0])).toEqual([0, 7, 0])
  })

  it('refuses to split more than there is, or what is no whole number', () => {
    expect(() => allocate(1, [0, 0])).toThrow(RangeError)
    expect(() => allocate(1, [])).toThrow(RangeError)
    expect(() => allocate(11, [5, 5])).toThrow(RangeError)
    expect(() => allocate(-11, [5, 5])).toThrow(RangeError)
    expect(() => allocate(0.5, [5, 5])).toThrow(RangeError)
    expect(() => allocate(Number.NaN, [5, 5])).toThrow(RangeError)
    expect(() => allocate(1, [5, -5])).toThrow(RangeError)
    expect(() => allocateRuns(1, [{ count: 0, base: 5 }])).toThrow(RangeError)
  })
})

describe('allocation failures seen in other shops', () => {
  it('floor + "the last line takes the rest" drives the last line below zero (lines 1.00, 1.00, 0.01, discount 2.00)', () => {
    expect(allocate(200, [100, 100, 1])).toEqual([100, 99, 1])
  })

  it('macrozheng/mall#356: a ratio rounded to three places loses a cent (3 × 10.00, coupon 10.00)', () => {
    expect(sum(allocate(1_000, [1_000, 1_000, 1_000]))).toBe(1_000)
  })

  it('macrozheng/mall#356, #567: quantity counts (3 of one, 1 of another, coupon 10.00)', () => {
    const shares = allocateRuns(1_000, [
      { count: 3, base: 1_000 },
      { count: 1, base: 3_000 },
    ])
    expect(shares).toEqual([
      { count: 2, base: 1_000, share: 167, index: 0 },
      { count: 1, base: 1_000, share: 166, index: 0 },
      { count: 1, base: 3_000, share: 500, index: 1 },
    ])
  })
})

describe('allocateRuns', () => {
  it('equals expanding to units and allocating', { timeout }, () => {
    fc.assert(
      fc.property(runSplits, ({ list, total }) => {
        const units = list.flatMap(({ count, base }) => Array.from({ length: count }, () => base))
        const expanded = allocateRuns(total, list).flatMap(({ count, share }) =>
          Array.from({ length: count }, () => share),
        )
        expect(expanded).toEqual(allocate(total, units))
      }),
      { numRuns },
    )
  })

  it('keeps every run whole or in two, names it, and mirrors negative totals', { timeout }, () => {
    fc.assert(
      fc.property(runSplits, ({ list, total }) => {
        const parts = allocateRuns(total, list)
        for (const [index, { count, base }] of list.entries()) {
          const own = parts.filter((part) => part.index === index)
          expect(own.length === 1 || own.length === 2).toBe(true)
          expect(sum(own.map((part) => part.count))).toBe(count)
          expect(own.every((part) => part.base === base)).toBe(true)
        }
        const mirrored = parts.map((part) => ({ ...part, share: part.share === 0 ? 0 : -part.share }))
        expect(allocateRuns(-total, list)).toEqual(mirrored)
      }),
      { numRuns },
    )
  })

  it('takes a quantity of a million without expanding it', () => {
    expect(allocateRuns(1_000_001, [{ count: 1_000_000, base: 1_000 }])).toEqual([
      { count: 1, base: 1_000, share: 2, index: 0 },
      { count: 999_999, base: 1_000, share: 1, index: 0 },
    ])
  })

  it('stays exact where a product passes 2^53', () => {
    const parts = allocateRuns(1_000_000_000_001, [
      { count: 1_000, base: 4_000_000_000_000 },
      { count: 500, base: 4_000_000_000_000 },
    ])
    expect(sum(parts.map(({ count, share }) => count * share))).toBe(1_000_000_000_001)
    expect(new Set(parts.map(({ share }) => share))).toEqual(new Set([666_666_667, 666_666_666]))
  })

  it('refuses bases that pass 2^53 together', () => {
    const vast = 2 ** 52
    expect(() => allocate(1, [vast, vast])).toThrow(RangeError)
    expect(() => allocateRuns(1, [{ count: 2, base: vast }])).toThrow(RangeError)
  })

  it('takes totals above all weights where they only compare', () => {
    const runs = [
      { count: 2, base: 1 },
      { count: 1, base: 2 },
    ]
    expect(allocateRunsByWeights(10, runs)).toEqual([
      { count: 1, base: 1, share: 3, index: 0 },
      { count: 1, base: 1, share: 2, index: 0 },
      { count: 1, base: 2, share: 5, index: 1 },
    ])
  })
})

describe('allocateByWeights', () => {
  const weighted = fc.record({ list: bases, total: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }) })

  it('is allocate over the weights, however large the total', { timeout }, () => {
    fc.assert(
      fc.property(weighted, ({ list, total }) => {
        fc.pre(list.some((weight) => weight > 0))
        const mirrored = byDefinition(Math.abs(total), list).map((share) => (total < 0 ? 0 - share : share))
        expect(allocateByWeights(total, list)).toEqual(mirrored)
      }),
      { numRuns },
    )
  })

  it('splits evenly over zeros, and gives nothing to nobody', () => {
    expect(allocateByWeights(100, [1, 3])).toEqual([25, 75])
    expect(allocateByWeights(-11, [0, 0])).toEqual([-6, -5])
    expect(allocateByWeights(0, [])).toEqual([])
    expect(() => allocateByWeights(1, [])).toThrow(RangeError)
    expect(() => allocateByWeights(1, [-1, 2])).toThrow(RangeError)
    expect(() => allocateByWeights(1, [-1, 1])).toThrow(RangeError)
    expect(() => allocateByWeights(1, [0.5])).toThrow(RangeError)
    expect(() => allocateByWeights(0.5, [1])).toThrow(RangeError)
  })
})

describe('allocateRounded', () => {
  it('adds up, and no share is two units off its exact value', { timeout }, () => {
    fc.assert(
      fc.property(splits, mode, ({ list, total }, by) => {
        const shares = allocateRounded(total, list, by)
        expect(sum(shares)).toBe(total)
        const weight = list.reduce((left, base) => left + BigInt(base), 0n)
        for (const [index, share] of shares.entries()) {
          const off = BigInt(share) * weight - BigInt(total) * BigInt(list[index] ?? 0)
          expect(off <= 2n * weight && off >= -2n * weight).toBe(true)
        }
      }),
      { numRuns },
    )
  })

  it('corrects the earliest, where allocate takes the largest fraction', () => {
    expect(allocateRounded(300, [4_300, 1_400, 2_300], 'halfTrunc')).toEqual([162, 52, 86])
    expect(allocate(300, [4_300, 1_400, 2_300])).toEqual([161, 53, 86])
    expect(allocateRounded(-300, [0, 4_300, 1_400, 2_300], 'halfTrunc')).toEqual([0, -162, -52, -86])
    expect(allocateRounded(5, [0, 0], 'halfTrunc')).toEqual([3, 2])
  })
})

describe('allocateWithin', () => {
  const withRooms = fc
    .array(fc.record({ base: anyBase, room: anyBase }), { minLength: 1, maxLength: 12 })
    .chain((list) =>
      fc.record({ list: fc.constant(list), total: fc.integer({ min: 0, max: sum(list.map(({ room }) => room)) }) }),
    )

  it('adds up within the rooms, and those with room left have what allocate gives them', { timeout }, () => {
    fc.assert(
      fc.property(withRooms, ({ list, total }) => {
        const [weights, rooms] = [list.map(({ base }) => base), list.map(({ room }) => room)]
        const shares = allocateWithin(total, weights, rooms)
        expect(sum(shares)).toBe(total)
        expect(shares.every((share, index) => share >= 0 && share <= (rooms[index] ?? -1))).toBe(true)
        const mirrored = shares.map((share) => 0 - share)
        expect(allocateWithin(-total, weights, rooms)).toEqual(mirrored)
        const open = shares.map((share, index) => (share < (rooms[index] ?? 0) ? (weights[index] ?? 0) : 0))
        const spread = sum(shares.filter((_, index) => (open[index] ?? 0) > 0))
        fc.pre(open.some((weight) => weight > 0))
        const free = allocateByWeights(spread, open)
        const off = shares.map((share, index) => ((open[index] ?? 0) > 0 ? Math.abs(share - (free[index] ?? 0)) : 0))
        expect(Math.max(...off)).toBeLessThanOrEqual(1)
      }),
      { numRuns },
    )
  })

  it('is allocate where nobody lacks room', { timeout }, () => {
    fc.assert(
      fc.property(splits, ({ list, total }) => {
        expect(allocateWithin(total, list, list)).toEqual(allocate(total, list))
      }),
      { numRuns },
    )
  })

  it('spreads what one refuses over the others, to the last unit of room', () => {
    expect(allocateWithin(-2_500, [5_000, 6_000], [500, 6_000])).toEqual([-500, -2_000])
    expect(allocateWithin(100, [1, 1, 1], [10, 40, 100])).toEqual([10, 40, 50])
    expect(allocateWithin(10, [1_000, 0, 0], [4, 9, 0])).toEqual([4, 6, 0])
    expect(allocateWithin(6, [1, 2, 3], [1, 2, 3])).toEqual([1, 2, 3])
    expect(allocateWithin(0, [], [])).toEqual([])
  })

  it('refuses more than there is room for, and what is no whole number', () => {
    expect(() => allocateWithin(7, [1, 2, 3], [1, 2, 3])).toThrow(RangeError)
    expect(() => allocateWithin(-7, [1, 2, 3], [1, 2, 3])).toThrow(RangeError)
    expect(() => allocateWithin(1, [1], [])).toThrow(RangeError)
    expect(() => allocateWithin(1, [1, 1], [3, -1])).toThrow(RangeError)
    expect(() => allocateWithin(1, [1, 1], [3, 0.5])).toThrow(RangeError)
    expect(() => allocateWithin(0.5, [1, 1], [3, 3])).toThrow(RangeError)
    expect(() => allocateWithin(1, [1, -1], [3, 3])).toThrow(RangeError)
  })
})

describe('split', () => {
  it('is allocate over equal bases', { timeout }, () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 50 }), (total, count) => {
        const equal = Array.from({ length: count }, () => Math.abs(total))
        expect(split(total, count)).toEqual(allocate(total, equal))
      }),
      { numRuns },
    )
  })

  it('needs a part, and not too many', () => {
    for (const count of [0, -1, 1.5, MAX_PARTS + 1, Number.NaN]) expect(() => split(1, count)).toThrow(RangeError)
    expect(() => split(0.5, 2)).toThrow(RangeError)
    expect(split(Number.MIN_SAFE_INTEGER, 2)).toEqual([-4_503_599_627_370_496, -4_503_599_627_370_495])
  })
})

describe('ratios', () => {
  const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })
  const numerator = fc.oneof(fc.nat(20_000), fc.nat(1_000_000_000_000))
  const denominator = fc.oneof(fc.constant(10_000), fc.integer({ min: 1, max: 1_000_000_000_000 }))

  it('floorRatio is the largest whole number that is not above', { timeout }, () => {
    fc.assert(
      fc.property(amount, numerator, denominator, (a, n, d) => {
        fc.pre(Math.abs(a) * n <= 9_007_199_254_740_991 * d)
        const rest = BigInt(a) * BigInt(n) - BigInt(floorRatio(a, n, d)) * BigInt(d)
        expect(rest >= 0n && rest < BigInt(d)).toBe(true)
      }),
      { numRuns },
    )
  })

  it('roundRatio is the nearest whole number, halves away from zero', { timeout }, () => {
    fc.assert(
      fc.property(amount, numerator, denominator, (a, n, d) => {
        fc.pre(Math.abs(a) * n <= 9_007_199_254_740_991 * d)
        const rounded = roundRatio(a, n, d)
        const rest = 2n * (BigInt(Math.abs(a)) * BigInt(n) - BigInt(Math.abs(rounded)) * BigInt(d))
        expect(rest >= -BigInt(d) && rest < BigInt(d)).toBe(true)
        expect(rounded === 0 || rounded < 0 === a < 0).toBe(true)
      }),
      { numRuns },
    )
  })

  it.each([
    [5, 1_000, 1, 0],
    [15, 1_000, 2, 1],
    [25, 1_000, 3, 2],
    [-5, 1_000, -1, -1],
    [-4, 1_000, 0, -1],
    [30_000_000, 9_000, 27_000_000, 27_000_000],
  ])('%d at %d bps rounds to %d and floors to %d', (amountMinor, bps, rounded, floored) => {
    expect(roundRate(amountMinor, bps)).toBe(rounded)
    expect(floorRate(amountMinor, bps)).toBe(floored)
  })

  it('refuses a denominator that is not positive and numbers that are not whole', () => {
    expect(() => floorRatio(1, 1, 0)).toThrow(RangeError)
    expect(() => roundRatio(1, 1, -3)).toThrow(RangeError)
    expect(() => floorRate(0.5, 100)).toThrow(RangeError)
    expect(() => roundRate(Number.POSITIVE_INFINITY, 100)).toThrow(RangeError)
  })
})
