import type { Endpoint } from '../kernel/index.ts'
import { Order, OrderIdInput } from './schema.ts'

/** Cancel an unpaid order whose time is over; found by the sweep. */
export const expireOrder: Endpoint<OrderIdInput, Order, 'order_missing' | 'order_not_cancellable' | 'order_not_due'> = {
  name: 'orders.expire',
  method: 'POST',
  path: '/v1/orders/:orderId/expiry',
  access: 'system',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404, order_not_cancellable: 409, order_not_due: 409 },
}

/** Count an order as received whose time for it is over and about which no case is open; found by the sweep. */
export const autoReceiveOrder: Endpoint<
  OrderIdInput,
  Order,
  'order_missing' | 'order_not_paid' | 'group_pending' | 'order_not_shipped' | 'case_open' | 'order_not_due'
> = {
  name: 'orders.autoReceive',
  method: 'POST',
  path: '/v1/orders/:orderId/automatic-receipt',
  access: 'system',
  input: OrderIdInput,
  output: Order,
  refusals: {
    order_missing: 404,
    order_not_paid: 409,
    group_pending: 409,
    order_not_shipped: 409,
    case_open: 409,
    order_not_due: 409,
  },
}

/** Complete a received order whose time has come and about which no case is open; found by the sweep. */
export const autoCompleteOrder: Endpoint<
  OrderIdInput,
  Order,
  'order_missing' | 'order_not_completable' | 'case_open' | 'order_not_due'
> = {
  name: 'orders.autoComplete',
  method: 'POST',
  path: '/v1/orders/:orderId/automatic-completion',
  access: 'system',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404, order_not_completable: 409, case_open: 409, order_not_due: 409 },
}
