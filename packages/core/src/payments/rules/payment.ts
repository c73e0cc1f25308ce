import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import {
  dueMinor,
  type Order,
  type OrderRefunded,
  type PayEvent,
  type PayFacts,
  pay,
  type RefundEvent,
  type RefundFacts,
  refund,
  type refundOrder,
} from '../../orders/index.ts'
import type { StoredValueReturned } from '../../storedvalue/index.ts'
import type { createPayment, simulatePayment } from '../contract.ts'
import type { reviewPayment } from '../operators.ts'
import type {
  Payment,
  PaymentClosed,
  PaymentCreated,
  PaymentFailed,
  PaymentHeld,
  PaymentOpened,
  PaymentRefunded,
  PaymentRefundRequested,
  PaymentStatus,
  PaymentSucceeded,
  PaymentUnexpected,
} from '../schema.ts'
import type { notePayment, noteRefund, PaymentNotice } from '../system.ts'

/** The provider of orders that cost nothing. */
export const noProvider = 'none'

/** The built-in provider for trying things out. */
export const testProvider = 'test'

export type CreateFacts = {
  readonly paymentId: string
  /** Name of the provider to pay through; undefined when the shop has none of this name. */
  readonly provider: string | undefined
  /** The member's own order with what paying it needs; undefined when there is none. */
  readonly sale: Omit<PayFacts, 'now'> | undefined
  readonly now: number
}

/** Sets out to pay an order while there is time. One that costs nothing is paid by this alone. */
export function create(
  facts: CreateFacts,
): Decision<PaymentCreated | PaymentSucceeded | PayEvent, CodeOf<typeof createPayment>> {
  const { paymentId, sale, now } = facts
  if (sale === undefined) return refuse('order_missing')
  const { provider } = facts
  const { id: orderId, memberId, paymentDueAt, status } = sale.order
  const amountMinor = dueMinor(sale.order)
  if (provider === undefined) return refuse('provider_missing')
  if (paymentDueAt <= now) return refuse('order_not_payable', { status, paymentDueAt })
  const paid = pay({ ...sale, now })
  if (!paid.ok) return paid
  const ids = { paymentId, orderId, memberId }
  if (amountMinor > 0) return accept({ type: 'payment_created', ...ids, provider, amountMinor })
  return accept<PaymentCreated | PaymentSucceeded | PayEvent>(
    { type: 'payment_created', ...ids, provider: noProvider, amountMinor },
    { type: 'payment_succeeded', ...ids, amountMinor },
    ...paid.events,
  )
}

type Found = {
  readonly payment: Payment & { readonly reference?: string | null }
  readonly sale: Omit<PayFacts, 'now'>
}

export type NoteFacts = {
  /** The payment the notice names, with its order and what paying it needs; undefined when there is none. */
  readonly found: Found | undefined
  readonly notice: PaymentNotice
  /** Id of the refund, should the money have to go back. */
  readonly refundId: string
  readonly now: number
}

export type NoteEvent =
  | PaymentOpened
  | PaymentSucceeded
  | PaymentFailed
  | PaymentClosed
  | PaymentHeld
  | PaymentUnexpected
  | PaymentRefundRequested
  | PayEvent

/** Money has come for it, whatever became of that. */
const received: readonly PaymentStatus[] = ['succeeded', 'refund_due', 'held']

/**
 * Records what a provider says. Said again, nothing happens. Money for an order that cannot take it goes back whole and
 * is reported; another sum or currency than was asked for is held until an operator decides. None is kept in silence,
 * none is lost.
 */
export function note(facts: NoteFacts): Decision<NoteEvent, CodeOf<typeof notePayment>> {
  const { found, notice } = facts
  if (found === undefined) return refuse('payment_missing')
  const { payment, sale } = found
  if (received.includes(payment.status)) return accept()
  if (notice.outcome === 'succeeded') return accept(...moneyCame(facts, found))
  const ids = { paymentId: payment.id, orderId: payment.orderId, memberId: sale.order.memberId }
  const { reference } = notice
  if (notice.outcome === 'opened') {
    const isNew = reference !== undefined && payment.reference !== reference
    return isNew ? accept({ type: 'payment_opened', ...ids, reference }) : accept()
  }
  if (payment.status === notice.outcome || payment.status === 'closed') return accept()
  return accept({ type: notice.outcome === 'failed' ? 'payment_failed' : 'payment_closed', ...ids })
}

function moneyCame({ notice, refundId, now }: NoteFacts, { payment, sale }: Found): readonly NoteEvent[] {
  const { amountMinor, reference } = notice
  const { memberId, currency: wanted } = sale.order
  const currency = notice.currency ?? wanted
  const known = reference === undefined ? {} : { reference }
  const ids = { paymentId: payment.id, orderId: payment.orderId, memberId }
  const paid = pay({ ...sale, now })
  if (amountMinor !== payment.amountMinor || currency !== wanted) {
    return [{ type: 'payment_held', ...ids, amountMinor, currency, ...known }]
  }
  if (paid.ok) return [{ type: 'payment_succeeded', ...ids, amountMinor, ...known }, ...paid.events]
  return [{ type: 'payment_unexpected', ...ids, amountMinor, ...known }, ...allBack(ids, refundId, amountMinor)]
}

type PaymentIds = { readonly paymentId: string; readonly orderId: string; readonly memberId: string }

function allBack(ids: PaymentIds, refundId: string, amountMinor: number): readonly PaymentRefundRequested[] {
  return amountMinor > 0 ? [{ type: 'payment_refund_requested', ...ids, refundId, amountMinor }] : []
}

