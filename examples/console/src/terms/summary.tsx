import type { Terms } from '@siyu/core/promotions'
import { termsRefusal } from '@siyu/core/promotions'
import { adminErrorWords, stackingText } from '@siyu/core/words'
import type { ReactElement, ReactNode } from 'react'
import { type Language, useLanguage, useSay } from '../language/language.tsx'
import { useRuleText } from '../ui/rule-text.ts'
import { termsWords } from './words.ts'

type SummaryProps = {
  readonly terms: Terms
  readonly isCoupon: boolean
  /** What else there is to say, below the rule itself. */
  readonly extra: (language: Language) => readonly string[]
  readonly children?: ReactNode
}

/** The rule in plain words of both languages, as it is typed. */
export function Summary({ terms, isCoupon, extra, children }: SummaryProps): ReactElement {
  const say = useSay(termsWords)
  const ruleText = useRuleText()
  const { language, locale } = useLanguage()
  const refusal = termsRefusal(terms)
  const order: readonly Language[] = language === 'zh' ? ['zh', 'en'] : ['en', 'zh']
  return (
    <section className="card summary">
      <h2>{say('summary')}</h2>
      {order.map((each) => (
        <div key={each} lang={each} className="summary-text" data-testid={`summary-${each}`}>
          <p className="rule-text">{ruleText(terms, each)}</p>
          {[standing(terms, isCoupon, each), ...extra(each)].map((line) => line !== '' && <p key={line}>{line}</p>)}
        </div>
      ))}
      {refusal !== undefined && (
        <p className="write-error" data-testid="terms-flaw">
          {adminErrorWords(refusal.code, locale)}
        </p>
      )}
      {children}
    </section>
  )
}

function standing({ stacking }: Terms, isCoupon: boolean, language: Language): string {
  const text = stackingText(stacking, language)
  if (text !== '') return text
  return termsWords[isCoupon && !stacking ? 'stackAlone' : 'stackAll'][language]
}

/** What of a draft still has to be filled in, by the parts of the form; nothing when it can be saved. */
export function useUnfinished(): (paths: readonly string[]) => string | null {
  const say = useSay(termsWords)
  const known = ['name', 'effect', 'conditions', 'items', 'stacking'] as const
  return (paths) => {
    if (paths.length === 0) return null
    const parts = paths.map((path) => say(`part_${known.find((part) => part === path) ?? 'other'}`))
    return say('unfinished', { parts: [...new Set(parts)].join(say('part_name') === 'name' ? ', ' : '、') })
  }
}
