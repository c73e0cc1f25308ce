import { isDeepStrictEqual } from 'node:util'
import type { Verdict } from './types.ts'

export const passed: Verdict = { kind: 'passed' }

export function skipped(reason: string): Verdict {
  return { kind: 'skipped', reason }
}

/** Passed when every figure that is expected is there and equal. Figures nobody expects are not looked at. */
export function compared(expected: Readonly<Record<string, unknown>>, got: Readonly<Record<string, unknown>>): Verdict {
  const asked = Object.fromEntries(Object.keys(expected).map((key) => [key, got[key]]))
  return isDeepStrictEqual(asked, expected) ? passed : { kind: 'failed', expected, got: asked }
}

/** Whether the input itself was refused, as a rule refuses what is no whole number. Anything else is thrown on. */
export function isRefused(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch (error) {
    if (error instanceof RangeError) return true
    throw error
  }
}
