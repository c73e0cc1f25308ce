import type { Layer, TestedQuote } from '@siyu/core/pricing'
import type { ReactElement } from 'react'
import { useSay } from '../../../language/language.tsx'
import { useFormat } from '../../../ui/format.ts'
import { testWords } from './words.ts'

/** A figure of a price, signed as it goes into what is paid. */
type Row = { readonly key: keyof typeof testWords; readonly minor: number }

const layers: readonly Layer[] = ['prices', 'promotions', 'coupons', 'points']

/** List price to payable, step by step; the steps add up. */
export function rowsOf({ quote, tree }: TestedQuote): readonly Row[] {
  const taken = (layer: Layer): number => tree.layers.find((each) => each.layer === layer)?.minor ?? 0
  const shippingMinor = quote.shipping?.listMinor ?? 0
  const off = layers.reduce((sum, layer) => sum + taken(layer), 0)
  const onTop = quote.payableMinor - (quote.listMinor - off + shippingMinor)
  return [
    { key: 'list', minor: quote.listMinor },
    ...layers.map((layer) => ({ key: `layer_${layer}` as const, minor: -taken(layer) })),
    { key: 'shipping', minor: shippingMinor },
    { key: 'taxOnTop', minor: onTop },
    { key: 'payable', minor: quote.payableMinor },
  ]
}

type CompareProps = { readonly now: TestedQuote; readonly draft: TestedQuote | null }

/** What the basket costs now and with the draft, side by side. */
export function Compare({ now, draft }: CompareProps): ReactElement {
  const say = useSay(testWords)
  const before = rowsOf(now)
  const after = draft === null ? null : rowsOf(draft)
  return (
    <table className="table compare" data-testid="test-compare">
      <thead>
        <tr>
          <th />
          <th className="number">{say('now')}</th>
          {after !== null && <th className="number">{say('withDraft')}</th>}
          {after !== null && <th className="number">{say('difference')}</th>}
        </tr>
      </thead>
      <tbody>
        {before.map(({ key, minor }, index) => {
          const other = after?.[index]?.minor ?? minor
          const isIdle = minor === 0 && other === 0 && key !== 'payable'
          return isIdle ? null : <CompareRow key={key} word={key} minor={minor} other={after === null ? null : other} />
        })}
      </tbody>
    </table>
  )
}

type CompareRowProps = {
  readonly word: keyof typeof testWords
  readonly minor: number
  readonly other: number | null
}

function CompareRow({ word, minor, other }: CompareRowProps): ReactElement {
  const say = useSay(testWords)
  const { money } = useFormat()
  const signed = (value: number): string => (value < 0 ? `−${money(-value)}` : money(value))
  const difference = (other ?? minor) - minor
  return (
    <tr data-word={word}>
      <th scope="row">{say(word)}</th>
      <td className="number" data-testid={`test-now-${word}`}>
        {signed(minor)}
      </td>
      {other !== null && (
        <td className="number" data-testid={`test-draft-${word}`}>
          {signed(other)}
        </td>
      )}
      {other !== null && (
        <td className="number" data-sign={Math.sign(difference)}>
          {difference === 0 ? '' : difference > 0 ? `+${money(difference)}` : signed(difference)}
        </td>
      )}
    </tr>
  )
}
