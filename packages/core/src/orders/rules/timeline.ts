import type { Order, Refund, Shipment } from '../schema.ts'

/**
 * One step of an order. Without a moment it is still ahead, with the moment it happens by itself where there is one; a
 * cancellation of which nobody knows when it was has none either.
 */
export type TimelineStep =
  | {
      readonly kind: 'placed' | 'deposited' | 'paid' | 'shipped' | 'received' | 'completed' | 'cancelled'
      readonly at: number | null
      readonly dueAt: number | null
    }
  | { readonly kind: 'shipment'; readonly at: number; readonly shipment: Shipment }
  | { readonly kind: 'refund'; readonly at: number; readonly refund: Refund }

/** What happened to an order, oldest first, and then what is ahead of it. */
export function timelineOf(order: Order): readonly TimelineStep[] {
  return [...pastOf(order).toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0)), ...endOf(order)]
}

function pastOf(order: Order): readonly TimelineStep[] {
  const { placedAt, depositPaidAt = null, paidAt, receivedAt, completedAt, shipments, refunds } = order
  const done = (
    kind: 'placed' | 'deposited' | 'paid' | 'received' | 'completed',
    at: number | null,
  ): readonly TimelineStep[] => (at === null ? [] : [{ kind, at, dueAt: null }])
  return [
    ...done('placed', placedAt),
    ...done('deposited', depositPaidAt),
    ...done('paid', paidAt),
    ...shipments.map((shipment): TimelineStep => ({ kind: 'shipment', at: shipment.at, shipment })),
    ...done('received', receivedAt),
    ...done('completed', completedAt),
    ...refunds.map((refund): TimelineStep => ({ kind: 'refund', at: refund.at, refund })),
  ]
}

/** How it ended, where no refund says so, or what is ahead. */
function endOf(order: Order): readonly TimelineStep[] {
  const { status, cancelledAt, paymentDueAt, receiptDueAt, completionDueAt, shipments, fulfilment, deposit } = order
  const ahead = (kind: 'deposited' | 'paid' | 'shipped' | 'received' | 'completed', dueAt: number | null = null) =>
    ({ kind, at: null, dueAt }) as const
  const isSent = fulfilment.tracksShipments || shipments.length > 0
  const sent = isSent ? [ahead('shipped')] : []
  switch (status) {
    case 'created':
      if (deposit != null) {
        const parts = [ahead('deposited', paymentDueAt), ahead('paid', deposit.balanceUntil)]
        return [...parts, ...sent, ahead('received')]
      }
      return [ahead('paid', paymentDueAt), ...sent, ahead('received')]
    case 'deposited':
      return [ahead('paid', paymentDueAt), ...sent, ahead('received')]
    case 'paid':
    case 'fulfilling':
      return [...sent, ahead('received')]
    case 'shipped':
      return [ahead('received', receiptDueAt)]
    case 'received':
      return [ahead('completed', completionDueAt)]
    case 'cancelled':
      return [{ kind: 'cancelled', at: cancelledAt, dueAt: null }]
    default:
      return []
  }
}
