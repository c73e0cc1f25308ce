import type { CouponRedeemed, CouponReleased } from '../../coupons/index.ts'
import type { BucketReturned, StockReleased, StockSold } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import {
  activate,
  activeFrom,
  type EarnProgram,
  earn,
  extend,
  giveBack,
  itemsBack,
  type Life,
  type LotTake,
  type PointsActivated,
  type PointsEarned,
  type PointsExtended,
  type PointsItemReturned,
  type PointsLot,
  type PointsReleased,
  type PointsSpent,
} from '../../points/index.ts'
import { giveBack as giveUsesBack, type PromotionUnused, type PromotionUse } from '../../promotions/index.ts'
import {
  accrue,
  type CommissionAccrued,
  type CommissionCounter,
  type CommissionFacts,
  type CommissionFrozen,
  type CommissionWithheld,
  freeze,
  type SoldLine,
  withhold,
} from '../../referrals/index.ts'
import type { StoredValueReleased, StoredValueSpent } from '../../storedvalue/index.ts'
import { growthFor, moveGrowth, startMemberships, type TierFacts, type TierMoveEvent } from '../../tiers/index.ts'
import type { cancelOrder, completeOrder } from '../contract.ts'
import type { Order, OrderCancelled, OrderCompleted, OrderLeftTeam, OrderPaid } from '../schema.ts'
import type { expireOrder } from '../system.ts'
import { campaignBack } from './campaign.ts'
import { usedCoupons } from './coupons.ts'
import { earnBasis } from './earning.ts'
import { type GiftEvent, type GrowthFacts, withUpgradeGift } from './gifts.ts'
import {
  canMove,
  goodsMinor,
  goodsOf,
  growthMinor,
  keptMinor,
  membershipLines,
  type OrderTerms,
  stockOf,
} from './moves.ts'

export type PayFacts = {
  readonly order: Order
  readonly terms: OrderTerms
  /** The points the order holds. */
  readonly heldTakes: readonly LotTake[]
  /** Id of the lot the order may earn. */
  readonly lotId: string
  readonly earning: PayEarning
  /** Promoters of the order whose account was closed since it was placed, or is about to be. */
  readonly leftPayeeIds: readonly string[]
  /** What was granted on the caps of the order's rules of commission; absent for nothing. */
  readonly commissionCounters?: readonly CommissionCounter[] | undefined
  /** Where the member stands; needed where the order buys a membership. */
  readonly tier?: TierFacts | undefined
  readonly now: number
}

/** What the member's points stand at when an order is paid, and how the program gives them life. */
export type PayEarning = {
  readonly program: Pick<EarnProgram, 'activation'>
  readonly life: Life
  /** What the member was credited on the caps of the order's terms, by counter. */
  readonly used: ReadonlyMap<string, number>
  readonly debtCount: number
  /** The member's lots that have an end ahead; only a rolling policy asks for them. */
  readonly lots: readonly PointsLot[]
}

export type PayEvent =
  | OrderPaid
  | StockSold
  | CouponRedeemed
  | PointsSpent
  | StoredValueSpent
  | PointsEarned
  | PointsExtended
  | CommissionAccrued
  | CommissionWithheld
  | TierMoveEvent

/**
 * The money is there: what was held is used, points are earned, commission is frozen on the order, and a membership
 * that it buys begins. A fee for a membership brings nobody commission.
 */
export function pay(facts: PayFacts): Decision<PayEvent, 'order_not_payable'> {
  const { order, terms, heldTakes, now } = facts
  if (!canMove(order.status, 'pay')) return refuse('order_not_payable', { status: order.status })
  const { id: orderId, memberId } = order
  return accept<PayEvent>(
    { type: 'order_paid', orderId, memberId, paidAt: now },
    { type: 'stock_sold', orderId, lines: stockOf(order, terms) },
    ...usedCoupons(order, terms.frozen).map((coupon): CouponRedeemed => ({ type: 'coupon_redeemed', ...coupon })),
    ...(heldTakes.length === 0 ? [] : [{ type: 'points_spent' as const, memberId, orderId, takes: heldTakes }]),
    ...storedBy('stored_value_spent', order),
    ...earned(facts),
    ...commissions(facts),
    ...(facts.tier === undefined ? [] : startMemberships(facts.tier, orderId, membershipLines(order, terms))),
  )
}

/** What moves of stored value with an order that was paid by it. */
function storedBy<T extends string>(type: T, { id: orderId, memberId, storedValueMinor: amountMinor = 0 }: Order) {
  return amountMinor === 0 ? [] : [{ type, memberId, orderId, amountMinor }]
}

function earned({ order, terms, lotId, earning, now }: PayFacts): readonly (PointsEarned | PointsExtended)[] {
  const { program, life, used, debtCount, lots } = earning
  const { id: orderId, memberId } = order
  const credit = { memberId, orderId, lotId, terms: terms.earn, isHeldByOrder: true, used, life, debtCount, now }
  const basis = earnBasis(order, order.lines, goodsMinor(order))
  const activeAt = activeFrom(program, 'payment', now)
  return [...earn({ ...credit, basis, activeAt }), ...extend({ memberId, lots, life, now })]
}

