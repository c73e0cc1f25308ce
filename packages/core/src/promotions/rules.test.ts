import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import {
  basketOf,
  byPriority,
  type Condition,
  conditionsHold,
  effectMinor,
  Promotion,
  runs,
  type SavePromotionFacts,
  save,
  type savePromotion,
} from './index.ts'

const promotion: Promotion = {
  id: 'pro_1',
  name: { zh: '满100减20', en: '20 off 100' },
  conditions: [{ kind: 'subtotal_at_least', minor: 100_00 }],
  effect: { kind: 'amount_off', minor: 20_00 },
  priority: 0,
  startsAt: 1_000,
  endsAt: 2_000,
  active: true,
  funder: 'brand',
}

describe('save', () => {
  const refused: Record<CodeOf<typeof savePromotion>, SavePromotionFacts> = {
    promotion_window_empty: { promotion: { ...promotion, startsAt: 2_000 }, exists: false },
  }

  it.each(Object.entries(refused))('refuses %s', (code, facts) => {
    expect(save(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('records the whole promotion, with an end or without', () => {
    const event = { type: 'promotion_saved', promotion, created: true }
    expect(save({ promotion, exists: false })).toEqual({ ok: true, events: [event] })
    expect(save({ promotion: { ...promotion, endsAt: null }, exists: true })).toMatchObject({
      events: [{ created: false }],
    })
  })
})

describe('runs', () => {
  it.each([
    [999, 'not_started'],
    [1_000, null],
    [1_999, null],
    [2_000, 'ended'],
  ])('at %d the answer is %s', (now, reason) => {
    expect(runs(promotion, now)).toBe(reason)
  })

  it('says inactive before anything else, and never ends without an end', () => {
    expect(runs({ ...promotion, active: false }, 5)).toBe('inactive')
    expect(runs({ ...promotion, endsAt: null }, 8_640_000_000_000_000)).toBeNull()
  })
})

describe('byPriority', () => {
  it('puts high priority first and breaks ties by id, whatever the order before', () => {
    const [a, b, c] = [promotion, { ...promotion, id: 'pro_2' }, { ...promotion, id: 'pro_3', priority: 5 }]
    expect([b, a, c].sort(byPriority)).toEqual([c, a, b])
    expect([a, c, b].sort(byPriority)).toEqual([c, a, b])
  })
})

describe('conditionsHold', () => {
  const basket = basketOf(
    [
      { skuId: 'tea', amountMinor: 60_00 },
      { skuId: 'cup', amountMinor: 30_00 },
      { skuId: 'tea', amountMinor: 5_00 },
    ],
    'gold',
  )
  const skus = (...skuIds: readonly string[]): Condition => ({ kind: 'skus', skuIds })
  const atLeast = (minor: number): Condition => ({ kind: 'subtotal_at_least', minor })

  it('makes every line eligible when nothing is asked', () => {
    expect(conditionsHold([], basket)).toEqual({ ok: true, lines: [0, 1, 2] })
  })

  it('measures the threshold on the eligible lines only', () => {
    expect(conditionsHold([skus('tea'), atLeast(65_00)], basket)).toEqual({ ok: true, lines: [0, 2] })
    expect(conditionsHold([atLeast(66_00), skus('tea')], basket)).toEqual({
      ok: false,
      reason: 'below_subtotal',
      missingMinor: 1_00,
    })
  })

  it('takes the highest of several thresholds and the lines common to several lists', () => {
    expect(conditionsHold([atLeast(10), atLeast(95_01)], basket)).toMatchObject({ missingMinor: 1 })
    expect(conditionsHold([skus('tea', 'cup'), skus('cup', 'pot')], basket)).toEqual({ ok: true, lines: [1] })
  })

  it('says no_eligible_lines without a sum, for money alone would not help', () => {
    expect(conditionsHold([skus('pot'), atLeast(1)], basket)).toEqual({
      ok: false,
      reason: 'no_eligible_lines',
      missingMinor: null,
    })
  })

  it('wants the tier, and a visitor has none', () => {
    const gold: Condition = { kind: 'tier_in', tierIds: ['gold', 'black'] }
    expect(conditionsHold([gold], basket).ok).toBe(true)
    expect(conditionsHold([gold], { ...basket, tierId: 'plain' })).toMatchObject({ reason: 'wrong_tier' })
    expect(conditionsHold([gold], { ...basket, tierId: null })).toMatchObject({ reason: 'wrong_tier' })
  })

  it('tells an empty basket how much is missing', () => {
    expect(conditionsHold([atLeast(100)], basketOf([], null))).toMatchObject({ missingMinor: 100 })
  })
})

describe('effectMinor', () => {
  it.each([
    ['amount below', { kind: 'amount_off', minor: 20 }, 100, 20],
    ['amount above: macrozheng/mall#1002, payable would go negative', { kind: 'amount_off', minor: 120 }, 100, 100],
    ['half rounds away from zero', { kind: 'percent_off', bps: 1_000, capMinor: null }, 15, 2],
    ['capped', { kind: 'percent_off', bps: 5_000, capMinor: 30 }, 100, 30],
    ['all of it', { kind: 'percent_off', bps: 10_000, capMinor: null }, 99, 99],
    ['a large basket keeps its percent', { kind: 'percent_off', bps: 1_000, capMinor: null }, 30_000_000, 3_000_000],
    ['nothing of nothing', { kind: 'percent_off', bps: 1_000, capMinor: null }, 0, 0],
  ] as const)('%s', (_, effect, eligibleMinor, minor) => {
    expect(effectMinor(effect, eligibleMinor)).toBe(minor)
  })
})

describe('the schema', () => {
  it('carries a promotion and rejects one that would take more than everything', () => {
    expect(Promotion.safeParse(promotion).success).toBe(true)
    const effect = { kind: 'percent_off', bps: 10_001, capMinor: null }
    expect(Promotion.safeParse({ ...promotion, effect }).success).toBe(false)
  })
})
