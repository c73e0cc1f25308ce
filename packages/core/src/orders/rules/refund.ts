import type { CouponReturned } from '../../coupons/index.ts'
import type { BucketReturned, StockReturned } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../../kernel/index.ts'
import {
  afterReturn,
  claw,
  countOf,
  evaluate,
  giveBack,
  itemsBack,
  type LotTake,
  type PointsClawed,
  type PointsItemReturned,
  type PointsLot,
  type PointsReturned,
  type PointsSettings,
  returnPart,
} from '../../points/index.ts'
import { giveBack as giveUsesBack, type PromotionUnused, type PromotionUse } from '../../promotions/index.ts'
import { type CommissionFacts, type CommissionReversed, reverse } from '../../referrals/index.ts'
import { endMemberships, grown, growthFor, type TierMoveEvent, walked, walkTo } from '../../tiers/index.ts'
import type { OrderRefunded, OrderShipped } from '../events.ts'
import type { refundOrder } from '../operators.ts'
import type { LineQuantity, Order, OrderLeftTeam, OrderLine, RefundRecord } from '../schema.ts'
import {
  type Amounts,
  leftAmounts,
  linesAfter,
  repricedAmounts,
  shareAmounts,
  shippingBackMinor,
  shippingTax,
  wantedOf,
} from './amounts.ts'
import { campaignBack } from './campaign.ts'
import { usedCoupons } from './coupons.ts'
import { earnBasis } from './earning.ts'
import { shippedWhenSent } from './fulfilment.ts'
import { type GiftEvent, type GrowthFacts, withUpgradeGift } from './gifts.ts'
import { canMove, checkoutOrigin, growthMinor, keptLines, keptMinor, type OrderTerms } from './moves.ts'
import { type PiecesBack, piecesBack } from './pieces.ts'

type Code = CodeOf<typeof refundOrder>

/** A sale with everything its refund may move. */
export type RefundableSale = {
  readonly order: Order
  readonly terms: OrderTerms
  /** The points the order spent, in the order of taking. */
  readonly spentTakes: readonly LotTake[]
  /** All lots of the member with points in them, the order's own lot, and those of `spentTakes`. */
  readonly lots: readonly PointsLot[]
  /** The lot the order earned; null when it earned none. */
  readonly ownLotId: string | null
  /** What was written off from the order's own lot because its end had passed. */
  readonly expiredCount: number
  readonly debtCount: number
  readonly settings: Pick<PointsSettings, 'clawback' | 'graceDays'>
  readonly growth: GrowthFacts
  readonly commissions: readonly CommissionFacts[]
  /** What the order used of promotions with limits. */
  readonly promotionUses: readonly PromotionUse[]
}

export type RefundFacts = {
  readonly sale: RefundableSale | undefined
  readonly refundId: string
  readonly lines: readonly LineQuantity[]
  /** `keep` without it. */
  readonly thresholds?: 'keep' | 'reevaluate' | undefined
  /** How much of the shipping comes back; as the policy frozen with the order says without it. */
  readonly shippingMinor?: number | undefined
  readonly newId: (prefix: string) => string
  readonly now: number
}

export type RefundEvent =
  | OrderRefunded
  | OrderShipped
  | PointsReturned
  | PointsClawed
  | CommissionReversed
  | TierMoveEvent
  | GiftEvent
  | StockReturned
  | CouponReturned
  | PointsItemReturned
  | BucketReturned
  | OrderLeftTeam
  | PromotionUnused

/**
 * Takes units back, the next ones of each line in map order. Money, tax, reductions, spent and earned points,
 * commission and growth each move by their own prefix of what was frozen with the order, so that parts add up exactly
 * and the whole ends at zero; with thresholds `reevaluate`, by what is left of each above the price of the units that
 * are kept. The last unit takes all that is left of everything but shipping, which has a policy of its own.
 */
export function refund(facts: RefundFacts): Decision<RefundEvent, Code> {
  const { sale } = facts
  if (sale === undefined) return refuse('order_missing')
  const { status } = sale.order
  if (!canMove(status, 'refund')) return refuse('order_not_refundable', { status })
  const refusal = lineRefusal(sale.order, facts.lines) ?? amountRefusal(facts, sale)
  return refusal === undefined ? accept(...refunded({ ...facts, sale })) : { ok: false, refusal }
}

