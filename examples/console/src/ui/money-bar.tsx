import type { QuoteLine } from '@siyu/core/pricing'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { useFormat } from './format.ts'
import { moneyMap, sourceWords } from './money-map.ts'

const words = {
  list: { zh: '标价', en: 'List' },
  ...sourceWords,
  tax: { zh: '外加税', en: 'Tax on top' },
  payable: { zh: '应付', en: 'Payable' },
} as const

export type MoneyBarProps = {
  readonly lines: readonly Pick<QuoteLine, 'runs'>[]
  readonly currency: string
  readonly testId: string
}

/** The list price of lines as one bar: what each layer took off, what is left to pay, and tax that comes on top. */
export function MoneyBar({ lines, currency, testId }: MoneyBarProps): ReactElement {
  const say = useSay(words)
  const { money } = useFormat()
  const parts = moneyMap(lines)
  const of = (wanted: string): number => parts.find(({ kind }) => kind === wanted)?.minor ?? 0
  const shown = parts.filter(({ minor }) => minor > 0)
  const taxMinor = of('tax')
  const taken = shown.filter(({ kind }) => kind !== 'payable' && kind !== 'tax')
  const payableMinor = of('payable')
  const listMinor = taken.reduce((sum, { minor }) => sum + minor, payableMinor)
  return (
    <div className="money-map" data-testid={testId}>
      <div className="money-bar" aria-hidden="true">
        {shown.map(({ kind, shareBps }) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: shareBps }} />
        ))}
      </div>
      <ul className="money-steps">
        <li>
          {say('list')} <b>{money(listMinor, currency)}</b>
        </li>
        {taken.map(({ kind, minor }) => (
          <li key={kind} data-kind={kind}>
            {say(kind)} <b>−{money(minor, currency)}</b>
          </li>
        ))}
        {taxMinor > 0 && (
          <li data-kind="tax">
            {say('tax')} <b>+{money(taxMinor, currency)}</b>
          </li>
        )}
        <li data-kind="payable">
          {say('payable')} <b>{money(payableMinor + taxMinor, currency)}</b>
        </li>
      </ul>
    </div>
  )
}
