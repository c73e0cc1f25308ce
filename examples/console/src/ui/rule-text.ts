import type { Terms } from '@siyu/core/promotions'
import { termsText } from '@siyu/core/words'
import { type Language, useLanguage } from '../language/language.tsx'
import { useNames } from './catalogue.ts'
import { useFormat } from './format.ts'

/** Says what a promotion or coupon does, in the chosen language unless another is asked for: 满 ¥200 减 ¥20. */
export function useRuleText(): (terms: Pick<Terms, 'conditions' | 'items' | 'effect'>, language?: Language) => string {
  const { language: chosen } = useLanguage()
  const names = useNames()
  const money = useDraftMoney()
  return (terms, language = chosen) => {
    const nameOf = names(language)
    const text = termsText(terms, language, money, (kind, id) => (id === '' ? '…' : nameOf(kind, id)))
    return text.replaceAll('NaN', '…')
  }
}

/** Writes amounts; what is not typed yet is an ellipsis. */
export function useDraftMoney(): (minor: number) => string {
  const { money } = useFormat()
  return (minor) => (Number.isNaN(minor) ? '…' : money(minor))
}
