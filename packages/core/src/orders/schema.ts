import * as z from 'zod/mini'
import { AmountMinor, Count, Id, Label, listOf, Moment, Quantity, type Schema } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import { QuoteLine } from '../pricing/index.ts'

/** The most lines an order may have. A cart holds fewer; orders of other systems may be longer. */
export const MAX_ORDER_LINES = 1_000

import type { Upline } from '../referrals/index.ts'

/**
 * created: waits for payment · paid · completed: received and accepted · cancelled: never paid · refunded: every unit
 * of a paid order came back.
 */
export type OrderStatus = 'created' | 'paid' | 'completed' | 'cancelled' | 'refunded'
export const OrderStatus: Schema<OrderStatus> = z.enum(['created', 'paid', 'completed', 'cancelled', 'refunded'])

/** A line of an order: the quoted line with its money map, frozen, and how many units came back. */
export type OrderLine = { readonly line: QuoteLine; readonly refundedCount: number }
export const OrderLine: Schema<OrderLine> = z.object({ line: QuoteLine, refundedCount: Count })

/** Some units of one line. */
export type LineQuantity = { readonly lineId: string; readonly quantity: number }
export const LineQuantity: Schema<LineQuantity> = z.object({ lineId: Id, quantity: Quantity })

/** What one refund gave back, component by component. */
export type Refund = {
  readonly id: string
  readonly lines: readonly LineQuantity[]
  /** Money paid back. */
  readonly paidMinor: number
  /** Spent points given back. */
  readonly pointsReturnedCount: number
  /** Earned points taken back, debt and what could not be recovered included. */
  readonly pointsClawedCount: number
  /** Commission reversed, over all promoters; null for members, whose business it is not. */
  readonly commissionMinor: number | null
  /** Growth value taken back. */
  readonly growthCount: number
  readonly reason: string
  readonly at: number
}
export const Refund: Schema<Refund> = z.object({
  id: Id,
  lines: listOf(LineQuantity, MAX_ORDER_LINES, 1),
  paidMinor: AmountMinor,
  pointsReturnedCount: Count,
  pointsClawedCount: Count,
  commissionMinor: z.nullable(AmountMinor),
  growthCount: Count,
  reason: Label,
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
  readonly refundedMinor: number
  readonly pointsCount: number
  readonly couponId: string | null
  readonly placedAt: number
  /** Until when it must be paid; after that it is cancelled. */
  readonly paymentDueAt: number
  readonly paidAt: number | null
  readonly completedAt: number | null
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
  refundedMinor: AmountMinor,
  pointsCount: Count,
  couponId: z.nullable(Id),
  placedAt: Moment,
  paymentDueAt: Moment,
  paidAt: z.nullable(Moment),
  completedAt: z.nullable(Moment),
  refunds: z.array(Refund),
})

/** What a promoter up the line will be paid for the order, frozen when it was placed. */
export type OrderUpline = Upline

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
  readonly couponId: string | null
  readonly placedAt: number
  readonly paymentDueAt: number
  /** Cost per unit by line, for margin; never shown to shoppers. */
  readonly costs: readonly { readonly lineId: string; readonly unitCostMinor: number }[]
  readonly uplines: readonly OrderUpline[]
  /** Terms points are earned at, frozen. */
  readonly earnBps: number
  readonly multiplierBps: number
  readonly growthBps: number
  /** `checkout`, or the name of the import it came with. */
  readonly origin: string
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
  readonly refund: Refund
  /** Every unit has come back. */
  readonly whole: boolean
}

/** Everything that can happen to an order. */
export type OrderEvent = OrderPlaced | OrderPaid | OrderCompleted | OrderCancelled | OrderRefunded
