import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Id,
  listOf,
  MAX_PAGE,
  Moment,
  type Page,
  type PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import {
  Carrier,
  LineQuantity,
  MAX_ORDER_LINES,
  Order,
  OrderIdInput,
  OrderSettings,
  OrderStatus,
  TrackingNumber,
} from './schema.ts'

export type ShipOrderInput = {
  readonly orderId: string
  /** Made by who sends it, so that a retry can never write down a second one. */
  readonly shipmentId: string
  /** What is in it; all that is left to be sent without it. */
  readonly lines?: readonly LineQuantity[] | undefined
  readonly carrier: string
  readonly trackingNumber: string
  /** The location it leaves from. */
  readonly locationId?: string | undefined
}
export const ShipOrderInput: Schema<ShipOrderInput> = z.object({
  orderId: Id,
  shipmentId: Id,
  lines: z.optional(listOf(LineQuantity, MAX_ORDER_LINES, 1)),
  carrier: Carrier,
  trackingNumber: TrackingNumber,
  locationId: z.optional(Id),
})

/** Write down that some or all of a paid order was handed to a carrier. */
export const shipOrder: Endpoint<
  ShipOrderInput,
  Order,
  | 'order_missing'
  | 'order_not_shippable'
  | 'group_pending'
  | 'shipment_exists'
  | 'shipments_full'
  | 'line_missing'
  | 'line_repeated'
  | 'quantity_exceeded'
  | 'location_missing'
> = {
  name: 'orders.ship',
  method: 'POST',
  path: '/v1/orders/:orderId/shipments',
  access: 'operator',
  input: ShipOrderInput,
  output: Order,
  refusals: {
    order_missing: 404,
    order_not_shippable: 409,
    group_pending: 409,
    shipment_exists: 409,
    shipments_full: 409,
    line_missing: 404,
    line_repeated: 409,
    quantity_exceeded: 409,
    location_missing: 404,
  },
}

export type CorrectShipmentInput = {
  readonly orderId: string
  readonly shipmentId: string
  readonly carrier: string
  readonly trackingNumber: string
}
export const CorrectShipmentInput: Schema<CorrectShipmentInput> = z.object({
  orderId: Id,
  shipmentId: Id,
  carrier: Carrier,
  trackingNumber: TrackingNumber,
})

/** Write down another number or carrier of a shipment. */
export const correctShipment: Endpoint<CorrectShipmentInput, Order, 'order_missing' | 'shipment_missing'> = {
  name: 'orders.correctShipment',
  method: 'PUT',
  path: '/v1/orders/:orderId/shipments/:shipmentId',
  access: 'operator',
  input: CorrectShipmentInput,
  output: Order,
  refusals: { order_missing: 404, shipment_missing: 404 },
}

/** Complete a received order before its time: points become spendable and growth counts. */
export const completeOrder: Endpoint<OrderIdInput, Order, 'order_missing' | 'order_not_completable'> = {
  name: 'orders.complete',
  method: 'POST',
  path: '/v1/orders/:orderId/completion',
  access: 'operator',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404, order_not_completable: 409 },
}

/** Call off an order that is not paid, or only its deposit: what it held is free again, and the deposit goes back. */
export const callOffOrder: Endpoint<OrderIdInput, Order, 'order_missing' | 'order_not_cancellable'> = {
  name: 'orders.callOff',
  method: 'POST',
  path: '/v1/admin/orders/:orderId/cancellation',
  access: 'operator',
  input: OrderIdInput,
  output: Order,
  refusals: { order_missing: 404, order_not_cancellable: 409 },
}

/** How long orders wait, and for what. */
export const getOrderSettings: Endpoint<Empty, OrderSettings> = {
  name: 'orders.settings',
  method: 'GET',
  path: '/v1/order-settings',
  access: 'operator',
  input: Empty,
  output: OrderSettings,
  refusals: {},
}

/** Replace them. Orders keep what they were placed under. */
export const saveOrderSettings: Endpoint<OrderSettings, OrderSettings> = {
  name: 'orders.saveSettings',
  method: 'PUT',
  path: '/v1/order-settings',
  access: 'operator',
  input: OrderSettings,
  output: OrderSettings,
  refusals: {},
}

/** Which orders; all that is given must be true of them. */
export type ListAllOrdersInput = PageInput & {
  readonly status?: OrderStatus | undefined
  readonly memberId?: string | undefined
  /** Bought in it, or given with it. */
  readonly skuId?: string | undefined
  /** The id of an order, a tracking number, or the phone of who receives it, as a whole. */
  readonly text?: string | undefined
  /** Placed from this moment on, and before that one. */
  readonly placedFrom?: number | undefined
  readonly placedUntil?: number | undefined
}
export const ListAllOrdersInput: Schema<ListAllOrdersInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  status: z.optional(OrderStatus),
  memberId: z.optional(Id),
  skuId: z.optional(Id),
  text: z.optional(z.string().check(z.minLength(2), z.maxLength(80))),
  placedFrom: z.optional(Moment),
  placedUntil: z.optional(Moment),
})

/** Orders of the brand, newest first. */
export const listAllOrders: Endpoint<ListAllOrdersInput, Page<Order>> = {
  name: 'orders.listAll',
  method: 'GET',
  path: '/v1/admin/orders',
  access: 'operator',
  input: ListAllOrdersInput,
  output: pageOf(Order),
  refusals: {},
}
