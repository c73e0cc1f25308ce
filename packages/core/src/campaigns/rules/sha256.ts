/** SHA-256 as FIPS 180-4 writes it, as a function that awaits nothing: a draw is decided, and checked, by it. */

const WORD = 0x1_0000_0000

/** The first 32 bits of the fractional parts of a root of the first primes. */
function fractions(count: number, root: (prime: number) => number): readonly number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes.map((prime) => Math.floor((root(prime) % 1) * WORD) | 0)
}

const rounds = fractions(64, Math.cbrt)
const start = fractions(8, Math.sqrt)

/** SHA-256 of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text))
  let state = start
  for (let at = 0; at < words.length; at += 16) state = compress(state, words.subarray(at, at + 16))
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

/** The bytes, a 1 bit, zeros, and the length in bits: blocks of 16 words. */
function padded(bytes: Uint8Array): Int32Array {
  const length = (((bytes.length + 8) >> 6) + 1) * 64
  const whole = new Uint8Array(length)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setUint32(length - 8, Math.floor((bytes.length * 8) / WORD))
  view.setUint32(length - 4, bytes.length * 8)
  return Int32Array.from({ length: length / 4 }, (_, at) => view.getInt32(at * 4))
}

function rotated(word: number, ...counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum ^ ((word >>> count) | (word << (32 - count))), 0)
}

function compress(state: readonly number[], block: Int32Array): readonly number[] {
  const schedule = [...block]
  const word = (at: number): number => schedule[at] ?? 0
  for (let at = 16; at < 64; at += 1) {
    const [far, near] = [word(at - 15), word(at - 2)]
    const spread = (rotated(far, 7, 18) ^ (far >>> 3)) + (rotated(near, 17, 19) ^ (near >>> 10))
    schedule.push((word(at - 16) + word(at - 7) + spread) | 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let at = 0; at < 64; at += 1) {
    const chosen = (e & f) ^ (~e & g)
    const first = (h + rotated(e, 6, 11, 25) + chosen + (rounds[at] ?? 0) + word(at)) | 0
    const second = (rotated(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  return [a, b, c, d, e, f, g, h].map((each, at) => (each + (state[at] ?? 0)) | 0)
}
