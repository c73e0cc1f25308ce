import type { CommissionFacts } from '../../referrals/index.ts'
import type { Payment } from '../schema.ts'
import { nothing, saleOf, type TablesOf, type World } from './tables.fixture.ts'

/** Payments, stored value and commission. */
export const moneyTables: TablesOf<'payment' | 'stored' | 'commission'> = {
  commission_accrued: (world, { orderId, payeeId, level, amountMinor, lines }) => {
    const sale = saleOf(world, orderId)
    const open = lines.map((line) => ({ ...line, reversedMinor: 0 }))
    const amounts = { amountMinor, reversedMinor: 0, releaseAt: null, heldAt: null, heldReason: null }
    sale.commissions = [...sale.commissions, { payeeId, level, state: 'pending', ...amounts, lines: open }]
  },
  commission_withheld: nothing,
  commission_frozen: (world, event) => changeCommission(world, event, { state: 'frozen', releaseAt: event.releaseAt }),
  commission_released: (world, event) => changeCommission(world, event, { state: 'available' }),
  commission_reversed: (world, event) => {
    const { amountMinor, lines, keptMinor } = event
    const before = saleOf(world, event.orderId).commissions.find(({ level }) => level === event.level)
    if (before === undefined || before.state !== event.from) throw new Error('reversed from where it does not stand')
    const back = (lineId: string): number => lines.find((line) => line.lineId === lineId)?.amountMinor ?? 0
    changeCommission(world, event, {
      state: keptMinor === 0 ? 'reversed' : before.state,
      reversedMinor: before.reversedMinor + amountMinor,
      lines: before.lines.map((line) => ({ ...line, reversedMinor: line.reversedMinor + back(line.lineId) })),
    })
  },
  payment_created: (world, { paymentId: id, orderId, provider, amountMinor }) => {
    const payment: Payment = { id, orderId, provider, amountMinor, refundedMinor: 0, status: 'pending', at: world.now }
    world.payments.set(id, { payment, refunds: new Map() })
  },
  payment_succeeded: (world, { paymentId }) => changePayment(world, paymentId, { status: 'succeeded' }),
  stored_value_granted: (world, { deltaMinor }) => moveStored(world, deltaMinor, 0),
  stored_value_held: (world, { amountMinor }) => moveStored(world, 0, amountMinor),
  stored_value_released: (world, { amountMinor }) => moveStored(world, 0, -amountMinor),
  stored_value_spent: (world, { amountMinor }) => moveStored(world, -amountMinor, -amountMinor),
  stored_value_returned: (world, { amountMinor }) => moveStored(world, amountMinor, 0),
  payment_opened: () => undefined,
  payment_failed: (world, { paymentId }) => changePayment(world, paymentId, { status: 'failed' }),
  payment_closed: (world, { paymentId }) => changePayment(world, paymentId, { status: 'closed' }),
  payment_held: (world, { paymentId, amountMinor, currency }) => {
    changePayment(world, paymentId, { status: 'held' })
    Object.assign(world.payments.get(paymentId)?.payment ?? {}, { paidMinor: amountMinor, paidCurrency: currency })
  },
  payment_unexpected: (world, { paymentId }) => changePayment(world, paymentId, { status: 'refund_due' }),
  payment_refund_requested: (world, { paymentId, refundId, amountMinor }) => {
    world.payments.get(paymentId)?.refunds.set(refundId, { refundId, amountMinor, refundedAt: null })
  },
  payment_refunded: (world, { paymentId, refundId, amountMinor }) => {
    const state = world.payments.get(paymentId)
    const refund = state?.refunds.get(refundId)
    if (state === undefined || refund === undefined) throw new Error('refunded what was not asked for')
    refund.refundedAt = world.now
    changePayment(world, paymentId, { refundedMinor: state.payment.refundedMinor + amountMinor })
  },
}

function moveStored({ stored }: World, balanceMinor: number, heldMinor: number): void {
  stored.balanceMinor += balanceMinor
  stored.heldMinor += heldMinor
}

function changePayment(world: World, paymentId: string, change: Partial<Payment>): void {
  const state = world.payments.get(paymentId)
  if (state === undefined) throw new Error(`no payment ${paymentId}`)
  state.payment = { ...state.payment, ...change }
}

function changeCommission(
  world: World,
  { orderId, payeeId, level }: { readonly orderId: string; readonly payeeId: string; readonly level: 1 | 2 },
  change: Partial<CommissionFacts>,
): void {
  const sale = saleOf(world, orderId)
  sale.commissions = sale.commissions.map((each) =>
    each.payeeId === payeeId && each.level === level ? { ...each, ...change } : each,
  )
}
