import * as z from 'zod/mini'
import { Address } from '../carts/index.ts'
import { type Endpoint, Id, Label, listOf, Moment, type Schema } from '../kernel/index.ts'

/** The most notes of one order. */
export const MAX_ORDER_NOTES = 100

/** What somebody wrote about an order. */
export type OrderNote = {
  readonly id: string
  /** The buyer's wish at checkout, or what the shop keeps in mind, which the buyer does not see. */
  readonly by: 'member' | 'operator'
  /** Personal data: null once the member was erased. */
  readonly words: string | null
  readonly at: number
}
export const NoteWords: Schema<string> = z.string().check(z.minLength(1), z.maxLength(500))
export const OrderNote: Schema<OrderNote> = z.object({
  id: Id,
  by: z.enum(['member', 'operator']),
  words: z.nullable(NoteWords),
  at: Moment,
})

/** To whom an invoice 发票 is made out. A company has a taxpayer number; a person gives none. */
export type InvoiceRequest = {
  readonly kind: 'personal' | 'company'
  readonly title: string
  /** 15 to 20 digits and capitals (unified social credit code 统一社会信用代码); empty for a person. */
  readonly taxNumber: string
  /** Where it is sent to. */
  readonly email: string
}
const party = {
  kind: z.enum(['personal', 'company']),
  title: Label,
  taxNumber: z.string().check(z.regex(/^([0-9A-Z]{15,20})?$/)),
  email: z.string().check(z.regex(/^[^\s@]{1,64}@[^\s@]{1,190}$/)),
}
type Kinded = Pick<InvoiceRequest, 'kind' | 'taxNumber'>
const hasNumber = z.refine<Kinded>(({ kind, taxNumber }) => (kind === 'company') === (taxNumber !== ''), {
  path: ['taxNumber'],
  message: 'A company has a taxpayer number, a person has none',
})
export const InvoiceRequest: Schema<InvoiceRequest> = z.object(party).check(hasNumber)

/** An invoice that was asked for. What says to whom is personal: null once the member was erased. */
export type Invoice = {
  readonly kind: InvoiceRequest['kind']
  readonly status: 'requested' | 'issued'
  readonly requestedAt: number
  readonly issuedAt: number | null
  readonly title: string | null
  readonly taxNumber: string | null
  readonly email: string | null
  /** Number and address of the document, once it is issued. */
  readonly number: string | null
  readonly url: string | null
}

const text = z.nullable(z.string())
export const Invoice: Schema<Invoice> = z.object({
  kind: party.kind,
  status: z.enum(['requested', 'issued']),
  requestedAt: Moment,
  issuedAt: z.nullable(Moment),
  ...{ title: text, taxNumber: text, email: text, number: text, url: text },
})

/** What there is to know about an order that is about a person, and so stands apart from it. */
export type OrderDetails = {
  /** Where it goes to, as the address book said when it was chosen. */
  readonly address: Address | null
  readonly notes: readonly OrderNote[]
  readonly invoice: Invoice | null
}
export const OrderDetails: Schema<OrderDetails> = z.object({
  address: z.nullable(Address),
  notes: listOf(OrderNote, MAX_ORDER_NOTES),
  invoice: z.nullable(Invoice),
})

type Ref = { readonly orderId: string }
const Ref: Schema<Ref> = z.object({ orderId: Id })

/** Where one of one's own orders goes to, what one wrote, and its invoice. */
export const getOrderDetails: Endpoint<Ref, OrderDetails, 'order_missing'> = {
  name: 'orders.details',
  method: 'GET',
  path: '/v1/orders/:orderId/details',
  access: 'member',
  input: Ref,
  output: OrderDetails,
  refusals: { order_missing: 404 },
}

export type SetOrderAddressInput = { readonly orderId: string; readonly addressId: string }
export const SetOrderAddressInput: Schema<SetOrderAddressInput> = z.object({ orderId: Id, addressId: Id })

/** Have an order sent to another address of one's book, as long as nothing of it was sent. */
export const setOrderAddress: Endpoint<
  SetOrderAddressInput,
  Ref,
  'order_missing' | 'address_fixed' | 'address_missing' | 'region_differs'
> = {
  name: 'orders.setAddress',
  method: 'PUT',
  path: '/v1/orders/:orderId/address',
  access: 'member',
  input: SetOrderAddressInput,
  output: Ref,
  refusals: { order_missing: 404, address_fixed: 409, address_missing: 404, region_differs: 409 },
}

export type RequestInvoiceInput = InvoiceRequest & { readonly orderId: string }
export const RequestInvoiceInput: Schema<RequestInvoiceInput> = z.object({ orderId: Id, ...party }).check(hasNumber)

/** Ask for the invoice of a paid order, or change to whom it is made out until it is issued. */
export const requestInvoice: Endpoint<
  RequestInvoiceInput,
  Ref,
  'order_missing' | 'order_not_invoiceable' | 'invoice_issued'
> = {
  name: 'orders.requestInvoice',
  method: 'PUT',
  path: '/v1/orders/:orderId/invoice',
  access: 'member',
  input: RequestInvoiceInput,
  output: Ref,
  refusals: { order_missing: 404, order_not_invoiceable: 409, invoice_issued: 409 },
}

type OfOrder = { readonly orderId: string; readonly memberId: string }
/** An order is to go elsewhere; where is personal. */
export type OrderAddressSet = OfOrder & { readonly type: 'order_address_set' }
/** Somebody wrote something about an order; what is personal. */
export type OrderNoted = OfOrder & {
  readonly type: 'order_noted'
  readonly noteId: string
  readonly by: OrderNote['by']
}
/** The member asked for an invoice, or changed to whom it is made out; the last is personal. */
export type OrderInvoiceRequested = OfOrder & {
  readonly type: 'order_invoice_requested'
  readonly kind: InvoiceRequest['kind']
  readonly isFirst: boolean
}
export type OrderInvoiceIssued = OfOrder & { readonly type: 'order_invoice_issued' }
/** What happens to an order beside its goods and money. */
export type OrderDetailEvent = OrderAddressSet | OrderNoted | OrderInvoiceRequested | OrderInvoiceIssued
