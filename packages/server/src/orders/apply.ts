import type { BrandCreated } from '@siyu/core/brands'
import {
  completedAt,
  depositBackMinor,
  firstOrderSettings,
  type LineQuantity,
  type LineReplaced,
  type OrderEvent,
  type OrderPlaced,
} from '@siyu/core/orders'
import { changeSettings, firstSettings } from '../brands/index.ts'
import type { Apply, Recorded } from '../kernel/apply.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type OrderTables, orderSpecs } from './tables.ts'

const writer = writerOf<OrderTables>(orderSpecs)

type OfOrder = { readonly orderId: string; readonly memberId: string }
type Changes = Parameters<typeof writer.change<'orders'>>

/** A change of the order's row, which every event of an order makes: its version guards all of it. */
function change({ orderId: id, memberId }: OfOrder, { brandId }: Recorded, set: Changes[2], add?: Changes[3]): Write {
  return writer.change('orders', { brandId, memberId, id }, set, add)
}

/** The settings of orders a brand starts with that was created without its own. */
export function orderRowsForBrand(event: BrandCreated): readonly Write[] {
  return firstSettings(event, 'orders', firstOrderSettings)
}

type OrderKey = { readonly brandId: string; readonly memberId: string; readonly orderId: string }

/** Units come under a case that is opened (1), or are free again because it has ended (-1); used by its `apply`. */
export function claimWrites(
  { brandId, memberId, orderId }: OrderKey,
  units: readonly LineQuantity[],
  sign: 1 | -1,
): readonly Write[] {
  const counts = { openCaseCount: sign, ...(sign === 1 ? { caseCount: 1 } : {}) }
  return [
    // What was decided about the order rested on its version, so two cases for one unit cannot both be opened.
    writer.change('orders', { brandId, memberId, id: orderId }, {}, counts),
    ...units.map(({ lineId, quantity }) =>
      writer.change('orderLines', { brandId, memberId, orderId, lineId }, {}, { claimedCount: sign * quantity }),
    ),
  ]
}

/** Says what lines consist of from now on, beside what was sold. */
export function replaceWrites(key: OrderKey, replaced: readonly LineReplaced[]): readonly Write[] {
  return replaced.map(({ lineId, pieces }) => writer.change('orderLines', { ...key, lineId }, { replaced: pieces }))
}

const notYet = {
  ...{ caseCount: 0, openCaseCount: 0 },
  ...{ status: 'created' as const, refundedMinor: 0 },
  ...{ paidAt: null, shippedAt: null, receivedAt: null, completedAt: null, cancelledAt: null },
  ...{ receiptDueAt: null, completionDueAt: null, depositPaidAt: null, depositEnd: null },
}

function placed(event: OrderPlaced, { brandId }: Recorded): readonly Write[] {
  const { orderId, memberId, lines, type, ...terms } = event
  const { memberships = null, stock = null, storedValueMinor = 0, fulfilment = null } = event
  const { campaign = null, waitsFor = null, deposit = null } = event
  const row = { ...terms, memberships, stock, storedValueMinor, fulfilment, campaign, waitsFor, deposit, ...notYet }
  return [
    writer.insert('orders', { brandId, memberId, id: orderId, ...row }),
    ...lines.map((line, place) =>
      writer.insert('orderLines', {
        ...{ brandId, memberId, orderId, place, line, refundedCount: 0, shippedCount: 0 },
        ...{ claimedCount: 0, replaced: [] },
        ...{ lineId: line.lineId, skuId: line.skuId, quantity: line.quantity },
      }),
    ),
  ]
}

export const applyOrders: Apply<OrderEvent> = {
  order_placed: placed,
  order_deposited: (event, as) => {
    const { paidAt: depositPaidAt, paymentDueAt } = event
    return [change(event, as, { status: 'deposited', depositPaidAt, paymentDueAt })]
  },
  order_paid: (event, as) => [change(event, as, { status: 'paid', paidAt: event.paidAt })],
  order_shipment_sent: (event, as) => {
    const { orderId, memberId, shipment } = event
    const { brandId } = as
    return [
      change(event, as, { status: 'fulfilling' }),
      writer.insert('orderShipments', { brandId, memberId, orderId, ...shipment }),
      ...shipment.lines.map(({ lineId, quantity }) =>
        writer.change('orderLines', { brandId, memberId, orderId, lineId }, {}, { shippedCount: quantity }),
      ),
    ]
  },
  order_shipment_corrected: (event, as) => {
    const { orderId, memberId, shipmentId: id, carrier, trackingNumber } = event
    const key = { brandId: as.brandId, memberId, orderId, id }
    return [change(event, as, {}), writer.change('orderShipments', key, { carrier, trackingNumber })]
  },
  order_shipped: (event, as) => {
    const { shippedAt, receiptDueAt } = event
    return [change(event, as, { status: 'shipped', shippedAt, receiptDueAt })]
  },
  order_received: (event, as) => {
    const { receivedAt, completionDueAt } = event
    return [change(event, as, { status: 'received', receivedAt, completionDueAt })]
  },
  order_completed: (event, as) => [change(event, as, { status: 'completed', ...completedAt(event) })],
  order_cancelled: (event, as) => {
    const { cancelledAt = as.at, deposit } = event
    const ended = { status: 'cancelled' as const, cancelledAt }
    if (deposit === undefined) return [change(event, as, ended)]
    return [change(event, as, { ...ended, depositEnd: deposit.end }, { refundedMinor: depositBackMinor(deposit) })]
  },
  order_released: (event, as) => [change(event, as, { waitsFor: null })],
  order_refunded: (event, as) => {
    const { orderId, memberId, refund, whole, replaced = [] } = event
    const { brandId, at } = as
    return [
      change(event, as, whole ? { status: 'refunded' } : {}, { refundedMinor: refund.paidMinor }),
      ...refund.lines.map(({ lineId, quantity }) =>
        writer.change('orderLines', { brandId, memberId, orderId, lineId }, {}, { refundedCount: quantity }),
      ),
      ...replaceWrites({ brandId, memberId, orderId }, replaced),
      writer.insert('orderRefunds', { brandId, memberId, orderId, id: refund.id, refund, at }),
    ]
  },
  order_address_set: (event, as) => [change(event, as, {})],
  order_noted: (event, as) => {
    const { orderId, memberId, noteId: id, by } = event
    const { brandId, at } = as
    return [change(event, as, {}), writer.insert('orderNotes', { brandId, memberId, orderId, id, by, at })]
  },
  order_invoice_requested: (event, as) => {
    const { orderId, memberId, kind, isFirst } = event
    const key = { brandId: as.brandId, memberId, orderId }
    const row = { kind, status: 'requested' as const, requestedAt: as.at, issuedAt: null }
    const write = isFirst
      ? writer.insert('orderInvoices', { ...key, ...row })
      : writer.change('orderInvoices', key, { kind })
    return [change(event, as, {}), write]
  },
  order_invoice_issued: (event, as) => {
    const key = { brandId: as.brandId, memberId: event.memberId, orderId: event.orderId }
    return [change(event, as, {}), writer.change('orderInvoices', key, { status: 'issued', issuedAt: as.at })]
  },
  order_settings_saved: ({ settings }, { brandId }) => [changeSettings(brandId, 'orders', settings)],
}
