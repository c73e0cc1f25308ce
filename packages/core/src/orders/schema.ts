import * as z from 'zod/mini'
import type { SkuQuantity, StockLine } from '../inventory/index.ts'
import { AmountMinor, Count, Id, Label, listOf, Moment, Quantity, type Schema, type Shape } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import { type PricingFacts, QuoteLine, QuoteShipping, UnitReduction } from '../pricing/index.ts'
import type { Upline } from '../referrals/index.ts'
import { TaxRow } from '../taxes/index.ts'
import type { MembershipTerm } from '../tiers/index.ts'
import { DepositEnd, DepositTerms, OrderWait } from './campaign.ts'

/** The most lines an order may have. A cart holds fewer; orders of other systems may be longer. */
export const MAX_ORDER_LINES = 1_000

/** The most gifts a checkout can be told to expect. */
export const MAX_EXPECTED_GIFTS = 100

/** One order. */
export type OrderIdInput = { readonly orderId: string }
export const OrderIdInput: Schema<OrderIdInput> = z.object({ orderId: Id })

/** The most shipments of one order. */
export const MAX_SHIPMENTS = 100

/**
 * created: waits for payment · deposited: the deposit is paid, the balance is not · paid · fulfilling: some of it was
 * sent · shipped: all that is kept was sent · received · completed: received and accepted · cancelled: never paid, or
 * not whole · refunded: every unit of a paid order came back.
 */
export type OrderStatus =
  | 'created'
  | 'deposited'
  | 'paid'
  | 'fulfilling'
  | 'shipped'
  | 'received'
  | 'completed'
  | 'cancelled'
  | 'refunded'
export const OrderStatus: Schema<OrderStatus> = z.enum([
  ...(['created', 'deposited', 'paid', 'fulfilling', 'shipped'] as const),
  ...(['received', 'completed', 'cancelled', 'refunded'] as const),
])

/** A line of an order: the quoted line with its money map, frozen, and how many units were sent and came back. */
export type OrderLine = {
  readonly line: QuoteLine
  readonly refundedCount: number
  readonly shippedCount: number
  /** Units that an open after-sales case is about: only that case may refund them. Absent for none. */
  readonly claimedCount?: number | undefined
}
export const OrderLine: Schema<OrderLine> = z.object({
  line: QuoteLine,
  refundedCount: Count,
  shippedCount: Count,
  claimedCount: z.optional(Count),
})

/** Some units of one line. */
export type LineQuantity = { readonly lineId: string; readonly quantity: number }
export const LineQuantity: Schema<LineQuantity> = z.object({ lineId: Id, quantity: Quantity })

/** Some pieces of a SKU that come as gifts. */
export type GiftQuantity = { readonly skuId: string; readonly quantity: number }
export const GiftQuantity: Schema<GiftQuantity> = z.object({ skuId: Id, quantity: Quantity })

/** The name or code of who carries goods, such as `sf` or 顺丰; it says nothing of a person. */
export const Carrier: Schema<string> = z.string().check(z.regex(/^[\p{L}\p{N}_.-]{1,40}$/u))
/** What a carrier calls a shipment. */
export const TrackingNumber: Schema<string> = z.string().check(z.regex(/^[A-Za-z0-9-]{4,40}$/))

/** Goods of an order on their way. */
export type Shipment = {
  readonly id: string
  readonly lines: readonly LineQuantity[]
  readonly carrier: string
  readonly trackingNumber: string
  /** The location it was sent from; null when nobody said. */
  readonly locationId: string | null
  readonly at: number
}
export const Shipment: Schema<Shipment> = z.object({
  id: Id,
  lines: listOf(LineQuantity, MAX_ORDER_LINES, 1),
  carrier: Carrier,
  trackingNumber: TrackingNumber,
  locationId: z.nullable(Id),
  at: Moment,
})

/** The pieces of an order that lie at one location, as they were set aside when it was placed. */
export type OrderParcel = { readonly locationId: string; readonly lines: readonly SkuQuantity[] }
export const OrderParcel: Schema<OrderParcel> = z.object({
  locationId: Id,
  lines: listOf(GiftQuantity, MAX_ORDER_LINES, 1),
})

/** By which days an order goes on by itself, frozen when it was placed. */
export type FulfilmentTerms = {
  /** Receipt can only be confirmed of what was sent. Otherwise of everything that is paid. */
  readonly tracksShipments: boolean
  /** Days after everything was sent until it counts as received. */
  readonly autoReceiveDays: number
  /** Days after receipt until the order is completed; 0 for at once. */
  readonly autoCompleteDays: number
}
const Days = z.int().check(z.gte(1), z.lte(365))
export const fulfilment: Shape<FulfilmentTerms> = {
  tracksShipments: z.boolean(),
  autoReceiveDays: Days,
  autoCompleteDays: z.int().check(z.gte(0), z.lte(365)),
}
export const FulfilmentTerms: Schema<FulfilmentTerms> = z.object(fulfilment)

/** What one refund gave back, component by component. */
export type Refund = {
  readonly id: string
  readonly lines: readonly LineQuantity[]
  /** Money paid back, tax and shipping included. */
  readonly paidMinor: number
  /** The part of it that is shipping. */
  readonly shippingMinor: number
  /** Tax contained in `paidMinor`, never more than it. */
  readonly taxMinor: number
  /** What the units that came back had been lowered by, by source and funder: it is taken off nobody any more. */
  readonly reductions: readonly UnitReduction[]
  /** Spent points given back. */
  readonly pointsReturnedCount: number
  /** Earned points taken back, debt and what could not be recovered included. */
  readonly pointsClawedCount: number
  /** Commission reversed, over all promoters; null for members, whose business it is not. */
  readonly commissionMinor: number | null
  /** Growth value taken back. */
  readonly growthCount: number
  /** What the operator wrote. Personal data: null once the member was erased. */
  readonly reason: string | null
  readonly at: number
}

