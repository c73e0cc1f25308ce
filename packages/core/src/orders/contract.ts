import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  type Endpoint,
  Id,
  Label,
  listOf,
  Moment,
  type Page,
  PageInput,
  pageOf,
  Quantity,
  type Schema,
} from '../kernel/index.ts'
import { Place } from '../pricing/index.ts'
import {
  getDetailsOfOrder,
  getOrderDetails,
  InvoiceRequest,
  issueInvoice,
  noteOrder,
  requestInvoice,
  setOrderAddress,
} from './details.ts'
import {
  callOffOrder,
  completeOrder,
  correctShipment,
  getOrderSettings,
  listAllOrders,
  saveOrderSettings,
  shipOrder,
} from './operators.ts'
import { GiftQuantity, LineQuantity, MAX_EXPECTED_GIFTS, MAX_ORDER_LINES, Order, OrderIdInput } from './schema.ts'
import { importShipments } from './shipments.ts'

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

export type RefundOrderInput = {
  readonly orderId: string
  readonly lines: readonly LineQuantity[]
  readonly reason: string
  /**
   * What becomes of thresholds the kept units no longer reach. `keep` (the default): every unit gives back its own
   * share. `reevaluate`: what is kept is priced again by the rules and list prices of the order, and only what was paid
   * above that comes back.
   */
  readonly thresholds?: 'keep' | 'reevaluate' | undefined
  /** How much of the shipping comes back; without it, what the shop's policy says. */
  readonly shippingMinor?: number | undefined
}
export const RefundOrderInput: Schema<RefundOrderInput> = z.object({
  orderId: Id,
  lines: listOf(LineQuantity, MAX_ORDER_LINES, 1),
  reason: Label,
  thresholds: z.optional(z.enum(['keep', 'reevaluate'])),
  shippingMinor: z.optional(AmountMinor),
})

/** Take units back: money, points, coupons, commission, growth and stock move by exactly what the money map says. */
export const refundOrder: Endpoint<
  RefundOrderInput,
  Order,
  | 'order_missing'
  | 'order_not_refundable'
  | 'line_missing'
  | 'line_repeated'
  | 'quantity_exceeded'
  | 'case_open'
  | 'shipping_exceeded'
  | 'pricing_unknown'
> = {
  name: 'orders.refund',
  method: 'POST',
  path: '/v1/orders/:orderId/refunds',
  access: 'operator',
  input: RefundOrderInput,
  output: Order,
  refusals: {
    order_missing: 404,
    order_not_refundable: 409,
    line_missing: 404,
    line_repeated: 409,
    quantity_exceeded: 409,
    case_open: 409,
    shipping_exceeded: 409,
    pricing_unknown: 409,
  },
}

export type ImportOrderInput = {
  /** Id of the order in the other system; the same one is never taken twice. */
  readonly externalId: string
  readonly memberId: string
  readonly placedAt: number
  readonly lines: readonly {
    readonly lineId: string
    readonly skuId: string
    readonly quantity: number
    readonly priceMinor: number
  }[]
  readonly origin: string
}
export const ImportOrderInput: Schema<ImportOrderInput> = z.object({
  externalId: z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,40}$/)),
  memberId: Id,
  placedAt: Moment,
  lines: listOf(z.object({ lineId: Id, skuId: Id, quantity: Quantity, priceMinor: AmountMinor }), MAX_ORDER_LINES, 1),
  origin: Label,
})
export type ImportedOrder = { readonly orderId: string; readonly created: boolean }
export const ImportedOrder: Schema<ImportedOrder> = z.object({ orderId: Id, created: z.boolean() })

/** Bring in a completed order of another system: points and growth are computed, stock is not touched. */
export const importOrder: Endpoint<
  ImportOrderInput,
  ImportedOrder,
  'member_missing' | 'sku_missing' | 'line_repeated' | 'basket_too_large'
> = {
  name: 'orders.import',
  method: 'POST',
  path: '/v1/admin/orders/import',
  access: 'operator',
  input: ImportOrderInput,
  output: ImportedOrder,
  refusals: { member_missing: 404, sku_missing: 404, line_repeated: 409, basket_too_large: 409 },
}

export type OrdersContract = {
  readonly checkout: typeof checkout
  readonly redeem: typeof redeemItem
  readonly get: typeof getOrder
  readonly list: typeof listOrders
  readonly cancel: typeof cancelOrder
  readonly receive: typeof receiveOrder
  readonly complete: typeof completeOrder
  readonly callOff: typeof callOffOrder
  readonly ship: typeof shipOrder
  readonly correctShipment: typeof correctShipment
  readonly importShipments: typeof importShipments
  readonly refund: typeof refundOrder
  readonly listAll: typeof listAllOrders
  readonly import: typeof importOrder
  readonly details: typeof getOrderDetails
  readonly detailsOf: typeof getDetailsOfOrder
  readonly setAddress: typeof setOrderAddress
  readonly note: typeof noteOrder
  readonly requestInvoice: typeof requestInvoice
  readonly issueInvoice: typeof issueInvoice
  readonly settings: typeof getOrderSettings
  readonly saveSettings: typeof saveOrderSettings
}
export const ordersContract: OrdersContract = {
  checkout,
  redeem: redeemItem,
  get: getOrder,
  list: listOrders,
  cancel: cancelOrder,
  receive: receiveOrder,
  complete: completeOrder,
  callOff: callOffOrder,
  ship: shipOrder,
  correctShipment,
  importShipments,
  refund: refundOrder,
  listAll: listAllOrders,
  import: importOrder,
  details: getOrderDetails,
  detailsOf: getDetailsOfOrder,
  setAddress: setOrderAddress,
  note: noteOrder,
  requestInvoice,
  issueInvoice,
  settings: getOrderSettings,
  saveSettings: saveOrderSettings,
}
