/** A whole number, or a decimal in a string. */
export type Amount = number | string

/**
 * A minor unit so fine that figures of a source that never rounds come out whole: how many of it make one unit of the
 * source.
 */
export type Scale = number

const finest = 1_000_000

/** The scale at which every amount given can be cut into so many equal parts. */
export function scaleFor(cuts: readonly { amount: Amount; parts: number }[]): Scale {
  let scale = finest
  for (const { amount, parts } of cuts) {
    const rest = Math.round(Number(amount) * scale) % parts
    if (rest !== 0) scale *= parts / commonDivisor(rest, parts)
  }
  return scale
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

export function toMinor(amount: Amount, scale: Scale): number {
  return Math.round(Number(amount) * scale)
}

/** Whether an expected amount and one in the fine unit are the same to a ten-thousandth of the source's unit. */
export function isSameAmount(expected: unknown, minor: unknown, scale: Scale): boolean {
  if (typeof minor !== 'number' || (typeof expected !== 'number' && typeof expected !== 'string')) return false
  return Math.abs(Number(expected) - minor / scale) < 0.0001
}
