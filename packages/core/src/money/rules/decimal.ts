import { divideRoundBig, type RoundingMode } from './round.ts'

/** Digits behind the point that an exponent can stand for. Currencies have up to 4, prices of tokens up to 18. */
export const MAX_EXPONENT = 30
/** The longest decimal that is read, sign and point included. */
export const MAX_DECIMAL_LENGTH = 100

/**
 * Reads a decimal such as `-12.345` as minor units of an exponent: with 2, `'12.345'` is 1234.5 cents, rounded by `mode`.
 * @throws RangeError when the text is not `digits` or `digits.digits` with an optional minus, when the result passes
 * 2^53, or when the exponent is not 0 to `MAX_EXPONENT`
 */
export function minorFromDecimal(text: string, exponent: number, mode: RoundingMode): number {
  const { digits, places } = parse(text)
  checkExponent(exponent)
  return shifted(digits, exponent - places, mode)
}

/**
 * The same amount in minor units of another exponent: 1045 at 3 is 105 at 2, with `halfExpand`.
 * @throws RangeError when the amount is not a whole number, the result passes 2^53, or an exponent is not 0 to
 * `MAX_EXPONENT`
 */
export function rescale(amount: number, fromExponent: number, toExponent: number, mode: RoundingMode): number {
  checkExponent(fromExponent)
  checkExponent(toExponent)
  return shifted(wholeBig(amount), toExponent - fromExponent, mode)
}

/**
 * The amount times a decimal such as `1.0825`, in the amount's own minor units. Rounded once, from the exact product.
 * @throws RangeError when the amount is not a whole number, the factor not a decimal, or the result passes 2^53
 */
export function multiplyDecimal(amount: number, factor: string, mode: RoundingMode): number {
  const { digits, places } = parse(factor)
  return shifted(wholeBig(amount) * digits, -places, mode)
}

function parse(text: string): { readonly digits: bigint; readonly places: number } {
  const [, whole, fraction = ''] = (text.length > MAX_DECIMAL_LENGTH ? '' : text).match(/^(-?\d+)(?:\.(\d+))?$/) ?? []
  if (whole === undefined) throw new RangeError(`no decimal: ${text.slice(0, MAX_DECIMAL_LENGTH)}`)
  const isNegative = whole.startsWith('-')
  const digits = BigInt(whole.slice(isNegative ? 1 : 0) + fraction)
  return { digits: isNegative ? -digits : digits, places: fraction.length }
}

/** value · 10^places. */
function shifted(value: bigint, places: number, mode: RoundingMode): number {
  const power = BigInt('1'.padEnd(Math.abs(places) + 1, '0'))
  const result = Number(places < 0 ? divideRoundBig(value, power, mode) : value * power)
  if (!Number.isSafeInteger(result)) throw new RangeError('the result passes 2^53')
  return result
}

function wholeBig(amount: number): bigint {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`no whole amount: ${amount}`)
  return BigInt(amount)
}

function checkExponent(exponent: number): void {
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > MAX_EXPONENT)
    throw new RangeError(`no exponent: ${exponent}`)
}
