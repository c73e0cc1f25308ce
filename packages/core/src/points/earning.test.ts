import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  creditOf,
  type EarnForFacts,
  type EarnLine,
  EarnProgram,
  type EarnRule,
  type EarnTerms,
  earnFor,
  evaluate,
  plainEarning,
} from './index.ts'

const noon = Date.UTC(2026, 2, 18, 4)
const base = plainEarning(1, 100)

function rule(id: string, effect: EarnRule['effect'], more: Partial<EarnRule> = {}): EarnRule {
  return { id, name: { zh: id, en: id }, active: true, effect, ...more }
}

function line(lineId: string, netMinor: number, more: Partial<EarnLine> = {}): EarnLine {
  const names = { lineId, skuId: lineId, productId: 'p', categories: [], tags: [], attributes: {} }
  return { ...names, quantity: 1, listMinor: netMinor, itemMinor: netMinor, netMinor, ...more }
}

const lines = [line('tea', 10_000, { quantity: 2, categories: ['tea'] }), line('cup', 5_055, { tags: ['new'] })]

/** Wednesday 18 March 2026, noon in Shanghai. */
function facts(rules: readonly EarnRule[], more: Partial<EarnForFacts & EarnProgram> = {}): EarnForFacts {
  const program = { ...base, rules: [...base.rules, ...rules], ...more }
  return {
    ...{ tierId: 'silver', tags: ['vip'], segmentIds: [], joinedAt: 0, orderNumber: 3, birthday: '03-18' },
    place: { channel: 'app', communityId: null, shopId: null, region: '4403', shippingMethodId: null },
    ...{ lines, shippingMinor: 900, tierMultiplierBps: 10_000, now: noon, zoneOffsetMinutes: 480, ...more, program },
  }
}

const countOf = (...all: Parameters<typeof facts>): number => earnFor(facts(...all)).count
const reasonOf = (rules: readonly EarnRule[], more: Partial<EarnForFacts & EarnProgram> = {}): unknown =>
  earnFor(facts(rules, more)).explain.find(({ ruleId }) => ruleId === rules.at(-1)?.id)?.reason

describe('what a rule gives', () => {
  it('per amount: each part, full sums only, other rates, and shipping where it says so', () => {
    expect(countOf([])).toBe(150)
    expect(countOf([rule('full', { kind: 'per_amount', count: 10, perMinor: 5_000, of: 'full' })])).toBe(150 + 30)
    expect(countOf([rule('ship', { kind: 'per_amount', count: 1, perMinor: 100, shipping: true })])).toBe(150 + 159)
    expect(countOf([rule('none', { kind: 'per_amount', count: 1, perMinor: 2_000_000 })])).toBe(150)
  })

  it('macrozheng/mall: 满100 is not reached at 99.50', () => {
    const full = rule('full', { kind: 'per_amount', count: 10, perMinor: 10_000, of: 'full' })
    expect(countOf([full], { lines: [line('tea', 9_950)] })).toBe(99)
    expect(countOf([full], { lines: [line('tea', 10_000)] })).toBe(110)
  })

  it('fixed: by unit, by line, once for the order', () => {
    expect(countOf([rule('unit', { kind: 'fixed', count: 7, per: 'unit' })])).toBe(150 + 21)
    expect(countOf([rule('line', { kind: 'fixed', count: 7, per: 'line' })])).toBe(150 + 14)
    expect(countOf([rule('order', { kind: 'fixed', count: 7, per: 'order' })])).toBe(150 + 7)
    const tea = { items: { categories: ['tea'] } }
    expect(countOf([rule('tea', { kind: 'fixed', count: 7, per: 'unit' }, tea)])).toBe(150 + 14)
  })

  it('excludes lines, or lets them earn from one rule alone', () => {
    expect(countOf([rule('no', { kind: 'exclude' }, { items: { tags: ['new'] } })])).toBe(100)
    const instead = { items: { skuIds: ['tea'] }, instead: true }
    expect(countOf([rule('tea', { kind: 'per_amount', count: 3, perMinor: 100 }, instead)])).toBe(300 + 50)
    expect(countOf([rule('tea', { kind: 'fixed', count: 5, per: 'unit' }, instead)])).toBe(10 + 50)
  })

  it('multiplies what money earns, by line, as the program says; never fixed points', () => {
    const two = rule('two', { kind: 'multiply', bps: 20_000 }, { items: { skuIds: ['tea'] } })
    const half = rule('half', { kind: 'multiply', bps: 15_000 })
    const bonus = rule('bonus', { kind: 'fixed', count: 9, per: 'order' })
    expect(countOf([two, bonus])).toBe(250 + 9)
    // 100.00 · 2 · 1.5 + 50.55 · 1.5 = 375.825
    expect(countOf([two, half])).toBe(375)
    expect(countOf([two, half], { combine: 'highest' })).toBe(275)
    expect(countOf([two, half], { combine: 'sum' })).toBe(325)
    expect(countOf([two, half], { tierMultiplierBps: 12_000 })).toBe(450)
    expect(countOf([rule('zero', { kind: 'multiply', bps: 0 })])).toBe(0)
  })

  it('rounds once for the order or for each line, as the mode says', () => {
    const odd = { lines: [line('a', 150), line('b', 150)] }
    expect(countOf([], odd)).toBe(3)
    expect(countOf([], { ...odd, roundPer: 'line' })).toBe(2)
    expect(countOf([], { ...odd, roundPer: 'line', rounding: 'halfExpand' })).toBe(4)
    expect(countOf([], { lines: [line('a', 150)], rounding: 'halfEven' })).toBe(2)
    expect(countOf([], { lines: [line('a', 101)], rounding: 'ceil' })).toBe(2)
  })

  it('is held to the limits of the rule and of the order, and a last rule ends the list', () => {
    const big = rule('big', { kind: 'per_amount', count: 1, perMinor: 10 }, { maxPerOrderCount: 40 })
    expect(countOf([big])).toBe(190)
    expect(countOf([big], { maxPerOrderCount: 95 })).toBe(95)
    const last = rule('last', { kind: 'per_amount', count: 1, perMinor: 100 }, { last: true })
    expect(countOf([last, big])).toBe(300)
    expect(reasonOf([last, big])).toBe('after_last')
  })

  it('earns nothing on money that points paid for, nor on nothing', () => {
    expect(countOf([], { lines: [line('tea', 0, { listMinor: 10_000 })] })).toBe(0)
    expect(countOf([], { lines: [] })).toBe(0)
  })
})

