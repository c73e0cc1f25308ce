import { describe, expect, it } from 'vitest'
import {
  type Counters,
  giveBack,
  type Limits,
  nextPeriodKey,
  type Period,
  type PromotionCounter,
  periodKey,
  possiblePeriodKeys,
  type UseFacts,
  usageOf,
  useDecision,
} from '../index.ts'

const at = (text: string): number => Date.parse(`${text}Z`)
const SHANGHAI = 480
const noon = at('2026-11-22T04:00')

describe('periodKey', () => {
  it.each<[Period, string, number, string]>([
    ['ever', '2026-11-22T15:59', SHANGHAI, 'ever'],
    ['day', '2026-11-22T15:59', SHANGHAI, '2026-11-22'],
    ['day', '2026-11-22T16:00', SHANGHAI, '2026-11-23'],
    ['day', '2026-11-22T03:59', -240, '2026-11-21'],
    ['week', '2026-11-22T15:59', SHANGHAI, '2026-W47'],
    ['week', '2026-11-22T16:00', SHANGHAI, '2026-W48'],
    ['week', '2026-01-01T00:00', 0, '2026-W01'],
    ['week', '2027-01-03T23:59', 0, '2026-W53'],
    ['week', '2027-01-04T00:00', 0, '2027-W01'],
    ['week', '2024-12-30T00:00', 0, '2025-W01'],
    ['month', '2026-11-30T15:59', SHANGHAI, '2026-11'],
    ['month', '2026-11-30T16:00', SHANGHAI, '2026-12'],
  ])('of a %s at %s with %d minutes is %s', (period, moment, offset, key) => {
    expect(periodKey(period, at(moment), offset)).toBe(key)
  })

  it.each<[Period, string, string]>([
    ['ever', '2026-11-22T04:00', 'ever'],
    ['day', '2026-12-31T15:00', '2027-01-01'],
    ['week', '2026-12-31T15:00', '2027-W01'],
    ['month', '2026-12-31T15:00', '2027-01'],
    ['month', '2026-01-31T15:00', '2026-02'],
  ])('is followed, for a %s at %s, by %s', (period, moment, key) => {
    expect(nextPeriodKey(period, at(moment), SHANGHAI)).toBe(key)
  })

  it('is among the possible ones in every zone, and so is the next', () => {
    const missed: string[] = []
    for (let hour = 0; hour < 24 * 40; hour += 1) {
      const now = at('2026-12-10T00:00') + hour * 3_600_000
      const possible = possiblePeriodKeys(now)
      for (let offset = -720; offset <= 840; offset += 60) {
        const keys = (['ever', 'day', 'week', 'month'] as const).flatMap((period) => [
          periodKey(period, now, offset),
          nextPeriodKey(period, now, offset),
        ])
        missed.push(...keys.filter((key) => !possible.includes(key)))
      }
    }
    expect(missed).toEqual([])
    expect(possiblePeriodKeys(noon).length).toBeLessThan(16)
  })
})

const zoned = { now: noon, zoneOffsetMinutes: SHANGHAI }
const total = (part: Partial<PromotionCounter>): PromotionCounter => ({
  ...{ promotionId: 'pro_1', periodKey: '2026-11-22', usedCount: 0, spentMinor: 0, maxUses: null, budgetMinor: null },
  ...part,
})
const counters: Counters = {
  totals: [total({ usedCount: 3, spentMinor: 40_00 }), total({ periodKey: '2026-11-21', usedCount: 9 })],
  members: [{ promotionId: 'pro_1', periodKey: '2026-11-22', usedCount: 1 }],
}
const limited = (limits: Limits | null, id = 'pro_1') => ({ id, limits })

describe('usageOf', () => {
  const left = (limits: Limits | null, with_: Counters = counters): unknown =>
    usageOf([limited(limits)], with_, zoned).get('pro_1')

  it('is what the limits of the period leave, and null where there is no limit', () => {
    const limits: Limits = { maxUses: 10, maxUsesPerMember: 2, budgetMinor: 100_00, period: 'day' }
    expect(left(limits)).toEqual({ usesLeft: 7, memberUsesLeft: 1, budgetLeftMinor: 60_00 })
    expect(left({ maxUses: 10, period: 'day' })).toEqual({ usesLeft: 7, memberUsesLeft: null, budgetLeftMinor: null })
    expect(left(null)).toBeUndefined()
  })

  it('starts anew with another period, and is never negative', () => {
    expect(left({ maxUses: 10, period: 'week' })).toMatchObject({ usesLeft: 10 })
    expect(left({ maxUses: 2, budgetMinor: 1, period: 'day' })).toMatchObject({ usesLeft: 0, budgetLeftMinor: 0 })
  })

  it('counts from the beginning where no period is named', () => {
    const ever = { totals: [total({ periodKey: 'ever', usedCount: 4 })], members: [] }
    expect(left({ maxUses: 5 }, ever)).toMatchObject({ usesLeft: 1 })
  })
})

describe('useDecision', () => {
  const facts: UseFacts = {
    ...{ ...zoned, memberId: 'mem_1', orderId: 'ord_1', counters },
    applied: [
      { promotionId: 'pro_2', minor: 5_00 },
      { promotionId: 'pro_1', minor: 20_00 },
      { promotionId: 'pro_1', minor: 3_00 },
      { promotionId: 'pro_free', minor: 9_00 },
    ],
    promotions: [
      limited({ maxUsesPerMember: 1, period: 'month' }, 'pro_2'),
      limited({ maxUses: 4, budgetMinor: 63_00, period: 'day' }),
      limited({ maxUses: 1 }, 'pro_idle'),
      limited(null, 'pro_free'),
    ],
  }
  const used = { type: 'promotion_used', memberId: 'mem_1', orderId: 'ord_1' }

  it('counts each promotion with limits once, where it is limited, in the order of ids', () => {
    expect(useDecision(facts)).toEqual({
      ok: true,
      events: [
        {
          ...{ ...used, promotionId: 'pro_1', minor: 23_00, periodKey: '2026-11-22', member: null },
          total: { maxUses: 4, budgetMinor: 63_00, created: false },
        },
        { ...used, promotionId: 'pro_2', minor: 5_00, periodKey: '2026-11', total: null, member: { created: true } },
      ],
    })
  })

  it('creates the count of all members with the first use of a period', () => {
    const fresh = { ...facts, counters: { totals: [], members: counters.members } }
    expect(useDecision(fresh)).toMatchObject({ events: [{ total: { created: true } }, {}] })
  })

  it.each<[string, Limits]>([
    ['uses', { maxUses: 3, period: 'day' }],
    ['uses of the member', { maxUsesPerMember: 1, period: 'day' }],
    ['money', { budgetMinor: 62_99, period: 'day' }],
  ])('refuses what is beyond the %s left', (_, limits) => {
    const beyond = { ...facts, promotions: [limited(limits)] }
    const refusal = { code: 'promotion_spent', detail: { promotionId: 'pro_1' } }
    expect(useDecision(beyond)).toEqual({ ok: false, refusal })
  })

  it('says nothing of an order without limited promotions', () => {
    expect(useDecision({ ...facts, applied: [] })).toEqual({ ok: true, events: [] })
  })
})

describe('giveBack', () => {
  it('gives each use back where it was counted', () => {
    const use = { promotionId: 'pro_1', periodKey: '2026-11-21', minor: 23_00, ofTotal: true, ofMember: false }
    const owner = { memberId: 'mem_1', orderId: 'ord_1' }
    expect(giveBack([use], owner)).toEqual([{ type: 'promotion_unused', ...owner, ...use }])
  })
})
