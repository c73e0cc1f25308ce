import { describe, expect, it } from 'vitest'
import type { Condition, Promotion, Stacking } from '../../promotions/index.ts'
import { type Quote, quote } from '../index.ts'
import { atLeast, couponOf, lineOf, now, off, only, percent, plain, promotionOf } from './baskets.fixture.ts'
import type { QuoteFacts } from './facts.ts'
import { explainTree, hintsOf } from './tree.ts'

const lines = [lineOf('a', 1, 100_00), lineOf('b', 1, 50_00)]

function ask(promotions: readonly Promotion[], facts: Partial<QuoteFacts> = {}): Quote {
  return quote({ ...plain, lines, promotions, ...facts })
}

function told({ explain }: Quote): readonly unknown[] {
  return explain.map(({ ruleId, minor, reason }) => [ruleId, reason ?? minor])
}

function stacked(id: string, minor: number, stacking: Stacking, more: Partial<Promotion> = {}): Promotion {
  return promotionOf(id, off(minor), { stacking, ...more })
}

describe('lanes', () => {
  it('runs items before order, whatever the priorities', () => {
    const late = promotionOf('p_order', percent(5_000), { priority: 9 })
    const early = promotionOf('p_items', { kind: 'amount_off', minor: 10_00, per: 'unit' })
    expect(told(ask([late, early]))).toEqual([
      ['p_items', 20_00],
      ['p_order', 65_00],
    ])
  })

  it('lets an exclusive rule close its lane, and no other', () => {
    const items = promotionOf('p_items', { kind: 'amount_off', minor: 10_00, per: 'unit' })
    const first = stacked('p_1', 5_00, { exclusive: true }, { priority: 1 })
    expect(told(ask([items, first, stacked('p_2', 9_00, {})]))).toEqual([
      ['p_items', 20_00],
      ['p_1', 5_00],
      ['p_2', 'excluded'],
    ])
    expect(told(ask([stacked('p_1', 5_00, {}), stacked('p_2', 9_00, { exclusive: true })]))).toEqual([
      ['p_1', 5_00],
      ['p_2', 'excluded'],
    ])
  })
})

describe('groups', () => {
  const group = (mode: NonNullable<Stacking['mode']>): readonly Promotion[] => [
    stacked('p_1', 5_00, { group: 'g', mode }),
    stacked('p_2', 20_00, { group: 'g', mode }, only('b')),
    stacked('p_3', 9_00, { group: 'g', mode }, { conditions: [atLeast(500_00)] }),
    stacked('p_4', 1_00, {}),
  ]

  it.each([
    ['stackable', [5_00, 20_00, 'below_subtotal', 1_00]],
    ['best', ['better_in_group', 20_00, 'below_subtotal', 1_00]],
    ['first', [5_00, 'better_in_group', 'below_subtotal', 1_00]],
    ['best_per_line', [3_33, 20_00, 'below_subtotal', 1_00]],
  ] as const)('%s', (mode, expected) => {
    expect(ask(group(mode)).explain.map(({ minor, reason }) => reason ?? minor)).toEqual(expected)
  })

  it('spends no more of a budget than is left, of what a rule wins of the lines', () => {
    const won = (budgetLeftMinor: number): readonly unknown[] => {
      const left = { usesLeft: null, memberUsesLeft: null, budgetLeftMinor }
      return told(ask(group('best_per_line'), { usage: new Map([['p_1', left]]) })).slice(0, 2)
    }
    const both = [
      ['p_1', 3_33],
      ['p_2', 20_00],
    ]
    expect(won(5_00)).toEqual(both)
    expect(won(3_33)).toEqual(both)
    expect(won(3_32)).toEqual([
      ['p_1', 'budget_spent'],
      ['p_2', 20_00],
    ])
  })

  it('says what a rule wants when nobody of its own group applies, whatever others did', () => {
    const rules = [
      stacked('p_1', 5_00, { group: 'g', mode: 'best' }, { priority: 1 }),
      stacked('p_2', 5_00, { group: 'h', mode: 'best' }, { conditions: [atLeast(151_00)] }),
    ]
    expect(ask(rules).explain).toMatchObject([{ minor: 5_00 }, { reason: 'below_subtotal', missingMinor: 1_00 }])
  })
})

describe('tags', () => {
  it('keeps apart what may never meet, and lets others only meet their own', () => {
    const vip = stacked('p_1', 5_00, { tags: ['vip'] }, { priority: 3 })
    expect(told(ask([vip, stacked('p_2', 9_00, { neverWith: ['vip'] })]))).toEqual([
      ['p_1', 5_00],
      ['p_2', 'excluded'],
    ])
    expect(told(ask([vip, stacked('p_2', 9_00, { stackWith: ['vip'] }), stacked('p_3', 1_00, {})]))).toEqual([
      ['p_1', 5_00],
      ['p_2', 9_00],
      ['p_3', 'excluded'],
    ])
  })

  it('holds between promotions and coupons', () => {
    const sale = stacked('p_1', 5_00, { tags: ['sale'] })
    const coupon = couponOf('c_1', off(50_00), { stacking: { neverWith: ['sale'] } })
    expect(told(ask([sale], { coupons: [coupon] }))).toEqual([
      ['p_1', 5_00],
      ['c_1', 'excluded'],
    ])
  })
})

