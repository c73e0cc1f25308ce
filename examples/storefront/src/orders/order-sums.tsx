import type { Order } from '@siyu/core/orders'
import type { Source } from '@siyu/core/pricing'
import { useFormatMoney } from '@siyu/react'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'

const sources: readonly Source[] = ['member_price', 'promotion', 'coupon', 'points']

/** What the order cost, as agreed when it was placed. */
export function OrderSums({ order }: { readonly order: Order }): ReactElement {
  const { cart, orders } = useWords()
  const money = useFormatMoney()
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
        <div className="explained__total">
          <dt>{order.paidAt === null ? cart.payable : orders.paidSum}</dt>
          <dd data-testid="order-total">{money(order.payableMinor).text}</dd>
        </div>
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

function reducedBy({ lines }: Order, wanted: Source): number {
  let sum = 0
  for (const { line } of lines) {
    for (const { count, reductions } of line.runs) {
      for (const { source, minor } of reductions) if (source === wanted) sum += count * minor
    }
  }
  return sum
}
