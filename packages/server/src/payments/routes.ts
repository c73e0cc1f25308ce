import { type Endpoint, refuse } from '@siyu/core/kernel'
import { evolve, refundOrder } from '@siyu/core/orders'
import {
  create,
  createPayment,
  getPayment,
  note,
  notePayment,
  noteRefund,
  type Payment,
  type PaymentEvent,
  refundPaidOrder,
  settleRefund,
  simulate,
  simulatePayment,
  testNotice,
  testProvider,
} from '@siyu/core/payments'
import type { PointsSettings } from '@siyu/core/points'
import type { TierFacts } from '@siyu/core/tiers'
import { loadBrand, loadSettings } from '../brands/index.ts'
import { noteWrites } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import type { Loaded } from '../kernel/read.ts'
import {
  loadOrder,
  loadOrderOfPayment,
  loadOwnOrder,
  memberOfMembership,
  memberOfOrder,
  type OrderRow,
  orderOfPayment,
  withoutReasons,
  withReasons,
} from '../orders/index.ts'
import {
  type IdRef,
  lifeOf,
  loadEarning,
  loadLots,
  loadOrderCounters,
  loadPointsAccount,
  loadRollingLots,
  loadSpend,
  loadSpendOfPayment,
  ofPayment,
  usedOf,
} from '../points/index.ts'
import { loadPromotionUses } from '../promotions/index.ts'
import { loadLeftPayees, loadOrderCommissions } from '../referrals/index.ts'
import { growthFacts, loadGrowth, loadTierFacts, tierFacts } from '../tiers/index.ts'
import { refundFacts } from './facts.ts'
import { loadOwnPayment, loadPaidBy, loadPayment, loadPaymentRefund } from './store.ts'

type Spend = { readonly takes: readonly { readonly lotId: string; readonly count: number }[] } | undefined

/** What paying an order needs. */
function saleOf({ order, spend, ...rows }: PayRows, lotId: string, tier: TierFacts | undefined) {
  if (order === undefined) return undefined
  const { account, lots, counters, settings, brand, left } = rows
  const leftPayeeIds = left.map(({ memberId }) => memberId)
  const earning = {
    ...{ program: settings.earn, life: lifeOf(settings, brand), used: usedOf(counters), lots },
    debtCount: account?.debtCount ?? 0,
  }
  return { order, terms: order, heldTakes: spend?.takes ?? [], lotId, earning, tier, leftPayeeIds }
}

/** The member's points, and how the program makes more of them. */
function loadEarnings(call: Call, memberId: IdRef, orderId: IdRef) {
  return {
    account: loadPointsAccount(call, memberId),
    lots: loadRollingLots(call, memberId),
    counters: loadOrderCounters(call, memberId, orderId),
    settings: loadSettings<PointsSettings>(call, 'points'),
    brand: loadBrand(call),
    left: loadLeftPayees(call, orderId),
  }
}

type PayRows = Loaded<ReturnType<typeof loadEarnings>> & {
  readonly order: OrderRow | undefined
  readonly spend: Spend
}

const noteRoute: Route = command(notePayment, {
  load: (call, { paymentId }) => ({
    payment: loadPayment(call, paymentId),
    order: loadOrderOfPayment(call, paymentId),
    spend: loadSpendOfPayment(call, paymentId),
    ...loadEarnings(call, ofPayment(call, paymentId, 'member_id'), ofPayment(call, paymentId, 'order_id')),
    ...loadTierFacts(call, memberOfMembership(call, orderOfPayment(call, paymentId))),
  }),
  decide: (rows, notice, call) => {
    const { newId, now } = call
    const { payment } = rows
    const sale = saleOf(rows, newId('lot'), tierFacts(rows, call))
    const found = payment === undefined || sale === undefined ? undefined : { payment, sale }
    return note({ found, notice, refundId: newId('rfd'), now })
  },
  reply: (events, { payment }) => paymentAfter(payment as Payment, events),
})

/** The routes of payments. Only a shop in test mode lets its members play the test provider. */
export function paymentRoutes(testMode: boolean): readonly Route[] {
  return testMode ? [...always, simulateRoute()] : always
}

const always: readonly Route[] = [
  noteRoute,
  command(createPayment, {
    load: (call, { orderId }) => ({
      order: loadOwnOrder(call, memberOf(call), orderId),
      spend: loadSpend(call, memberOf(call), orderId),
      ...loadEarnings(call, memberOf(call), orderId),
      ...loadTierFacts(call, memberOfMembership(call, orderId)),
    }),
    decide: (rows, _input, call) => {
      const { newId, now } = call
      const sale = saleOf(rows, newId('lot'), tierFacts(rows, call))
      return create({ paymentId: newId('pay'), provider: testProvider, sale, now })
    },
    reply: (events, _facts, _input, { now }) => createdPayment(events, now),
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
    reply: (events, { payment }) => paymentAfter(payment as Payment, events),
  }),
  command(refundOrder, {
    load: (call, { orderId }) => {
      const memberId = memberOfOrder(call, orderId)
      return {
        ...loadGrowth(call, memberId),
        order: loadOrder(call, orderId),
        payment: loadPaidBy(call, orderId),
        lots: loadLots(call, memberId, orderId),
        spend: loadSpend(call, memberId, orderId),
        earning: loadEarning(call, memberId, orderId),
        commissions: loadOrderCommissions(call, orderId),
        promotionUses: loadPromotionUses(call, memberId, orderId),
      }
    },
    decide: (rows, input, call) =>
      refundPaidOrder(refundFacts({ ...rows, growth: growthFacts(rows, call) }, input, call)),
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

/** A payment after what happened to it. */
function paymentAfter(payment: Payment, events: readonly { readonly type: string }[]): Payment {
  return (events as readonly PaymentEvent[]).reduce(stepPayment, payment)
}

function stepPayment(current: Payment, event: PaymentEvent): Payment {
  switch (event.type) {
    case 'payment_succeeded':
      return { ...current, status: 'succeeded' }
    case 'payment_failed':
      return { ...current, status: 'failed' }
    case 'payment_unexpected':
      return { ...current, status: 'refund_due' }
    case 'payment_refunded':
      return { ...current, refundedMinor: current.refundedMinor + event.amountMinor }
    default:
      return current
  }
}

function createdPayment(events: readonly { readonly type: string }[], at: number): Payment {
  const [created, ...rest] = events as readonly PaymentEvent[]
  if (created?.type !== 'payment_created') throw new Error('a payment starts with its creation')
  const { paymentId: id, orderId, provider, amountMinor } = created
  return paymentAfter({ id, orderId, provider, amountMinor, refundedMinor: 0, status: 'pending', at }, rest)
}
