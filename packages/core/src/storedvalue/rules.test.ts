import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from '../kernel/index.ts'
import { tryRefusals } from '../members/refusals.fixture.ts'
import { grantStoredValue } from './operators.ts'
import { type GrantFacts, grant, holdStoredValue } from './rules.ts'

const account = { memberId: 'mem_a', balanceMinor: 100, heldMinor: 40 }

describe('a grant', () => {
  it('refuses in the order of the contract', () => {
    const good: GrantFacts = { account, grantId: 'svg_1', deltaMinor: -60 }
    const tried = tryRefusals(grantStoredValue, grant, good, {
      member_missing: (facts) => ({ ...facts, account: undefined }),
      stored_value_insufficient: (facts) => ({ ...facts, deltaMinor: -61 }),
      stored_value_too_large: (facts) => ({ ...facts, deltaMinor: MAX_AMOUNT }),
    })
    expect(tried.alone).toEqual(tried.wanted)
  })
})

it('a hold takes at most the price, and never what is held already', () => {
  const facts = { memberId: 'mem_a', orderId: 'ord_1', wantedMinor: 60, payableMinor: 50, availableMinor: 60 }
  expect(holdStoredValue(facts)).toMatchObject({ ok: true, events: [{ amountMinor: 50 }] })
  expect(holdStoredValue({ ...facts, wantedMinor: 0 })).toEqual({ ok: true, events: [] })
  expect(holdStoredValue({ ...facts, wantedMinor: 61 })).toMatchObject({
    ok: false,
    refusal: { detail: { availableMinor: 60 } },
  })
})