function lineRefusal({ lines }: Order, wanted: readonly LineQuantity[]): Refusal<Code> | undefined {
  const found = (lineId: string): OrderLine | undefined => lines.find(({ line }) => line.lineId === lineId)
  const missing = wanted.find(({ lineId }) => found(lineId) === undefined)
  if (missing !== undefined) return { code: 'line_missing', detail: { lineId: missing.lineId } }
  const ids = wanted.map(({ lineId }) => lineId)
  const repeated = ids.find((lineId, index) => ids.indexOf(lineId) < index)
  if (repeated !== undefined) return { code: 'line_repeated', detail: { lineId: repeated } }
  const exceeded = wanted.find(({ lineId, quantity }) => quantity > leftOf(found(lineId)))
  if (exceeded !== undefined) {
    const { lineId } = exceeded
    return { code: 'quantity_exceeded', detail: { lineId, leftCount: leftOf(found(lineId)) } }
  }
  const claimed = wanted.find(({ lineId, quantity }) => quantity > freeOf(found(lineId)))
  if (claimed === undefined) return undefined
  const { lineId } = claimed
  return { code: 'case_open', detail: { lineId, leftCount: freeOf(found(lineId)) } }
}

function amountRefusal(
  { shippingMinor = 0, thresholds }: RefundFacts,
  sale: RefundableSale,
): Refusal<Code> | undefined {
  const leftMinor = shippingLeft(sale.order)
  if (shippingMinor > leftMinor) return { code: 'shipping_exceeded', detail: { leftMinor } }
  return thresholds === 'reevaluate' && sale.terms.frozen === null ? { code: 'pricing_unknown' } : undefined
}

function shippingLeft(order: Order): number {
  return (order.shipping?.payableMinor ?? 0) - shippingBackMinor(order)
}

function leftOf(line: OrderLine | undefined): number {
  return line === undefined ? 0 : line.line.quantity - line.refundedCount
}

/** Units that neither came back nor are under an open case. */
function freeOf(line: OrderLine | undefined): number {
  return leftOf(line) - (line?.claimedCount ?? 0)
}

type FoundFacts = RefundFacts & { readonly sale: RefundableSale }

function refunded(facts: FoundFacts): readonly RefundEvent[] {
  const { sale, refundId, now } = facts
  const { id: orderId, memberId } = sale.order
  const after = linesAfter(sale.order.lines, facts.lines)
  const whole = after.every((line) => leftOf(line) === 0)
  const amounts = amountsOf(facts, whole)
  const shipping = shippingOf(facts, whole)
  const keptAfter = keptMinor(sale.order) - amounts.goodsMinor
  const returned = returnPoints(facts, amounts.pointsCount)
  const basis = earnBasis(sale.order, after, keptAfter, shipping.minor)
  const clawed = clawPoints(facts, returned, evaluate(sale.terms.earn, basis).count)
  const reversed = reverse({ orderId, refundId, commissions: sale.commissions, kept: keptLines(after, keptAfter) })
  const growthCount = growthBack(sale, after, keptAfter)
  const refund: RefundRecord = {
    id: refundId,
    lines: facts.lines,
    paidMinor: amounts.goodsMinor + shipping.minor,
    shippingMinor: shipping.minor,
    taxMinor: amounts.taxMinor + shipping.taxMinor,
    reductions: amounts.reductions,
    pointsReturnedCount: amounts.pointsCount,
    pointsClawedCount: clawed.reduce((sum, each) => sum + countOf(each.takes) + each.debtCount + each.lostCount, 0),
    commissionMinor: reversed.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    growthCount,
    at: now,
  }
  const pieces = piecesBack(sale.order, sale.terms, facts.lines)
  const replaced = pieces.replaced.length === 0 ? {} : { replaced: pieces.replaced }
  return [
    { type: 'order_refunded', orderId, memberId, refund, whole, ...replaced },
    ...shippedNow(sale, after, whole, now),
    ...returned,
    ...clawed,
    ...reversed,
    ...tierMoves(facts, growthCount, [...returned, ...clawed]),
    ...goodsBack(facts, pieces, whole),
  ]
}

/** What had not been sent came back, so that all that is kept has been. */
function shippedNow(
  { order, terms }: RefundableSale,
  after: readonly OrderLine[],
  whole: boolean,
  now: number,
): readonly OrderShipped[] {
  const isOnItsWay = order.status === 'paid' || order.status === 'fulfilling'
  return isOnItsWay && !whole ? shippedWhenSent(order, after, terms, now) : []
}

