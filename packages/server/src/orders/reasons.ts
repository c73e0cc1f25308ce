import type { Order } from '@siyu/core/orders'

/** An order as it may be kept with a key: what somebody typed is read again, so that what was erased stays erased. */
export function withoutReasons<O extends Order>(order: O): O {
  return { ...order, refunds: order.refunds.map((refund) => ({ ...refund, reason: null })) }
}

/** The order with what is known of its refunds now, and `newest` for one that was not there before this call. */
export function withReasons(order: Order, known: Order | undefined, newest: string | null = null): Order {
  const reasons = new Map(known?.refunds.map(({ id, reason }) => [id, reason]))
  const refunds = order.refunds.map((refund) => {
    const reason = reasons.get(refund.id)
    return { ...refund, reason: reason === undefined ? newest : reason }
  })
  return { ...order, refunds }
}

/** An order as its member sees it: what a refund took from promoters is not theirs to know. */
export function forMember<O extends Order>(order: O): O {
  return { ...order, refunds: order.refunds.map((refund) => ({ ...refund, commissionMinor: null })) }
}
