import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../members/refusals.fixture.ts'
import {
  type AdjustFacts,
  activate,
  adjust,
  afterReturn,
  balance,
  type ClawFacts,
  claw,
  configure,
  countOf,
  type EarnFacts,
  type EarnRule,
  earn,
  earnFor,
  expireDue,
  giveBack,
  PointsBalance,
  type PointsLot,
  PointsSettings,
  plainEarning,
  returnPart,
  spendable,
  spendOrder,
  takeLots,
} from './index.ts'
import { adjustPoints, configurePoints } from './operators.ts'

const day = 86_400_000
const now = 1_767_225_600_000

function lot(id: string, remainingCount: number, expiresAt: number | null, more: Partial<PointsLot> = {}): PointsLot {
  const life = { activeAt: now - day, expiresAt, orderId: null, isGrace: false }
  return { id, amountCount: remainingCount, remainingCount, ...life, ...more }
}
const newId = (prefix: string): string => `${prefix}_new`

const anyLot: fc.Arbitrary<PointsLot> = fc
  .record({
    remainingCount: fc.integer({ min: 0, max: 200 }),
    spentCount: fc.integer({ min: 0, max: 100 }),
    activeIn: fc.constantFrom(null, -2 * day, -day, day),
    expiresIn: fc.constantFrom(null, -1, 0, 1, day),
  })
  .map(({ remainingCount, spentCount, activeIn, expiresIn }) => ({
    id: '',
    amountCount: remainingCount + spentCount,
    remainingCount,
    activeAt: activeIn === null ? null : now + activeIn,
    expiresAt: activeIn === null || expiresIn === null ? null : now + expiresIn,
    orderId: null,
    isGrace: false,
  }))
const anyLots = fc.array(anyLot, { maxLength: 8 }).map((lots) => lots.map((each, at) => ({ ...each, id: `lot_${at}` })))

describe('balance', () => {
  const lots = [
    lot('never', 100, null),
    lot('soon', 30, now + 1),
    lot('soon2', 5, now + 1),
    lot('ended', 70, now),
    lot('pending', 40, null, { activeAt: null }),
    lot('later', 9, null, { activeAt: now + 1 }),
  ]

  it('counts by the moment, whether or not the sweep has written the end', () => {
    expect(balance(lots, 12, 20, now)).toEqual({
      spendableCount: 115,
      pendingCount: 49,
      heldCount: 12,
      debtCount: 20,
      expiringNext: { at: now + 1, count: 35 },
      expiring: [{ at: now + 1, count: 35 }],
    })
  })

  it('is never below 0, and promises no loss of what debt takes anyway', () => {
    expect(balance(lots, 0, 1_000, now)).toMatchObject({ spendableCount: 0, expiringNext: null })
    expect(balance([lot('a', 30, now + 1)], 0, 10, now).expiringNext).toEqual({ at: now + 1, count: 20 })
    const two = [lot('a', 30, now + 1), lot('b', 5, now + 2), lot('c', 5, now + 2)]
    expect(balance(two, 0, 8, now).expiring).toEqual([
      { at: now + 1, count: 30 },
      { at: now + 2, count: 2 },
    ])
  })

  it('FloCafe#78: a lot that ends takes only itself along, not the balance', () => {
    const after = [lot('old', 0, now - 1, { amountCount: 100 }), lot('new', 80, null)]
    expect(spendable(after, 0, now)).toBe(80)
  })

  it('always gives what the contract promises', () => {
    fc.assert(
      fc.property(anyLots, fc.nat(300), (all, debtCount) => {
        expect(PointsBalance.safeParse(balance(all, 0, debtCount, now)).success).toBe(true)
      }),
    )
  })
})

