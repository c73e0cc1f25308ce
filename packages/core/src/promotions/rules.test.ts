import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import {
  byPriority,
  type Condition,
  type Effect,
  type Limits,
  Promotion,
  type PromotionCounter,
  publicPromotion,
  runs,
  type SavePromotionFacts,
  save,
  type savePromotion,
  termsRefusal,
  wholePromotion,
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

const facts: SavePromotionFacts = {
  ...{ promotion, exists: false, counters: [] },
  ...{ now: Date.UTC(2026, 10, 22, 4), zoneOffsetMinutes: 480 },
}
const counter = (part: Partial<PromotionCounter>): PromotionCounter => ({
  ...{ promotionId: 'pro_1', periodKey: '2026-11-22', usedCount: 3, spentMinor: 60_00, maxUses: 5, budgetMinor: null },
  ...part,
})
const ladder = (...froms: readonly number[]): Effect => ({
  ...{ kind: 'ladder', by: 'amount' },
  steps: froms.map((from) => ({ from, off: { minor: 1_00 } })),
})

describe('save', () => {
  const refused: Record<CodeOf<typeof savePromotion>, SavePromotionFacts> = {
    promotion_window_empty: { ...facts, promotion: { ...promotion, startsAt: 2_000 } },
    condition_empty: {
      ...facts,
      promotion: { ...promotion, conditions: [{ kind: 'order_number', from: 2, to: 1 }], effect: ladder(2, 1) },
    },
    ladder_unordered: { ...facts, promotion: { ...promotion, effect: ladder(1, 3, 3) } },
    effect_empty: { ...facts, promotion: { ...promotion, effect: { kind: 'percent_off', bps: 1, capMinor: 0 } } },
    limit_below_used: {
      ...{ ...facts, exists: true, counters: [counter({})] },
      promotion: { ...promotion, limits: { maxUses: 2, period: 'day' } },
    },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(save(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('records the whole promotion, with an end or without, and null for what was left out', () => {
    const whole = { ...promotion, items: null, stacking: null, limits: null }
    const event = { type: 'promotion_saved', promotion: whole, created: true }
    expect(save(facts)).toEqual({ ok: true, events: [event] })
    expect(save({ ...facts, promotion: { ...promotion, endsAt: null }, exists: true })).toMatchObject({
      events: [{ created: false }],
    })
  })

  it('takes limits that limit nothing for none', () => {
    expect(wholePromotion({ ...promotion, limits: { period: 'day' } }).limits).toBeNull()
    expect(wholePromotion({ ...promotion, limits: { maxUsesPerMember: 1 } }).limits).toEqual({ maxUsesPerMember: 1 })
  })
})

describe('the limits of a save', () => {
  const saved = (limits: Limits, counters: readonly PromotionCounter[] = []): unknown => {
    const decision = save({ ...facts, promotion: { ...promotion, limits }, counters })
    return decision.ok ? decision.events.slice(1) : decision.refusal.detail
  }
  const set = { type: 'promotion_limits_set', promotionId: 'pro_1', maxUses: 9, budgetMinor: null }

  it('stand in the counters of this period and the next', () => {
    expect(saved({ maxUses: 9, period: 'day' }, [counter({})])).toEqual([
      { ...set, periodKey: '2026-11-22', created: false },
      { ...set, periodKey: '2026-11-23', created: true },
    ])
    expect(saved({ maxUses: 9 })).toEqual([{ ...set, periodKey: 'ever', created: true }])
  })

  it('need no counter of all members when only each member is limited', () => {
    expect(saved({ maxUsesPerMember: 1 })).toEqual([])
  })

  it('may not fall below what was used in the period they are for, the refusal says how much', () => {
    const detail = { periodKey: '2026-11-22', usedCount: 3, spentMinor: 60_00 }
    expect(saved({ maxUses: 2, period: 'day' }, [counter({})])).toEqual(detail)
    expect(saved({ budgetMinor: 59_99, period: 'day' }, [counter({})])).toEqual(detail)
    expect(saved({ maxUses: 3, budgetMinor: 60_00, period: 'day' }, [counter({})])).toHaveLength(2)
    expect(saved({ maxUses: 2, period: 'day' }, [counter({ periodKey: '2026-11-21' })])).toHaveLength(2)
    expect(saved({ maxUses: 2, period: 'week' }, [counter({})])).toHaveLength(2)
  })
})

describe('termsRefusal', () => {
  const never: Condition = { kind: 'order_number', from: 3, to: 2 }
  const reversed = { unitFromMinor: 2, unitToMinor: 1 }
  const off: Effect = { kind: 'amount_off', minor: 1 }
  const codeOf = (part: Partial<Promotion>): unknown => termsRefusal({ ...promotion, ...part })?.code

  it.each<[string, Partial<Promotion>]>([
    ['all', { conditions: [{ kind: 'all', of: [{ kind: 'weekday_in', days: [1] }, never] }] }],
    ['not any', { conditions: [{ kind: 'not', of: { kind: 'any', of: [never] } }] }],
    ['items', { items: reversed }],
    ['a threshold', { conditions: [{ kind: 'quantity_at_least', count: 1, items: reversed }] }],
    ['what is lowered', { effect: { kind: 'buy_get', buyCount: 1, getCount: 1, bps: 1, getItems: reversed } }],
    ['a part', { effect: { kind: 'bundle_price', parts: [{ count: 1 }, { items: reversed, count: 1 }], minor: 1 } }],
  ])('finds an empty range inside %s', (_, part) => {
    expect(codeOf(part)).toBe('condition_empty')
  })

  it('finds nothing wrong with ranges of one, rising steps and caps', () => {
    expect(codeOf({ conditions: [{ kind: 'order_number', from: 1, to: 1 }], effect: off })).toBeUndefined()
    expect(
      codeOf({ conditions: [{ kind: 'order_number', from: 5, to: null }], effect: ladder(0, 1, 5) }),
    ).toBeUndefined()
    expect(codeOf({ items: { unitFromMinor: 1, unitToMinor: 1 }, effect: off })).toBeUndefined()
    const capped: Effect = { kind: 'shipping_off', off: { bps: 10_000 }, capMinor: 1 }
    expect([codeOf({ effect: capped }), codeOf({ effect: { ...capped, capMinor: 0 } })]).toEqual([
      undefined,
      'effect_empty',
    ])
  })
})

describe('publicPromotion', () => {
  it('does not tell how much money a promotion may cost', () => {
    const limits = { maxUses: 5, budgetMinor: 1_000_00, period: 'day' } as const
    expect(publicPromotion({ ...promotion, limits }).limits).toEqual({ maxUses: 5, period: 'day' })
    expect(publicPromotion(promotion)).toEqual(promotion)
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

describe('the schema', () => {
  it('carries a promotion and rejects one that would take more than everything', () => {
    expect(Promotion.safeParse(promotion).success).toBe(true)
    const effect = { kind: 'percent_off', bps: 10_001, capMinor: null }
    expect(Promotion.safeParse({ ...promotion, effect }).success).toBe(false)
  })
})
