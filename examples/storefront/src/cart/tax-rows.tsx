import type { Quote } from '@siyu/core/pricing'
import { useFormatMoney } from '@siyu/react'
import type { ReactElement } from 'react'
import { useLanguage } from '../language/language.tsx'

export type TaxRowsProps = Pick<Quote, 'taxes' | 'shipping' | 'payableMinor'> & {
  /** What the goods cost before taxes that come on top. */
  readonly lines: readonly Pick<Quote['lines'][number], 'listMinor' | 'reductions'>[]
}

/** Tax by rate: an amount of its own where it comes on top, a remark where the prices contain it. */
export function TaxRows({ taxes, shipping, payableMinor, lines }: TaxRowsProps): ReactElement | null {
  const { words, locale } = useLanguage()
  const money = useFormatMoney()
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const taxed = taxes.filter(({ taxMinor }) => taxMinor > 0)
  if (taxed.length === 0) return null
  const isOnTop = payableMinor > untaxed(shipping, lines)
  const label = isOnTop ? words.cart.taxOnTop : words.cart.taxIncluded
  return (
    <>
      {taxed.map(({ name, bps, taxMinor }) => (
        <div key={`${name} ${bps}`} className={isOnTop ? undefined : 'explained__remark'} data-testid="tax">
          <dt>
            {label} <small>{words.cart.taxRate(name, share.format(bps / 10_000))}</small>
          </dt>
          <dd>{money(taxMinor).text}</dd>
        </div>
      ))}
    </>
  )
}

function untaxed(shipping: TaxRowsProps['shipping'], lines: TaxRowsProps['lines']): number {
  const parts = [...lines, ...(shipping === null ? [] : [shipping])]
  return parts.reduce(
    (sum, { listMinor, reductions }) => sum + listMinor - reductions.reduce((off, { minor }) => off + minor, 0),
    0,
  )
}
