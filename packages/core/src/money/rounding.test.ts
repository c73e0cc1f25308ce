import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  divideRound,
  MAX_DECIMAL_LENGTH,
  MAX_EXPONENT,
  minorFromDecimal,
  multiplyDecimal,
  type RoundingMode,
  rescale,
  roundRatio,
  roundToStep,
} from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 2_000
const timeout = 600_000

const dividends = [-25, -16, -15, -14, -5, 5, 14, 15, 16, 25]
/** Their tenths, as ECMA-402 rounds them. */
const tenths: Readonly<Record<RoundingMode, readonly number[]>> = {
  floor: [-3, -2, -2, -2, -1, 0, 1, 1, 1, 2],
  ceil: [-2, -1, -1, -1, 0, 1, 2, 2, 2, 3],
  trunc: [-2, -1, -1, -1, 0, 0, 1, 1, 1, 2],
  expand: [-3, -2, -2, -2, -1, 1, 2, 2, 2, 3],
  halfFloor: [-3, -2, -2, -1, -1, 0, 1, 1, 2, 2],
  halfCeil: [-2, -2, -1, -1, 0, 1, 1, 2, 2, 3],
  halfTrunc: [-2, -2, -1, -1, 0, 0, 1, 1, 2, 2],
  halfExpand: [-3, -2, -2, -1, -1, 1, 1, 2, 2, 3],
  halfEven: [-2, -2, -2, -1, 0, 0, 1, 2, 2, 2],
  halfOdd: [-3, -2, -1, -1, -1, 1, 1, 1, 2, 3],
}
const modes = Object.keys(tenths) as RoundingMode[]
const mode = fc.constantFrom(...modes)
const whole = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.maxSafeInteger())
const divisor = fc.oneof(fc.constantFrom(1, 2, 4, 5, 10), fc.maxSafeInteger()).filter((each) => each !== 0)

/** The definition, written out: of the whole numbers next to a / b, the one that the mode names. */
function byDefinition(a: bigint, b: bigint, by: RoundingMode): bigint {
  const [over, under] = b < 0n ? [-a, -b] : [a, b]
  const below = over >= 0n ? over / under : -((-over + under - 1n) / under)
  const rest = over - below * under
  if (rest === 0n) return below
  const above = below + 1n
  const [inner, outer] = over > 0n ? [below, above] : [above, below]
  if (by.startsWith('half') && 2n * rest !== under) return 2n * rest < under ? below : above
  if (/floor$/i.test(by)) return below
  if (/ceil$/i.test(by)) return above
  if (/trunc$/i.test(by)) return inner
  if (/expand$/i.test(by)) return outer
  const isEven = below % 2n === 0n
  return isEven === (by === 'halfEven') ? below : above
}

/** A decimal and its value as a fraction of a power of ten. */
const decimal = fc
  .record({ sign: fc.constantFrom('', '-'), left: fc.nat(999_999_999), right: fc.stringMatching(/^[0-9]{0,12}$/) })
  .map(({ sign, left, right }) => ({
    text: `${sign}${left}${right === '' ? '' : `.${right}`}`,
    over: BigInt(`${left}${right}`) * (sign === '' ? 1n : -1n),
    under: 10n ** BigInt(right.length),
  }))

describe('divideRound', () => {
  it.each(modes)('%s', (by) => {
    expect(dividends.map((dividend) => divideRound(dividend, 10, by))).toEqual(tenths[by])
    expect(dividends.map((dividend) => divideRound(-dividend, -10, by))).toEqual(tenths[by])
  })

  it('follows its definition on every safe integer', { timeout }, () => {
    fc.assert(
      fc.property(whole, divisor, mode, (a, b, by) => {
        expect(divideRound(a, b, by)).toBe(Number(byDefinition(BigInt(a), BigInt(b), by)))
      }),
      { numRuns },
    )
  })

  it('agrees with roundRatio where both answer', { timeout }, () => {
    fc.assert(
      fc.property(whole, divisor, (a, b) => {
        fc.pre(b > 0)
        expect(divideRound(a, b, 'halfExpand')).toBe(roundRatio(a, 1, b))
      }),
      { numRuns },
    )
  })

  it('refuses zero and what is no whole number', () => {
    expect(() => divideRound(1, 0, 'floor')).toThrow(RangeError)
    expect(() => divideRound(0.5, 1, 'floor')).toThrow(RangeError)
    expect(() => divideRound(1, 2 ** 53, 'floor')).toThrow(RangeError)
  })
})

