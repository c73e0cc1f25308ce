import type { Order } from '@siyu/core/orders'
import type { Source } from '@siyu/core/pricing'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { sourceWords } from '../../ui/money-map.ts'
import { orderWords } from './words.ts'

/** What an order was charged besides its goods: shipping and who lowered it, and the tax by rate. */
export function Charges({ order }: { readonly order: Order }): ReactElement | null {
  const say = useSay(orderWords)
  const { money, rate } = useFormat()
  const { shipping, taxes, currency } = order
  if (shipping === null && taxes.length === 0) return null
  return (
    <section data-testid="order-charges">
      <h3>{say('charges')}</h3>
      <ul className="charges">
        {shipping !== null && <Shipping shipping={shipping} currency={currency} />}
        {taxes.map(({ name, bps, baseMinor, taxMinor }) => (
          <li key={`${name} ${bps}`} data-testid="order-tax">
            <span>{say('taxRow', { name, rate: rate(bps), base: money(baseMinor, currency) })}</span>
            <b>{money(taxMinor, currency)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

type ShippingProps = { readonly shipping: NonNullable<Order['shipping']>; readonly currency: string }

function Shipping({ shipping, currency }: ShippingProps): ReactElement {
  const say = useSay(orderWords)
  const saySource = useSay<Source>(sourceWords)
  const { money } = useFormat()
  const { listMinor, reductions, payableMinor } = shipping
  return (
    <>
      {reductions.length > 0 && (
        <li>
          <span>{say('shippingList')}</span>
          <b>{money(listMinor, currency)}</b>
        </li>
      )}
      {reductions.map(({ source, ruleId, minor }) => (
        <li key={`${source} ${ruleId}`}>
          <span>
            {say('shippingOff')} · {saySource(source)}
          </span>
          <b>−{money(minor, currency)}</b>
        </li>
      ))}
      <li data-testid="order-shipping">
        <span>{say('shippingPaid')}</span>
        <b>{money(payableMinor, currency)}</b>
      </li>
    </>
  )
}