export type ReviewFacts = {
  /** As in {@link NoteFacts}, with what came. */
  readonly found: (Found & { readonly payment: HeldPayment }) | undefined
  readonly decision: 'accept' | 'refund'
  readonly refundId: string
  readonly now: number
}
type HeldPayment = Payment & { readonly paidMinor: number | null; readonly paidCurrency: string | null }

/** Decides about money that came in another amount or currency than was asked for. */
export function review(facts: ReviewFacts): Decision<NoteEvent, CodeOf<typeof reviewPayment>> {
  const { found, decision, refundId, now } = facts
  if (found === undefined) return refuse('payment_missing')
  const { payment, sale } = found
  const { status, paidMinor } = payment
  if (status !== 'held' || paidMinor === null) return refuse('payment_not_held', { status })
  const { currency, memberId } = sale.order
  const ids = { paymentId: payment.id, orderId: payment.orderId, memberId }
  if (decision === 'refund') {
    const back = allBack(ids, refundId, paidMinor)
    return accept<NoteEvent>({ type: 'payment_unexpected', ...ids, amountMinor: paidMinor }, ...back)
  }
  if (payment.paidCurrency !== currency) return refuse('payment_currency_differs', { currency: payment.paidCurrency })
  const paid = pay({ ...sale, now })
  if (!paid.ok) return paid
  const aboveMinor = Math.max(0, paidMinor - payment.amountMinor)
  return accept<NoteEvent>(
    { type: 'payment_succeeded', ...ids, amountMinor: paidMinor },
    ...paid.events,
    ...allBack(ids, refundId, aboveMinor),
  )
}

export type SettleRefundFacts = {
  readonly payment: Payment | undefined
  readonly memberId: string
  /** The refund that was asked for; `refundedAt` is null until the provider has paid it. */
  readonly refund:
    | { readonly refundId: string; readonly amountMinor: number; readonly refundedAt: number | null }
    | undefined
}

/** The provider has paid a refund. Said again, nothing happens. */
export function settleRefund(facts: SettleRefundFacts): Decision<PaymentRefunded, CodeOf<typeof noteRefund>> {
  const { payment, memberId, refund } = facts
  if (payment === undefined) return refuse('payment_missing')
  if (refund === undefined) return refuse('refund_missing')
  const { refundId, amountMinor, refundedAt } = refund
  if (refundedAt !== null) return accept()
  return accept({
    type: 'payment_refunded',
    paymentId: payment.id,
    orderId: payment.orderId,
    memberId,
    refundId,
    amountMinor,
  })
}

export type SimulateFacts = { readonly payment: Payment | undefined }

/** Whether the built-in test provider may play this payment. What it then says comes as a notice, like any other. */
export function simulate({ payment }: SimulateFacts): Decision<never, CodeOf<typeof simulatePayment>> {
  if (payment === undefined) return refuse('payment_missing')
  return payment.provider === testProvider ? accept() : refuse('provider_not_test', { provider: payment.provider })
}

/** What the test provider says about a payment it played. */
export function testNotice(payment: Payment, outcome: 'succeed' | 'fail'): PaymentNotice {
  const { id: paymentId, amountMinor } = payment
  return { paymentId, outcome: outcome === 'succeed' ? 'succeeded' : 'failed', amountMinor }
}

export type RefundPaidOrderFacts = RefundFacts & {
  /** The payment that paid the order; undefined for an order that came from another system. */
  readonly payment: PaidBy | undefined
}

/** A payment with what came and what of it was asked back already. */
export type PaidBy = Payment & { readonly paidMinor?: number | null; readonly refundRequestedMinor?: number }

export type RefundPaidEvent = RefundEvent | PaymentRefundRequested | StoredValueReturned

/**
 * {@link refund}, with its money on the way back as it came: what was paid through a provider goes back first, and what
 * is above that into the stored value. So all of it together goes back exactly as it was paid.
 */
export function refundPaidOrder(facts: RefundPaidOrderFacts): Decision<RefundPaidEvent, CodeOf<typeof refundOrder>> {
  const decision = refund(facts)
  const order = facts.sale?.order
  if (!decision.ok || order === undefined) return decision
  return accept<RefundPaidEvent>(
    ...decision.events,
    ...decision.events.flatMap((event) =>
      event.type === 'order_refunded' ? moneyBack(event, order, facts.payment) : [],
    ),
  )
}

function moneyBack(
  { orderId, memberId, refund: { id: refundId, paidMinor } }: OrderRefunded,
  { refundedMinor, storedValueMinor = 0 }: Order,
  payment: PaidBy | undefined,
): readonly (PaymentRefundRequested | StoredValueReturned)[] {
  if (payment === undefined) return []
  const { refundRequestedMinor = 0, amountMinor } = payment
  const cameMinor = payment.paidMinor ?? amountMinor
  // Of each way to pay, so much has come back once refunds have reached a sum.
  const [through, stored] = [Math.min(cameMinor, amountMinor), storedValueMinor].map((sumMinor, at) => {
    const above = at === 0 ? 0 : Math.min(cameMinor, amountMinor)
    const back = (minor: number): number => Math.min(Math.max(minor - above, 0), sumMinor)
    return back(refundedMinor + paidMinor) - back(refundedMinor)
  }) as [number, number]
  const ids = { paymentId: payment.id, orderId, memberId }
  const requested = allBack(ids, refundId, Math.min(through, cameMinor - refundRequestedMinor))
  if (stored === 0) return requested
  return [...requested, { type: 'stored_value_returned', memberId, orderId, refundId, amountMinor: stored }]
}
