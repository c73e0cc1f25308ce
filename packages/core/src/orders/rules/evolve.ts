import type {
  OrderCancelled,
  OrderCompleted,
  OrderEvent,
  OrderPlaced,
  OrderShipmentCorrected,
  OrderShipmentSent,
} from '../events.ts'
import type { LineQuantity, Order, OrderLine } from '../schema.ts'
import { fulfilmentOf, parcelsOf } from './fulfilment.ts'

/** The order that a placing makes. */
export function orderOf(placed: OrderPlaced): Order {
  const { orderId: id, memberId, currency, listMinor, payableMinor, pointsCount, couponIds, shipping, taxes } = placed
  return {
    ...{ id, memberId, currency, listMinor, payableMinor, pointsCount, couponIds, shipping, taxes },
    ...{ placedAt: placed.placedAt, paymentDueAt: placed.paymentDueAt },
    storedValueMinor: placed.storedValueMinor ?? 0,
    waitsFor: placed.waitsFor ?? null,
    ...{ deposit: placed.deposit ?? null, depositPaidAt: null, depositEnd: null },
    lines: placed.lines.map((line) => ({ line, refundedCount: 0, claimedCount: 0, shippedCount: 0 })),
    status: 'created',
    refundedMinor: 0,
    ...{ paidAt: null, shippedAt: null, receivedAt: null, completedAt: null, cancelledAt: null },
    ...{ receiptDueAt: null, completionDueAt: null, fulfilment: fulfilmentOf(placed) },
    shipments: [],
    parcels: parcelsOf(placed.lines, placed),
    refunds: [],
  }
}

/**
 * The order after what happened to it. What an operator wrote about a refund is in no event, so the newest has none.
 * Events of other concepts change nothing here.
 */
export function evolve(order: Order, events: readonly { readonly type: string }[]): Order {
  return events.reduce<Order>((current, event) => step(current, event as OrderEvent), order)
}

function step(order: Order, event: OrderEvent): Order {
  switch (event.type) {
    case 'order_deposited':
      return { ...order, status: 'deposited', depositPaidAt: event.paidAt, paymentDueAt: event.paymentDueAt }
    case 'order_paid':
      return { ...order, status: 'paid', paidAt: event.paidAt }
    case 'order_shipment_sent':
    case 'order_shipment_corrected':
      return shipmentsAfter(order, event)
    case 'order_shipped':
      return { ...order, status: 'shipped', shippedAt: event.shippedAt, receiptDueAt: event.receiptDueAt }
    case 'order_received':
      return { ...order, status: 'received', receivedAt: event.receivedAt, completionDueAt: event.completionDueAt }
    case 'order_completed':
      return { ...order, status: 'completed', ...completedAt(event) }
    case 'order_cancelled':
      return cancelled(order, event)
    case 'order_released':
      return { ...order, waitsFor: null }
    case 'order_refunded':
      return refunded(order, event)
    default:
      return order
  }
}

/** When an order was completed, and when its goods had come: at the same moment, where nothing else is said. */
export function completedAt({
  completedAt,
  receivedAt = completedAt,
}: Pick<OrderCompleted, 'completedAt' | 'receivedAt'>): { readonly completedAt: number; readonly receivedAt: number } {
  return { completedAt, receivedAt }
}

function cancelled(order: Order, { cancelledAt, deposit }: OrderCancelled): Order {
  const ended = { ...order, status: 'cancelled' as const, cancelledAt: cancelledAt ?? null }
  if (deposit === undefined) return ended
  return { ...ended, depositEnd: deposit.end, refundedMinor: order.refundedMinor + depositBackMinor(deposit) }
}

/** How much of a deposit goes back as it ends. */
export function depositBackMinor({ end, amountMinor }: NonNullable<OrderCancelled['deposit']>): number {
  return end === 'returned' ? amountMinor : 0
}

function shipmentsAfter(order: Order, event: OrderShipmentSent | OrderShipmentCorrected): Order {
  if (event.type === 'order_shipment_sent') {
    const { shipment } = event
    const lines = linesSent(order.lines, shipment.lines)
    return { ...order, status: 'fulfilling', lines, shipments: [...order.shipments, shipment] }
  }
  const { shipmentId, carrier, trackingNumber } = event
  const shipments = order.shipments.map((each) =>
    each.id === shipmentId ? { ...each, carrier, trackingNumber } : each,
  )
  return { ...order, shipments }
}

/** The lines of an order after these units were sent. */
export function linesSent(lines: readonly OrderLine[], sent: readonly LineQuantity[]): readonly OrderLine[] {
  return counted(lines, sent, 'shippedCount')
}

function refunded(order: Order, { refund, whole }: Extract<OrderEvent, { readonly type: 'order_refunded' }>): Order {
  return {
    ...order,
    status: whole ? 'refunded' : order.status,
    refundedMinor: order.refundedMinor + refund.paidMinor,
    lines: counted(order.lines, refund.lines, 'refundedCount'),
    refunds: [...order.refunds, { ...refund, reason: null }],
  }
}

function counted(
  lines: readonly OrderLine[],
  more: readonly LineQuantity[],
  count: 'refundedCount' | 'shippedCount',
): readonly OrderLine[] {
  const by = new Map(more.map(({ lineId, quantity }) => [lineId, quantity]))
  return lines.map((line) => ({ ...line, [count]: line[count] + (by.get(line.line.lineId) ?? 0) }))
}
