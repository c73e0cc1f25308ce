import type { StockLine } from '../inventory/index.ts'
import type { Currency } from '../money/index.ts'
import type { EarnTerms } from '../points/index.ts'
import type { QuoteLine, QuoteShipping } from '../pricing/index.ts'
import type { TaxRow } from '../taxes/index.ts'
import type { DepositEnd, DepositTerms, OrderCampaign, OrderDeposited, OrderWait } from './campaign.ts'
import type { OrderDetailEvent } from './details.ts'
import type { OrderSettings } from './operator-schema.ts'
import type {
  FrozenPricing,
  FulfilmentTerms,
  LineReplaced,
  OrderMembership,
  OrderUpline,
  RefundRecord,
  Shipment,
} from './schema.ts'

/** A sale was agreed. Everything later reads from here. */
export type OrderPlaced = {
  readonly type: 'order_placed'
  readonly orderId: string
  readonly memberId: string
  readonly currency: Currency
  readonly lines: readonly QuoteLine[]
  readonly listMinor: number
  readonly payableMinor: number
  readonly pointsCount: number
  readonly couponIds: readonly string[]
  readonly shipping: QuoteShipping | null
  readonly taxes: readonly TaxRow[]
  readonly placedAt: number
  readonly paymentDueAt: number
  /** Cost per unit by line, for margin; never shown to shoppers. */
  readonly costs: readonly { readonly lineId: string; readonly unitCostMinor: number }[]
  readonly uplines: readonly OrderUpline[]
  /** Terms points are earned at, frozen. */
  readonly earn: EarnTerms
  readonly growthBps: number
  /** What the order was priced by, so that the basket that is kept can be priced again. */
  readonly frozen: FrozenPricing | null
  /** What of `payableMinor` is paid by stored value; absent for none. */
  readonly storedValueMinor?: number | undefined
  /** `checkout`, or the name of the import it came with. */
  readonly origin: string
  /** The lines that buy a membership, with its term; null or absent for none. */
  readonly memberships?: readonly OrderMembership[] | null | undefined
  /** From where its pieces come; null or absent for the first slot of the first location. */
  readonly stock?: readonly StockLine[] | null | undefined
  /** Null or absent in orders of earlier versions, which go by the first settings. */
  readonly fulfilment?: FulfilmentTerms | null | undefined
  /** The campaign it was sold by; null or absent for none. */
  readonly campaign?: OrderCampaign | null | undefined
  readonly waitsFor?: OrderWait | null | undefined
  readonly deposit?: DepositTerms | null | undefined
}

export type OrderPaid = {
  readonly type: 'order_paid'
  readonly orderId: string
  readonly memberId: string
  readonly paidAt: number
}

/** Some of an order is on its way. */
export type OrderShipmentSent = {
  readonly type: 'order_shipment_sent'
  readonly orderId: string
  readonly memberId: string
  readonly shipment: Shipment
}

/** An operator had written down another number, or another carrier. */
export type OrderShipmentCorrected = {
  readonly type: 'order_shipment_corrected'
  readonly orderId: string
  readonly memberId: string
  readonly shipmentId: string
  readonly carrier: string
  readonly trackingNumber: string
}

/** Nothing that is kept is left to be sent. */
export type OrderShipped = {
  readonly type: 'order_shipped'
  readonly orderId: string
  readonly memberId: string
  readonly shippedAt: number
  readonly receiptDueAt: number
}

export type OrderReceived = {
  readonly type: 'order_received'
  readonly orderId: string
  readonly memberId: string
  readonly receivedAt: number
  /** When it will be completed by itself; null when that happens with it. */
  readonly completionDueAt: number | null
}

export type OrderCompleted = {
  readonly type: 'order_completed'
  readonly orderId: string
  readonly memberId: string
  readonly completedAt: number
  /** When it had been received; absent where that was the same moment. */
  readonly receivedAt?: number | undefined
}

export type OrderCancelled = {
  readonly type: 'order_cancelled'
  readonly orderId: string
  readonly memberId: string
  readonly reason: 'member' | 'timeout' | 'operator'
  /** What becomes of the deposit that was paid, and how much it was; absent where none was. */
  readonly deposit?: { readonly end: DepositEnd; readonly amountMinor: number } | undefined
  /** Absent where it was the moment this was written. */
  readonly cancelledAt?: number | undefined
}

/** Units came back: what the member, the lots and the promoters get or lose is in the events beside this one. */
export type OrderRefunded = {
  readonly type: 'order_refunded'
  readonly orderId: string
  readonly memberId: string
  readonly refund: RefundRecord
  /** Every unit has come back. */
  readonly whole: boolean
  /** What is left of the pieces that had replaced units of these lines; absent where none of them came back. */
  readonly replaced?: readonly LineReplaced[] | undefined
}

/** What the order waited for has come: it goes on like any other. */
export type OrderReleased = { readonly type: 'order_released'; readonly orderId: string; readonly memberId: string }

/** An operator changed how orders go on. */
export type OrderSettingsSaved = { readonly type: 'order_settings_saved'; readonly settings: OrderSettings }

/** Everything that can happen to an order. */
export type OrderEvent =
  | OrderPlaced
  | OrderDeposited
  | OrderPaid
  | OrderShipmentSent
  | OrderShipmentCorrected
  | OrderShipped
  | OrderReceived
  | OrderCompleted
  | OrderCancelled
  | OrderRefunded
  | OrderReleased
  | OrderDetailEvent
  | OrderSettingsSaved
