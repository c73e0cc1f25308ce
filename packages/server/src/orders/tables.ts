import type { Address } from '@siyu/core/carts'
import type {
  DepositEnd,
  Invoice,
  InvoiceRequest,
  LineReplaced,
  OrderNote,
  OrderPlaced,
  OrderStatus,
  OrderWait,
  RefundRecord,
  Shipment,
} from '@siyu/core/orders'
import type { QuoteLine } from '@siyu/core/pricing'
import type { TableSpec } from '../kernel/tables.ts'

type OfOrder = { readonly brandId: string; readonly memberId: string; readonly orderId: string }

export type OrderTables = {
  /** Every order event changes this row, so its version guards the order. */
  orders: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly status: OrderStatus
    readonly currency: string
    readonly listMinor: number
    readonly payableMinor: number
    readonly storedValueMinor: number
    readonly refundedMinor: number
    readonly pointsCount: number
    readonly couponIds: OrderPlaced['couponIds']
    readonly shipping: OrderPlaced['shipping']
    readonly taxes: OrderPlaced['taxes']
    readonly placedAt: number
    readonly paymentDueAt: number
    readonly paidAt: number | null
    readonly shippedAt: number | null
    readonly receivedAt: number | null
    readonly completedAt: number | null
    readonly cancelledAt: number | null
    /** Until when a shipped order waits for its receipt, and a received one for its completion. */
    readonly receiptDueAt: number | null
    readonly completionDueAt: number | null
    readonly fulfilment: OrderPlaced['fulfilment'] | null
    readonly costs: OrderPlaced['costs']
    readonly uplines: OrderPlaced['uplines']
    readonly earn: OrderPlaced['earn']
    readonly growthBps: number
    readonly frozen: OrderPlaced['frozen']
    readonly origin: string
    readonly memberships: OrderPlaced['memberships'] | null
    readonly stock: OrderPlaced['stock'] | null
    readonly campaign: OrderPlaced['campaign'] | null
    readonly waitsFor: OrderWait | null
    readonly deposit: OrderPlaced['deposit'] | null
    readonly depositPaidAt: number | null
    readonly depositEnd: DepositEnd | null
    /** How many after-sales cases were ever opened about it, and how many are open. */
    readonly caseCount: number
    readonly openCaseCount: number
    readonly version: number
  }
  orderLines: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly lineId: string
    /** Place in the order. */
    readonly place: number
    readonly skuId: string
    readonly quantity: number
    readonly refundedCount: number
    readonly shippedCount: number
    /** Units under open cases; with those that came back never more than there are. */
    readonly claimedCount: number
    /** What the member has in the place of units that were exchanged or sent again, in the order it came. */
    readonly replaced: LineReplaced['pieces']
    /** The quoted line with its money map, frozen. */
    readonly line: QuoteLine
  }
  orderShipments: Shipment & OfOrder
  orderNotes: Omit<OrderNote, 'words'> & OfOrder
  orderInvoices: Pick<Invoice, 'kind' | 'status' | 'requestedAt' | 'issuedAt'> & OfOrder
  /** Where orders go to, as the address book said. */
  orderAddresses: Omit<Address, 'id'> & OfOrder & { readonly addressId: string }
  /** To whom invoices are made out, and the documents. */
  orderInvoiceParties: Omit<InvoiceRequest, 'kind'> & Pick<Invoice, 'number' | 'url'> & OfOrder
  orderRefunds: {
    readonly brandId: string
    readonly memberId: string
    readonly orderId: string
    readonly id: string
    readonly refund: RefundRecord
    readonly at: number
  }
}

const ofOrder = ['brand_id', 'member_id', 'order_id'] as const

export const orderSpecs: { readonly [N in keyof OrderTables]: TableSpec } = {
  orders: { name: 'orders', key: ['brand_id', 'member_id', 'id'], versioned: true, kind: 'state' },
  orderLines: {
    name: 'order_lines',
    key: ['brand_id', 'member_id', 'order_id', 'line_id'],
    versioned: false,
    kind: 'state',
  },
  orderShipments: {
    name: 'order_shipments',
    key: ['brand_id', 'member_id', 'order_id', 'id'],
    versioned: false,
    kind: 'state',
  },
  orderNotes: { name: 'order_notes', key: [...ofOrder, 'id'], versioned: false, kind: 'state' },
  orderInvoices: { name: 'order_invoices', key: ofOrder, versioned: false, kind: 'state' },
  orderAddresses: { name: 'order_addresses', key: ofOrder, versioned: false, kind: 'personal' },
  orderInvoiceParties: { name: 'order_invoice_parties', key: ofOrder, versioned: false, kind: 'personal' },
  orderRefunds: {
    name: 'order_refunds',
    key: ['brand_id', 'member_id', 'order_id', 'id'],
    versioned: false,
    kind: 'state',
  },
}
