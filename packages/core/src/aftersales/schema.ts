import * as z from 'zod/mini'
import { AmountMinor, Id, Label, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'
import { TrackingNumber } from '../orders/index.ts'

/** The most lines of an order one case is about. */
export const MAX_CASE_LINES = 100
/** The most cases that are ever opened about one order. */
export const MAX_ORDER_CASES = 50

/**
 * What the member asks for 售后类型. refund_only 仅退款: money without sending anything back · return_and_refund 退货退款 ·
 * exchange 换货: goods back, others of the same price out · reship 补寄: the same goods once more.
 */
export type CaseKind = 'refund_only' | 'return_and_refund' | 'exchange' | 'reship'
export const CaseKind: Schema<CaseKind> = z.enum(['refund_only', 'return_and_refund', 'exchange', 'reship'])

/** Why. `no_reason` 七天无理由 has rules of its own. */
export type CaseReason = 'no_reason' | 'defective' | 'wrong_item' | 'missing' | 'late' | 'other'
export const CaseReason: Schema<CaseReason> = z.enum([
  ...(['no_reason', 'defective', 'wrong_item', 'missing', 'late', 'other'] as const),
])

/**
 * requested: waits for the shop's answer · approved: waits for the goods to be sent back, or (reship) to be sent ·
 * returning: the goods are on their way back · arrived: the shop has the goods and owes others · reshipped: those are
 * on their way · refunded, closed, rejected, withdrawn: over.
 */
export type CaseStatus =
  | 'requested'
  | 'approved'
  | 'returning'
  | 'arrived'
  | 'reshipped'
  | 'refunded'
  | 'closed'
  | 'rejected'
  | 'withdrawn'
export const CaseStatus: Schema<CaseStatus> = z.enum([
  ...(['requested', 'approved', 'returning', 'arrived', 'reshipped'] as const),
  ...(['refunded', 'closed', 'rejected', 'withdrawn'] as const),
])

/** What becomes of goods that come back: to be sold again, or written off 报损. */
export type GoodsFate = 'restock' | 'scrap'
export const GoodsFate: Schema<GoodsFate> = z.enum(['restock', 'scrap'])

/** Who carries something, by the code or name the shop uses: letters, digits, `_` and `-`. */
export const Carrier: Schema<string> = z.string().check(z.regex(/^[\p{L}\p{N}_-]{1,40}$/u))

/** Goods on their way, in either direction. */
export type CaseParcel = { readonly carrier: string; readonly trackingNumber: string; readonly at: number }
export const CaseParcel: Schema<CaseParcel> = z.object({
  carrier: Carrier,
  trackingNumber: TrackingNumber,
  at: Moment,
})

/** Names a case. */
export type CaseRef = { readonly caseId: string }
export const CaseRef: Schema<CaseRef> = z.object({ caseId: Id })

/** Names a case, and the parcel that goods of it go in. */
export type CaseParcelInput = CaseRef & Omit<CaseParcel, 'at'>
export const CaseParcelInput: Schema<CaseParcelInput> = z.object({
  caseId: Id,
  carrier: Carrier,
  trackingNumber: TrackingNumber,
})

/** Units of one line of the order that a case is about. */
export type CaseLine = {
  readonly lineId: string
  readonly skuId: string
  readonly title: Words
  readonly quantity: number
  /** What is to be sent instead; null where nothing is. */
  readonly wantedSkuId: string | null
  /** Whether its SKU could be returned for no reason when the case was opened. */
  readonly noReasonReturn: boolean
  /** How many of the units the shop took back; null until it has looked at them. */
  readonly acceptedCount: number | null
  readonly goods: GoodsFate | null
}
export const CaseLine: Schema<CaseLine> = z.object({
  lineId: Id,
  skuId: Id,
  title: Words,
  quantity: Quantity,
  wantedSkuId: z.nullable(Id),
  noReasonReturn: z.boolean(),
  acceptedCount: z.nullable(z.int().check(z.gte(0))),
  goods: z.nullable(GoodsFate),
})

/** Something about an order that a member wants put right 售后单. */
export type AftersalesCase = {
  readonly id: string
  readonly orderId: string
  readonly memberId: string
  readonly kind: CaseKind
  readonly reason: CaseReason
  readonly status: CaseStatus
  readonly lines: readonly CaseLine[]
  readonly openedAt: number
  /** When its next step is due; null when it is over. */
  readonly dueAt: number | null
  readonly endedAt: number | null
  /** Who ended it; null while it is open. */
  readonly endedBy: 'member' | 'operator' | 'timeout' | null
  /** The parcel of the member. */
  readonly returned: CaseParcel | null
  /** The parcel of the shop. */
  readonly sent: CaseParcel | null
  /** The refund of the order that it led to. */
  readonly refundId: string | null
  readonly refundedMinor: number
  /** What the member wrote. Personal data: null where there is none, or no more. */
  readonly words: string | null
  /** Why the shop said no. Personal data like `words`. */
  readonly answer: string | null
}
export const AftersalesCase: Schema<AftersalesCase> = z.object({
  id: Id,
  orderId: Id,
  memberId: Id,
  kind: CaseKind,
  reason: CaseReason,
  status: CaseStatus,
  lines: listOf(CaseLine, MAX_CASE_LINES, 1),
  openedAt: Moment,
  dueAt: z.nullable(Moment),
  endedAt: z.nullable(Moment),
  endedBy: z.nullable(z.enum(['member', 'operator', 'timeout'])),
  returned: z.nullable(CaseParcel),
  sent: z.nullable(CaseParcel),
  refundId: z.nullable(Id),
  refundedMinor: AmountMinor,
  words: z.nullable(Label),
  answer: z.nullable(Label),
})

const Days: Schema<number> = z.int().check(z.gte(1), z.lte(365))

/** How long things take, in days. */
export type AftersalesSettings = {
  /**
   * Return without a reason: so many days, the first of which is the one after receipt. Consumers have seven by law:
   * 消费者权益保护法 art. 25, 网络购买商品七日无理由退货暂行办法 art. 10.
   */
  readonly noReasonReturnDays: number
  /** Cases for any other reason, counted likewise. */
  readonly aftersalesDays: number
  /** By when the shop wants to have answered. Nothing happens by itself. */
  readonly answerDays: number
  /** Goods that are not sent back by then close their case. */
  readonly sendBackDays: number
  /** By when the shop wants to have looked at what came back and sent what it owes. Nothing happens by itself. */
  readonly handleDays: number
  /** So long after the shop sent something the case is closed. */
  readonly closeDays: number
  /** Where goods are sent back to; empty for nowhere in particular. */
  readonly returnAddress: string
}
export const AftersalesSettings: Schema<AftersalesSettings> = z.object({
  noReasonReturnDays: z.int().check(z.gte(7), z.lte(365)),
  aftersalesDays: Days,
  answerDays: Days,
  sendBackDays: Days,
  handleDays: Days,
  closeDays: Days,
  returnAddress: z.string().check(z.maxLength(200)),
})
