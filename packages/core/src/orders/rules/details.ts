import type { Address } from '../../carts/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import {
  type InvoiceRequest,
  MAX_ORDER_NOTES,
  type OrderAddressSet,
  type OrderDetails,
  type OrderInvoiceIssued,
  type OrderInvoiceRequested,
  type OrderNoted,
  type requestInvoice,
  type setOrderAddress,
} from '../details.ts'
import type { issueInvoice, noteOrder } from '../operators.ts'
import type { Order } from '../schema.ts'
import { canMove } from './moves.ts'

/** The order (the member's own, when a member asks) with what is known beside it; undefined when there is none. */
export type DetailFacts = { readonly order: Order | undefined; readonly details: OrderDetails | undefined }

export type SetAddressFacts = DetailFacts & {
  /** What the member's book says under the id that was chosen. */
  readonly address: Address | undefined
  /** The region that shipping was charged to; null when it was to none. */
  readonly chargedRegion: string | null
}

/** Sends an order elsewhere. Shipping was charged to a region, so another one would need another price. */
export function setAddress(facts: SetAddressFacts): Decision<OrderAddressSet, CodeOf<typeof setOrderAddress>> {
  const { order, details, address, chargedRegion } = facts
  if (order === undefined || details === undefined) return refuse('order_missing')
  const { id: orderId, memberId, status, shipping } = order
  const isOpen = status === 'created' || status === 'deposited' || status === 'paid'
  if (!isOpen) return refuse('address_fixed', { status })
  if (address === undefined) return refuse('address_missing')
  const isNear = chargedRegion === null || address.region.startsWith(chargedRegion)
  if (shipping !== null && !isNear) return refuse('region_differs', { region: chargedRegion })
  return accept({ type: 'order_address_set', orderId, memberId })
}

export type NoteFacts = DetailFacts & { readonly noteId: string }

/** Writes something down about an order. */
export function annotate({ order, details, noteId }: NoteFacts): Decision<OrderNoted, CodeOf<typeof noteOrder>> {
  if (order === undefined || details === undefined) return refuse('order_missing')
  const maxCount = MAX_ORDER_NOTES
  if (details.notes.length >= maxCount) return refuse('notes_full', { maxCount })
  return accept({ type: 'order_noted', orderId: order.id, memberId: order.memberId, noteId, by: 'operator' })
}

export type AskInvoiceFacts = DetailFacts & { readonly kind: InvoiceRequest['kind'] }

/** Asks for an invoice of what was paid and not given back as a whole. */
export function askInvoice(facts: AskInvoiceFacts): Decision<OrderInvoiceRequested, CodeOf<typeof requestInvoice>> {
  const { order, details, kind } = facts
  if (order === undefined || details === undefined) return refuse('order_missing')
  const { id: orderId, memberId, status } = order
  if (!canMove(status, 'refund')) return refuse('order_not_invoiceable', { status })
  if (details.invoice?.status === 'issued') return refuse('invoice_issued')
  return accept({ type: 'order_invoice_requested', orderId, memberId, kind, isFirst: details.invoice === null })
}

/** Says that an invoice is there. One of a member who was erased names nobody, and is not issued any more. */
export function issue({ order, details }: DetailFacts): Decision<OrderInvoiceIssued, CodeOf<typeof issueInvoice>> {
  if (order === undefined || details === undefined) return refuse('order_missing')
  const { invoice } = details
  if (invoice === null || invoice.title === null) return refuse('invoice_missing')
  if (invoice.status === 'issued') return refuse('invoice_issued')
  return accept({ type: 'order_invoice_issued', orderId: order.id, memberId: order.memberId })
}

/** What a checkout takes along beside goods and money. */
export type PlacedDetails = {
  readonly noteId: string
  /** The buyer wrote something. */
  readonly isNoted: boolean
  readonly invoiceKind: InvoiceRequest['kind'] | null
}

/** That an order was placed with a note, or with an invoice asked for. */
export function placedDetails(
  owner: { readonly orderId: string; readonly memberId: string },
  { noteId, isNoted, invoiceKind }: PlacedDetails,
): readonly (OrderNoted | OrderInvoiceRequested)[] {
  return [
    ...(isNoted ? [{ type: 'order_noted' as const, ...owner, noteId, by: 'member' as const }] : []),
    ...(invoiceKind === null
      ? []
      : [{ type: 'order_invoice_requested' as const, ...owner, kind: invoiceKind, isFirst: true }]),
  ]
}
