/** A weight as an exact fraction. */
type Fraction = { readonly over: bigint; readonly under: bigint }

/**
 * Weights as written in a case (whole numbers, decimals such as `"0.333"`, fractions such as `"950/6650"`) as whole
 * numbers in the same proportion; undefined when one of them does not fit.
 */
export function wholeWeights(weights: readonly (number | string)[]): readonly number[] | undefined {
  const fractions = weights.map((weight) => fractionOf(String(weight)))
  const common = fractions.reduce((left, { under }) => (left * under) / divisorOf(left, under), 1n)
  const wholes = fractions.map(({ over, under }) => over * (common / under))
  const shared = wholes.reduce(divisorOf, 0n) || 1n
  const numbers = wholes.map((whole) => Number(whole / shared))
  return numbers.every(Number.isSafeInteger) ? numbers : undefined
}

function fractionOf(text: string): Fraction {
  const [over = '', under = '1'] = text.split('/')
  const [whole = '', places = ''] = over.split('.')
  return { over: BigInt(whole + places), under: BigInt(under) * 10n ** BigInt(places.length) }
}

function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : divisorOf(b, a % b)
}
