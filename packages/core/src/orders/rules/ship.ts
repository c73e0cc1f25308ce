import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../../kernel/index.ts'
import type { OrderShipmentCorrected, OrderShipmentSent, OrderShipped } from '../events.ts'
import type { correctShipment, ShipOrderInput, shipOrder } from '../operators.ts'
import { type LineQuantity, MAX_SHIPMENTS, type Order, type OrderLine } from '../schema.ts'
import { linesSent } from './evolve.ts'
import { shippedWhenSent, unsentLines } from './fulfilment.ts'
import { canMove, type OrderTerms } from './moves.ts'

type Code = CodeOf<typeof shipOrder>

export type ShipFacts = {
  readonly sale: { readonly order: Order; readonly terms: Pick<OrderTerms, 'memberships' | 'fulfilment'> } | undefined
  readonly input: ShipOrderInput
  /** The location that is named is one; true when none is. */
  readonly isLocation: boolean
  readonly now: number
}

export type ShipEvent = OrderShipmentSent | OrderShipped

/** Sends some of an order, or all that is left of it. With the last unit that is kept, it has been shipped. */
export function ship({ sale, input, isLocation, now }: ShipFacts): Decision<ShipEvent, Code> {
  if (sale === undefined) return refuse('order_missing')
  const { order, terms } = sale
  const unsent = unsentLines(order.lines, terms)
  const { status } = order
  if (!canMove(status, 'ship') || unsent.length === 0) return refuse('order_not_shippable', { status })
  if (order.waitsFor === 'group') return refuse('group_pending')
  const { shipmentId: id, lines = unsent, carrier, trackingNumber, locationId = null } = input
  const refusal = shipmentRefusal(order, id) ?? lineRefusal(order, lines, unsent)
  if (refusal !== undefined) return { ok: false, refusal }
  if (!isLocation) return refuse('location_missing', { locationId })
  const shipment = { id, lines, carrier, trackingNumber, locationId, at: now }
  return accept<ShipEvent>(
    { type: 'order_shipment_sent', orderId: order.id, memberId: order.memberId, shipment },
    ...shippedWhenSent(order, linesSent(order.lines, lines), terms, now),
  )
}

function shipmentRefusal({ shipments }: Order, shipmentId: string): Refusal<Code> | undefined {
  if (shipments.some(({ id }) => id === shipmentId)) return { code: 'shipment_exists' }
  const maxCount = MAX_SHIPMENTS
  return shipments.length >= maxCount ? { code: 'shipments_full', detail: { maxCount } } : undefined
}

function lineRefusal(
  order: Order,
  wanted: readonly LineQuantity[],
  unsent: readonly LineQuantity[],
): Refusal<Code> | undefined {
  const isLine = (lineId: string): boolean => order.lines.some((each: OrderLine) => each.line.lineId === lineId)
  const missing = wanted.find(({ lineId }) => !isLine(lineId))
  if (missing !== undefined) return { code: 'line_missing', detail: { lineId: missing.lineId } }
  const ids = wanted.map(({ lineId }) => lineId)
  const repeated = ids.find((lineId, index) => ids.indexOf(lineId) < index)
  if (repeated !== undefined) return { code: 'line_repeated', detail: { lineId: repeated } }
  const leftOf = (lineId: string): number => unsent.find((each) => each.lineId === lineId)?.quantity ?? 0
  const exceeded = wanted.find(({ lineId, quantity }) => quantity > leftOf(lineId))
  if (exceeded === undefined) return undefined
  const { lineId } = exceeded
  return { code: 'quantity_exceeded', detail: { lineId, leftCount: leftOf(lineId) } }
}

export type CorrectShipmentFacts = {
  readonly order: Order | undefined
  readonly shipmentId: string
  readonly carrier: string
  readonly trackingNumber: string
}

/** Another number or carrier for goods that are on their way. The same ones again change nothing. */
export function correct(facts: CorrectShipmentFacts): Decision<OrderShipmentCorrected, CodeOf<typeof correctShipment>> {
  const { order, shipmentId, carrier, trackingNumber } = facts
  if (order === undefined) return refuse('order_missing')
  const shipment = order.shipments.find(({ id }) => id === shipmentId)
  if (shipment === undefined) return refuse('shipment_missing')
  if (shipment.carrier === carrier && shipment.trackingNumber === trackingNumber) return accept()
  const { id: orderId, memberId } = order
  return accept({ type: 'order_shipment_corrected', orderId, memberId, shipmentId, carrier, trackingNumber })
}
