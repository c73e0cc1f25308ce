import type { Endpoint } from '../kernel/index.ts'
import { OrderIdInput } from './contract.ts'
import { Order } from './schema.ts'

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
