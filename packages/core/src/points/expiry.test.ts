import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activateDue, type Expiry, endOf, extend, notices, type PointsLot } from './index.ts'

const day = 86_400_000
/** Shanghai has no daylight saving; a zone with it jumps from +60 to +120 at 01:00 UTC on 29 March 2026. */
const shanghai = () => 480
const berlin = (moment: number): number => (moment >= Date.UTC(2026, 2, 29, 1) ? 120 : 60)
const at = (year: number, month: number, date: number, hour: number = 0): number =>
  Date.UTC(year, month - 1, date, hour - 8)
const end = (expiry: Expiry, activeAt: number, offsetAt: (moment: number) => number = shanghai): number | null =>
  endOf({ expiry, offsetAt }, activeAt)

describe('the end of a lot', () => {
  it('never, after days, at a date', () => {
    expect(end({ kind: 'never' }, 5)).toBeNull()
    expect(end({ kind: 'days', days: 30 }, 5)).toBe(5 + 30 * day)
    expect(end({ kind: 'rolling', days: 30 }, 5)).toBe(5 + 30 * day)
    expect(end({ kind: 'date', at: 9 }, 5)).toBe(9)
    expect(end({ kind: 'date', at: 9 }, 9)).toBeNull()
  })

  it('31 January plus a month is the end of February, also in a leap year; the time of day stays', () => {
    const months = { kind: 'months', months: 1 } as const
    expect(end(months, at(2026, 1, 31, 15))).toBe(at(2026, 2, 28, 15))
    expect(end(months, at(2028, 1, 31, 15))).toBe(at(2028, 2, 29, 15))
    expect(end({ kind: 'months', months: 12 }, at(2028, 2, 29))).toBe(at(2029, 2, 28))
    expect(end({ kind: 'months', months: 13 }, at(2026, 12, 31))).toBe(at(2028, 1, 31))
  })

  it('at the end of month, quarter and year, and periods later, on the wall of the brand', () => {
    const last = at(2026, 3, 31, 23)
    expect(end({ kind: 'end_of', period: 'month', plus: 0 }, last)).toBe(at(2026, 4, 1))
    expect(end({ kind: 'end_of', period: 'month', plus: 0 }, at(2026, 4, 1))).toBe(at(2026, 5, 1))
    expect(end({ kind: 'end_of', period: 'quarter', plus: 1 }, last)).toBe(at(2026, 7, 1))
    expect(end({ kind: 'end_of', period: 'year', plus: 0 }, last)).toBe(at(2027, 1, 1))
    expect(end({ kind: 'end_of', period: 'year', plus: 2 }, last)).toBe(at(2029, 1, 1))
  })

  it('keeps the wall clock where daylight saving moves it, and jumps over the hour that is not there', () => {
    const noon = Date.UTC(2026, 1, 28, 11)
    expect(end({ kind: 'months', months: 2 }, noon, berlin)).toBe(Date.UTC(2026, 3, 28, 10))
    const gap = Date.UTC(2026, 1, 28, 1, 30)
    expect(end({ kind: 'months', months: 1 }, gap, berlin)).toBe(Date.UTC(2026, 2, 28, 1, 30))
    const missing = Date.UTC(2025, 11, 29, 1, 30)
    expect(end({ kind: 'months', months: 3 }, missing, berlin)).toBe(Date.UTC(2026, 2, 29, 1, 30))
  })

  it('is always ahead, whatever the policy and the moment', () => {
    const policy = fc.oneof<fc.Arbitrary<Expiry>[]>(
      fc.record({ kind: fc.constant('months' as const), months: fc.integer({ min: 1, max: 50 }) }),
      fc.record({
        kind: fc.constant('end_of' as const),
        period: fc.constantFrom('month' as const, 'quarter' as const, 'year' as const),
        plus: fc.nat(5),
      }),
    )
    fc.assert(
      fc.property(policy, fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }), (expiry, moment) => {
        expect(end(expiry, moment, berlin) ?? 0).toBeGreaterThan(moment)
      }),
    )
  })
})

const now = at(2026, 3, 10)
function lot(id: string, expiresAt: number | null, more: Partial<PointsLot> = {}) {
  const counts = { amountCount: 10, remainingCount: 10, activeAt: now - day, orderId: null, isGrace: false }
  return { id, memberId: 'mem_1', ...counts, expiresAt, isNoticed: false, ...more }
}

describe('what time brings', () => {
  it('activation pays debt, the earlier lot first, and happens once', () => {
    const waiting = [lot('b', null, { activeAt: now }), lot('a', null, { activeAt: now - 1 }), lot('c', null)]
    const due = waiting.map((each) => ({ ...each, isWaiting: each.id !== 'c' }))
    const events = activateDue(due, new Map([['mem_1', 15]]), now)
    expect(events.map(({ lotId, debtPaidCount }) => [lotId, debtPaidCount])).toEqual([
      ['a', 10],
      ['b', 5],
    ])
    expect(activateDue(due, new Map(), now - 2)).toEqual([])
  })

  it('an act moves the ends ahead under a rolling policy alone, never those that are past, and no grace', () => {
    const lots = [
      lot('a', now + 1),
      lot('b', now),
      lot('c', null),
      lot('d', now + 99 * day),
      lot('g', now + 1, { isGrace: true }),
    ]
    const facts = { memberId: 'mem_1', lots, now }
    const rolling = { expiry: { kind: 'rolling', days: 30 }, offsetAt: shanghai } as const
    expect(extend({ ...facts, life: rolling })).toEqual([
      { type: 'points_extended', memberId: 'mem_1', lotIds: ['a'], expiresAt: now + 30 * day },
    ])
    expect(extend({ ...facts, life: { ...rolling, expiry: { kind: 'days', days: 30 } } })).toEqual([])
  })

  it('a notice comes once for each day of the wall on which something ends', () => {
    const soon = now + 3 * day
    const lots = [
      lot('a', soon),
      lot('b', soon + 60_000),
      lot('c', soon + day),
      lot('d', now + 40 * day),
      lot('e', null),
    ]
    const facts = { memberId: 'mem_1', lots, noticeDays: 7, offsetAt: shanghai, now }
    const told = notices(facts)
    expect(told.map(({ lotIds, count, isFirst }) => [lotIds, count, isFirst])).toEqual([
      [['a', 'b'], 20, true],
      [['c'], 10, true],
    ])
    const after = lots.map((each) => ({ ...each, isNoticed: true }))
    expect(notices({ ...facts, lots: after })).toEqual([])
    const joined = [...after, lot('x', soon + 5)]
    expect(notices({ ...facts, lots: joined })).toMatchObject([{ lotIds: ['x'], count: 30, isFirst: false }])
    expect(notices({ ...facts, noticeDays: null })).toEqual([])
  })
})
