import { accept, type CodeOf, type Decision, refuse } from '../../kernel/index.ts'
import { dueMinor, type PayEvent, type PayFacts, partDue, pay } from '../../orders/index.ts'
import type { createPayment, simulatePayment } from '../contract.ts'
import type {
  PaymentClosed,
  PaymentCreated,
  PaymentFailed,
  PaymentHeld,
  PaymentOpened,
  PaymentRefunded,
  PaymentRefundRequested,
  PaymentSucceeded,
  PaymentUnexpected,
} from '../events.ts'
import type { reviewPayment } from '../operators.ts'
import type { Payment, PaymentStatus } from '../schema.ts'
import type { notePayment, noteRefund, PaymentNotice } from '../system.ts'
import { requestedBack } from './back.ts'

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
  /** The provider can pay commission out of payments. */
  readonly sharesProfit?: boolean | undefined
  readonly now: number
}

/** Sets out to pay an order while there is time. One that costs nothing is paid by this alone. */
export function create(
  facts: CreateFacts,
): Decision<PaymentCreated | PaymentSucceeded | PayEvent, CodeOf<typeof createPayment>> {
  const { paymentId, sale, now } = facts
  if (sale === undefined) return refuse('order_missing')
  const { provider } = facts
  const { id: orderId, memberId, paymentDueAt, status, deposit } = sale.order
  const part = partDue(sale.order)
  const amountMinor = dueMinor(sale.order)
  if (provider === undefined) return refuse('provider_missing')
  if (paymentDueAt <= now) return refuse('order_not_payable', { status, paymentDueAt })
  const paid = pay({ ...sale, now })
  if (!paid.ok) return paid
  const balanceFrom = part === 'balance' ? (deposit?.balanceFrom ?? 0) : 0
  if (now < balanceFrom) return refuse('balance_not_open', { balanceFrom })
  const ids = { paymentId, orderId, memberId }
  const isShared = facts.sharesProfit === true && sale.terms.uplines.length > 0
  const of = { ...(part === null ? {} : { part }), ...(isShared ? { isShared } : {}) }
  if (amountMinor > 0) return accept({ type: 'payment_created', ...ids, provider, amountMinor, ...of })
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
  const paid = payBy(payment, { ...sale, now })
  if (amountMinor !== payment.amountMinor || currency !== wanted) {
    return [{ type: 'payment_held', ...ids, amountMinor, currency, ...known }]
  }
  if (paid.ok) return [{ type: 'payment_succeeded', ...ids, amountMinor, ...known }, ...paid.events]
  return [{ type: 'payment_unexpected', ...ids, amountMinor, ...known }, ...requestedBack(ids, refundId, amountMinor)]
}

/** What a payment pays of its order; refused when it is for a part that is paid already. */
function payBy({ part = null }: Payment, facts: PayFacts): Decision<PayEvent, 'order_not_payable'> {
  const { order } = facts
  return partDue(order) === part ? pay(facts) : refuse('order_not_payable', { status: order.status })
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
    const back = requestedBack(ids, refundId, paidMinor)
    return accept<NoteEvent>({ type: 'payment_unexpected', ...ids, amountMinor: paidMinor }, ...back)
  }
  if (payment.paidCurrency !== currency) return refuse('payment_currency_differs', { currency: payment.paidCurrency })
  const paid = payBy(payment, { ...sale, now })
  if (!paid.ok) return paid
  const aboveMinor = Math.max(0, paidMinor - payment.amountMinor)
  return accept<NoteEvent>(
    { type: 'payment_succeeded', ...ids, amountMinor: paidMinor },
    ...paid.events,
    ...requestedBack(ids, refundId, aboveMinor),
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
