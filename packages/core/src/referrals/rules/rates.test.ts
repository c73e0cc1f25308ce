import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import type { EarnLine } from '../../points/index.ts'
import {
  accrue,
  type CommissionFacts,
  type CommissionPlan,
  CommissionRule,
  chooseRules,
  commissionRange,
  MAX_COMMISSION_RULES,
  reverse,
  type SaveRuleFacts,
  saveRule,
  uplines,
} from '../index.ts'
import { saveCommissionRule } from '../operators/rates.ts'

const now = Date.UTC(2026, 10, 30, 17)
const plan: CommissionPlan = {
  ...{ depth: 2, levelBps: [1_000, 500], capBps: 5_000, freezeDays: 7 },
  acknowledgement: { by: 'operator 1', at: now, note: '法务已确认' },
}
const rule: CommissionRule = {
  ...{ id: 'rul_1', name: { zh: '茶', en: 'Tea' }, priority: 0, active: true, startsAt: now, endsAt: now + 1 },
  ...{ levels: [{ bps: 2_000 }], funder: 'platform' },
}
const line = (lineId: string, category: string, netMinor: number, quantity: number = 1): EarnLine => ({
  ...{ lineId, skuId: `sku_${lineId}`, productId: `prd_${lineId}`, categories: [category], tags: [], attributes: {} },
  ...{ quantity, listMinor: netMinor, itemMinor: netMinor, netMinor },
})
const lines = [line('l1', 'tea', 100_00, 2), line('l2', 'cup', 50_00)]
const referrer = { memberId: 'mem_kol', tierId: 'gold' }
const granted = { counters: [], now, zoneOffsetMinutes: 480 }

const paid = (rules: readonly CommissionRule[], counters: (typeof granted)['counters'] = []) =>
  accrue({
    ...{ orderId: 'ord_1', lines, granted: { ...granted, counters } },
    uplines: uplines(plan, 'mem_kol', 'mem_top', chooseRules({ rules, lines, referrer, now })),
  })
const amounts = (rules: readonly CommissionRule[]) =>
  paid(rules).map(({ lines: own }) => own.map(({ amountMinor }) => amountMinor))

describe('which rule pays a line', () => {
  const chosen = (...rules: Partial<CommissionRule>[]) =>
    chooseRules({ rules: rules.map((more) => ({ ...rule, ...more })), lines, referrer, now }).map(
      ({ rule: { id }, lineIds }) => [id, lineIds],
    )

  it('the highest priority that runs and fits, ties to the smaller id', () => {
    expect(chosen({ id: 'b' }, { id: 'a' }, { id: 'c', priority: -1 })).toEqual([['a', ['l1', 'l2']]])
    expect(chosen({ id: 'a' }, { id: 'z', priority: 1, items: { categories: ['tea'] } })).toEqual([
      ['z', ['l1']],
      ['a', ['l2']],
    ])
  })

  it('none that is switched off, not yet or no more running, or for other promoters', () => {
    expect(chosen({ active: false }, { startsAt: now + 1 }, { startsAt: 0, endsAt: now })).toEqual([])
    expect(chosen({ payeeIds: ['mem_other'] }, { payeeTierIds: ['silver'] })).toEqual([])
    expect(chosen({ payeeIds: ['mem_kol'], payeeTierIds: ['gold'] })).toEqual([['rul_1', ['l1', 'l2']]])
    expect(chooseRules({ rules: [rule], lines, referrer: null, now })).toEqual([])
  })
})

