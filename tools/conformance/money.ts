import {
  allocateByWeights,
  allocateRounded,
  allocateWithin,
  divideRound,
  minorFromDecimal,
  multiplyDecimal,
  type RoundingMode,
  rescale,
  roundToStep,
  split,
} from '../../packages/core/src/money/index.ts'
import type { Case, Suite, Verdict } from './types.ts'
import { compared, isRefused, skipped } from './verdict.ts'
import { wholeWeights } from './weights.ts'

type Amount = number | string
type Whole = { readonly amount: number; readonly mode: RoundingMode }

/** What each op answers; a `skipped` verdict where its input cannot be said to Siyu. */
const ops: Readonly<Record<string, Suite>> = {
  allocate,
  split: ({ input, expect }) => {
    const { amount, parts } = input as { amount: number; parts: number }
    return sharesOf(expect, () => split(amount, parts))
  },
  allocateWithFloors: ({ input, expect }) => {
    const { amount, lines } = input as { amount: number; lines: { total: number; qty: number; minUnitPrice: number }[] }
    const rooms = lines.map(({ total, qty, minUnitPrice }) => total - qty * minUnitPrice)
    return sharesOf(expect, () =>
      allocateWithin(
        amount,
        lines.map(({ total }) => total),
        rooms,
      ),
    )
  },
  divideRound: ({ input, expect }) => {
    const { dividends, divisor, mode } = input as { dividends: number[]; divisor: number; mode: RoundingMode }
    return compared(expect, { quotients: dividends.map((dividend) => divideRound(dividend, divisor, mode)) })
  },
  roundDecimal: ({ input, expect }) => {
    const { value, exponent, mode } = input as { value: string; exponent: number; mode: RoundingMode }
    return compared(expect, { amount: minorFromDecimal(value, exponent, mode) })
  },
  rescale: ({ input, expect }) => {
    const { amount, fromExponent, toExponent, mode } = input as Whole & { fromExponent: number; toExponent: number }
    return compared(expect, { amount: rescale(amount, fromExponent, toExponent, mode) })
  },
  multiplyDecimal: ({ input, expect }) => {
    const { amount, factor, mode } = input as Whole & { factor: string }
    return compared(expect, { amount: multiplyDecimal(amount, factor, mode) })
  },
  // The source asks for the nearest and has no halves.
  roundToStep: ({ input, expect }) => {
    const { amount, step, mode = 'halfExpand' } = input as { amount: number; step: number; mode?: RoundingMode }
    return compared(expect, { amount: roundToStep(amount, step, mode) })
  },
}

/** Money arithmetic against `@siyu/core/money`. */
export const moneySuite: Suite = (testCase) => {
  const { input, fit, expect } = testCase
  const op = ops[String(input['op'])]
  if (!op) return skipped(`no such arithmetic here: ${input['op']}`)
  if (fit === 'divergent') return skipped('a peculiarity of its source that nobody else shares')
  if (isBeyond(input) || isBeyond(expect)) return skipped('numbers beyond 2^53: an amount here is a safe integer')
  return op(testCase)
}

/** Whether a number was written as a text because it does not fit; decimals are texts on purpose. */
function isBeyond(record: Readonly<Record<string, unknown>>): boolean {
  const keys = ['amount', 'divisor', 'dividends', 'quotients', 'shares', 'sharesAnyOrder']
  return keys.flatMap((key) => record[key]).some((value) => typeof value === 'string')
}

function allocate({ input, expect, derived }: Case): Verdict {
  const { amount, weights } = input as { amount: number; weights: Amount[] }
  const whole = wholeWeights(weights)
  if (whole === undefined) return skipped('weights that are no whole numbers below 2^53 after expanding')
  if (expect['error'] !== undefined && whole.length > 0 && whole.every((weight) => weight === 0))
    return skipped('all weights zero: split evenly here, as by Vendure and RubyMoney; refused by the source')
  const rules = derived?.remainderRules
  if (!rules || rules.includes('largestFraction')) return sharesOf(expect, () => allocateByWeights(amount, whole))
  if (rules.includes('roundThenFirst')) return sharesOf(expect, () => allocateRounded(amount, whole, 'halfTrunc'))
  return skipped('spare units by another rule: here they go to the largest fractions, ties to the earlier')
}

/** What is expected of shares: all of them, in any order, only some and their sum, or that there are none. */
function sharesOf(expect: Case['expect'], work: () => readonly number[]): Verdict {
  const { error, ...figures } = expect
  if (error !== undefined) return compared({ isRefused: true }, { isRefused: isRefused(work) })
  const shares = work()
  const inOrder = (list: readonly number[]): readonly number[] => list.toSorted((a, b) => a - b)
  const { sharesAnyOrder, sharesAt, ...rest } = figures as {
    sharesAnyOrder?: number[]
    sharesAt?: Readonly<Record<string, number>>
  }
  const expected = { ...rest, ...(sharesAt && { sharesAt }), ...(sharesAnyOrder && { any: inOrder(sharesAnyOrder) }) }
  const at = Object.keys(sharesAt ?? {}).map((index) => [index, shares[Number(index)]])
  const sum = shares.reduce((total, share) => total + share, 0)
  return compared(expected, { shares, sum, any: inOrder(shares), sharesAt: Object.fromEntries(at) })
}
