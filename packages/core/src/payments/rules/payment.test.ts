import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { createPayment as createEndpoint, simulatePayment } from '../contract.ts'
import { reviewPayment } from '../operators.ts'
import { program } from '../program.fixture.ts'
import type { Payment } from '../schema.ts'
import { notePayment, noteRefund } from '../system.ts'
import { cartOf } from '../world/facts.fixture.ts'
import { buyerId, saleOf, type World } from '../world/tables.fixture.ts'
import {
  cancelSale,
  checkout,
  createPayment,
  notify,
  openWorld,
  payOrder,
  refundSale,
  sweep,
} from '../world.fixture.ts'
import {
  type CreateFacts,
  create,
  type NoteFacts,
  note,
  type ReviewFacts,
  review,
  type SettleRefundFacts,
  settleRefund,
  simulate,
  testNotice,
} from './payment.ts'

function shop(pieces: Readonly<Record<string, number>> = { tea: 2 }): World {
  const world = openWorld(program, 10, [], 0)
  expect(checkout(world, 'ord_1', cartOf(pieces))).toBe('accepted')
  return world
}

function typesSince(world: World, from: number): readonly string[] {
  return world.journal.slice(from).map(({ type }) => type)
}

const { order, terms } = saleOf(shop(), 'ord_1')
const earning = {
  program: program.settings.earn,
  life: { expiry: program.settings.expiry, offsetAt: () => 480 },
  used: new Map(),
  debtCount: 0,
  lots: [],
}
const sale = { order, terms, heldTakes: [], leftPayeeIds: [], lotId: 'lot_1', earning }
const notice = { paymentId: 'pay_1', outcome: 'succeeded' } as const
const payment: Payment = {
  id: 'pay_1',
  orderId: 'ord_1',
  provider: 'test',
  amountMinor: 19_980,
  refundedMinor: 0,
  status: 'pending',
  at: 0,
}

