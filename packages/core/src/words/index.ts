import type { Words } from '../kernel/index.ts'
import { operatorWords } from './operator-words.ts'
import { words } from './words.ts'

export { changeText, changeWords } from './changes.ts'
export { conditionText } from './conditions.ts'
export { effectText } from './effects.ts'
export { itemsText } from './items.ts'
export { reasonText, reasonWords } from './reasons.ts'
export { riskClassText, riskClassWords, riskReasonText, riskReasonWords } from './risk.ts'
export { limitsText, stackingText, termsText } from './terms.ts'
export type { NameKind, NameOf } from './writer.ts'

type Book = Readonly<Record<string, Words>>

/**
 * What to tell a shopper: Chinese for any Chinese locale tag, else English. An unknown code reads like `fault`, and so
 * do codes that only operators' calls have: `adminErrorWords` knows those too.
 */
export function errorWords(code: string, locale: string): string {
  return said(words, code, locale)
}

/** What to tell an operator: words for every code, in the language of {@link errorWords}. */
export function adminErrorWords(code: string, locale: string): string {
  return said(Object.hasOwn(operatorWords, code) ? operatorWords : words, code, locale)
}

/** Whether there are words of its own for a code, in a shop or a console. */
export function hasWords(code: string): boolean {
  return Object.hasOwn(words, code) || Object.hasOwn(operatorWords, code)
}

function said(book: Book, code: string, locale: string): string {
  const known = (Object.hasOwn(book, code) ? book[code] : undefined) ?? words.fault
  return /^zh\b/i.test(locale) ? known.zh : known.en
}
