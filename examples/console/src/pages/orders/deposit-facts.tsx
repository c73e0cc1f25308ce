import type { DepositTerms, Order } from '@siyu/core/orders'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { Fact } from '../../ui/page.tsx'
import { orderWords } from './words.ts'

type DepositFactsProps = { readonly order: Order; readonly deposit: DepositTerms }

/** The two parts an order is paid in, and what becomes of the first without the second. */
export function DepositFacts({ order, deposit }: DepositFactsProps): ReactElement {
  const say = useSay(orderWords)
  const { money, dateTime } = useFormat()
  const { currency, payableMinor, depositPaidAt, depositEnd } = order
  const { depositMinor, balanceFrom, balanceUntil, forfeit, shipsFrom } = deposit
  return (
    <>
      <Fact label={say('deposit')}>
        {money(depositMinor, currency)}
        {depositPaidAt != null && ` · ${dateTime(depositPaidAt)}`}
      </Fact>
      <Fact label={say('balance')}>
        {money(payableMinor - depositMinor, currency)} · {dateTime(balanceFrom)} – {dateTime(balanceUntil)}
      </Fact>
      <Fact label={say('shipsFrom')}>{dateTime(shipsFrom)}</Fact>
      <Fact label={say('forfeit')}>
        <span data-testid="order-forfeit">{say(`forfeit_${depositEnd ?? forfeit}`)}</span>
      </Fact>
    </>
  )
}