describe('spending', () => {
  it('takes soonest end first, never-ending last, then by activation, then by id', () => {
    const lots = [
      lot('e', 1, null),
      lot('d', 1, now + 9, { activeAt: now - 1 }),
      lot('c', 1, now + 9, { activeAt: now - 2 }),
      lot('b', 1, now + 9, { activeAt: now - 2 }),
      lot('a', 1, now + 5),
    ]
    expect(spendOrder(lots, now).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(takeLots([lot('x', 30, null), lot('y', 30, now + 1)], 40, now)).toEqual([
      { lotId: 'y', count: 30 },
      { lotId: 'x', count: 10 },
    ])
  })

  it('yudao updatePointDecr: nobody spends what is not there', () => {
    expect(takeLots([lot('a', 10, null), lot('b', 90, now)], 11, now)).toBeUndefined()
  })

  it('never takes from what cannot be spent, nor more than a lot holds', () => {
    fc.assert(
      fc.property(anyLots, fc.nat(500), (lots, count) => {
        const takes = takeLots(lots, count, now)
        expect(takes === undefined).toBe(count > spendable(lots, 0, now))
        for (const take of takes ?? []) {
          const from = lots.find(({ id }) => id === take.lotId)
          expect(take.count).toBeLessThanOrEqual(from?.remainingCount ?? -1)
          expect(from?.expiresAt === null || (from?.expiresAt ?? 0) > now).toBe(true)
        }
        expect(takes === undefined || countOf(takes) === count).toBe(true)
      }),
    )
  })
})

describe('giving back', () => {
  const takes = [
    { lotId: 'a', count: 50 },
    { lotId: 'b', count: 30 },
  ]

  it('returns in reverse order of taking, part after part', () => {
    expect(returnPart(takes, 0, 20)).toEqual([{ lotId: 'b', count: 20 }])
    expect(returnPart(takes, 20, 25)).toEqual([
      { lotId: 'b', count: 10 },
      { lotId: 'a', count: 15 },
    ])
    expect(returnPart(takes, 45, 35)).toEqual([{ lotId: 'a', count: 35 }])
    expect(() => returnPart(takes, 45, 36)).toThrow(RangeError)
  })

  it('adds up to what was taken, lot by lot, however it is parted', () => {
    const anyTakes = fc
      .array(fc.nat(50), { maxLength: 6 })
      .map((all) => all.map((count, at) => ({ lotId: `${at}`, count })))
    fc.assert(
      fc.property(anyTakes, fc.array(fc.nat(60), { maxLength: 10 }), (taken, cuts) => {
        const back = new Map<string, number>()
        let done = 0
        for (const cut of [...cuts, 300]) {
          const count = Math.min(cut, countOf(taken) - done)
          for (const part of returnPart(taken, done, count))
            back.set(part.lotId, (back.get(part.lotId) ?? 0) + part.count)
          done += count
        }
        for (const { lotId, count } of taken) expect(back.get(lotId) ?? 0).toBe(count)
      }),
    )
  })

  it('Setono LoyaltyLedger::rollbackRedeem: redeem and cancel gives no point a longer life than the grace', () => {
    const lots = [lot('a', 0, now + 1), lot('b', 0, now)]
    const returns = giveBack({ takes, lots, now, graceDays: 7, newId })
    expect(returns).toEqual([
      { lotId: 'a', count: 50, graceLotId: null, expiresAt: null },
      { lotId: 'b', count: 30, graceLotId: 'lot_new', expiresAt: now + 7 * day },
    ])
    const after = afterReturn(lots, returns, now)
    expect(after.map(({ id, remainingCount, expiresAt }) => [id, remainingCount, expiresAt])).toEqual([
      ['a', 50, now + 1],
      ['b', 0, now],
      ['lot_new', 30, now + 7 * day],
    ])
  })

  it('records what is lost when there is no grace', () => {
    const returns = giveBack({ takes, lots: [lot('a', 0, now), lot('b', 0, null)], now, graceDays: 0, newId })
    expect(returns[0]).toEqual({ lotId: 'a', count: 50, graceLotId: 'lot_new', expiresAt: now })
    expect(spendable(afterReturn([], returns.slice(0, 1), now), 0, now)).toBe(0)
  })

  it('gives no second grace: what comes back to an ended grace lot ends at once', () => {
    const lots = [lot('a', 0, now, { isGrace: true }), lot('b', 0, null)]
    const returns = giveBack({ takes, lots, now, graceDays: 7, newId })
    expect(returns[0]).toEqual({ lotId: 'a', count: 50, graceLotId: 'lot_new', expiresAt: now })
    expect(afterReturn(lots, returns, now).at(-1)).toMatchObject({ id: 'lot_new', isGrace: true, expiresAt: now })
  })

  it('makes one grace lot for parts that went into the same lot', () => {
    const twice = [...takes, { lotId: 'a', count: 1 }]
    expect(
      giveBack({ takes: twice, lots: [lot('a', 0, now), lot('b', 0, null)], now, graceDays: 1, newId }),
    ).toHaveLength(2)
  })

  it('does not guess at a lot that was not loaded', () => {
    expect(() => giveBack({ takes, lots: [], now, graceDays: 7, newId })).toThrow(RangeError)
  })
})

describe('earning', () => {
  const place = { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null }
  const member = { tierId: null, tags: [], segmentIds: [], joinedAt: null, orderNumber: null, birthday: null }
  const life = (expiry: PointsSettings['expiry']) => ({ expiry, offsetAt: () => 480 })
  const amounts = { skuId: 's', productId: 'p', categories: [], tags: [], attributes: {}, quantity: 1 }
  const facts = (netMinor: number, tierMultiplierBps: number, count: number, perMinor: number) => ({
    ...{ ...member, place, now, zoneOffsetMinutes: 480, tierMultiplierBps, shippingMinor: 0 },
    program: plainEarning(count, perMinor),
    lines: [{ lineId: 'l1', ...amounts, listMinor: netMinor, itemMinor: netMinor, netMinor }],
  })
  const countFor = (netMinor: number, bps: number, multiplierBps: number): number =>
    earnFor(facts(netMinor, multiplierBps, bps, 10_000)).count
  const credit = (netMinor: number, more: Partial<EarnFacts> = {}) =>
    earn({
      ...{ memberId: 'mem_1', orderId: 'ord_1', lotId: 'lot_1', isHeldByOrder: true, used: new Map(), now },
      ...{ terms: earnFor(facts(netMinor, 15_000, 1, 100)).terms, activeAt: null, debtCount: 0 },
      ...{ basis: { lines: [{ lineId: 'l1', netMinor, quantity: 1 }], shippingMinor: 0 } },
      ...{ life: life({ kind: 'days', days: 365 }), ...more },
    })

  it('worked example of the docs: 165.50 paid at 1 point for 1.00 times 1.5 gives 248 points', () => {
    expect(earnFor(facts(16_550, 15_000, 1, 100)).count).toBe(248)
  })

  it('floors once and exactly, where floats would not', () => {
    expect(countFor(99, 100, 10_000)).toBe(0)
    expect(countFor(1_000_000_000_000, 10_000, 9_999)).toBe(999_900_000_000)
    expect(countFor(900_719_925_474_099, 1, 10_001)).toBe(Number((900_719_925_474_099n * 10_001n) / 100_000_000n))
    expect(countFor(1_000_000_000_000, 1_000_000, 1_000_000)).toBe(1_000_000_000_000)
  })

  it('is pending, pays no debt yet, and has no end yet', () => {
    expect(credit(10_000, { debtCount: 50 })).toEqual([
      expect.objectContaining({ count: 150, activeAt: null, expiresAt: null, debtPaidCount: 0, basisMinor: 10_000 }),
    ])
    expect(credit(10)).toEqual([])
  })

  it('pays debt when it is active at once, and not before its moment', () => {
    const two = life({ kind: 'days', days: 2 })
    expect(credit(10_000, { activeAt: now, debtCount: 50, life: two })).toEqual([
      expect.objectContaining({ activeAt: now, expiresAt: now + 2 * day, debtPaidCount: 50 }),
    ])
    expect(credit(10_000, { activeAt: now + day, debtCount: 50, life: two })).toEqual([
      expect.objectContaining({ activeAt: now + day, expiresAt: now + 3 * day, debtPaidCount: 0 }),
    ])
  })

  it('starts its life at activation and pays debt first', () => {
    const pending = lot('lot_1', 100, null, { activeAt: null })
    const thirty = { memberId: 'mem_1', lot: pending, debtCount: 130, life: life({ kind: 'days', days: 30 }), now }
    expect(activate({ ...thirty, activeAt: now })).toEqual([
      expect.objectContaining({ lotId: 'lot_1', activeAt: now, expiresAt: now + 30 * day, debtPaidCount: 100 }),
    ])
    const never = { ...thirty, life: life({ kind: 'never' }) }
    expect(activate({ ...never, debtCount: 5, activeAt: now })[0]).toMatchObject({ expiresAt: null, debtPaidCount: 5 })
    expect(activate({ ...never, activeAt: now + 1 })[0]).toMatchObject({ activeAt: now + 1, debtPaidCount: 0 })
    expect(activate({ ...thirty, activeAt: null })).toEqual([])
    expect(activate({ ...thirty, lot: undefined, activeAt: now })).toEqual([])
    expect(activate({ ...thirty, lot: lot('lot_1', 100, null), activeAt: now })).toEqual([])
  })
})

describe('claw', () => {
  const own = lot('own', 100, null)
  const facts: ClawFacts = {
    memberId: 'mem_1',
    orderId: 'ord_1',
    refundId: 'ref_1',
    ownLotId: 'own',
    lots: [own],
    earnedCount: 100,
    keptCount: 0,
    clawedCount: 0,
    expiredCount: 0,
    policy: 'debt',
    debtCount: 0,
    now,
  }
  const outcome = (more: Partial<ClawFacts>): readonly unknown[] =>
    claw({ ...facts, ...more }).map(({ takes, debtCount, lostCount }) => [takes, debtCount, lostCount])

  it('takes what the kept money no longer earns, from the own lot first', () => {
    const soon = lot('soon', 100, now + 1)
    expect(outcome({ lots: [soon, own], keptCount: 60 })).toEqual([[[{ lotId: 'own', count: 40 }], 0, 0]])
    expect(outcome({ lots: [soon, { ...own, remainingCount: 30 }] })).toEqual([
      [
        [
          { lotId: 'own', count: 30 },
          { lotId: 'soon', count: 70 },
        ],
        0,
        0,
      ],
    ])
  })

  it('yudao createPointRecord: what was spent is never skipped in silence', () => {
    const spent = { lots: [{ ...own, remainingCount: 10 }] }
    const taken = [{ lotId: 'own', count: 10 }]
    expect(outcome({ ...spent, policy: 'debt' })).toEqual([[taken, 90, 0]])
    expect(outcome({ ...spent, policy: 'within_balance' })).toEqual([[taken, 0, 90]])
    expect(outcome({ ...spent, policy: 'only_pending' })).toEqual([[[], 0, 100]])
    expect(outcome({ lots: [{ ...own, activeAt: null }], policy: 'only_pending' })).toEqual([
      [[{ lotId: 'own', count: 100 }], 0, 0],
    ])
  })

  it('leaves to debt what debt has a claim on, unless it may grow', () => {
    expect(outcome({ policy: 'within_balance', debtCount: 70 })).toEqual([[[{ lotId: 'own', count: 30 }], 0, 70]])
    expect(outcome({ policy: 'debt', debtCount: 70 })).toEqual([[[{ lotId: 'own', count: 100 }], 0, 0]])
  })

  it('counts what ended unspent in the own lot as taken, written or not', () => {
    const ended = { ...own, remainingCount: 60, expiresAt: now }
    expect(outcome({ lots: [ended, lot('x', 500, null)] })).toEqual([[[{ lotId: 'x', count: 40 }], 0, 0]])
    expect(outcome({ lots: [{ ...ended, remainingCount: 0 }, lot('x', 500, null)], expiredCount: 60 })).toEqual([
      [[{ lotId: 'x', count: 40 }], 0, 0],
    ])
    expect(outcome({ lots: [ended], keptCount: 50 })).toEqual([])
  })

  it('odoo#257854: earning and refunding leaves nothing, in any number of parts and any policy', () => {
    const anyParts = fc.array(fc.nat(100), { maxLength: 6 }).map((cuts) => [...cuts].sort((a, b) => b - a))
    const policy = fc.constantFrom('only_pending', 'within_balance', 'debt')
    fc.assert(
      fc.property(anyParts, anyLots, fc.nat(100), policy, fc.nat(100), (parts, others, left, rule, debtCount) => {
        let lots = [...others, { ...own, remainingCount: left }]
        let [clawedCount, lostCount, debt] = [0, 0, debtCount]
        for (const keptCount of [...parts, 0]) {
          const before = spendable(lots, debt, now)
          for (const event of claw({ ...facts, lots, keptCount, clawedCount, policy: rule, debtCount: debt })) {
            clawedCount += countOf(event.takes) + event.debtCount + event.lostCount
            lostCount += event.lostCount
            debt += event.debtCount
            for (const { lotId, count } of event.takes) {
              lots = lots.map((each) =>
                each.id === lotId ? { ...each, remainingCount: each.remainingCount - count } : each,
              )
            }
            if (rule !== 'debt') expect(countOf(event.takes)).toBeLessThanOrEqual(before)
          }
          expect(clawedCount).toBe(100 - keptCount)
        }
        expect(lots.every(({ remainingCount }) => remainingCount >= 0)).toBe(true)
        expect(rule === 'debt' ? lostCount : debt - debtCount).toBe(0)
      }),
    )
  })
})

describe('by hand and by time', () => {
  const facts: AdjustFacts = {
    memberId: 'mem_1',
    hasMember: true,
    deltaCount: -10,
    lots: [lot('a', 30, null)],
    debtCount: 5,
    life: { expiry: { kind: 'days', days: 10 }, offsetAt: () => 480 },
    lotId: 'lot_1',
    now,
  }

  it('refuses in the order of the contract', () => {
    const tried = tryRefusals(adjustPoints, adjust, facts, {
      member_missing: (good) => ({ ...good, hasMember: false }),
      points_insufficient: (good) => ({ ...good, deltaCount: -26 }),
    })
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })

  it('takes as a purchase would, gives as a lot that pays debt first, and does nothing for 0', () => {
    expect(adjust({ ...facts, deltaCount: -25 })).toMatchObject({
      events: [{ lotId: null, count: 25, takes: [{ lotId: 'a', count: 25 }], debtPaidCount: 0, expiresAt: null }],
    })
    expect(adjust({ ...facts, deltaCount: 3 })).toMatchObject({
      events: [{ lotId: 'lot_1', count: 3, takes: [], debtPaidCount: 3, activeAt: now, expiresAt: now + 10 * day }],
    })
    expect(adjust({ ...facts, deltaCount: 0 })).toEqual({ ok: true, events: [] })
  })

  it('writes the end of lots once, and never that of what has not ended', () => {
    const lots = [lot('a', 30, now), lot('b', 0, now), lot('c', 30, now + 1), lot('d', 30, null)]
    const owned = lots.map((each) => ({ ...each, memberId: 'mem_1' }))
    expect(expireDue(owned, now)).toEqual([{ type: 'points_expired', memberId: 'mem_1', lotId: 'a', count: 30 }])
  })

  it('replaces the program as a whole, when its rules can be told apart and can hold', () => {
    const settings: PointsSettings = {
      earn: plainEarning(1, 100),
      redeemCount: 100,
      redeemMinor: 100,
      redeemMaxBps: 5_000,
      redeemStepCount: 100,
      redeemMinimumCount: 100,
      redeemMaxCount: null,
      expiry: { kind: 'days', days: 365 },
      graceDays: 7,
      noticeDays: 30,
      clawback: 'debt',
    }
    expect(PointsSettings.parse(settings)).toEqual(settings)
    expect(configure({ settings })).toEqual({ ok: true, events: [{ type: 'points_configured', settings }] })
    const [base] = settings.earn.rules as [EarnRule]
    const withRules = (rules: readonly EarnRule[]) => ({ settings: { ...settings, earn: { ...settings.earn, rules } } })
    const tried = tryRefusals(
      configurePoints,
      configure,
      { settings },
      {
        rule_repeated: ({ settings: { earn } }) => withRules([...earn.rules, base]),
        rule_window_empty: ({ settings: { earn } }) =>
          withRules([...earn.rules, { ...base, id: 'none', startsAt: 5, endsAt: 5 }]),
      },
    )
    expect(tried.alone).toEqual(tried.wanted)
    expect(tried.together).toEqual(tried.wanted)
  })
})
