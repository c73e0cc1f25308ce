import type { CouponRedeemed, CouponReleased } from '../../coupons/index.ts'
import type { BucketReturned, StockReleased, StockSold } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, dayMs, refuse } from '../../kernel/index.ts'
import {
  activeFrom,
  type EarnProgram,
  earn,
  extend,
  giveBack,
  itemsBack,
  type Life,
  type LotTake,
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
  type CommissionWithheld,
  type SoldLine,
  withhold,
} from '../../referrals/index.ts'
import type { StoredValueReleased, StoredValueSpent } from '../../storedvalue/index.ts'
import { startMemberships, type TierFacts, type TierMoveEvent } from '../../tiers/index.ts'
import type { OrderDeposited } from '../campaign.ts'
import type { cancelOrder } from '../contract.ts'
import type { OrderCancelled, OrderPaid, OrderShipped } from '../events.ts'
import type { callOffOrder } from '../operators.ts'
import type { Order, OrderLeftTeam } from '../schema.ts'
import type { expireOrder } from '../system.ts'
import { campaignBack } from './campaign.ts'
import { usedCoupons } from './coupons.ts'
import { earnBasis } from './earning.ts'
import { shippedWhenSent } from './fulfilment.ts'
import { canMove, goodsMinor, goodsOf, membershipLines, type OrderTerms, partDue, stockOf } from './moves.ts'

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
  | OrderDeposited
  | OrderPaid
  | OrderShipped
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
 * that it buys begins. A fee for a membership brings nobody commission. Where nothing is to be sent, all has been. A
 * deposit uses nothing yet: what was held stays held until the balance is paid.
 */
export function pay(facts: PayFacts): Decision<PayEvent, 'order_not_payable'> {
  const { order, terms, heldTakes, now } = facts
  if (!canMove(order.status, 'pay')) return refuse('order_not_payable', { status: order.status })
  const { id: orderId, memberId, deposit } = order
  if (deposit != null && partDue(order) === 'deposit') {
    const { balanceUntil: paymentDueAt } = deposit
    return accept({ type: 'order_deposited', orderId, memberId, paidAt: now, paymentDueAt })
  }
  return accept<PayEvent>(
    { type: 'order_paid', orderId, memberId, paidAt: now },
    ...shippedWhenSent(order, order.lines, terms, now),
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
  /** A payment was set out on of which its provider has not said yet what became of it. */
  readonly isPaying?: boolean | undefined
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

/**
 * The member does not want an order any more that is not paid, or not whole; all it held is free again. Nobody gives a
 * deposit away by this: where the shop would keep it, the order stays open until the time for its balance is over.
 */
export function cancel(facts: CancelFacts): Decision<CancelEvent, CodeOf<typeof cancelOrder>> {
  const { sale } = facts
  if (sale === undefined) return refuse('order_missing')
  const { status, deposit } = sale.order
  if (!canMove(status, 'cancel')) return refuse('order_not_cancellable', { status })
  const isKept = status === 'deposited' && deposit?.forfeit === 'keep'
  if (isKept) return refuse('order_not_cancellable', { status, forfeit: 'keep' })
  return accept(...released({ ...facts, sale }, 'member'))
}

/** The shop does not sell what was ordered after all: what it held is free again, and a deposit goes back. */
export function callOff(facts: CancelFacts): Decision<CancelEvent, CodeOf<typeof callOffOrder>> {
  const { sale } = facts
  if (sale === undefined) return refuse('order_missing')
  const { status } = sale.order
  if (!canMove(status, 'cancel')) return refuse('order_not_cancellable', { status })
  return accept(...released({ ...facts, sale }, 'operator'))
}

/** How long a deposit is not kept because a provider does not say whether the balance was paid. */
const ASKING_MS = dayMs

/**
 * The time to pay an order, or its balance, is over; all it held is free again. Nobody's deposit is kept while a
 * payment of the balance may have come in time: its provider is asked first, for a day at the most.
 */
export function expire(facts: CancelFacts): Decision<CancelEvent, CodeOf<typeof expireOrder>> {
  const { sale, isPaying = false, now } = facts
  if (sale === undefined) return refuse('order_missing')
  const { status, paymentDueAt, deposit } = sale.order
  if (!canMove(status, 'expire')) return refuse('order_not_cancellable', { status })
  const isAsked = isPaying && status === 'deposited' && deposit?.forfeit === 'keep'
  if (now < paymentDueAt + (isAsked ? ASKING_MS : 0)) return refuse('order_not_due', { paymentDueAt })
  return accept(...released({ ...facts, sale }, 'timeout'))
}

type FoundFacts = CancelFacts & { readonly sale: NonNullable<CancelFacts['sale']> }

function released({ sale, newId, now }: FoundFacts, reason: OrderCancelled['reason']): readonly CancelEvent[] {
  const { order, terms, promotionUses, heldTakes: takes, lots, graceDays } = sale
  const { id: orderId, memberId } = order
  const returns = giveBack({ takes, lots, now, graceDays, newId })
  return [
    { type: 'order_cancelled', orderId, memberId, reason, cancelledAt: now, ...depositOf(order, reason) },
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

/** What becomes of a deposit: it is kept from who let the time go by, where that was agreed, and else goes back. */
function depositOf({ status, deposit }: Order, reason: OrderCancelled['reason']): Pick<OrderCancelled, 'deposit'> {
  if (status !== 'deposited' || deposit == null) return {}
  const isKept = reason === 'timeout' && deposit.forfeit === 'keep'
  return { deposit: { end: isKept ? 'kept' : 'returned', amountMinor: deposit.depositMinor } }
}

function countOfLines({ lines }: Order): number {
  return lines.reduce((sum, { line }) => sum + line.quantity, 0)
}
