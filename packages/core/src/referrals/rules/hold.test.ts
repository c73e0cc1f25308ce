import { expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { type ClearFacts, type CommissionFacts, clear, type HoldFacts, hold } from '../index.ts'
import { clearCommission, holdCommission } from '../operators.ts'

const commission: CommissionFacts = {
  ...{ payeeId: 'mem_b', level: 1, state: 'frozen', amountMinor: 999, reversedMinor: 0, releaseAt: 7, lines: [] },
  ...{ heldAt: null, heldReason: null },
}
const good: HoldFacts = { orderId: 'ord_1', commission, reason: 'ring' }

it('refuses to hold in the order of the contract', () => {
  const tried = tryRefusals(holdCommission, hold, good, {
    commission_missing: (facts) => ({ ...facts, commission: undefined }),
    commission_settled: (facts) => ({
      ...facts,
      commission: facts.commission && { ...commission, state: 'available' },
    }),
  })
  expect(tried.alone).toEqual(tried.wanted)
  expect(tried.together).toEqual(tried.wanted)
})

it('refuses to clear what is not there', () => {
  const held: ClearFacts = { orderId: 'ord_1', commission: { ...commission, heldAt: 5, heldReason: 'ring' } }
  const tried = tryRefusals(clearCommission, clear, held, {
    commission_missing: (facts) => ({ ...facts, commission: undefined }),
  })
  expect(tried.alone).toEqual(tried.wanted)
  expect(tried.together).toEqual(tried.wanted)
})

it('holds what is pending or frozen once, and clears what is held once', () => {
  const key = { orderId: 'ord_1', payeeId: 'mem_b', level: 1 }
  const held = { ...commission, heldAt: 5, heldReason: 'ring' }
  for (const state of ['pending', 'frozen'] as const) {
    const decision = hold({ ...good, commission: { ...commission, state } })
    expect(decision).toEqual({ ok: true, events: [{ type: 'commission_held', ...key, reason: 'ring' }] })
  }
  expect(hold({ ...good, commission: held })).toEqual({ ok: true, events: [] })
  expect(clear({ orderId: 'ord_1', commission: held })).toEqual({
    ok: true,
    events: [{ type: 'commission_cleared', ...key }],
  })
  expect(clear({ orderId: 'ord_1', commission })).toEqual({ ok: true, events: [] })
})