/** Promoters who left after the order was placed get nothing, which is recorded; nobody takes their place. */
function commissions(facts: PayFacts): readonly (CommissionAccrued | CommissionWithheld)[] {
  const { order, terms, leftPayeeIds, commissionCounters: counters = [], earning, now } = facts
  const orderId = order.id
  const lines = goodsOf(order.lines, terms).map(({ line }) => netOf(line))
  const hasLeft = ({ payeeId }: { readonly payeeId: string }): boolean => leftPayeeIds.includes(payeeId)
  const stayed = terms.uplines.filter((upline) => !hasLeft(upline))
  const granted = { counters, now, zoneOffsetMinutes: earning.life.offsetAt(now) }
  return [...accrue({ orderId, uplines: stayed, lines, granted }), ...withhold(orderId, terms.uplines.filter(hasLeft))]
}

function netOf({ lineId, payableMinor: netMinor, quantity }: Order['lines'][number]['line']): SoldLine {
  return { lineId, netMinor, quantity }
}

export type CompleteFacts = {
  /** The member's own order; undefined when there is none. */
  readonly sale:
    | {
        readonly order: Order
        readonly terms: OrderTerms
        /** The lot the order earned, if any. */
        readonly lot: PointsLot | undefined
        readonly debtCount: number
        readonly program: Pick<EarnProgram, 'activation'>
        readonly life: Life
        readonly growth: GrowthFacts
        readonly commissions: readonly CommissionFacts[]
      }
    | undefined
  readonly now: number
}

export type CompleteEvent = OrderCompleted | PointsActivated | TierMoveEvent | GiftEvent | CommissionFrozen

/** The goods arrived: points become spendable, kept money counts as growth, commission enters its return window. */
export function complete({ sale, now }: CompleteFacts): Decision<CompleteEvent, CodeOf<typeof completeOrder>> {
  if (sale === undefined) return refuse('order_missing')
  const { order, terms, lot, debtCount, program, life, growth, commissions } = sale
  if (!canMove(order.status, 'complete')) return refuse('order_not_paid', { status: order.status })
  if (order.waitsFor === 'group') return refuse('group_pending')
  const { id: orderId, memberId } = order
  const deltaCount = growthFor(growthMinor(order.lines, keptMinor(order), terms), terms.growthBps)
  const activeAt = activeFrom(program, 'completion', now)
  const activated = activate({ memberId, lot, debtCount, life, now, activeAt })
  return accept<CompleteEvent>(
    { type: 'order_completed', orderId, memberId, completedAt: now },
    ...activated,
    ...withUpgradeGift(growth, moveGrowth(growth.tier, { deltaCount, orderId }), activated),
    ...freeze({ orderId, uplines: terms.uplines, commissions, now }),
  )
}

export type CancelFacts = {
  /** The order (the member's own, when a member cancels); undefined when there is none. */
  readonly sale:
    | {
        readonly order: Order
        readonly terms: Pick<OrderTerms, 'frozen' | 'memberships' | 'campaign'>
        /** What the order used of promotions with limits. */
        readonly promotionUses: readonly PromotionUse[]
        readonly heldTakes: readonly LotTake[]
        /** At least the lots that points are held from. */
        readonly lots: readonly PointsLot[]
        readonly graceDays: number
      }
    | undefined
  readonly newId: (prefix: string) => string
  readonly now: number
}

export type CancelEvent =
  | OrderCancelled
  | StockReleased
  | CouponReleased
  | PointsReleased
  | StoredValueReleased
  | PointsItemReturned
  | BucketReturned
  | OrderLeftTeam
  | PromotionUnused

/** The member does not want an unpaid order any more; all it held is free again. */
export function cancel(facts: CancelFacts): Decision<CancelEvent, CodeOf<typeof cancelOrder>> {
  const { sale } = facts
  if (sale === undefined) return refuse('order_missing')
  const { status } = sale.order
  if (!canMove(status, 'cancel')) return refuse('order_not_cancellable', { status })
  return accept(...released({ ...facts, sale }, 'member'))
}

/** The time to pay an order is over; all it held is free again. */
export function expire(facts: CancelFacts): Decision<CancelEvent, CodeOf<typeof expireOrder>> {
  const { sale, now } = facts
  if (sale === undefined) return refuse('order_missing')
  const { status, paymentDueAt } = sale.order
  if (!canMove(status, 'expire')) return refuse('order_not_cancellable', { status })
  if (now < paymentDueAt) return refuse('order_not_due', { paymentDueAt })
  return accept(...released({ ...facts, sale }, 'timeout'))
}

type FoundFacts = CancelFacts & { readonly sale: NonNullable<CancelFacts['sale']> }

function released({ sale, newId, now }: FoundFacts, reason: OrderCancelled['reason']): readonly CancelEvent[] {
  const { order, terms, promotionUses, heldTakes: takes, lots, graceDays } = sale
  const { id: orderId, memberId } = order
  const returns = giveBack({ takes, lots, now, graceDays, newId })
  return [
    { type: 'order_cancelled', orderId, memberId, reason },
    { type: 'stock_released', orderId, lines: stockOf(order, terms) },
    ...usedCoupons(order, terms.frozen).map((coupon): CouponReleased => ({ type: 'coupon_released', ...coupon })),
    ...(returns.length === 0 ? [] : [{ type: 'points_released' as const, memberId, orderId, returns }]),
    ...storedBy('stored_value_released', order),
    ...itemsBack(
      { memberId, orderId },
      order.lines.map(({ line }) => line),
    ),
    ...campaignBack(order, terms.campaign, countOfLines(order)),
    ...giveUsesBack(promotionUses, { memberId, orderId }),
  ]
}

function countOfLines({ lines }: Order): number {
  return lines.reduce((sum, { line }) => sum + line.quantity, 0)
}