/** A refund as the journal keeps it: without what somebody wrote. */
export type RefundRecord = Omit<Refund, 'reason'>
export const Refund: Schema<Refund> = z.object({
  id: Id,
  lines: listOf(LineQuantity, MAX_ORDER_LINES, 1),
  paidMinor: AmountMinor,
  shippingMinor: AmountMinor,
  taxMinor: AmountMinor,
  reductions: listOf(UnitReduction, 18),
  pointsReturnedCount: Count,
  pointsClawedCount: Count,
  commissionMinor: z.nullable(AmountMinor),
  growthCount: Count,
  reason: z.nullable(Label),
  at: Moment,
})

/** A sale from checkout to its end. Amounts are what was quoted and agreed; nothing is recomputed later. */
export type Order = {
  readonly id: string
  readonly memberId: string
  readonly status: OrderStatus
  readonly currency: Currency
  readonly lines: readonly OrderLine[]
  readonly listMinor: number
  readonly payableMinor: number
  /** The part of it that is paid by stored value; absent where none is. */
  readonly storedValueMinor?: number | undefined
  readonly refundedMinor: number
  readonly pointsCount: number
  /** The coupons that applied, in the order they ran. */
  readonly couponIds: readonly string[]
  /** What shipping was charged; null when none was. */
  readonly shipping: QuoteShipping | null
  /** Tax by rate, contained in `payableMinor`. */
  readonly taxes: readonly TaxRow[]
  readonly placedAt: number
  /** Until when what is due of it must be paid; after that it is cancelled. */
  readonly paymentDueAt: number
  readonly paidAt: number | null
  /** When all that was kept by then had been sent; null before, and where shipments are not written down. */
  readonly shippedAt: number | null
  readonly receivedAt: number | null
  readonly completedAt: number | null
  readonly cancelledAt: number | null
  /** When it counts as received by itself; null while something is still to be sent. */
  readonly receiptDueAt: number | null
  /** When it is completed by itself after receipt; null where that needs no waiting. */
  readonly completionDueAt: number | null
  readonly fulfilment: FulfilmentTerms
  readonly shipments: readonly Shipment[]
  /** From where its goods come. */
  readonly parcels: readonly OrderParcel[]
  /** What it waits for, once it is paid; absent or null for nothing. */
  readonly waitsFor?: OrderWait | null | undefined
  /** What was agreed of its deposit; absent or null for an order that is paid at once. */
  readonly deposit?: DepositTerms | null | undefined
  readonly depositPaidAt?: number | null | undefined
  /** What became of the deposit without its balance; absent or null while nothing has. */
  readonly depositEnd?: DepositEnd | null | undefined
  readonly refunds: readonly Refund[]
}
const maybeMoment = z.nullable(Moment)
export const Order: Schema<Order> = z.object({
  id: Id,
  memberId: Id,
  status: OrderStatus,
  currency: Currency,
  lines: listOf(OrderLine, MAX_ORDER_LINES, 1),
  listMinor: AmountMinor,
  payableMinor: AmountMinor,
  storedValueMinor: z.optional(AmountMinor),
  refundedMinor: AmountMinor,
  pointsCount: Count,
  couponIds: listOf(Id, 200),
  shipping: z.nullable(QuoteShipping),
  taxes: listOf(TaxRow, 200),
  placedAt: Moment,
  paymentDueAt: Moment,
  ...{ paidAt: maybeMoment, shippedAt: maybeMoment, receivedAt: maybeMoment, completedAt: maybeMoment },
  ...{ cancelledAt: maybeMoment, receiptDueAt: maybeMoment, completionDueAt: maybeMoment },
  fulfilment: FulfilmentTerms,
  shipments: listOf(Shipment, MAX_SHIPMENTS),
  parcels: listOf(OrderParcel, MAX_ORDER_LINES),
  waitsFor: z.optional(z.nullable(OrderWait)),
  deposit: z.optional(z.nullable(DepositTerms)),
  ...{ depositPaidAt: z.optional(maybeMoment), depositEnd: z.optional(z.nullable(DepositEnd)) },
  refunds: z.array(Refund),
})

/** What a promoter up the line will be paid for the order, frozen when it was placed. */
export type OrderUpline = Upline

/**
 * The facts an order was priced by, as far as they had a say: the SKUs in it, the rules that took something or could
 * have of a part of it, what was left of their budgets, the coupons that applied, the tags and segments of the shopper
 * that these ask for, taxes and shipping of these goods to that place. Null for orders of other systems and of earlier
 * versions.
 */
export type FrozenPricing = PricingFacts

/** A line that buys a membership. */
export type OrderMembership = {
  readonly lineId: string
  readonly term: MembershipTerm
  /** Whether the fee counts as growth; absent in orders of earlier versions, where it does. */
  readonly earnsGrowth?: boolean | undefined
}

/** The pieces a member has in the place of units of a line that were exchanged or sent again, as they came. */
export type LineReplaced = { readonly lineId: string; readonly pieces: readonly StockLine[] }

/** The order gave up its seat in a group buy team that is not full: it was cancelled, timed out or refunded. */
export type OrderLeftTeam = {
  readonly type: 'order_left_team'
  readonly orderId: string
  readonly memberId: string
  readonly teamId: string
}
