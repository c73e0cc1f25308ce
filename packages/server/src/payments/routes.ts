import { type Endpoint, refuse } from '@siyu/core/kernel'
import { evolve, refundOrder } from '@siyu/core/orders'
import {
  getPayment,
  listPayments,
  note,
  notePayment,
  noteRefund,
  type Payment,
  refundPaidOrder,
  review,
  reviewPayment,
  settleRefund,
  simulate,
  simulatePayment,
  testNotice,
} from '@siyu/core/payments'
import { noteWrites } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import type { Loaded } from '../kernel/read.ts'
import { type OrderRow, withoutReasons, withReasons } from '../orders/index.ts'
import { tierFacts } from '../tiers/index.ts'
import { recordAfter } from './after.ts'
import { closingRoutes } from './closing.ts'
import { loadRefund, refundFacts } from './facts.ts'
import { openingRoute } from './opening.ts'
import { type PaymentProvider, testPaymentProvider } from './provider.ts'
import { reconciliationRoute } from './reconciliation.ts'
import { loadPaying, type PayingLoads, saleOf } from './sale.ts'
import { sharingRoute } from './sharing.ts'
import { loadOwnPayment, loadPayment, loadPaymentRefund, loadPayments, type PaymentRow } from './store.ts'

const noteRoute: Route = command(notePayment, {
  load: (call, { paymentId }) => loadPaying(call, paymentId),
  decide: (rows, notice, call) => note({ found: foundIn(rows, call), notice, ...decided(call) }),
  reply: (events, { payment }) => recordAfter(payment as PaymentRow, events),
})

const reviewRoute: Route = command(reviewPayment, {
  load: (call, { paymentId }) => loadPaying(call, paymentId),
  owner: (_call, { paymentId }) => paymentId,
  decide: (rows, { decision }, call) => review({ found: foundIn(rows, call), decision, ...decided(call) }),
  reply: (events, { payment }) => recordAfter(payment as PaymentRow, events),
  personal: (events, { payment }, { reason: words, paymentId: id }, call) =>
    noteWrites(call, events, { ownerId: payment?.memberId ?? '', id, kind: 'payment_review', words }),
})

function foundIn(rows: Loaded<PayingLoads>, call: Call) {
  const sale = saleOf(rows, call.newId('lot'), tierFacts(rows, call))
  return rows.payment === undefined || sale === undefined ? undefined : { payment: rows.payment, sale }
}

function decided({ newId, now }: Call) {
  return { refundId: newId('rfd'), now }
}

/** The routes of payments. Only a shop in test mode lets its members play the test provider. */
export function paymentRoutes(providers: readonly PaymentProvider[], testMode: boolean): readonly Route[] {
  // The built-in provider has no books to be asked for; a statement of it can be sent along.
  const booked = testMode ? [...providers, testPaymentProvider] : providers
  const routes = [openingRoute(providers, noteRoute), reconciliationRoute(booked), ...always]
  return testMode ? [...routes, simulateRoute()] : routes
}

const always: readonly Route[] = [
  ...closingRoutes,
  sharingRoute,
  noteRoute,
  reviewRoute,
  query(listPayments, {
    load: (call, { status, cursor, limit = DEFAULT_PAGE }) => ({
      rows: loadPayments(call, status, readCursor(cursor), limit + 1),
    }),
    reply: ({ rows }, { limit = DEFAULT_PAGE }) =>
      answer(
        pageFrom(
          rows,
          limit,
          ({ at, id }) => ({ at, id }),
          (row) => row,
        ),
      ),
  }),
  query(getPayment, {
    load: (call, { paymentId }) => ({ payment: loadOwnPayment(call, memberOf(call), paymentId) }),
    reply: ({ payment }) => (payment === undefined ? refuse('payment_missing') : answer(payment)),
  }),
  command(noteRefund, {
    load: (call, { paymentId, refundId }) => ({
      payment: loadPayment(call, paymentId),
      refund: loadPaymentRefund(call, paymentId, refundId),
    }),
    decide: ({ payment, refund }) => settleRefund({ payment, refund, memberId: payment?.memberId ?? '' }),
    reply: (events, { payment }) => recordAfter(payment as PaymentRow, events),
  }),
  command(refundOrder, {
    load: (call, { orderId }) => loadRefund(call, orderId),
    decide: (rows, { lines, thresholds, shippingMinor }, call) =>
      refundPaidOrder({ ...refundFacts(rows, call), lines, thresholds, shippingMinor }),
    reply: (events, { order }) => withoutReasons(evolve(order as OrderRow, events)),
    personal: (events, { order }, { reason: words }, call) => {
      const refunded = events.find((event) => event.type === 'order_refunded')
      const about = { ownerId: order?.memberId ?? '', id: refunded?.refund.id }
      return noteWrites(call, events, { ...about, kind: 'refund', words })
    },
    finish: async (stored, _call, { reason }, { order }) => withReasons(stored, order, reason),
  }),
]

/** At the counter of the test provider: the outcome is told to the shop as a notice of a real provider would be. */
function simulateRoute(): Route {
  const check = query(simulatePayment, {
    load: (call, { paymentId }) => ({ payment: loadOwnPayment(call, memberOf(call), paymentId) }),
    reply: ({ payment }) => {
      const decision = simulate({ payment })
      return decision.ok ? answer(payment as Payment) : decision
    },
  })
  return {
    endpoint: simulatePayment as unknown as Endpoint,
    run: async (engine, call, raw, options) => {
      const checked = await check.run(engine, call, raw, options)
      if (checked.kind !== 'done') return checked
      const { paymentId, outcome } = raw as { readonly paymentId: string; readonly outcome: 'succeed' | 'fail' }
      const system = { ...call, principal: { kind: 'system' }, key: `test:${paymentId}:${outcome}` } as const
      return noteRoute.run(engine, system, testNotice(checked.output as Payment, outcome), options)
    },
  }
}
