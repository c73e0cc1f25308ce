import type { Refund } from '@siyu/core/orders'
import type { Source } from '@siyu/core/pricing'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { sourceWords } from '../../ui/money-map.ts'
import { Fact } from '../../ui/page.tsx'
import { orderWords } from './words.ts'

type RefundFactsProps = { readonly refund: Refund; readonly currency: string }

/** What a refund gives back and takes back, to the unit. */
export function RefundFacts({ refund, currency }: RefundFactsProps): ReactElement {
  const say = useSay(orderWords)
  const saySource = useSay<Source>(sourceWords)
  const { money, count } = useFormat()
  return (
    <dl className="facts refund-facts">
      <Fact label={say('money')}>
        <strong data-testid="refund-money">{money(refund.paidMinor, currency)}</strong>
      </Fact>
      {refund.shippingMinor > 0 && (
        <Fact label={say('shippingMoney')}>
          <span data-testid="refund-shipping-back">{money(refund.shippingMinor, currency)}</span>
        </Fact>
      )}
      {refund.taxMinor > 0 && <Fact label={say('taxMoney')}>{money(refund.taxMinor, currency)}</Fact>}
      <Fact label={say('pointsBack')}>
        <span data-testid="refund-points-back">{count(refund.pointsReturnedCount)}</span>
      </Fact>
      <Fact label={say('pointsClawed')}>
        <span data-testid="refund-points-clawed">{count(refund.pointsClawedCount)}</span>
      </Fact>
      <Fact label={say('commission')}>
        <span data-testid="refund-commission">{money(refund.commissionMinor ?? 0, currency)}</span>
      </Fact>
      <Fact label={say('growth')}>{count(refund.growthCount)}</Fact>
      {refund.reductions.length > 0 && (
        <Fact label={say('reductionsBack')}>
          {refund.reductions.map(({ source, funder, minor }) => (
            <span key={`${source} ${funder}`} className="stacked">
              {saySource(source)} {money(minor, currency)}
            </span>
          ))}
        </Fact>
      )}
    </dl>
  )
}
