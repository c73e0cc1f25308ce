import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import type { PointsLot } from '../operator-schema.ts'
import { freezePoints, type OpeningBalance, unfreezePoints } from '../operators/accounts.ts'
import {
  balanceNow,
  type FreezeFacts,
  freeze,
  type ImportFacts,
  importBalances,
  spendableNow,
  unfreeze,
} from './accounts.ts'

const NOW = 1_000
const lots: readonly PointsLot[] = [
  {
    ...{ id: 'lot_1', amountCount: 80, remainingCount: 80, activeAt: 0, expiresAt: null },
    orderId: null,
    isGrace: false,
  },
]
const free = { heldCount: 0, debtCount: 10, frozenAt: null }

describe('freezing', () => {
  it('refuses for nobody, and changes nothing twice', () => {
    const good: FreezeFacts = { memberId: 'mem_1', account: { frozenAt: null } }
    for (const [endpoint, rule] of [
      [freezePoints, freeze],
      [unfreezePoints, unfreeze],
    ] as const) {
      const tried = tryRefusals(endpoint, rule, good, { member_missing: (facts) => ({ ...facts, account: undefined }) })
      expect(tried.alone).toEqual(tried.wanted)
    }
    expect(freeze(good)).toMatchObject({ events: [{ type: 'points_frozen', memberId: 'mem_1' }] })
    expect(freeze({ ...good, account: { frozenAt: 5 } })).toEqual({ ok: true, events: [] })
    expect(unfreeze(good)).toEqual({ ok: true, events: [] })
    expect(unfreeze({ ...good, account: { frozenAt: 5 } })).toMatchObject({ events: [{ type: 'points_unfrozen' }] })
  })

  it('leaves everything there and nothing to spend', () => {
    expect([spendableNow(lots, free, NOW), spendableNow(lots, { ...free, frozenAt: 0 }, NOW)]).toEqual([70, 0])
    expect(balanceNow(lots, free, NOW)).not.toHaveProperty('isFrozen')
    expect(balanceNow(lots, { ...free, frozenAt: 5 }, NOW)).toMatchObject({
      ...{ spendableCount: 0, debtCount: 10, isFrozen: true },
    })
  })
})

describe('opening balances', () => {
  let made = 0
  const facts = (rows: readonly OpeningBalance[], more: Partial<ImportFacts> = {}): ImportFacts => ({
    ...{ rows, known: [], debts: new Map([['mem_1', 0]]), now: NOW },
    newId: (prefix) => {
      made += 1
      return `${prefix}_${made}`
    },
    ...more,
  })
  const row = (reference: string, more: Partial<OpeningBalance> = {}): OpeningBalance => ({
    ...{ reference, memberId: 'mem_1', count: 10, expiresAt: null, ...more },
  })
  const outcomes = (given: ImportFacts) => importBalances(given).rows.map(({ outcome, fault }) => fault ?? outcome)

  it('fail by row, for its own fault, and hold up no other', () => {
    const rows = [
      row('a'),
      row('b', { memberId: 'mem_none' }),
      row('c', { expiresAt: NOW }),
      row('d', { activeAt: NOW + 5, expiresAt: NOW + 5 }),
      row('e', { count: 11 }),
      row('f', { expiresAt: NOW + 1 }),
      row('a'),
      row('a', { count: 9 }),
    ]
    const known = [{ reference: 'e', memberId: 'mem_1', count: 10 }]
    expect(outcomes(facts(rows, { known }))).toEqual([
      ...['imported', 'member_missing', 'balance_ended', 'balance_ended', 'reference_reused', 'imported'],
      ...['known', 'reference_reused'],
    ])
  })

  it('pay off debt row by row, with what can be spent already', () => {
    const rows = [row('a', { activeAt: NOW + 1 }), row('b'), row('c'), row('d')]
    const { events } = importBalances(facts(rows, { debts: new Map([['mem_1', 15]]) }))
    expect(events.map(({ debtPaidCount }) => debtPaidCount)).toEqual([0, 10, 5, 0])
    expect(events.map(({ activeAt }) => activeAt)).toEqual([NOW + 1, NOW, NOW, NOW])
  })

  it('come in once each, however the rows are cut into calls', () => {
    const anyRows = fc.array(
      fc.record({ reference: fc.constantFrom('a', 'b', 'c', 'd'), count: fc.constantFrom(1, 2) }),
    )
    fc.assert(
      fc.property(anyRows, fc.nat(5), (parts, cut) => {
        const rows = parts.map(({ reference, count }) => row(reference, { count }))
        const whole = importBalances(facts(rows)).events
        const first = importBalances(facts(rows.slice(0, cut))).events
        const rest = importBalances(facts(rows.slice(cut), { known: first })).events
        const told = (events: typeof whole) => events.map(({ reference, count }) => [reference, count])
        expect(told([...first, ...rest])).toEqual(told(whole))
        expect(new Set(whole.map(({ reference }) => reference)).size).toBe(whole.length)
      }),
    )
  })
})
