import { bySku, type StockLine } from '../../inventory/index.ts'
import { unitParts } from '../../pricing/index.ts'
import type { Order, OrderLine, OrderPlaced, OrderStatus } from '../schema.ts'

/** What can be done with an order. */
export type OrderCommand = 'pay' | 'complete' | 'cancel' | 'expire' | 'refund'

/** Where each command may lead from each status. An empty list is an illegal move: a refusal, never an event. */
export const moves: {
  readonly [From in OrderStatus]: { readonly [Command in OrderCommand]: readonly OrderStatus[] }
} = {
  created: { pay: ['paid'], complete: [], cancel: ['cancelled'], expire: ['cancelled'], refund: [] },
  paid: { pay: [], complete: ['completed'], cancel: [], expire: [], refund: ['paid', 'refunded'] },
  completed: { pay: [], complete: [], cancel: [], expire: [], refund: ['completed', 'refunded'] },
  cancelled: { pay: [], complete: [], cancel: [], expire: [], refund: [] },
  refunded: { pay: [], complete: [], cancel: [], expire: [], refund: [] },
}

/** Whether the table of moves lets this command happen to an order of this status. */
export function canMove(status: OrderStatus, command: OrderCommand): boolean {
  return moves[status][command].length > 0
}

/** What was frozen with an order beside what its member sees. */
export type OrderTerms = Pick<OrderPlaced, 'uplines' | 'earnBps' | 'multiplierBps' | 'growthBps' | 'origin'>

/** The name of the sales made here; any other origin is an import, whose stock and money were never in this shop. */
export const checkoutOrigin = 'checkout'

/** Money of each line that has not been refunded. */
export function keptLines(
  lines: readonly OrderLine[],
): readonly { readonly lineId: string; readonly netMinor: number }[] {
  return lines.map(({ line, refundedCount }) => ({
    lineId: line.lineId,
    netMinor: unitParts(line, refundedCount, line.quantity).paidMinor,
  }))
}

/** Money of the order that has not been refunded. */
export function keptMinor(lines: readonly OrderLine[]): number {
  return keptLines(lines).reduce((sum, { netMinor }) => sum + netMinor, 0)
}

/** Every piece of an order by SKU, each SKU once. */
export function stockOf(order: Pick<Order, 'lines'>): readonly StockLine[] {
  return bySku(order.lines.map(({ line }) => line))
}
