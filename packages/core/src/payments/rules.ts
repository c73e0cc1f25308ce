import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import {
  type PayEvent,
  type PayFacts,
  pay,
  type RefundEvent,
  type RefundFacts,
  refund,
  type refundOrder,
} from '../orders/index.ts'
import type { createPayment, simulatePayment } from './contract.ts'
import type {
  Payment,
  PaymentCreated,
  PaymentFailed,
  PaymentRefunded,
  PaymentRefundRequested,
  PaymentSucceeded,
  PaymentUnexpected,
} from './schema.ts'
import type { notePayment, noteRefund, PaymentNotice } from './system.ts'

/** The provider of orders that cost nothing. */
export const noProvider = 'none'

/** The built-in provider for trying things out. */
export const testProvider = 'test'

export type CreateFacts = {
  readonly paymentId: string
  readonly provider: string
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
  const { id: orderId, memberId, payableMinor: amountMinor, paymentDueAt, status } = sale.order
  if (paymentDueAt <= now) return refuse('order_not_payable', { status, paymentDueAt })
  const paid = pay({ ...sale, now })
  if (!paid.ok) return paid
  const ids = { paymentId, orderId, memberId }
  if (amountMinor > 0) return accept({ type: 'payment_created', ...ids, provider: facts.provider, amountMinor })
  return accept<PaymentCreated | PaymentSucceeded | PayEvent>(
    { type: 'payment_created', ...ids, provider: noProvider, amountMinor },
    { type: 'payment_succeeded', ...ids, amountMinor },
    ...paid.events,
  )
}

export type NoteFacts = {
  /** The payment the notice names, with its order and what paying it needs; undefined when there is none. */
  readonly found: { readonly payment: Payment; readonly sale: Omit<PayFacts, 'now'> } | undefined
  readonly notice: PaymentNotice
  /** Id of the refund, should the money have to go back. */
  readonly refundId: string
  readonly now: number
}

export type NoteEvent = PaymentSucceeded | PaymentFailed | PaymentUnexpected | PaymentRefundRequested | PayEvent

/**
 * Records what a provider says. Said again, nothing happens. Money for an order that cannot take it, or another sum
 * than was asked for, goes back whole and is reported; it is never kept and never lost.
 */
export function note(facts: NoteFacts): Decision<NoteEvent, CodeOf<typeof notePayment>> {
  const { found, notice, now } = facts
  if (found === undefined) return refuse('payment_missing')
  const { payment, sale } = found
  if (payment.status === 'succeeded' || payment.status === 'refund_due') return accept()
  const { memberId } = sale.order
  const ids = { paymentId: payment.id, orderId: payment.orderId, memberId }
  if (notice.outcome === 'failed') {
    return payment.status === 'failed' ? accept() : accept({ type: 'payment_failed', ...ids })
  }
  const { amountMinor } = notice
  const paid = pay({ ...sale, now })
  if (amountMinor === payment.amountMinor && paid.ok)
    return accept<NoteEvent>({ type: 'payment_succeeded', ...ids, amountMinor }, ...paid.events)
  const goesBack = { type: 'payment_refund_requested' as const, ...ids, refundId: facts.refundId, amountMinor }
  return accept<NoteEvent>({ type: 'payment_unexpected', ...ids, amountMinor }, ...(amountMinor > 0 ? [goesBack] : []))
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
  readonly payment: Payment | undefined
}

/** {@link refund}, with its money on the way back through the payment it came by. */
export function refundPaidOrder(
  facts: RefundPaidOrderFacts,
): Decision<RefundEvent | PaymentRefundRequested, CodeOf<typeof refundOrder>> {
  const decision = refund(facts)
  if (!decision.ok) return decision
  return accept<RefundEvent | PaymentRefundRequested>(
    ...decision.events,
    ...decision.events.flatMap((event) => moneyBack(event, facts.payment)),
  )
}

function moneyBack(event: RefundEvent, payment: Payment | undefined): readonly PaymentRefundRequested[] {
  if (event.type !== 'order_refunded' || payment === undefined || event.refund.paidMinor === 0) return []
  const { orderId, memberId, refund } = event
  const ids = { paymentId: payment.id, orderId, memberId, refundId: refund.id }
  return [{ type: 'payment_refund_requested', ...ids, amountMinor: refund.paidMinor }]
}
