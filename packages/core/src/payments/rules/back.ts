import { accept, type CodeOf, type Decision } from '../../kernel/index.ts'
import {
  type CancelEvent,
  depositBackMinor,
  type Order,
  type OrderCancelled,
  type OrderRefunded,
  type RefundEvent,
  type RefundFacts,
  refund,
  type refundOrder,
} from '../../orders/index.ts'
import type { StoredValueReturned } from '../../storedvalue/index.ts'
import type { PaymentRefundRequested } from '../events.ts'
import type { Payment } from '../schema.ts'

/** A payment with what came and what of it was asked back already. */
export type PaidBy = Payment & { readonly paidMinor?: number | null; readonly refundRequestedMinor?: number }

export type RefundPaidOrderFacts = RefundFacts & {
  /** The payments that paid the order, the latest part first; none for an order that came from another system. */
  readonly payments: readonly PaidBy[]
}

export type RefundPaidEvent = RefundEvent | PaymentRefundRequested | StoredValueReturned

/**
 * {@link refund}, with its money on the way back as it came: what was paid through a provider goes back first, a
 * balance before its deposit, each to its own payment, and what is above that into the stored value. So all of it
 * together goes back exactly as it was paid.
 */
export function refundPaidOrder(facts: RefundPaidOrderFacts): Decision<RefundPaidEvent, CodeOf<typeof refundOrder>> {
  const decision = refund(facts)
  const order = facts.sale?.order
  if (!decision.ok || order === undefined) return decision
  return accept<RefundPaidEvent>(
    ...decision.events,
    ...decision.events.flatMap((event) => (event.type === 'order_refunded' ? moneyBack(event, order, facts) : [])),
  )
}

function moneyBack(
  { orderId, memberId, refund: { id, paidMinor } }: OrderRefunded,
  { refundedMinor, storedValueMinor = 0 }: Order,
  { payments, newId }: RefundPaidOrderFacts,
): readonly (PaymentRefundRequested | StoredValueReturned)[] {
  if (payments.length === 0) return []
  // Of each way to pay, so much has come back once refunds have reached a sum.
  let aboveMinor = 0
  const shareOf = (sumMinor: number): number => {
    const back = (minor: number): number => Math.min(Math.max(minor - aboveMinor, 0), sumMinor)
    const share = back(refundedMinor + paidMinor) - back(refundedMinor)
    aboveMinor += sumMinor
    return share
  }
  const requested = payments.flatMap((payment, at) => {
    const wantedMinor = shareOf(Math.min(cameMinor(payment), payment.amountMinor))
    // A provider knows a refund by its id alone, so those of two payments have two.
    const refundId = at === 0 ? id : newId('rfd')
    return requestedBack({ paymentId: payment.id, orderId, memberId }, refundId, Math.min(wantedMinor, leftOf(payment)))
  })
  const amountMinor = shareOf(storedValueMinor)
  if (amountMinor === 0) return requested
  return [...requested, { type: 'stored_value_returned', memberId, orderId, refundId: id, amountMinor }]
}

function cameMinor({ paidMinor, amountMinor }: PaidBy): number {
  return paidMinor ?? amountMinor
}

/** What came by a payment and was not asked back. */
function leftOf(payment: PaidBy): number {
  return cameMinor(payment) - (payment.refundRequestedMinor ?? 0)
}

type PaymentIds = { readonly paymentId: string; readonly orderId: string; readonly memberId: string }

/** Asks the provider for so much of a payment; for nothing it is not asked. */
export function requestedBack(
  ids: PaymentIds,
  refundId: string,
  amountMinor: number,
): readonly PaymentRefundRequested[] {
  return amountMinor > 0 ? [{ type: 'payment_refund_requested', ...ids, refundId, amountMinor }] : []
}

export type DepositBackFacts = {
  /** What paid the deposit; none where it was not paid. */
  readonly payments: readonly PaidBy[]
  readonly newId: (prefix: string) => string
}

/** What closes an order that is not paid whole, with the money of its deposit on the way back where it is returned. */
export function withDepositBack<Code extends string>(
  decision: Decision<CancelEvent, Code>,
  facts: DepositBackFacts,
): Decision<CancelEvent | PaymentRefundRequested, Code> {
  if (!decision.ok) return decision
  const back = decision.events.flatMap((event) => (event.type === 'order_cancelled' ? depositBack(event, facts) : []))
  return accept<CancelEvent | PaymentRefundRequested>(...decision.events, ...back)
}

function depositBack(
  { orderId, memberId, deposit }: OrderCancelled,
  { payments, newId }: DepositBackFacts,
): readonly PaymentRefundRequested[] {
  if (deposit === undefined || depositBackMinor(deposit) === 0) return []
  return payments.flatMap((payment) =>
    requestedBack({ paymentId: payment.id, orderId, memberId }, newId('rfd'), leftOf(payment)),
  )
}
