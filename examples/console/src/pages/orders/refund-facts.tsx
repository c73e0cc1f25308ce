import type { Refund } from '@siyu/core/orders'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { Fact } from '../../ui/page.tsx'
import { orderWords } from './words.ts'

type RefundFactsProps = { readonly refund: Refund; readonly currency: string }

/** What a refund gives back and takes back, to the unit. */
export function RefundFacts({ refund, currency }: RefundFactsProps): ReactElement {
  const say = useSay(orderWords)
  const { money, count } = useFormat()
  return (
    <dl className="facts refund-facts">
      <Fact label={say('money')}>
        <strong data-testid="refund-money">{money(refund.paidMinor, currency)}</strong>
      </Fact>
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
    </dl>
  )
}
