import type { Explanation, Quote } from '@siyu/core/pricing'
import { useCoupons, useFormatMoney, usePromotions } from '@siyu/react'
import type { ReactElement } from 'react'
import { short, type Terms, useTerms } from '../coupons/terms.ts'
import { useLanguage } from '../language/language.tsx'
import { Icon } from '../pieces/icon.tsx'

/** Where the total comes from: every reduction by name and amount, and what little more would bring. */
export function Explained({ quote }: { readonly quote: Quote }): ReactElement {
  const { words, pick } = useLanguage()
  const money = useFormatMoney()
  const applied = quote.explain.filter(({ minor }) => minor > 0)
  const near = quote.explain.filter(({ source, missingMinor }) => source === 'promotion' && missingMinor !== null)
  return (
    <section className="panel explained" aria-label={words.cart.explained}>
      {near.map((explanation) => (
        <Hint key={explanation.ruleId} explanation={explanation} />
      ))}
      <dl>
        <div>
          <dt>{words.cart.list}</dt>
          <dd>{money(quote.listMinor).text}</dd>
        </div>
        {applied.map(({ source, ruleId, name, minor }) => (
          <div key={`${source} ${ruleId}`} className="explained__less" data-testid="reduction" data-source={source}>
            <dt>
              <span className="tag">{words.cart.sources[source]}</span>
              {source === 'member_price' || source === 'points' ? null : pick(name)}
              {source === 'points' ? words.cart.pointsCount(quote.pointsCount) : null}
            </dt>
            <dd>−{money(minor).text}</dd>
          </div>
        ))}
        <div className="explained__total">
          <dt>{words.cart.payable}</dt>
          <dd>{money(quote.payableMinor).text}</dd>
        </div>
      </dl>
      {quote.reductionMinor > 0 && (
        <p className="explained__saved">{words.cart.savedInAll(money(quote.reductionMinor).text)}</p>
      )}
    </section>
  )
}

/** How much more would bring a reduction: 再买 ¥12 可减 ¥30. */
function Hint({ explanation }: { readonly explanation: Explanation }): ReactElement | null {
  const { words, pick } = useLanguage()
  const money = useFormatMoney()
  const termsOf = useTerms()
  const terms = useRuleTerms(explanation)
  if (explanation.missingMinor === null) return null
  const missing = short(money(explanation.missingMinor).text)
  return (
    <p className="explained__hint" data-testid="hint">
      <Icon name="gift" small />
      {terms === undefined
        ? words.cart.nearly(missing, pick(explanation.name))
        : words.cart.nearlyOff(missing, termsOf(terms).value, terms.effect.kind === 'percent_off')}
    </p>
  )
}

function useRuleTerms({ source, ruleId }: Explanation): Terms | undefined {
  const promotions = usePromotions().data?.items
  const coupons = useCoupons().data?.items
  const rules: readonly (Terms & { readonly id: string })[] | undefined = source === 'coupon' ? coupons : promotions
  return rules?.find(({ id }) => id === ruleId)
}