describe('limits', () => {
  const rule = promotionOf('p_1', off(5_00))
  const limited = (usage: object): readonly unknown[] => {
    const left = { usesLeft: null, memberUsesLeft: null, budgetLeftMinor: null, ...usage }
    return told(ask([rule], { usage: new Map([['p_1', left]]) }))
  }

  it('skips a rule beyond its limits whole', () => {
    expect(limited({ usesLeft: 0 })).toEqual([['p_1', 'uses_spent']])
    expect(limited({ memberUsesLeft: 0 })).toEqual([['p_1', 'member_uses_spent']])
    expect(limited({ budgetLeftMinor: 4_99 })).toEqual([['p_1', 'budget_spent']])
    expect(limited({ usesLeft: 1, memberUsesLeft: 1, budgetLeftMinor: 5_00 })).toEqual([['p_1', 5_00]])
  })
})

describe('coupons', () => {
  it('are used one at a time when their templates say nothing, the better one', () => {
    const coupons = [couponOf('c_1', off(5_00)), couponOf('c_2', off(9_00))]
    const quoted = ask([], { coupons })
    expect(quoted.couponIds).toEqual(['c_2'])
    expect(told(quoted)).toEqual([
      ['c_1', 'excluded'],
      ['c_2', 9_00],
    ])
  })

  it('stack when they say so, and the shopper may insist on dearer ones', () => {
    const coupons = [couponOf('c_1', off(5_00), { stacking: {} }), couponOf('c_2', percent(1_000), { stacking: {} })]
    expect(ask([], { coupons })).toMatchObject({ payableMinor: 130_50, couponIds: ['c_1', 'c_2'] })
    const insisted = ask([], { coupons, couponIds: ['c_1'] })
    expect(insisted).toMatchObject({ payableMinor: 145_00, search: { proven: false, bestPayableMinor: 130_50 } })
    expect(told(insisted)).toEqual([
      ['c_1', 5_00],
      ['c_2', 'not_chosen'],
    ])
  })

  it('hint at a coupon that would be worth more than the one that excludes it, and at no other', () => {
    const later = (minor: number): Quote => {
      const coupons = [couponOf('c_1', off(5_00)), couponOf('c_2', off(minor), { conditions: [atLeast(160_00)] })]
      return ask([], { coupons })
    }
    expect(hintsOf(later(8_00))).toMatchObject([{ ruleId: 'c_2', missingMinor: 10_00 }])
    expect(hintsOf(later(4_00))).toEqual([])
    expect(later(4_00).explain[1]).toMatchObject({ reason: 'below_subtotal', missingMinor: null })
  })

  it('take the one that ends sooner of two that are worth the same', () => {
    const coupons = [couponOf('c_1', off(5_00)), couponOf('c_2', off(5_00), { validUntil: now + 1 })]
    expect(ask([], { coupons }).couponIds).toEqual(['c_2'])
  })

  it('do not lose free shipping for a coupon that saves less', () => {
    const zone = {
      ...{ regions: [], firstSize: 1, firstMinor: 12_00, extraSize: 1, extraMinor: 0 },
      freeFromCount: null,
    }
    const shipping = {
      ...{ refund: 'never' as const },
      templates: [
        {
          id: 't',
          name: { zh: '快递', en: 'Parcel' },
          mode: 'count' as const,
          zones: [{ ...zone, freeFromMinor: 150_00 }],
        },
      ],
    }
    const place = { channel: null, communityId: null, shopId: null, region: '11', shippingMethodId: null }
    const facts = { shipping, place, coupons: [couponOf('c_1', off(10_00))] }
    expect(ask([], facts)).toMatchObject({ payableMinor: 150_00, couponIds: [] })
    expect(ask([], { ...facts, coupons: [couponOf('c_1', off(13_00))] })).toMatchObject({ payableMinor: 149_00 })
  })
})