describe('what a rule pays', () => {
  it('its own rates where it won, the plan elsewhere, and nothing at a level it leaves out', () => {
    expect(amounts([{ ...rule, items: { categories: ['tea'] } }])).toEqual([
      [20_00, 5_00],
      [0, 2_50],
    ])
  })

  it('a fixed sum for each unit, never more than the net', () => {
    const fixed = (fixedMinor: number): CommissionRule => ({ ...rule, levels: [{ fixedMinor }] })
    expect(amounts([fixed(3_00)])).toEqual([[6_00, 3_00]])
    expect(amounts([{ ...fixed(70_00), items: { categories: ['cup'] } }])[0]).toEqual([10_00, 50_00])
  })

  it('a rate of zero is a rate: it does not fall back to the plan', () => {
    expect(paid([{ ...rule, levels: [{ bps: 0 }, { fixedMinor: 0 }] }])).toEqual([])
  })

  it('no more for an order than its cap, over both levels', () => {
    const capped: CommissionRule = { ...rule, levels: [{ bps: 2_000 }, { bps: 1_000 }], caps: { orderMinor: 15_00 } }
    expect(amounts([capped])).toEqual([
      [6_67, 3_33],
      [3_33, 1_67],
    ])
  })

  it('no more to a payee than what is left in all and in the month of the brand', () => {
    const capped: CommissionRule = { ...rule, caps: { payeeMinor: 25_00, monthMinor: 40_00 } }
    const first = paid([capped])
    expect(first[0]).toMatchObject({
      amountMinor: 25_00,
      counted: [
        { ruleId: 'rul_1', periodKey: 'ever', amountMinor: 25_00, isFirst: true },
        // 17:00 UTC is the first of December in China.
        { ruleId: 'rul_1', periodKey: '2026-12', amountMinor: 25_00, isFirst: true },
      ],
    })
    const spent = [{ payeeId: 'mem_kol', ruleId: 'rul_1', periodKey: 'ever', grantedMinor: 20_00 }]
    const chosen = chooseRules({ rules: [capped], lines, referrer, now })
    const second = accrue({
      ...{ orderId: 'ord_2', lines, uplines: uplines(plan, 'mem_kol', null, chosen) },
      granted: { ...granted, counters: spent },
    })
    expect(second[0]).toMatchObject({ amountMinor: 5_00, counted: [{ isFirst: false }, { isFirst: true }] })
  })
})

it('a refund takes a fixed sum back by units, and never leaves more than the money that is kept', () => {
  const chosen = chooseRules({ rules: [{ ...rule, levels: [{ fixedMinor: 3_00 }] }], lines, referrer, now })
  const [accrued] = accrue({ orderId: 'ord_1', lines, uplines: uplines(plan, 'mem_kol', null, chosen), granted })
  const commissions: CommissionFacts[] = [
    {
      ...{ payeeId: 'mem_kol', level: 1, state: 'frozen', amountMinor: 9_00, reversedMinor: 0, releaseAt: now },
      ...{ heldAt: null, heldReason: null },
      lines: (accrued?.lines ?? []).map((each) => ({ ...each, reversedMinor: 0 })),
    },
  ]
  const back = (netMinor: number, quantity: number) =>
    reverse({ orderId: 'ord_1', refundId: 'rfd_1', commissions, kept: [{ lineId: 'l1', netMinor, quantity }] })
  expect(back(50_00, 1)).toMatchObject([{ amountMinor: 3_00 }])
  expect(back(50_00, 2)).toEqual([])
  expect(back(1_00, 2)).toMatchObject([{ amountMinor: 5_00 }])
  expect(back(0, 2)).toMatchObject([{ amountMinor: 6_00 }])
})

