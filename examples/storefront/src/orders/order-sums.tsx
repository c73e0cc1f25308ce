import type { Order } from '@siyu/core/orders'
import type { Source } from '@siyu/core/pricing'
import { useFormatMoney } from '@siyu/react'
import type { ReactElement } from 'react'
import { TaxRows } from '../cart/tax-rows.tsx'
import { useWords } from '../language/language.tsx'

const sources: readonly Source[] = ['member_price', 'timed_price', 'shop_price', 'promotion', 'coupon', 'points']

/** What the order cost, as agreed when it was placed. */
export function OrderSums({ order }: { readonly order: Order }): ReactElement {
  const { cart, orders, goods } = useWords()
  const money = useFormatMoney()
  const { storedValueMinor: storedMinor = 0 } = order
  return (
    <section className="panel explained" aria-label={cart.explained}>
      <dl>
        <div>
          <dt>{cart.list}</dt>
          <dd>{money(order.listMinor).text}</dd>
        </div>
        {sources.map((source) => {
          const minor = reducedBy(order, source)
          return minor === 0 ? null : (
            <div key={source} className="explained__less" data-testid="reduction" data-source={source}>
              <dt>
                <span className="tag">{cart.sources[source]}</span>
                {source === 'points' ? cart.pointsCount(order.pointsCount) : null}
              </dt>
              <dd>−{money(minor).text}</dd>
            </div>
          )
        })}
        {order.shipping !== null && (
          <div data-testid="order-shipping">
            <dt>{cart.shipping}</dt>
            <dd>{money(order.shipping.listMinor).text}</dd>
          </div>
        )}
        <TaxRows {...order} lines={order.lines.map(({ line }) => line)} />
        <div className="explained__total">
          <dt>{order.paidAt === null ? cart.payable : orders.paidSum}</dt>
          <dd data-testid="order-total">{money(order.payableMinor).text}</dd>
        </div>
        {order.deposit != null && <DepositRows order={order} />}
        {storedMinor > 0 && (
          <div data-testid="order-stored-value">
            <dt>{goods.storedValue.paid}</dt>
            <dd>{money(storedMinor).text}</dd>
          </div>
        )}
        {order.refundedMinor > 0 && (
          <div className="explained__less">
            <dt>{orders.refundedSum}</dt>
            <dd data-testid="order-refunded">−{money(order.refundedMinor).text}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}

/** The two parts an order is paid in. */
function DepositRows({ order }: { readonly order: Order }): ReactElement {
  const { presale } = useWords().sales
  const money = useFormatMoney()
  const { payableMinor, depositPaidAt } = order
  const depositMinor = order.deposit?.depositMinor ?? 0
  return (
    <>
      <div data-testid="order-deposit">
        <dt>{depositPaidAt == null ? presale.deposit : presale.depositPaid}</dt>
        <dd>{money(depositMinor).text}</dd>
      </div>
      <div data-testid="order-balance">
        <dt>{presale.balanceDue}</dt>
        <dd>{money(payableMinor - depositMinor).text}</dd>
      </div>
    </>
  )
}

/** What one source took off the goods and their shipping. */
function reducedBy({ lines, shipping }: Order, wanted: Source): number {
  const all = [...lines.flatMap(({ line }) => line.reductions), ...(shipping?.reductions ?? [])]
  return all.reduce((sum, { source, minor }) => (source === wanted ? sum + minor : sum), 0)
}
