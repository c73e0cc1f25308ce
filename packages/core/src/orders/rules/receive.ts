import { accept, type CodeOf, type Decision, type Refusal, refuse } from '../../kernel/index.ts'
import {
  activate,
  activeFrom,
  type EarnProgram,
  type Life,
  type PointsActivated,
  type PointsLot,
} from '../../points/index.ts'
import { type CommissionFacts, type CommissionFrozen, freeze } from '../../referrals/index.ts'
import { growthFor, moveGrowth, type TierMoveEvent } from '../../tiers/index.ts'
import type { receiveOrder } from '../contract.ts'
import type { OrderCompleted, OrderReceived } from '../events.ts'
import type { completeOrder } from '../operators.ts'
import type { Order } from '../schema.ts'
import type { autoCompleteOrder, autoReceiveOrder } from '../system.ts'
import { daysAfter, fulfilmentOf } from './fulfilment.ts'
import { type GiftEvent, type GrowthFacts, withUpgradeGift } from './gifts.ts'
import { canMove, growthMinor, keptMinor, type OrderTerms } from './moves.ts'

/** A sale with everything that its end may move. */
export type EndingSale = {
  readonly order: Order
  readonly terms: OrderTerms
  /** The lot the order earned, if any. */
  readonly lot: PointsLot | undefined
  readonly debtCount: number
  readonly program: Pick<EarnProgram, 'activation'>
  readonly life: Life
  readonly growth: GrowthFacts
  readonly commissions: readonly CommissionFacts[]
  /** After-sales cases about it that have not ended. */
  readonly openCaseCount?: number | undefined
}

export type CompleteFacts = {
  /** The order (the member's own, when a member confirms); undefined when there is none. */
  readonly sale: EndingSale | undefined
  readonly now: number
}

export type CompleteEvent = OrderCompleted | PointsActivated | TierMoveEvent | GiftEvent
export type ReceiveEvent = OrderReceived | CommissionFrozen | CompleteEvent

/** The member has the goods: commission enters its return window, and the order is complete when its time is up. */
export function receive({ sale, now }: CompleteFacts): Decision<ReceiveEvent, CodeOf<typeof receiveOrder>> {
  if (sale === undefined) return refuse('order_missing')
  const refusal = notReceivable(sale)
  return refusal === undefined ? accept(...received(sale, now)) : { ok: false, refusal }
}

/**
 * Nobody said that the goods have not come, for so long that they count as received. Whoever has an open case has said
 * something: then it waits for its end, as completion does.
 */
export function autoReceive({ sale, now }: CompleteFacts): Decision<ReceiveEvent, CodeOf<typeof autoReceiveOrder>> {
  if (sale === undefined) return refuse('order_missing')
  const refusal = notReceivable(sale)
  if (refusal !== undefined) return { ok: false, refusal }
  const { receiptDueAt } = sale.order
  if (isWaited(sale)) return refuse('case_open')
  return isDue(receiptDueAt, now) ? accept(...received(sale, now)) : refuse('order_not_due', { receiptDueAt })
}

/** Nothing is expected to come back: points become spendable and kept money counts as growth. */
export function complete({ sale, now }: CompleteFacts): Decision<CompleteEvent, CodeOf<typeof completeOrder>> {
  if (sale === undefined) return refuse('order_missing')
  const { status } = sale.order
  if (!canMove(status, 'complete')) return refuse('order_not_completable', { status })
  return accept(...completed(sale, now))
}

/** The same, when its time has come and nothing about it is open. */
export function autoComplete(facts: CompleteFacts): Decision<CompleteEvent, CodeOf<typeof autoCompleteOrder>> {
  const decision = complete(facts)
  const completionDueAt = facts.sale?.order.completionDueAt ?? null
  if (decision.ok && facts.sale !== undefined && isWaited(facts.sale)) return refuse('case_open')
  return !decision.ok || isDue(completionDueAt, facts.now) ? decision : refuse('order_not_due', { completionDueAt })
}

function isWaited({ openCaseCount = 0 }: EndingSale): boolean {
  return openCaseCount > 0
}

function isDue(at: number | null, now: number): boolean {
  return at !== null && at <= now
}

function notReceivable({ order, terms }: EndingSale): Refusal<CodeOf<typeof receiveOrder>> | undefined {
  const { status } = order
  if (!canMove(status, 'receive')) return { code: 'order_not_paid', detail: { status } }
  if (order.waitsFor === 'group') return { code: 'group_pending' }
  const isWaited = fulfilmentOf(terms).tracksShipments && status !== 'shipped'
  return isWaited ? { code: 'order_not_shipped', detail: { status } } : undefined
}

/** Whether the member may say that an order has come. */
export function canReceive({ status, fulfilment }: Pick<Order, 'status' | 'fulfilment'>): boolean {
  return canMove(status, 'receive') && (!fulfilment.tracksShipments || status === 'shipped')
}

function received(sale: EndingSale, now: number): readonly ReceiveEvent[] {
  const { order, terms, commissions } = sale
  const { id: orderId, memberId } = order
  const { autoCompleteDays } = fulfilmentOf(terms)
  const completionDueAt = autoCompleteDays === 0 ? null : daysAfter(now, autoCompleteDays)
  return [
    { type: 'order_received', orderId, memberId, receivedAt: now, completionDueAt },
    ...freeze({ orderId, uplines: terms.uplines, commissions, now }),
    ...(completionDueAt === null ? completed(sale, now) : []),
  ]
}

function completed(sale: EndingSale, now: number): readonly CompleteEvent[] {
  const { order, terms, lot, debtCount, program, life, growth } = sale
  const { id: orderId, memberId, receivedAt } = order
  const deltaCount = growthFor(growthMinor(order.lines, keptMinor(order), terms), terms.growthBps)
  const activeAt = activeFrom(program, 'completion', now)
  const activated = activate({ memberId, lot, debtCount, life, now, activeAt })
  return [
    { type: 'order_completed', orderId, memberId, completedAt: now, receivedAt: receivedAt ?? now },
    ...activated,
    ...withUpgradeGift(growth, moveGrowth(growth.tier, { deltaCount, orderId }), activated),
  ]
}
