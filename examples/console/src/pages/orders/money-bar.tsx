import type { QuoteLine } from '@siyu/core/pricing'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { type MapPart, moneyMap } from './money-map.ts'
import { orderWords } from './words.ts'

const labels = {
  payable: 'payable',
  member_price: 'member_price',
  promotion: 'promotion',
  coupon: 'couponOff',
  points: 'points',
} as const satisfies Readonly<Record<MapPart['kind'], keyof typeof orderWords>>

export type MoneyBarProps = { readonly lines: readonly QuoteLine[]; readonly currency: string; readonly testId: string }

/** The list price of lines as one bar: what each layer took off, and what is left to pay. */
export function MoneyBar({ lines, currency, testId }: MoneyBarProps): ReactElement {
  const say = useSay(orderWords)
  const { money } = useFormat()
  const parts = moneyMap(lines).filter(({ minor }) => minor > 0)
  const listMinor = parts.reduce((sum, { minor }) => sum + minor, 0)
  const steps = parts.filter(({ kind }) => kind !== 'payable')
  const payableMinor = parts.find(({ kind }) => kind === 'payable')?.minor ?? 0
  return (
    <div className="money-map" data-testid={testId}>
      <div className="money-bar" aria-hidden="true">
        {parts.map(({ kind, shareBps }) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: shareBps }} />
        ))}
      </div>
      <ul className="money-steps">
        <li>
          {say('list')} <b>{money(listMinor, currency)}</b>
        </li>
        {steps.map(({ kind, minor }) => (
          <li key={kind} data-kind={kind}>
            {say(labels[kind])} <b>−{money(minor, currency)}</b>
          </li>
        ))}
        <li data-kind="payable">
          {say('payable')} <b>{money(payableMinor, currency)}</b>
        </li>
      </ul>
    </div>
  )
}