describe('when a rule holds', () => {
  const ten = { kind: 'fixed', count: 10, per: 'order' } as const
  it.each<[string, Partial<EarnRule>, unknown]>([
    ['switched off', { active: false }, 'inactive'],
    ['before its window', { startsAt: noon + 1 }, 'not_started'],
    ['at the end of its window', { endsAt: noon }, 'ended'],
    ['within its window', { startsAt: noon, endsAt: noon + 1 }, null],
    ['on a Wednesday', { conditions: [{ kind: 'weekday_in', days: [3] }] }, null],
    ['on a Thursday', { conditions: [{ kind: 'weekday_in', days: [4] }] }, 'condition_unmet'],
    ['on the 18th', { monthDays: [8, 18, 28] }, null],
    ['on the 17th', { monthDays: [17, 31] }, 'wrong_day'],
    ['on the birthday', { birthday: 'day' }, null],
    ['in the month of the birthday', { birthday: 'month' }, null],
    ['for the tier', { conditions: [{ kind: 'tier_in', tierIds: ['silver'] }] }, null],
    [
      'for another tier',
      { conditions: [{ kind: 'not', of: { kind: 'tier_in', tierIds: ['silver'] } }] },
      'condition_unmet',
    ],
    ['for a tag', { conditions: [{ kind: 'any', of: [{ kind: 'member_tag_in', tags: ['vip'] }] }] }, null],
    ['for the first order', { conditions: [{ kind: 'order_number', from: 1, to: 1 }] }, 'condition_unmet'],
    ['at noon', { conditions: [{ kind: 'minutes_between', from: 720, to: 721 }] }, null],
    ['in the region', { conditions: [{ kind: 'region_in', regions: ['44'] }] }, null],
    ['elsewhere', { conditions: [{ kind: 'channel_in', channels: ['till'] }] }, 'condition_unmet'],
    ['from 150.55', { conditions: [{ kind: 'subtotal_at_least', minor: 15_055 }] }, null],
    ['from 150.56', { conditions: [{ kind: 'subtotal_at_least', minor: 15_056 }] }, 'below_minimum'],
    ['from four units', { conditions: [{ kind: 'quantity_at_least', count: 4 }] }, 'below_minimum'],
    ['for what is not there', { items: { skuIds: ['pot'] } }, 'no_lines'],
  ])('%s', (_name, more, reason) => {
    expect(reasonOf([rule('ten', ten, more)])).toBe(reason)
    expect(countOf([rule('ten', ten, more)])).toBe(reason === null ? 160 : 150)
  })

  it('knows no birthday of a stranger, and keeps that of 29 February on the 28th of other years', () => {
    const day = rule('day', ten, { birthday: 'day' })
    expect(reasonOf([day], { birthday: null })).toBe('not_birthday')
    expect(reasonOf([day], { birthday: '03-17' })).toBe('not_birthday')
    expect(reasonOf([day], { birthday: '02-29', now: Date.UTC(2026, 1, 28) })).toBeNull()
    expect(reasonOf([day], { birthday: '02-29', now: Date.UTC(2028, 1, 28) })).toBe('not_birthday')
    expect(reasonOf([rule('31', ten, { monthDays: [31] })], { now: Date.UTC(2026, 1, 28) })).toBeNull()
  })

  it('reads the clock on the wall of the brand, not that of the server', () => {
    const wednesday = rule('wed', ten, { conditions: [{ kind: 'weekday_in', days: [3] }] })
    const late = Date.UTC(2026, 2, 17, 16)
    expect(reasonOf([wednesday], { now: late })).toBeNull()
    expect(reasonOf([wednesday], { now: late - 1 })).toBe('condition_unmet')
    expect(reasonOf([wednesday], { now: late, zoneOffsetMinutes: 0 })).toBe('condition_unmet')
  })
})

