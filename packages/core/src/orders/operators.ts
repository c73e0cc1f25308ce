import * as z from 'zod/mini'
import {
  AmountMinor,
  Empty,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  Moment,
  type Page,
  type PageInput,
  pageOf,
  Quantity,
  type Schema,
} from '../kernel/index.ts'
import { NoteWords, OrderDetails } from './details.ts'
import { OrderSettings } from './operator-schema.ts'
import { Carrier, LineQuantity, MAX_ORDER_LINES, Order, OrderIdInput, OrderStatus, TrackingNumber } from './schema.ts'
import { importShipments } from './shipments.ts'

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

const InvoiceUrl: Schema<string> = z.string().check(z.maxLength(500), z.regex(/^https:\/\/\S+$/))

/** The details of any order, with what operators wrote. */
export const getDetailsOfOrder: Endpoint<OrderIdInput, OrderDetails, 'order_missing'> = {
  name: 'orders.detailsOf',
  method: 'GET',
  path: '/v1/admin/orders/:orderId/details',
  access: 'operator',
  input: OrderIdInput,
  output: OrderDetails,
  refusals: { order_missing: 404 },
}

export type NoteOrderInput = { readonly orderId: string; readonly words: string }
export const NoteOrderInput: Schema<NoteOrderInput> = z.object({ orderId: Id, words: NoteWords })

/** Write something down about an order; its member does not see it. */
export const noteOrder: Endpoint<NoteOrderInput, OrderIdInput, 'order_missing' | 'notes_full'> = {
  name: 'orders.note',
  method: 'POST',
  path: '/v1/orders/:orderId/notes',
  access: 'operator',
  input: NoteOrderInput,
  output: OrderIdInput,
  refusals: { order_missing: 404, notes_full: 409 },
}

export type IssueInvoiceInput = { readonly orderId: string; readonly number: string; readonly url: string | null }
export const IssueInvoiceInput: Schema<IssueInvoiceInput> = z.object({
  orderId: Id,
  number: z.string().check(z.regex(/^[0-9A-Za-z-]{4,40}$/)),
  url: z.nullable(InvoiceUrl),
})

/** Write down that the invoice was issued, with its number and where it can be had. */
export const issueInvoice: Endpoint<
  IssueInvoiceInput,
  OrderIdInput,
  'order_missing' | 'invoice_missing' | 'invoice_issued'
> = {
  name: 'orders.issueInvoice',
  method: 'POST',
  path: '/v1/orders/:orderId/invoice/issue',
  access: 'operator',
  input: IssueInvoiceInput,
  output: OrderIdInput,
  refusals: { order_missing: 404, invoice_missing: 404, invoice_issued: 409 },
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

export type OrdersAdminContract = {
  readonly complete: typeof completeOrder
  readonly callOff: typeof callOffOrder
  readonly ship: typeof shipOrder
  readonly correctShipment: typeof correctShipment
  readonly importShipments: typeof importShipments
  readonly refund: typeof refundOrder
  readonly listAll: typeof listAllOrders
  readonly import: typeof importOrder
  readonly detailsOf: typeof getDetailsOfOrder
  readonly note: typeof noteOrder
  readonly issueInvoice: typeof issueInvoice
  readonly settings: typeof getOrderSettings
  readonly saveSettings: typeof saveOrderSettings
}
export const ordersAdminContract: OrdersAdminContract = {
  complete: completeOrder,
  callOff: callOffOrder,
  ship: shipOrder,
  correctShipment,
  importShipments,
  refund: refundOrder,
  listAll: listAllOrders,
  import: importOrder,
  detailsOf: getDetailsOfOrder,
  note: noteOrder,
  issueInvoice,
  settings: getOrderSettings,
  saveSettings: saveOrderSettings,
}
