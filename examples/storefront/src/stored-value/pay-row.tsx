import { useFormatMoney, useStoredValue } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'

/** How much of a price stored value pays. */
export type StoredPayment = {
  /** What can be spent; undefined until it is known. */
  readonly availableMinor: number | undefined
  /** What of the price it pays if it is wanted. */
  readonly payMinor: number
  readonly refresh: () => void
}

/** How much of this price the member's stored value pays. */
export function useStoredPayment(payableMinor: number): StoredPayment {
  const { data, refetch } = useStoredValue()
  const availableMinor = data && data.balanceMinor - data.heldMinor
  return { availableMinor, payMinor: Math.min(availableMinor ?? 0, payableMinor), refresh: () => void refetch() }
}

export type StoredValueRowProps = {
  readonly payment: StoredPayment
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Whether stored value pays. Nothing for members who have none. */
export function StoredValueRow({ payment, isOn, onChange }: StoredValueRowProps): ReactElement | null {
  const { storedValue: words } = useWords().goods
  const money = useFormatMoney()
  const { availableMinor = 0, payMinor } = payment
  if (payMinor <= 0) return null
  return (
    <label className="panel row">
      <span className="row__label">{words.use}</span>
      <span className={isOn ? 'row__value row__value--less' : 'row__value'} data-testid="stored-value-uses">
        {isOn ? words.uses(money(payMinor).text) : words.owned(money(availableMinor).text)}
      </span>
      <input
        type="checkbox"
        className="switch"
        checked={isOn}
        data-testid="stored-value-switch"
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  )
}

export type SplitProps = { readonly storedMinor: number; readonly payableMinor: number }

/** What stored value pays of a price and what is left. Nothing where it pays none. */
export function Split({ storedMinor, payableMinor }: SplitProps): ReactElement | null {
  const { storedValue: words } = useWords().goods
  const money = useFormatMoney()
  if (storedMinor === 0) return null
  return (
    <section className="panel explained" data-testid="stored-value-split">
      <dl>
        <div className="explained__less">
          <dt>{words.paid}</dt>
          <dd>−{money(storedMinor).text}</dd>
        </div>
        <div className="explained__total">
          <dt>{words.due}</dt>
          <dd>{money(payableMinor - storedMinor).text}</dd>
        </div>
      </dl>
    </section>
  )
}
