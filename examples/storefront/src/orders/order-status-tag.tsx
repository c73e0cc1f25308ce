import type { Order } from '@siyu/core/orders'
import type { ReactElement } from 'react'
import { useWords } from '../language/language.tsx'

export type OrderStatusTagProps = { readonly order: Pick<Order, 'status'>; readonly testId?: string | undefined }

/** How far an order is. */
export function OrderStatusTag({ order, testId }: OrderStatusTagProps): ReactElement {
  const { orders } = useWords()
  return (
    <strong className={`status status--${order.status}`} data-testid={testId} data-status={order.status}>
      {orders.statuses[order.status]}
    </strong>
  )
}
