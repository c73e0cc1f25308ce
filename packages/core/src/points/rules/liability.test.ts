import { describe, expect, it } from 'vitest'
import { PointsLiability } from '../liability.ts'
import { type LiabilityFacts, liability } from './liability.ts'

const facts: LiabilityFacts = {
  now: Date.UTC(2026, 10, 30),
  active: [
    { month: '2026-12', count: 1_000 },
    { month: '2027-01', count: 333 },
    { month: null, count: 50 },
  ],
  ...{ pendingCount: 120, heldCount: 30, debtCount: 33 },
  ...{ endedCount: 4_000, expiredCount: 1_000, redeemCount: 100, redeemMinor: 100 },
}

describe('liability', () => {
  it('adds up what is outstanding and expects a quarter of what ends to expire, month by month', () => {
    const found = liability(facts)
    expect(found).toEqual({
      ...{ at: facts.now, outstandingCount: 1_500, spendableCount: 1_383, neverCount: 50 },
      ...{ pendingCount: 120, heldCount: 30, debtCount: 33 },
      months: [
        { month: '2026-12', count: 1_000, breakageCount: 250 },
        { month: '2027-01', count: 333, breakageCount: 83 },
      ],
      ...{ breakageCount: 333, endedCount: 4_000, expiredCount: 1_000, breakageBps: 2_500 },
      ...{ worthMinor: 1_500, expectedWorthMinor: 1_167 },
    })
    expect(PointsLiability.parse(found)).toEqual(found)
  })

  it('expects nothing to break without history', () => {
    expect(liability({ ...facts, endedCount: 0, expiredCount: 0 })).toMatchObject({
      ...{ breakageCount: 0, breakageBps: null, worthMinor: 1_500, expectedWorthMinor: 1_500 },
    })
  })

  it('is never below zero, however large the debt', () => {
    expect(liability({ ...facts, debtCount: 9_999 })).toMatchObject({ outstandingCount: 0, worthMinor: 0 })
  })
})
