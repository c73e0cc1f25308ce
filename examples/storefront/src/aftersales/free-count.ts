import type { Order } from '@siyu/core/orders'

/** Units of a line that neither came back nor are under an open case. */
export function freeCount({ line, refundedCount, claimedCount = 0 }: Order['lines'][number]): number {
  return line.quantity - refundedCount - claimedCount
}
