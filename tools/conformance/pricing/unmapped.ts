import type { Case, Verdict } from '../types.ts'

/** The mapping cannot carry a feature of this case, or the two engines mean different things by it. */
class UnmappedError extends Error {
  override readonly name = 'UnmappedError'
}

/** Ends the judging of a case as skipped, with the reason. */
export function unmapped(reason: string): never {
  throw new UnmappedError(reason)
}

/** Makes a judge of a function that gives up by {@link unmapped}. */
export function skipping(judge: (testCase: Case) => Verdict): (testCase: Case) => Verdict {
  return (testCase) => {
    try {
      return judge(testCase)
    } catch (error) {
      if (error instanceof UnmappedError) return { kind: 'skipped', reason: error.message }
      throw error
    }
  }
}

/** Gives up on an input that says something the mapping does not read: nothing is ignored in silence. */
export function onlyKeys(what: string, value: object, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) unmapped(`${what} has ${key}, which the mapping does not read`)
  }
}

/** Compares what is expected with what came out, key by key; an expected key nothing came out for skips the case. */
export function compare(
  expected: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
  isSame: (a: unknown, b: unknown) => boolean = isEqual,
): Verdict {
  const missing = Object.keys(expected).find((key) => !(key in got))
  if (missing !== undefined) return { kind: 'skipped', reason: `expects ${missing}, which the mapping does not read` }
  const keys = Object.keys(expected).filter((key) => !isSame(expected[key], got[key]))
  if (keys.length === 0) return { kind: 'passed' }
  const pick = (from: Readonly<Record<string, unknown>>): unknown =>
    Object.fromEntries(keys.map((key) => [key, from[key]]))
  return { kind: 'failed', expected: pick(expected), got: pick(got) }
}

/** Deep equality of JSON values. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), Object.entries(b)]
  return left.length === right.length && left.every(([key, value]) => isEqual(value, Reflect.get(b, key)))
}

/** A percentage in basis points. */
export function bpsOf(percent: string | undefined): number {
  const bps = Math.round(Number(percent) * 1e6) / 1e4
  return Number.isInteger(bps) ? bps : unmapped('a share finer than a basis point')
}
