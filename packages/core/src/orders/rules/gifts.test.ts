import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import type { PointsActivityCredited } from '../../points/index.ts'
import { celebrateBirthday, giveBirthdayGift, type Tier } from '../../tiers/index.ts'
import { factsOf } from '../../tiers/standing.fixture.ts'
import { birthdayGift, type CelebrateFacts, celebrate, type GrowthFacts, withActivityGrowth } from './gifts.ts'

/** 1 March 2026, in UTC. */
const NOW = Date.UTC(2026, 2, 1)
const gift = { couponTemplateId: null, pointsCount: 7 }
const tier = (id: string, growthRequired: number, more: Partial<Tier> = {}): Tier => ({
  ...{ id, name: { zh: id, en: id }, growthRequired, pointsMultiplierBps: 10_000, birthdayGift: gift },
  ...more,
})
const settings = {
  tiers: [tier('basic', 0), tier('silver', 10, { upgradeGift: gift })],
  growthPerMinorBps: 100,
  activities: [{ kind: 'check_in', growthCount: 4 } as const],
}
const growth: GrowthFacts = {
  tier: factsOf(settings, 6, 'basic', { now: NOW }),
  gifts: {
    ...{ templates: [], granted: [], debtCount: 5, newId: (prefix) => `${prefix}_1` },
    life: { expiry: { kind: 'never' }, offsetAt: () => 0 },
  },
}
const givenAt = (at: number): GrowthFacts => ({
  ...growth,
  gifts: { ...growth.gifts, granted: [{ tierId: 'basic', kind: 'birthday', period: '', at }] },
})

describe('the birthday gift of a tier', () => {
  it('is refused in the order of the contracts', () => {
    const none: GrowthFacts = {
      ...growth,
      tier: factsOf({ ...settings, tiers: [tier('basic', 0, { birthdayGift: null })] }, 0, 'basic', { now: NOW }),
    }
    const byHand = tryRefusals(giveBirthdayGift, birthdayGift, growth as GrowthFacts | undefined, {
      member_missing: () => undefined,
      birthday_gift_missing: () => none,
    })
    expect(byHand.alone).toEqual(byHand.wanted)
    const facts: CelebrateFacts = { growth, birthday: '03-31' }
    const bySweep = tryRefusals(celebrateBirthday, celebrate, facts, {
      member_missing: (good) => ({ ...good, growth: undefined }),
      birthday_not_due: (good) => ({ ...good, birthday: '04-01' }),
      birthday_gift_missing: (good) => ({ ...good, growth: good.growth && none }),
    })
    expect([bySweep.alone, bySweep.together]).toEqual([bySweep.wanted, bySweep.wanted])
  })

  it('comes with its points, and again after 365 days in another year', () => {
    expect(birthdayGift(growth)).toMatchObject({
      events: [{ type: 'tier_gift_granted', period: '2026', pointsCount: 7 }, { debtPaidCount: 5 }],
    })
    expect(birthdayGift(givenAt(Date.UTC(2025, 2, 2))).ok).toBe(false)
    expect(birthdayGift(givenAt(Date.UTC(2025, 2, 1))).ok).toBe(true)
    expect(birthdayGift(givenAt(Date.UTC(2026, 0, 1))).ok).toBe(false)
  })
})

describe('growth of activities', () => {
  const credited: PointsActivityCredited = {
    ...{ type: 'points_activity_credited', memberId: 'mem_1', kind: 'check_in', reference: '2026-03-01' },
    ...{ day: '2026-03-01', count: 3, streakCount: 1, lotId: 'lot_1', activeAt: NOW, expiresAt: null },
    debtPaidCount: 3,
  }

  it('comes beside the credit, with the gift of the tier it reaches, whose points pay what debt is left', () => {
    expect(withActivityGrowth(growth, [credited], [])).toMatchObject([
      credited,
      { type: 'growth_changed', deltaCount: 4, orderId: null, activity: { kind: 'check_in', key: 'check_in:20513' } },
      ...[{ type: 'tier_changed', toTierId: 'silver' }, { type: 'tier_standing_set' }],
      ...[
        { type: 'tier_gift_granted', kind: 'upgrade' },
        { type: 'points_adjusted', debtPaidCount: 2 },
      ],
    ])
  })

  it('does not come twice, nor for what the tiers do not name, nor to nobody', () => {
    expect(withActivityGrowth(growth, [credited], ['check_in:20513'])).toEqual([credited])
    const review = { ...credited, kind: 'review' as const, reference: 'ord_1:a' }
    expect(withActivityGrowth(growth, [review], [])).toEqual([review])
    expect(withActivityGrowth(undefined, [credited], [])).toEqual([credited])
    expect(withActivityGrowth(growth, [], [])).toEqual([])
  })
})
