/**
 * How to round, by the names of ECMA-402: `floor` and `ceil` go down and up, `trunc` and `expand` towards and away from
 * zero. `half…` goes to the nearest, and only a half goes that way, or to the even or odd neighbour.
 */
export type RoundingMode =
  | 'floor'
  | 'ceil'
  | 'trunc'
  | 'expand'
  | 'halfFloor'
  | 'halfCeil'
  | 'halfTrunc'
  | 'halfExpand'
  | 'halfEven'
  | 'halfOdd'

/** Whether a quotient cut towards zero, known to have a rest, takes one more step away from zero. */
const isExpanded: Readonly<Record<RoundingMode, (half: number, isNegative: boolean, isOdd: boolean) => boolean>> = {
  floor: (_, isNegative) => isNegative,
  ceil: (_, isNegative) => !isNegative,
  trunc: () => false,
  expand: () => true,
  halfFloor: (half, isNegative) => half > 0 || (half === 0 && isNegative),
  halfCeil: (half, isNegative) => half > 0 || (half === 0 && !isNegative),
  halfTrunc: (half) => half > 0,
  halfExpand: (half) => half >= 0,
  halfEven: (half, _, isOdd) => half > 0 || (half === 0 && isOdd),
  halfOdd: (half, _, isOdd) => half > 0 || (half === 0 && !isOdd),
}

/**
 * dividend / divisor as a whole number.
 * @throws RangeError when the divisor is zero or a number is not a whole one
 */
export function divideRound(dividend: number, divisor: number, mode: RoundingMode): number {
  if (!Number.isSafeInteger(dividend) || !Number.isSafeInteger(divisor) || divisor === 0)
    throw new RangeError(`cannot divide ${dividend} by ${divisor}`)
  const whole = Math.trunc(dividend / divisor)
  const rest = Math.abs(dividend - whole * divisor)
  const isNegative = dividend < 0 !== divisor < 0
  const isMore = rest !== 0 && isExpanded[mode](2 * rest - Math.abs(divisor), isNegative, whole % 2 !== 0)
  return whole + (isMore ? (isNegative ? -1 : 1) : 0) + 0
}

/** {@link divideRound} on bigints. The divisor is positive. */
export function divideRoundBig(dividend: bigint, divisor: bigint, mode: RoundingMode): bigint {
  const whole = dividend / divisor
  const rest = dividend % divisor
  const isNegative = dividend < 0
  const doubled = (isNegative ? -rest : rest) * BigInt(2)
  const half = doubled > divisor ? 1 : doubled < divisor ? -1 : 0
  if (!rest || !isExpanded[mode](half, isNegative, whole % BigInt(2) !== BigInt(0))) return whole
  return whole + BigInt(isNegative ? -1 : 1)
}

/**
 * The amount as a multiple of `step`, as cash is rounded: 5 where the smallest coin is worth five minor units.
 * @throws RangeError when the step is not positive or a number is not a whole one
 */
export function roundToStep(amount: number, step: number, mode: RoundingMode): number {
  if (step < 0) throw new RangeError(`no step: ${step}`)
  const rounded = divideRound(amount, step, mode) * step
  if (!Number.isSafeInteger(rounded)) throw new RangeError(`${amount} in steps of ${step} is too large`)
  return rounded
}

/**
 * ⌊amount · numerator / denominator⌋, exact for every whole number.
 * @throws RangeError when the denominator is not positive or a number is not a whole one
 */
export function floorRatio(amount: number, numerator: number, denominator: number): number {
  checkRatio(amount, numerator, denominator)
  return floorOf(amount, numerator, 0, denominator)
}

/**
 * amount · numerator / denominator to the nearest whole number, halves away from zero; exact for every whole number.
 * @throws RangeError when the denominator is not positive or a number is not a whole one
 */
export function roundRatio(amount: number, numerator: number, denominator: number): number {
  checkRatio(amount, numerator, denominator)
  const rounded = floorOf(2 * Math.abs(amount), Math.abs(numerator), denominator, 2 * denominator)
  return amount < 0 !== numerator < 0 ? 0 - rounded : rounded
}

/** {@link floorRatio} by a rate in basis points. */
export function floorRate(amount: number, bps: number): number {
  return floorRatio(amount, bps, 10_000)
}

/** {@link roundRatio} by a rate in basis points. */
export function roundRate(amount: number, bps: number): number {
  return roundRatio(amount, bps, 10_000)
}

function checkRatio(amount: number, numerator: number, denominator: number): void {
  const isWhole = Number.isSafeInteger(amount) && Number.isSafeInteger(numerator) && Number.isInteger(denominator)
  if (!isWhole || denominator < 1) throw new RangeError(`no ratio: ${amount} · ${numerator} / ${denominator}`)
}

/** ⌊(amount · numerator + more) / divisor⌋; on bigints where it does not fit a number. */
function floorOf(amount: number, numerator: number, more: number, divisor: number): number {
  const dividend = amount * numerator + more
  if (Number.isSafeInteger(dividend)) return Math.floor(dividend / divisor) + 0
  const exact = BigInt(amount) * BigInt(numerator) + BigInt(more)
  const by = BigInt(divisor)
  return Number((exact - (((exact % by) + by) % by)) / by)
}
