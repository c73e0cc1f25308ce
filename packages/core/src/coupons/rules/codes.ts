const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Symbols drawn by chance: 60 bits, so that guessing finds none of many. */
const CHANCE_SYMBOLS = 12
const CHECK_SYMBOLS = 2
const MAX_PREFIX = 8
const MIN_SYMBOLS = CHANCE_SYMBOLS + CHECK_SYMBOLS
const MAX_SYMBOLS = MAX_PREFIX + MIN_SYMBOLS

/** What a typed text is: a sound code in its one spelling, a code with a slip in it, or no code of ours. */
export type ParsedCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'mistyped' }
  | { readonly kind: 'other' }

/**
 * A code made of random bytes, at least 12 of them: the prefix, 12 symbols of Crockford's base32 (60 bits) and 2 check
 * symbols, without dashes. Letters of the prefix that look like digits are written as those (`VIP` as `V1P`).
 */
export function couponCode(random: Uint8Array, prefix: string = ''): string {
  if (random.length < CHANCE_SYMBOLS) throw new Error(`a code needs ${CHANCE_SYMBOLS} random bytes`)
  const symbols = Array.from(random.subarray(0, CHANCE_SYMBOLS), (byte) => ALPHABET[byte & 31]).join('')
  return addCheckSymbols(plain(prefix) + symbols)
}

/** The text with its 2 check symbols behind it; the text is of base32 symbols, at most 29. */
export function addCheckSymbols(text: string): string {
  const symbols = plain(text)
  const [first, second] = remainder(valuesOf(symbols))
  return `${symbols}${ALPHABET[first]}${ALPHABET[second]}`
}

/**
 * Reads a code as people type it: spaces and dashes do not count, nor does the case; O is 0, I and L are 1, U is V.
 * Up to two wrong symbols, and any two that changed places, are always found, without asking anybody.
 */
export function parseCode(text: string): ParsedCode {
  const symbols = plain(text)
  if (symbols.length < MIN_SYMBOLS || symbols.length > MAX_SYMBOLS) return { kind: 'other' }
  const values = valuesOf(symbols)
  if (values.includes(-1)) return { kind: 'other' }
  const [first, second] = remainder(values.slice(0, -CHECK_SYMBOLS))
  const isSound = first === values.at(-2) && second === values.at(-1)
  return isSound ? { kind: 'code', code: symbols } : { kind: 'mistyped' }
}

/** A code as it is shown: its prefix as the brand wrote it, then groups of four. */
export function codeText(code: string, prefix: string = ''): string {
  const groups = code.slice(prefix.length).match(/.{1,4}/g) ?? []
  return [prefix, ...groups].filter((part) => part !== '').join('-')
}

/** A public code as it is compared: full-width letters as plain ones, in capitals, without spaces. */
export function publicCodeOf(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s/g, '')
}

function plain(text: string): string {
  return publicCodeOf(text)
    .replace(/[-‐-―−_]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/U/g, 'V')
}

function valuesOf(symbols: string): readonly number[] {
  return Array.from(symbols, (symbol) => ALPHABET.indexOf(symbol))
}

/**
 * The check symbols of a Reed–Solomon code over the field of 32 elements (x⁵ + x² + 1) with the roots α and α²: two
 * sound codes of up to 31 symbols differ in at least three places.
 */
function remainder(values: readonly number[]): readonly [number, number] {
  let [high, low] = [0, 0]
  for (const value of values) {
    const carry = value ^ high
    const doubled = timesAlpha(carry)
    const fourfold = timesAlpha(doubled)
    high = low ^ doubled ^ fourfold
    low = timesAlpha(fourfold)
  }
  return [high, low]
}

function timesAlpha(value: number): number {
  const shifted = value << 1
  return shifted > 31 ? shifted ^ 0b100101 : shifted
}
