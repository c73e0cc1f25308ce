import type { Call } from '../kernel/call.ts'

/** How long a sign-in code holds. */
export const CODE_MS: number = 10 * 60_000

const CODE_DIGITS = 6
/** 48 bits of the hash: far more than the digits take, so that no code is likelier than another. */
const HASH_DIGITS = 12

/** The code for an address. The same key gives the same code, so a retry sends what was sent. */
export function codeFor(call: Call, address: string): string {
  const number = Number.parseInt(call.hash(`code:${call.key}:${address}`).slice(0, HASH_DIGITS), 16)
  return String(number % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0')
}

/** What is kept of a code. */
export function codeHash(call: Call, address: string | null, code: string): string {
  return call.hash(`code-hash:${call.brandId}:${address}:${code}`)
}