describe('conditions', () => {
  const shopper = { tags: ['vip'], segmentIds: ['seg_1'], joinedAt: now - 5 * 86_400_000, orderNumber: 2 }
  const place = { channel: 'wecom', communityId: 'com_1', shopId: 'shp_1', region: '4403', shippingMethodId: 'sf' }
  const holds = (condition: Condition, more: Partial<QuoteFacts> = {}): boolean =>
    ask([promotionOf('p', off(1), { conditions: [condition] })], { shopper, place, tierId: 'gold', ...more }).explain[0]
      ?.minor === 1

  it.each<[Condition, Condition]>([
    [
      { kind: 'tier_in', tierIds: ['gold'] },
      { kind: 'tier_in', tierIds: ['black'] },
    ],
    [
      { kind: 'member_tag_in', tags: ['x', 'vip'] },
      { kind: 'member_tag_in', tags: ['x'] },
    ],
    [
      { kind: 'segment_in', segmentIds: ['seg_1'] },
      { kind: 'segment_in', segmentIds: ['seg_2'] },
    ],
    [
      { kind: 'joined_within', days: 5 },
      { kind: 'joined_within', days: 4 },
    ],
    [
      { kind: 'order_number', from: 2, to: null },
      { kind: 'order_number', from: 1, to: 1 },
    ],
    [
      { kind: 'channel_in', channels: ['wecom'] },
      { kind: 'channel_in', channels: ['app'] },
    ],
    [
      { kind: 'community_in', communityIds: ['com_1'] },
      { kind: 'community_in', communityIds: ['com_2'] },
    ],
    [
      { kind: 'shop_in', shopIds: ['shp_1'] },
      { kind: 'shop_in', shopIds: ['shp_2'] },
    ],
    [
      { kind: 'region_in', regions: ['44'] },
      { kind: 'region_in', regions: ['11'] },
    ],
    [
      { kind: 'shipping_method_in', methodIds: ['sf'] },
      { kind: 'shipping_method_in', methodIds: ['zto'] },
    ],
    [
      { kind: 'subtotal_at_least', minor: 150_00 },
      { kind: 'subtotal_at_least', minor: 150_01 },
    ],
    [
      { kind: 'quantity_at_least', count: 2 },
      { kind: 'quantity_at_least', count: 3 },
    ],
    [
      { kind: 'subtotal_at_least', minor: 50_00, items: { skuIds: ['b'] } },
      { kind: 'quantity_at_least', count: 2, items: { skuIds: ['b'] } },
    ],
    [
      { kind: 'weekday_in', days: [7] },
      { kind: 'weekday_in', days: [1, 2, 3, 4, 5, 6] },
    ],
    [
      { kind: 'minutes_between', from: 720, to: 721 },
      { kind: 'minutes_between', from: 721, to: 720 },
    ],
  ])('%j holds, %j does not, and not turns both', (yes, no) => {
    expect([holds(yes), holds(no)]).toEqual([true, false])
    expect([holds({ kind: 'not', of: yes }), holds({ kind: 'not', of: no })]).toEqual([false, true])
    expect([holds({ kind: 'any', of: [no, yes] }), holds({ kind: 'all', of: [no, yes] })]).toEqual([true, false])
  })

  it('reads days and hours in the zone of the brand, over midnight too', () => {
    const shanghai = { zoneOffsetMinutes: 480 }
    expect(holds({ kind: 'minutes_between', from: 20 * 60, to: 21 * 60 }, shanghai)).toBe(true)
    expect(holds({ kind: 'minutes_between', from: 22 * 60, to: 20 * 60 + 1 }, shanghai)).toBe(true)
    expect(holds({ kind: 'weekday_in', days: [1] }, { ...shanghai, now: now + 4 * 3_600_000 })).toBe(true)
  })

  it('knows nothing of a visitor', () => {
    const visitor = { shopper: undefined, place: undefined, tierId: null }
    for (const condition of [
      { kind: 'tier_in', tierIds: ['gold'] },
      { kind: 'member_tag_in', tags: ['vip'] },
      { kind: 'joined_within', days: 5 },
      { kind: 'order_number', from: 1, to: null },
      { kind: 'region_in', regions: ['44'] },
    ] as const) {
      expect(holds(condition, visitor)).toBe(false)
    }
  })

  it('names what is missing only when all else holds', () => {
    const both = (tierId: string): Quote =>
      ask([promotionOf('p', off(1), { conditions: [atLeast(162_00), { kind: 'tier_in', tierIds: ['gold'] }] })], {
        tierId,
      })
    expect(both('gold').explain).toMatchObject([{ reason: 'below_subtotal', missingMinor: 12_00 }])
    expect(both('black').explain).toMatchObject([{ reason: 'wrong_tier', missingMinor: null }])
    expect(hintsOf(both('gold'))).toMatchObject([{ ruleId: 'p', reason: 'below_subtotal', missingMinor: 12_00 }])
    expect(hintsOf(both('black'))).toEqual([])
  })
})

describe('the tree', () => {
  it('shows every layer, rule and condition as it stood when its turn came', () => {
    const conditions: readonly Condition[] = [
      { kind: 'any', of: [{ kind: 'tier_in', tierIds: ['gold'] }, atLeast(200_00)] },
      { kind: 'subtotal_at_least', minor: 145_00, base: 'left' },
    ]
    const promotions = [promotionOf('p_1', off(5_00), { priority: 1 }), promotionOf('p_2', off(1_00), { conditions })]
    const { tree } = explainTree({ ...plain, lines, promotions, tierId: 'gold' })
    expect(tree).toMatchObject({ listMinor: 150_00, payableMinor: 144_00 })
    expect(tree.layers).toMatchObject([{ layer: 'promotions', minor: 6_00 }])
    const [any, left] = tree.layers[0]?.rules[1]?.conditions ?? []
    expect(any).toMatchObject({ held: true, inside: [{ held: true }, { held: false, missingMinor: 50_00 }] })
    expect(left).toMatchObject({ held: true, inside: [] })
  })
})
