import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { createPayment as createEndpoint, simulatePayment } from './contract.ts'
import { program } from './program.fixture.ts'
import {
  type CreateFacts,
  create,
  type NoteFacts,
  note,
  type SettleRefundFacts,
  settleRefund,
  simulate,
  testNotice,
} from './rules.ts'
import type { Payment } from './schema.ts'
import { notePayment, noteRefund } from './system.ts'
import {
  buyerId,
  cancelSale,
  cartOf,
  checkout,
  createPayment,
  notify,
  openWorld,
  payOrder,
  refundSale,
  saleOf,
  sweep,
  type World,
} from './world.fixture.ts'

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
    const good: CreateFacts = { paymentId: 'pay_1', provider: 'test', sale, now: order.placedAt }
    const tried = tryRefusals(createEndpoint, create, good, {
      order_missing: (facts) => ({ ...facts, sale: undefined }),
      order_not_payable: (facts) => ({ ...facts, now: order.paymentDueAt }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
    for (const status of ['paid', 'completed', 'cancelled', 'refunded'] as const) {
      const moved = { ...good, sale: { ...sale, order: { ...order, status } } }
      expect(create(moved)).toMatchObject({ ok: false, refusal: { code: 'order_not_payable' } })
    }
  })

  it('of notices and simulations', () => {
    const notice = testNotice(payment, 'succeed')
    const good: NoteFacts = { found: { payment, sale }, notice, refundId: 'ref_1', now: 1 }
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
    const ofSimulate = tryRefusals(simulatePayment, simulate, simulated, {
      payment_missing: () => ({ payment: undefined }),
      provider_not_test: () => ({ payment: { ...payment, provider: 'wechat' } }),
    })
    for (const tried of [ofNote, ofRefund, ofSimulate]) {
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
    ['of another sum', () => 'accepted', 19_979],
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

  it('does not ask anyone to send back nothing', () => {
    const world = shop()
    createPayment(world, 'pay_1', 'ord_1')
    notify(world, 'pay_1', 'succeeded', 0)
    expect(world.journal.at(-1)?.type).toBe('payment_unexpected')
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
