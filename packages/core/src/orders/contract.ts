import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  type Endpoint,
  Id,
  listOf,
  type Page,
  PageInput,
  pageOf,
  Quantity,
  type Schema,
} from '../kernel/index.ts'
import { Place } from '../pricing/index.ts'
import { getOrderDetails, InvoiceRequest, requestInvoice, setOrderAddress } from './details.ts'
import { GiftQuantity, MAX_EXPECTED_GIFTS, Order, OrderIdInput } from './schema.ts'

/** Ids that begin with `ord_ext_` are made from those of other systems, so a device may not take one. */
export const NewOrderId: Schema<string> = z.string().check(z.regex(/^(?!ord_ext_)[A-Za-z0-9][A-Za-z0-9_.:-]{1,63}$/))

export type CheckoutInput = {
  /** Made on the device, so that a retry can never place a second order. */
  readonly orderId: string
  /** What the shopper was shown; when the price has moved the checkout says so instead of charging another sum. */
  readonly expectedPayableMinor: number
  /** The gifts the shopper was shown; when others would come, the checkout says so. Without it, nobody is told. */
  readonly expectedGifts?: readonly GiftQuantity[] | undefined
  /** Where and how the shopper buys, as it was quoted. */
  readonly place?: Place | undefined
  /** How much is to be paid by stored value; at most the price is taken. None without it. */
  readonly storedValueMinor?: number | undefined
  /** An address of one's own book. Shipping is charged to its region, whatever `place` says. */
  readonly addressId?: string | undefined
  /** A wish; without it, what was written for the next order in the cart. Personal data. */
  readonly note?: string | undefined
  /** To whom an invoice is to be made out. Personal data. */
  readonly invoice?: InvoiceRequest | undefined
}
export const CheckoutInput: Schema<CheckoutInput> = z.object({
  orderId: NewOrderId,
  expectedPayableMinor: AmountMinor,
  expectedGifts: z.optional(listOf(GiftQuantity, MAX_EXPECTED_GIFTS)),
  place: z.optional(Place),
  storedValueMinor: z.optional(AmountMinor),
  addressId: z.optional(Id),
  note: z.optional(z.string().check(z.maxLength(500))),
  invoice: z.optional(InvoiceRequest),
})

/** Turn the cart into an order: stock, coupons and points are set aside together, or nothing is. */
export const checkout: Endpoint<
  CheckoutInput,
  Order,
  | 'cart_empty'
  | 'order_exists'
  | 'address_missing'
  | 'sku_missing'
  | 'basket_too_large'
  | 'coupon_missing'
  | 'coupon_used'
  | 'coupon_not_usable'
  | 'points_frozen'
  | 'points_insufficient'
  | 'price_changed'
  | 'gift_changed'
  | 'stored_value_insufficient'
  | 'stock_insufficient'
> = {
  name: 'orders.checkout',
  method: 'POST',
  path: '/v1/orders',
  access: 'member',
  input: CheckoutInput,
  output: Order,
  refusals: {
    cart_empty: 409,
    order_exists: 409,
    address_missing: 404,
    sku_missing: 404,
    basket_too_large: 409,
    coupon_missing: 404,
    coupon_used: 409,
    coupon_not_usable: 409,
    points_frozen: 403,
    points_insufficient: 402,
    price_changed: 409,
    gift_changed: 409,
    stored_value_insufficient: 402,
    stock_insufficient: 409,
  },
}

export type RedeemItemInput = {
  /** Made on the device, so that a retry can never place a second order. */
  readonly orderId: string
  /** An item of the points mall. */
  readonly itemId: string
  readonly quantity: number
  /** What the shopper was shown: points and money for all pieces. */
  readonly expectedPointsCount: number
  readonly expectedPayableMinor: number
}
export const RedeemItemInput: Schema<RedeemItemInput> = z.object({
  orderId: NewOrderId,
  itemId: Id,
  quantity: Quantity,
  expectedPointsCount: Count,
  expectedPayableMinor: AmountMinor,
})

/**
 * Turn points into an order of one item of the points mall: its stock, its bucket and the points are set aside
 * together, or nothing is. It is paid, cancelled, shipped and refunded like any other order.
 */
export const redeemItem: Endpoint<
  RedeemItemInput,
  Order,
  | 'order_exists'
  | 'item_missing'
  | 'item_not_open'
  | 'tier_too_low'
  | 'item_limit_reached'
  | 'item_sold_out'
  | 'sku_missing'
  | 'basket_too_large'
  | 'price_changed'
  | 'points_frozen'
  | 'points_insufficient'
  | 'stock_insufficient'
> = {
  name: 'orders.redeem',
  method: 'POST',
  path: '/v1/orders/redemptions',
  access: 'member',
  input: RedeemItemInput,
  output: Order,
  refusals: {
    order_exists: 409,
    item_missing: 404,
    item_not_open: 409,
    tier_too_low: 403,
    item_limit_reached: 409,
    item_sold_out: 409,
    sku_missing: 404,
    basket_too_large: 409,
    price_changed: 409,
    points_frozen: 403,
    points_insufficient: 402,
    stock_insufficient: 409,
  },
}

/** One of one's own orders. */
export const getOrder: Endpoint<OrderIdInput, Order, 'order_missing'> = {
  name: 'orders.get',
  method: 'GET',
  path: '/v1/orders/:orderId',
  access: 'member',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404 },
}

/** One's own orders, newest first. */
export const listOrders: Endpoint<PageInput, Page<Order>> = {
  name: 'orders.list',
  method: 'GET',
  path: '/v1/orders',
  access: 'member',
  input: PageInput,
  output: pageOf(Order),
  refusals: {},
}

/** Cancel an order that is not paid, or only a deposit that comes back; what it held is free again. */
export const cancelOrder: Endpoint<OrderIdInput, Order, 'order_missing' | 'order_not_cancellable'> = {
  name: 'orders.cancel',
  method: 'POST',
  path: '/v1/orders/:orderId/cancellation',
  access: 'member',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404, order_not_cancellable: 409 },
}

/**
 * Confirm receipt 确认收货: commission enters its return window, and the order is complete, at once or after the days
 * of the shop.
 */
export const receiveOrder: Endpoint<
  OrderIdInput,
  Order,
  'order_missing' | 'order_not_paid' | 'group_pending' | 'order_not_shipped'
> = {
  name: 'orders.receive',
  method: 'POST',
  path: '/v1/orders/:orderId/receipt',
  access: 'member',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404, order_not_paid: 409, group_pending: 409, order_not_shipped: 409 },
}

export type OrdersContract = {
  readonly checkout: typeof checkout
  readonly redeem: typeof redeemItem
  readonly get: typeof getOrder
  readonly list: typeof listOrders
  readonly cancel: typeof cancelOrder
  readonly receive: typeof receiveOrder
  readonly details: typeof getOrderDetails
  readonly setAddress: typeof setOrderAddress
  readonly requestInvoice: typeof requestInvoice
}
export const ordersContract: OrdersContract = {
  checkout,
  redeem: redeemItem,
  get: getOrder,
  list: listOrders,
  cancel: cancelOrder,
  receive: receiveOrder,
  details: getOrderDetails,
  setAddress: setOrderAddress,
  requestInvoice,
}
