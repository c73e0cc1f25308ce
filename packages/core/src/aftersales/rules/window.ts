import { dayMs } from '../../kernel/index.ts'
import type { Order } from '../../orders/index.ts'

const minuteMs = 60_000

/** When the member had the goods of an order; null while nobody has said so. Some orders only tell when they ended. */
export function receivedAt(order: Pick<Order, 'receivedAt' | 'completedAt'>): number | null {
  return order.receivedAt ?? order.completedAt
}

/**
 * The moment at which a window of so many days after receipt is over. The first day is the one after that of receipt,
 * in the brand's zone, and the last counts whole: 网络购买商品七日无理由退货暂行办法 art. 10.
 */
export function windowEnd(receivedAt: number, days: number, offsetMinutes: number): number {
  const offsetMs = offsetMinutes * minuteMs
  return (Math.floor((receivedAt + offsetMs) / dayMs) + days + 1) * dayMs - offsetMs
}
