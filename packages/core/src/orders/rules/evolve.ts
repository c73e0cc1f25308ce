import type { Order, OrderEvent, OrderPlaced } from '../schema.ts'

/** The order that a placing makes. */
export function orderOf(placed: OrderPlaced): Order {
  const { orderId: id, memberId, currency, listMinor, payableMinor, pointsCount, couponIds, shipping, taxes } = placed
  return {
    ...{ id, memberId, currency, listMinor, payableMinor, pointsCount, couponIds, shipping, taxes },
    ...{ placedAt: placed.placedAt, paymentDueAt: placed.paymentDueAt },
    storedValueMinor: placed.storedValueMinor ?? 0,
    waitsFor: placed.waitsFor ?? null,
    lines: placed.lines.map((line) => ({ line, refundedCount: 0 })),
    status: 'created',
    refundedMinor: 0,
    paidAt: null,
    completedAt: null,
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
    case 'order_paid':
      return { ...order, status: 'paid', paidAt: event.paidAt }
    case 'order_completed':
      return { ...order, status: 'completed', completedAt: event.completedAt }
    case 'order_cancelled':
      return { ...order, status: 'cancelled' }
    case 'order_released':
      return { ...order, waitsFor: null }
    case 'order_refunded':
      return refunded(order, event)
    default:
      return order
  }
}

function refunded(order: Order, { refund, whole }: Extract<OrderEvent, { readonly type: 'order_refunded' }>): Order {
  const back = new Map(refund.lines.map(({ lineId, quantity }) => [lineId, quantity]))
  return {
    ...order,
    status: whole ? 'refunded' : order.status,
    refundedMinor: order.refundedMinor + refund.paidMinor,
    lines: order.lines.map((each) => ({
      ...each,
      refundedCount: each.refundedCount + (back.get(each.line.lineId) ?? 0),
    })),
    refunds: [...order.refunds, { ...refund, reason: null }],
  }
}
