import type { Order } from '@siyu/core/orders'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { orderWords } from './words.ts'

/** Where an order stands; a part that came back is said beside it. */
export function OrderStatusTag({ order }: { readonly order: Order }): ReactElement {
  const say = useSay(orderWords)
  const isPartly = order.refunds.length > 0 && order.status !== 'refunded'
  return (
    <>
      <span className="tag" data-status={order.status} data-testid="order-status">
        {say(`status_${order.status}`)}
      </span>
      {isPartly && (
        <span className="tag" data-status="refunded">
          {say('partly')}
        </span>
      )}
    </>
  )
}

/** Units of a line that have not come back and are under no after-sales case. */
export function leftOf({ line, refundedCount, claimedCount = 0 }: Order['lines'][number]): number {
  return line.quantity - refundedCount - claimedCount
}

/** Shipping that was paid and has not come back. */
export function shippingLeft({ shipping, refunds }: Order): number {
  return refunds.reduce((left, { shippingMinor }) => left - shippingMinor, shipping?.payableMinor ?? 0)
}

/** Whether any unit can still be taken back. */
export function isRefundable(order: Order): boolean {
  return (order.status === 'paid' || order.status === 'completed') && order.lines.some((line) => leftOf(line) > 0)
}