describe('minorFromDecimal', () => {
  it('reads any decimal at any exponent exactly', { timeout }, () => {
    fc.assert(
      fc.property(decimal, fc.nat(6), mode, ({ text, over, under }, exponent, by) => {
        const expected = byDefinition(over * 10n ** BigInt(exponent), under, by)
        expect(minorFromDecimal(text, exponent, by)).toBe(Number(expected))
      }),
      { numRuns },
    )
  })

  it('reads what floating-point numbers would lose', () => {
    expect(minorFromDecimal('1.005', 2, 'halfExpand')).toBe(101)
    expect(minorFromDecimal('-90071992547409.91', 2, 'halfCeil')).toBe(Number.MIN_SAFE_INTEGER)
    expect(minorFromDecimal('-0.004', 2, 'halfExpand')).toBe(0)
    expect(minorFromDecimal('7', 0, 'floor')).toBe(7)
  })

  it('refuses what is no decimal, too long, too large, or of no exponent', () => {
    const wrong = [
      '',
      '.5',
      '5.',
      '+5',
      '1e3',
      '1,000.00',
      ' 5',
      '0x10',
      '--5',
      'NaN',
      '1'.repeat(MAX_DECIMAL_LENGTH + 1),
    ]
    for (const text of wrong) expect(() => minorFromDecimal(text, 2, 'floor')).toThrow(RangeError)
    expect(() => minorFromDecimal('90071992547409.92', 2, 'floor')).toThrow(RangeError)
    for (const exponent of [-1, 0.5, MAX_EXPONENT + 1])
      expect(() => minorFromDecimal('0', exponent, 'floor')).toThrow(RangeError)
  })
})

describe('rescale', () => {
  it('comes back from a finer exponent unchanged', { timeout }, () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(4), fc.nat(4), mode, (amount, exponent, finer, by) => {
        const there = rescale(amount, exponent, exponent + finer, by)
        expect(there).toBe(amount * 10 ** finer)
        expect(rescale(there, exponent + finer, exponent, by)).toBe(amount)
      }),
      { numRuns },
    )
  })

  it('rounds to a coarser one', { timeout }, () => {
    fc.assert(
      fc.property(whole, fc.nat(20), mode, (amount, coarser, by) => {
        const expected = byDefinition(BigInt(amount), 10n ** BigInt(coarser), by)
        expect(rescale(amount, coarser, 0, by)).toBe(Number(expected))
      }),
      { numRuns },
    )
  })

  it('refuses what passes 2^53', () => {
    expect(() => rescale(10 ** 12, 0, 4, 'floor')).toThrow(RangeError)
    expect(() => rescale(0.5, 0, 0, 'floor')).toThrow(RangeError)
    expect(() => rescale(1, 0, MAX_EXPONENT + 1, 'floor')).toThrow(RangeError)
  })
})

describe('multiplyDecimal', () => {
  it('rounds the exact product once', { timeout }, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        decimal,
        mode,
        (amount, { text, over, under }, by) => {
          expect(multiplyDecimal(amount, text, by)).toBe(Number(byDefinition(BigInt(amount) * over, under, by)))
        },
      ),
      { numRuns },
    )
  })

  it.each([
    [500, '0.029', 15],
    [-500, '0.029', -15],
    [1_000, '0.001', 1],
    [10, '0', 0],
  ])('%d × %s = %d', (amount, factor, product) => {
    expect(multiplyDecimal(amount, factor, 'halfExpand')).toBe(product)
  })

  it('refuses what is no decimal or too large', () => {
    expect(() => multiplyDecimal(1, 'x', 'floor')).toThrow(RangeError)
    expect(() => multiplyDecimal(0.5, '1', 'floor')).toThrow(RangeError)
    expect(() => multiplyDecimal(10 ** 12, '10000', 'floor')).toThrow(RangeError)
  })
})

describe('roundToStep', () => {
  it('is the multiple that the mode names', { timeout }, () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(1, 5, 10, 25, 100), mode, (amount, step, by) => {
        const expected = byDefinition(BigInt(amount), BigInt(step), by) * BigInt(step)
        expect(roundToStep(amount, step, by)).toBe(Number(expected))
      }),
      { numRuns },
    )
  })

  it.each([
    [2_212, 25, 2_200],
    [-178, 5, -180],
    [-2, 5, 0],
    [3, 5, 5],
  ])('%d in steps of %d is %d', (amount, step, rounded) => {
    expect(roundToStep(amount, step, 'halfExpand')).toBe(rounded)
  })

  it('refuses a step that is not positive', () => {
    expect(() => roundToStep(1, 0, 'floor')).toThrow(RangeError)
    expect(() => roundToStep(1, -5, 'floor')).toThrow(RangeError)
    expect(() => roundToStep(Number.MAX_SAFE_INTEGER, 1_000, 'ceil')).toThrow(RangeError)
  })
})
