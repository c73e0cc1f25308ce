/**
 * What a code stands for: a member's own 个人, a promoter with a shop 达人, a campaign 活动, a community 社群, or a poster 海报.
 */
export type CodeKind = 'personal' | 'kol' | 'campaign' | 'community' | 'poster'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const MARKS: Readonly<Record<CodeKind, string>> = {
  personal: 'p',
  kol: 'k',
  campaign: 'c',
  community: 'g',
  poster: 'w',
}
/** Symbols drawn by chance: 45 bits. With mark and check a code has 11, well below a scene of 32 or a state of 30. */
const CHANCE_SYMBOLS = 9
const CODE_SYMBOLS = CHANCE_SYMBOLS + 2

/** A code of a kind, out of a fresh identifier, whose last 9 symbols are chance. @throws when it has no such end */
export function referralCode(kind: CodeKind, id: string): string {
  const symbols = id.slice(-CHANCE_SYMBOLS)
  if (!/^[0-9a-hjkmnp-tv-z]{9}$/.test(symbols)) throw new Error('a code is made of a fresh identifier')
  return withCheck(MARKS[kind] + symbols)
}

/**
 * A code as it was read or typed. `sound`: its check fits, so its kind is known without asking anybody. `plain`: one
 * without a kind, as members of before have them. `mistyped`: of the length of a sound one, but with a slip.
 */
export type ReadCode =
  | { readonly form: 'sound'; readonly kind: CodeKind; readonly code: string }
  | { readonly form: 'plain'; readonly code: string }
  | { readonly form: 'mistyped' | 'none' }

/** Reads a code: case, spaces, dashes do not count; O is 0, I and L are 1, U is V. One wrong symbol is always found. */
export function readReferralCode(text: string): ReadCode {
  const code = spelled(text)
  if (!/^[0-9a-hjkmnp-tv-z]{4,24}$/.test(code)) return { form: 'none' }
  if (code.length !== CODE_SYMBOLS) return { form: 'plain', code }
  const kind = (Object.keys(MARKS) as CodeKind[]).find((each) => MARKS[each] === code[0])
  const isSound = kind !== undefined && withCheck(code.slice(0, -1)) === code
  return isSound ? { form: 'sound', kind, code } : { form: 'mistyped' }
}

function spelled(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-_]/g, '')
  return plain.replace(/o/g, '0').replace(/[il]/g, '1').replace(/u/g, 'v')
}

/**
 * The text with a check symbol: a sum in which each place has a weight of its own that is odd, so that no single wrong
 * symbol passes.
 */
function withCheck(text: string): string {
  const sum = Array.from(text).reduce((total, symbol, at) => total + ALPHABET.indexOf(symbol) * (2 * at + 3), 0)
  return `${text}${ALPHABET[sum & 31]}`
}
