import { FIRST_LOCATION_ID } from '../../inventory/index.ts'
import { accept, type Decision, dayMs } from '../../kernel/index.ts'
import type { OrderPlaced, OrderSettingsSaved, OrderShipped } from '../events.ts'
import type { OrderSettings } from '../operator-schema.ts'
import type { FulfilmentTerms, LineQuantity, Order, OrderLine, OrderParcel } from '../schema.ts'
import { goodsOf, stockOf } from './moves.ts'

/** How orders go on from now. */
export function configureOrders(settings: OrderSettings): Decision<OrderSettingsSaved, never> {
  return accept({ type: 'order_settings_saved', settings })
}

/** How orders of a brand go on that never said so: they are received when the member says so, and then complete. */
export const firstOrderSettings: OrderSettings = {
  tracksShipments: false,
  autoReceiveDays: 10,
  autoCompleteDays: 0,
  paymentWindowMs: 30 * 60_000,
}

/** What an order was placed under. */
export function fulfilmentOf({ fulfilment }: Pick<OrderPlaced, 'fulfilment'>): FulfilmentTerms {
  const { tracksShipments, autoReceiveDays, autoCompleteDays } = fulfilment ?? firstOrderSettings
  return { tracksShipments, autoReceiveDays, autoCompleteDays }
}

/** A moment so many days on. */
export function daysAfter(at: number, days: number): number {
  return at + days * dayMs
}

/** What of an order lies where, as it was set aside. */
export function parcelsOf(
  lines: readonly OrderLine['line'][],
  terms: Pick<OrderPlaced, 'memberships' | 'stock'>,
): readonly OrderParcel[] {
  const parcels = new Map<string, Map<string, number>>()
  const sale = { lines: lines.map((line) => ({ line, refundedCount: 0, shippedCount: 0 })) }
  for (const { skuId, quantity, locationId = FIRST_LOCATION_ID } of stockOf(sale, terms)) {
    const parcel = parcels.get(locationId) ?? new Map<string, number>()
    parcels.set(locationId, parcel.set(skuId, (parcel.get(skuId) ?? 0) + quantity))
  }
  return [...parcels].map(([locationId, parcel]) => ({
    locationId,
    lines: [...parcel].map(([skuId, quantity]) => ({ skuId, quantity })),
  }))
}

/**
 * Units of a line that are kept and still to be sent. A refund takes units that were not sent before those that were,
 * so what is left is never more than was bought, less sent, less given back.
 */
export function unsentCount({ line, shippedCount, refundedCount }: OrderLine): number {
  return Math.max(0, line.quantity - shippedCount - refundedCount)
}

/** What of an order is still to be sent; a membership never is. */
export function unsentLines(
  lines: readonly OrderLine[],
  terms: Pick<OrderPlaced, 'memberships'>,
): readonly LineQuantity[] {
  return goodsOf(lines, terms)
    .map((each) => ({ lineId: each.line.lineId, quantity: unsentCount(each) }))
    .filter(({ quantity }) => quantity > 0)
}

/** That an order has been shipped, when nothing is left to be sent of these lines. */
export function shippedWhenSent(
  { id: orderId, memberId }: Pick<Order, 'id' | 'memberId'>,
  lines: readonly OrderLine[],
  terms: Pick<OrderPlaced, 'memberships' | 'fulfilment'>,
  now: number,
): readonly OrderShipped[] {
  if (unsentLines(lines, terms).length > 0) return []
  const receiptDueAt = daysAfter(now, fulfilmentOf(terms).autoReceiveDays)
  return [{ type: 'order_shipped', orderId, memberId, shippedAt: now, receiptDueAt }]
}