describe('refusals come in the order of the contracts', () => {
  it('of setting out to pay', () => {
    const now = order.placedAt
    const windows = { balanceFrom: now, balanceUntil: order.paymentDueAt, shipsFrom: now }
    const deposit = { depositMinor: 1_00, depositWorthMinor: 1_00, forfeit: 'refund', ...windows } as const
    const half = { ...sale, order: { ...order, status: 'deposited' as const, deposit } }
    const good: CreateFacts = { paymentId: 'pay_1', provider: 'test', sale: half, now }
    const tried = tryRefusals(createEndpoint, create, good, {
      order_missing: (facts) => ({ ...facts, sale: undefined }),
      provider_missing: (facts) => ({ ...facts, provider: undefined }),
      order_not_payable: (facts) => ({ ...facts, now: order.paymentDueAt }),
      balance_not_open: (facts) => ({ ...facts, now: facts.now - 1 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    // Nothing is both too late and too early.
    expect(tried.together.slice(0, 2)).toEqual(tried.wanted.slice(0, 2))
    for (const status of ['paid', 'completed', 'cancelled', 'refunded'] as const) {
      const moved = { ...good, sale: { ...sale, order: { ...order, status } } }
      expect(create(moved)).toMatchObject({ ok: false, refusal: { code: 'order_not_payable' } })
    }
  })

  it('of notices and simulations', () => {
    const told = testNotice(payment, 'succeed')
    const good: NoteFacts = { found: { payment, sale }, notice: told, refundId: 'ref_1', now: 1 }
    const ofNote = tryRefusals(notePayment, note, good, {
      payment_missing: (facts) => ({ ...facts, found: undefined }),
    })
    const refund = { refundId: 'ref_1', amountMinor: 5, refundedAt: null }
    const settled: SettleRefundFacts = { payment, memberId: buyerId, refund }
    const ofRefund = tryRefusals(noteRefund, settleRefund, settled, {
      payment_missing: (facts) => ({ ...facts, payment: undefined }),
      refund_missing: (facts) => ({ ...facts, refund: undefined }),
    })
    const simulated: { readonly payment: Payment | undefined } = { payment }
    const held = { ...payment, status: 'held' as const, paidMinor: 5, paidCurrency: 'CNY' }
    const found = { payment: held, sale }
    const goodReview: ReviewFacts = { found, decision: 'accept', refundId: 'ref_1', now: 1 }
    const ofReview = tryRefusals(reviewPayment, review, goodReview, {
      payment_missing: (facts) => ({ ...facts, found: undefined }),
      payment_not_held: (facts) => ({
        ...facts,
        found: facts.found && { ...facts.found, payment: { ...held, status: 'pending' } },
      }),
      payment_currency_differs: (facts) => ({
        ...facts,
        found: facts.found && { ...facts.found, payment: { ...facts.found.payment, paidCurrency: 'USD' } },
      }),
      order_not_payable: (facts) => ({
        ...facts,
        found: facts.found && { ...facts.found, sale: { ...sale, order: { ...order, status: 'cancelled' } } },
      }),
    })
    const ofSimulate = tryRefusals(simulatePayment, simulate, simulated, {
      payment_missing: () => ({ payment: undefined }),
      provider_not_test: () => ({ payment: { ...payment, provider: 'wechat' } }),
    })
    for (const tried of [ofNote, ofRefund, ofReview, ofSimulate]) {
      expect(tried.alone).toEqual(tried.wanted)
      expect(tried.together).toEqual(tried.wanted)
    }
  })
})

describe('paying', () => {
  it('turns holds into a sale once, however often the provider says so', () => {
    const world = shop()
    createPayment(world, 'pay_1', 'ord_1')
    const from = world.journal.length
    for (let time = 0; time < 3; time += 1) expect(notify(world, 'pay_1', 'succeeded')).toBe('accepted')
    expect(typesSince(world, from)).toEqual([
      'payment_succeeded',
      'order_paid',
      'stock_sold',
      'points_earned',
      'commission_accrued',
    ])
  })

  it('pays an order that costs nothing at once, through nobody', () => {
    const world = shop({ gift: 1 })
    expect(createPayment(world, 'pay_1', 'ord_1')).toBe('accepted')
    expect(saleOf(world, 'ord_1').order.status).toBe('paid')
    expect(world.payments.get('pay_1')?.payment).toMatchObject({
      provider: 'none',
      amountMinor: 0,
      status: 'succeeded',
    })
    refundSale(world, 'ord_1', [{ lineId: 'gift', quantity: 1 }])
    expect(saleOf(world, 'ord_1').order.status).toBe('refunded')
    expect(world.payments.get('pay_1')?.refunds.size).toBe(0)
  })

  it('lets a failed payment fail once, and takes the money should it come after all', () => {
    const world = shop()
    createPayment(world, 'pay_1', 'ord_1')
    notify(world, 'pay_1', 'failed')
    const from = world.journal.length
    notify(world, 'pay_1', 'failed')
    expect(typesSince(world, from)).toEqual([])
    notify(world, 'pay_1', 'succeeded')
    expect(saleOf(world, 'ord_1').order.status).toBe('paid')
  })

  it.each([
    ['for a cancelled order', (world: World) => cancelSale(world, 'ord_1'), undefined],
    ['for an order paid already', (world: World) => payOrder(world, 'ord_1'), undefined],
  ])('sends money %s back whole, and tells', (_, before, amountMinor) => {
    const world = shop()
    createPayment(world, 'pay_1', 'ord_1')
    expect(before(world)).toBe('accepted')
    const { status } = saleOf(world, 'ord_1').order
    const from = world.journal.length
    notify(world, 'pay_1', 'succeeded', amountMinor)
    notify(world, 'pay_1', 'succeeded', amountMinor)
    expect(typesSince(world, from)).toEqual(['payment_unexpected', 'payment_refund_requested'])
    expect(world.journal.at(-1)).toMatchObject({ amountMinor: amountMinor ?? 19_980 })
    expect(saleOf(world, 'ord_1').order.status).toBe(status)
    expect(world.payments.get('pay_1')?.payment.status).toBe('refund_due')
  })

  it.each([
    ['less', 19_979, 'CNY', 'accept'],
    ['more', 20_000, 'CNY', 'accept'],
    ['less', 19_979, 'CNY', 'refund'],
    ['in another currency', 19_980, 'USD', 'refund'],
  ] as const)('holds what came %s (%i %s) until it is decided: %s', (_, amountMinor, currency, decision) => {
    const held: NoteFacts = {
      found: { payment, sale },
      notice: { ...notice, amountMinor, currency },
      refundId: 'r',
      now: 1,
    }
    const ids = { paymentId: 'pay_1', orderId: 'ord_1', memberId: buyerId }
    expect(note(held)).toEqual({ ok: true, events: [{ type: 'payment_held', ...ids, amountMinor, currency }] })
    const seen = { ...payment, status: 'held' as const, paidMinor: amountMinor, paidCurrency: currency }
    expect(note({ ...held, found: { payment: seen, sale } })).toEqual({ ok: true, events: [] })
    const decided = review({ found: { payment: seen, sale }, decision, refundId: 'r', now: 1 })
    const events = decided.ok ? decided.events : []
    const backMinor = decision === 'refund' ? amountMinor : Math.max(0, amountMinor - 19_980)
    const back = { type: 'payment_refund_requested', ...ids, refundId: 'r', amountMinor: backMinor }
    expect(events[0]).toMatchObject({
      type: decision === 'accept' ? 'payment_succeeded' : 'payment_unexpected',
      amountMinor,
    })
    expect(events.filter(({ type }) => type === 'order_paid')).toHaveLength(decision === 'accept' ? 1 : 0)
    expect(events.filter(({ type }) => type === back.type)).toEqual(backMinor === 0 ? [] : [back])
  })

  it('gives back no more than was accepted', () => {
    const world = shop()
    createPayment(world, 'pay_1', 'ord_1')
    notify(world, 'pay_1', 'succeeded')
    const { payment: paid } = world.payments.get('pay_1') as { payment: Payment }
    Object.assign(paid, { paidMinor: 19_000, refundRequestedMinor: 0 })
    refundSale(world, 'ord_1', [{ lineId: 'tea', quantity: 2 }])
    expect(world.journal.at(-1)).toMatchObject({ type: 'payment_refund_requested', amountMinor: 19_000 })
  })

  it('does not ask anyone to send back nothing', () => {
    const world = shop()
    createPayment(world, 'pay_1', 'ord_1')
    notify(world, 'pay_1', 'succeeded', 0)
    const found = { payment: { ...payment, status: 'held' as const, paidMinor: 0, paidCurrency: 'CNY' }, sale }
    const decided = review({ found, decision: 'refund', refundId: 'r', now: 1 })
    expect(decided).toMatchObject({ ok: true, events: [{ type: 'payment_unexpected', amountMinor: 0 }] })
  })
})

describe('refunding', () => {
  it('sends the money of a refund back by the payment it came by, once', () => {
    const world = shop()
    payOrder(world, 'ord_1')
    refundSale(world, 'ord_1', [{ lineId: 'tea', quantity: 1 }])
    const { refunds } = saleOf(world, 'ord_1').order
    const last = world.journal.at(-1)
    expect(last).toMatchObject({ type: 'payment_refund_requested', refundId: refunds[0]?.id, amountMinor: 9_990 })
    sweep(world)
    sweep(world)
    expect([...world.payments.values()][0]?.payment.refundedMinor).toBe(9_990)
  })
})
