/** Source of chance for identifiers: fills the array with random bytes and returns it. */
export type RandomBytes = (bytes: Uint8Array) => Uint8Array

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A time-ordered identifier such as `ord_06bk…`: 48 bits of `now` and 80 random bits (the content of a UUID version 7,
 * RFC 9562, written in Crockford base32), so that rows made later sort later and devices never collide.
 */
export function createId(prefix: string, now: number, random: RandomBytes): string {
  let text = ''
  let rest = now
  for (let digit = 0; digit < 10; digit += 1) {
    text = (alphabet[rest % 32] ?? '0') + text
    rest = Math.floor(rest / 32)
  }
  for (const byte of random(new Uint8Array(16))) text += alphabet[byte & 31] ?? '0'
  return `${prefix}_${text}`
}