it('never pays more than any of its caps, nor than the net of a line', () => {
  const cap = fc.option(fc.nat(20_000), { nil: undefined })
  const rate = fc.oneof(fc.record({ bps: fc.nat(5_000) }), fc.record({ fixedMinor: fc.nat(9_000) }))
  const basket = fc.array(fc.tuple(fc.nat(50_000), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(basket, rate, rate, fc.record({ orderMinor: cap, payeeMinor: cap }), (sold, one, two, caps) => {
      const own = sold.map(([net, count], at) => line(`l${at}`, 'tea', net, count))
      const rules: CommissionRule[] = [{ ...rule, levels: [one, two], caps }]
      const chosen = chooseRules({ rules, lines: own, referrer, now })
      const events = accrue({ orderId: 'o', lines: own, granted, uplines: uplines(plan, 'mem_kol', 'mem_top', chosen) })
      const total = events.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      const netMinor = own.reduce((sum, each) => sum + each.netMinor, 0)
      expect(total).toBeLessThanOrEqual(Math.min(Math.floor(netMinor / 2), caps.orderMinor ?? netMinor))
      for (const { lines: paidLines, amountMinor } of events) {
        expect(amountMinor).toBeLessThanOrEqual(caps.payeeMinor ?? netMinor)
        for (const each of paidLines) expect(each.amountMinor).toBeLessThanOrEqual(each.netMinor)
      }
    }),
  )
})

describe('saving a rule', () => {
  const good: SaveRuleFacts = { rule, plan, isThere: false, ruleCount: 0 }

  it('refuses in the order of the contract', () => {
    const breaks: Record<CodeOf<typeof saveCommissionRule>, (facts: SaveRuleFacts) => SaveRuleFacts> = {
      commission_window_empty: (facts) => ({ ...facts, rule: { ...facts.rule, endsAt: now } }),
      depth_not_acknowledged: (facts) => ({
        ...facts,
        rule: { ...facts.rule, levels: [{ bps: 1 }, { bps: 1 }] },
        plan: { depth: 1 },
      }),
      commission_rules_full: (facts) => ({ ...facts, ruleCount: MAX_COMMISSION_RULES }),
    }
    const tried = tryRefusals(saveCommissionRule, saveRule, good, breaks)
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
    const again = saveRule({ ...good, isThere: true, ruleCount: MAX_COMMISSION_RULES })
    expect(again).toMatchObject({ ok: true, events: [{ created: false }] })
  })

  it('cannot write down a third level (禁止传销条例 art. 7), nor a rate that is none', () => {
    const with3 = { ...rule, levels: [{ bps: 1 }, { bps: 1 }, { bps: 1 }] }
    const rates = [{}, { bps: 5_001 }, { fixedMinor: -1 }]
    expect(CommissionRule.safeParse(rule).success).toBe(true)
    expect(CommissionRule.safeParse(with3).success).toBe(false)
    for (const rate of rates) expect(CommissionRule.safeParse({ ...rule, levels: [rate] }).success).toBe(false)
  })
})

describe('a plan that rounds to the nearest', () => {
  const nearest: CommissionPlan = { depth: 1, levelBps: [5_000], capBps: 10_000, freezeDays: 7, rounding: 'half_up' }
  const of = (netMinor: number, upline: CommissionPlan = nearest) =>
    accrue({
      ...{ orderId: 'ord_1', lines: [{ lineId: 'l', netMinor, quantity: 1 }], granted },
      uplines: uplines(upline, 'mem_kol', null),
    }).map(({ amountMinor }) => amountMinor)

  it('says so on the order, and never pays more than the net', () => {
    expect(uplines(nearest, 'mem_kol', null)).toMatchObject([{ rounding: 'half_up' }])
    expect([of(1), of(3), of(4)]).toEqual([[1], [2], [2]])
    expect(of(1, { ...nearest, capBps: 5_000 })).toEqual([])
  })

  it('is not the plan of those who say nothing', () => {
    expect(uplines(plan, 'mem_kol', null)[0]).not.toHaveProperty('rounding')
    const { rounding: _, ...plain } = nearest
    expect([of(1, plain), of(3, plain)]).toEqual([[], [1]])
  })
})

it('the range shown for a product goes over its SKUs, each at the rate that wins it', () => {
  const [upline] = uplines(
    plan,
    'mem_kol',
    null,
    chooseRules({ rules: [rule], lines: [lines[0] as EarnLine], referrer, now }),
  )
  if (upline === undefined) throw new Error('nobody is paid')
  expect(commissionRange(upline, lines)).toEqual({ minMinor: 5_00, maxMinor: 20_00 })
  expect(commissionRange(upline, [])).toEqual({ minMinor: 0, maxMinor: 0 })
})