describe('frozen terms', () => {
  const bonus = rule(
    'bonus',
    { kind: 'fixed', count: 50, per: 'order' },
    { conditions: [{ kind: 'subtotal_at_least', minor: 12_000 }] },
  )
  const rich = [bonus, rule('two', { kind: 'multiply', bps: 20_000 }, { items: { skuIds: ['tea'] } })]

  it('say what a part earns without a rule of now, and pass through JSON', () => {
    const { terms, count } = earnFor(facts(rich))
    expect(count).toBe(250 + 50)
    const stored = JSON.parse(JSON.stringify(terms)) as EarnTerms
    expect(stored).toEqual(terms)
    const kept = (tea: number, cup: number) =>
      evaluate(stored, {
        lines: [
          { lineId: 'tea', netMinor: tea * 5_000, quantity: tea },
          { lineId: 'cup', netMinor: cup * 5_055, quantity: cup },
        ],
        shippingMinor: 0,
      }).count
    expect([kept(2, 1), kept(1, 1), kept(2, 0), kept(0, 0)]).toEqual([300, 150, 200, 0])
  })

  it('a program passes its own schema, and says no to what can never be', () => {
    const { program } = facts(rich)
    expect(EarnProgram.parse(program)).toEqual(program)
    const wrong = { ...program, rules: [rule('bad', { kind: 'per_amount', count: 1, perMinor: 0 })] }
    expect(EarnProgram.safeParse(wrong).success).toBe(false)
  })

  it('explains every point: rules add up to the sum, lines to their rule', () => {
    const amounts = fc.array(fc.nat(50_000), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(amounts, fc.nat(400), fc.constantFrom('order', 'line'), (nets, most, roundPer) => {
        const bought = nets.map((net, at) => line(at % 2 === 0 ? `tea${at}` : `cup${at}`, net, { tags: ['new'] }))
        const unit = rule('unit', { kind: 'fixed', count: 3, per: 'unit' })
        const multiplied = [rule('new', { kind: 'multiply', bps: 13_333 }, { items: { tags: ['new'] } }), unit]
        const preview = earnFor(facts(multiplied, { lines: bought, maxPerOrderCount: most, roundPer }))
        const given = preview.explain.reduce((sum, { count }) => sum + count, 0)
        expect(given).toBe(preview.count)
        for (const { count, lines: own, multiplierBps } of preview.explain)
          if (multiplierBps === null) expect(own.reduce((sum, each) => sum + each.count, 0)).toBe(count)
        expect(preview.lines.reduce((sum, each) => sum + each.count, 0)).toBe(preview.count)
        expect(preview.count).toBeLessThanOrEqual(most)
      }),
    )
  })
})

describe('caps', () => {
  const day = { maxCount: 100, period: 'day' } as const
  const basis = {
    lines: lines.map(({ lineId, netMinor, quantity }) => ({ lineId, netMinor, quantity })),
    shippingMinor: 0,
  }

  it('count per member and period, of one rule or of all', () => {
    const capped = rule('campaign', { kind: 'per_amount', count: 1, perMinor: 100 }, { cap: day })
    const { terms } = earnFor(facts([capped], { caps: [{ maxCount: 1_000, period: 'month' }] }))
    expect(creditOf(terms, basis, new Map())).toEqual({
      count: 250,
      shares: [
        { ruleId: 'base', count: 150 },
        { ruleId: 'campaign', count: 100 },
      ],
      caps: [
        { key: 'rule.campaign.2026-03-18', count: 100, created: true },
        { key: 'all.2026-03', count: 250, created: true },
      ],
    })
    const used = new Map([
      ['rule.campaign.2026-03-18', 100],
      ['all.2026-03', 900],
    ])
    expect(creditOf(terms, basis, used)).toEqual({
      count: 100,
      shares: [{ ruleId: 'base', count: 100 }],
      caps: [{ key: 'all.2026-03', count: 100, created: false }],
    })
    expect(creditOf(terms, basis, new Map([['all.2026-03', 1_000]])).count).toBe(0)
  })

  it('are told in a preview that knows what was used', () => {
    const caps = [{ maxCount: 120, period: 'ever' }] as const
    expect(countOf([], { caps, used: new Map([['all.ever', 50]]) })).toBe(70)
    expect(countOf([], { caps })).toBe(150)
  })
})