function amountsOf({ sale, lines, thresholds }: FoundFacts, whole: boolean): Amounts {
  const { order, terms } = sale
  if (whole) return leftAmounts(order)
  if (thresholds !== 'reevaluate' || terms.frozen === null) return shareAmounts(order, lines)
  return repricedAmounts(order, terms.frozen, lines)
}

function shippingOf(
  { sale, shippingMinor }: FoundFacts,
  whole: boolean,
): { readonly minor: number; readonly taxMinor: number } {
  const { order, terms } = sale
  const isDue = whole && terms.frozen?.shipping?.refund === 'with_last_unit'
  const minor = shippingMinor ?? (isDue ? shippingLeft(order) : 0)
  const before = shippingBackMinor(order)
  return { minor, taxMinor: shippingTax(order, before + minor) - shippingTax(order, before) }
}

function returnPoints(facts: FoundFacts, count: number): readonly PointsReturned[] {
  if (count === 0) return []
  const { sale, refundId, newId, now } = facts
  const { id: orderId, memberId, refunds } = sale.order
  const beforeCount = refunds.reduce((sum, { pointsReturnedCount }) => sum + pointsReturnedCount, 0)
  const takes = returnPart(sale.spentTakes, beforeCount, count)
  const returns = giveBack({ takes, lots: sale.lots, now, graceDays: sale.settings.graceDays, newId })
  return [{ type: 'points_returned', memberId, orderId, refundId, returns }]
}

function clawPoints(
  facts: FoundFacts,
  returned: readonly PointsReturned[],
  keptCount: number,
): readonly PointsClawed[] {
  const { sale, refundId, now } = facts
  const { order, ownLotId, expiredCount, debtCount, settings } = sale
  const returns = returned.flatMap((each) => each.returns)
  return claw({
    memberId: order.memberId,
    orderId: order.id,
    refundId,
    ownLotId,
    lots: afterReturn(sale.lots, returns, now),
    earnedCount: sale.lots.find(({ id }) => id === ownLotId)?.amountCount ?? 0,
    keptCount,
    clawedCount: order.refunds.reduce((sum, { pointsClawedCount }) => sum + pointsClawedCount, 0),
    expiredCount,
    policy: settings.clawback,
    debtCount,
    now,
  })
}

/** Growth counts from completion on, so before it there is none to take back. */
function growthBack({ order, terms }: RefundableSale, after: readonly OrderLine[], keptAfter: number): number {
  if (order.status !== 'completed') return 0
  const [before, kept] = [growthMinor(order.lines, keptMinor(order), terms), growthMinor(after, keptAfter, terms)]
  return growthFor(before, terms.growthBps) - growthFor(kept, terms.growthBps)
}

/** Growth is taken from the day the order counted for; terms of a membership that came back end at once. */
function tierMoves(
  { sale, lines }: FoundFacts,
  count: number,
  before: readonly RefundEvent[],
): readonly (TierMoveEvent | GiftEvent)[] {
  const { order, terms, growth } = sale
  const { id: orderId } = order
  const ended = lines.filter(({ lineId }) => (terms.memberships ?? []).some((each) => each.lineId === lineId))
  if (count === 0 && ended.length === 0) return []
  const walk = endMemberships(walkTo(growth.tier), orderId, ended)
  const earnedAt = order.completedAt ?? growth.tier.now
  const after = count === 0 ? walk : grown(walk, { deltaCount: -count, orderId, earnedAt })
  return withUpgradeGift(growth, walked(after), before)
}

/** Pieces go back to the shelf they were sold from; coupons and uses of promotions when the whole order is undone. */
function goodsBack({ sale, lines }: FoundFacts, pieces: PiecesBack, whole: boolean): readonly RefundEvent[] {
  const { order, terms, promotionUses } = sale
  const stock: StockReturned = { type: 'stock_returned', orderId: order.id, lines: pieces.lines }
  const coupons = whole ? usedCoupons(order, terms.frozen) : []
  const owner = { memberId: order.memberId, orderId: order.id }
  const redeemed = order.lines.map(({ line }) => ({ reductions: line.reductions, quantity: wantedOf(line, lines) }))
  return [
    ...(terms.origin === checkoutOrigin ? [stock] : []),
    ...itemsBack(owner, redeemed),
    ...campaignBack(
      order,
      terms.campaign,
      lines.reduce((sum, { quantity }) => sum + quantity, 0),
    ),
    ...coupons.map((coupon): CouponReturned => ({ type: 'coupon_returned', ...coupon })),
    ...(whole ? giveUsesBack(promotionUses, owner) : []),
  ]
}
