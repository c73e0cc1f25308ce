import { orderOf } from '../../orders/index.ts'
import { emptyCart, nothing, type TablesOf } from './tables.fixture.ts'

/** Orders, and the cart they empty. */
export const orderTables: TablesOf<'order' | 'cart'> = {
  order_placed: (world, event) => {
    const { uplines, earn, growthBps, origin, frozen, stock, fulfilment } = event
    world.sales.set(event.orderId, {
      order: orderOf(event),
      terms: { uplines, earn, growthBps, origin, frozen, stock, fulfilment },
      heldTakes: [],
      spentTakes: [],
      ownLotId: null,
      commissions: [],
      promotionUses: [],
    })
  },
  order_left_team: nothing,
  order_deposited: nothing,
  order_paid: nothing,
  order_shipped: nothing,
  order_noted: nothing,
  order_invoice_requested: nothing,
  order_received: nothing,
  order_completed: nothing,
  order_cancelled: nothing,
  order_refunded: nothing,
  cart_emptied: (world) => {
    world.cart = emptyCart
  },
}
