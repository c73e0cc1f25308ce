import * as z from 'zod/mini'
import type { BucketTake, StockLine } from '../inventory/index.ts'
import { AmountMinor, Count, Id, Label, listOf, Moment, Quantity, type Schema } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import type { EarnTerms } from '../points/index.ts'
import { type PricingFacts, QuoteLine, QuoteShipping, UnitReduction } from '../pricing/index.ts'
import type { Upline } from '../referrals/index.ts'
import { TaxRow } from '../taxes/index.ts'
import type { MembershipTerm } from '../tiers/index.ts'

/** The most lines an order may have. A cart holds fewer; orders of other systems may be longer. */
export const MAX_ORDER_LINES = 1_000

/** The most gifts a checkout can be told to expect. */
export const MAX_EXPECTED_GIFTS = 100

/**
 * created: waits for payment · paid · completed: received and accepted · cancelled: never paid · refunded: every unit
 * of a paid order came back.
 */
export type OrderStatus = 'created' | 'paid' | 'completed' | 'cancelled' | 'refunded'
export const OrderStatus: Schema<OrderStatus> = z.enum(['created', 'paid', 'completed', 'cancelled', 'refunded'])

/** A line of an order: the quoted line with its money map, frozen, and how many units came back. */
export type OrderLine = {
  readonly line: QuoteLine
  readonly refundedCount: number
  /** Units that an open after-sales case is about: only that case may refund them. Absent for none. */
  readonly claimedCount?: number | undefined
}
export const OrderLine: Schema<OrderLine> = z.object({
  line: QuoteLine,
  refundedCount: Count,
  claimedCount: z.optional(Count),
})

/** Some units of one line. */
export type LineQuantity = { readonly lineId: string; readonly quantity: number }
export const LineQuantity: Schema<LineQuantity> = z.object({ lineId: Id, quantity: Quantity })

/** Some pieces of a SKU that come as gifts. */
export type GiftQuantity = { readonly skuId: string; readonly quantity: number }
export const GiftQuantity: Schema<GiftQuantity> = z.object({ skuId: Id, quantity: Quantity })

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

/** What a paid order waits for before it goes on: `group` until its group buy team is full. */
export type OrderWait = 'group'
export const OrderWait: Schema<OrderWait> = z.enum(['group'])

/** The campaign that set the price of an order, and the bucket its pieces were taken from. */
export type OrderCampaign = BucketTake & {
  readonly kind: 'flash_sale' | 'group_buy'
  readonly id: string
  /** The team of a group buy it has a seat in. */
  readonly teamId?: string | undefined
}

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
  /** Until when it must be paid; after that it is cancelled. */
  readonly paymentDueAt: number
  readonly paidAt: number | null
  readonly completedAt: number | null
  /** What it waits for, once it is paid; absent or null for nothing. */
  readonly waitsFor?: OrderWait | null | undefined
  readonly refunds: readonly Refund[]
}
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
  paidAt: z.nullable(Moment),
  completedAt: z.nullable(Moment),
  waitsFor: z.optional(z.nullable(OrderWait)),
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
  /** The campaign it was sold by; null or absent for none. */
  readonly campaign?: OrderCampaign | null | undefined
  readonly waitsFor?: OrderWait | null | undefined
}
export type OrderPaid = {
  readonly type: 'order_paid'
  readonly orderId: string
  readonly memberId: string
  readonly paidAt: number
}
export type OrderCompleted = {
  readonly type: 'order_completed'
  readonly orderId: string
  readonly memberId: string
  readonly completedAt: number
}
export type OrderCancelled = {
  readonly type: 'order_cancelled'
  readonly orderId: string
  readonly memberId: string
  readonly reason: 'member' | 'timeout'
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

/** The pieces a member has in the place of units of a line that were exchanged or sent again, as they came. */
export type LineReplaced = { readonly lineId: string; readonly pieces: readonly StockLine[] }

/** What the order waited for has come: it goes on like any other. */
export type OrderReleased = { readonly type: 'order_released'; readonly orderId: string; readonly memberId: string }

/** The order gave up its seat in a group buy team that is not full: it was cancelled, timed out or refunded. */
export type OrderLeftTeam = {
  readonly type: 'order_left_team'
  readonly orderId: string
  readonly memberId: string
  readonly teamId: string
}

/** Everything that can happen to an order. */
export type OrderEvent = OrderPlaced | OrderPaid | OrderCompleted | OrderCancelled | OrderRefunded | OrderReleased
