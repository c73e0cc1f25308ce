import type { Words } from '../kernel/index.ts'
import { words } from './words.ts'

export { changeText, changeWords } from './changes.ts'
export { conditionText } from './conditions.ts'
export { effectText } from './effects.ts'
export { itemsText } from './items.ts'
export { reasonText, reasonWords } from './reasons.ts'
export { riskClassText, riskClassWords, riskReasonText, riskReasonWords } from './risk.ts'
export { limitsText, stackingText, termsText } from './terms.ts'
export type { NameKind, NameOf } from './writer.ts'

/** What to tell a person: Chinese for any Chinese locale tag, else English. An unknown code reads like `fault`. */
export function errorWords(code: string, locale: string): string {
  const known: Words = Object.hasOwn(words, code) ? words[code as keyof typeof words] : words.fault
  return /^zh\b/i.test(locale) ? known.zh : known.en
}

/** Whether there are words of its own for a code. */
export function hasWords(code: string): boolean {
  return Object.hasOwn(words, code)
}
