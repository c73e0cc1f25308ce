import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  allocate,
  available,
  type CloseFacts,
  closeHold,
  type ExpireHoldFacts,
  expireHeld,
  type expireHold,
  type HoldFacts,
  hold,
  type holdStock,
  openHold,
  partOf,
  type releaseHold,
  type Shelf,
  type Stock,
  type StockLine,
  type StockSlot,
} from '../index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 1_000
const stock: Stock = { skuId: 'sku_1', onHandCount: 10, heldCount: 4, soldCount: 90 }
const stocks = new Map([
  ['sku_1', stock],
  ['sku_2', { skuId: 'sku_2', onHandCount: 1, heldCount: 0, soldCount: 0 }],
])

const slot = (locationId: string, number: number, onHandCount: number, backorderCount = 0): StockSlot => ({
  ...{ locationId, slot: number, onHandCount, heldCount: 0, soldCount: 0, backorderCount },
})
const shelf = (skuId: string, ...slots: readonly StockSlot[]): readonly [string, Shelf] => {
  const onHandCount = slots.reduce((sum, each) => sum + each.onHandCount, 0)
  return [skuId, { skuId, onHandCount, heldCount: 0, soldCount: 0, slots }]
}

describe('hold', () => {
  const refused: Record<'sku_missing' | 'stock_insufficient', readonly StockLine[]> = {
    sku_missing: [{ skuId: 'sku_9', quantity: 1 }],
    stock_insufficient: [{ skuId: 'sku_2', quantity: 2 }],
  }

  it.each(Object.entries(refused))('refuses %s', (code, lines) => {
    expect(hold(stocks, lines, 'ord_1')).toMatchObject({ ok: false, refusal: { code } })
  })

  it('names a missing SKU before a short one', () => {
    const lines = [...refused.stock_insufficient, ...refused.sku_missing]
    expect(hold(stocks, lines, 'ord_1')).toMatchObject({ refusal: { code: 'sku_missing', detail: { skuId: 'sku_9' } } })
  })

  it('medusajs/medusa#16502: two lines of one SKU share its stock', () => {
    const line = { skuId: 'sku_1', quantity: 4 }
    expect(hold(stocks, [line, line], 'ord_1')).toEqual({
      ok: false,
      refusal: { code: 'stock_insufficient', detail: { skuId: 'sku_1', availableCount: 6 } },
    })
    const lines = [{ skuId: 'sku_1', quantity: 6 }]
    const halves = [3, 3].map((quantity) => ({ skuId: 'sku_1', quantity }))
    expect(hold(stocks, halves, 'ord_1')).toEqual({
      ok: true,
      events: [{ type: 'stock_held', orderId: 'ord_1', lines }],
    })
  })

  it('never holds more than is available, and always holds what is, over locations, slots and backorders', () => {
    const slots = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), { maxLength: 4 })
    const lines = fc.array(
      fc.record({ skuId: fc.constantFrom('sku_1', 'sku_2'), quantity: fc.integer({ min: 1, max: 9 }) }),
    )
    const world = fc.tuple(slots, slots, fc.integer({ min: 0, max: 4 }), lines, fc.string())
    fc.assert(
      fc.property(world, ([first, second, backorderCount, wanted, orderId]) => {
        const made = (counts: readonly (readonly [number, number])[]): readonly StockSlot[] => [
          { ...slot('main', 0, 2, backorderCount), heldCount: Math.min(backorderCount + 2, 3) },
          ...counts.map(([count, held], at) => ({
            ...slot(at % 2 === 0 ? 'main' : 'north', at + 1, count),
            heldCount: Math.min(held, count),
          })),
        ]
        const shelves = new Map([shelf('sku_1', ...made(first)), shelf('sku_2', ...made(second))])
        for (const [skuId, each] of shelves) {
          const heldCount = (each.slots ?? []).reduce((sum, { heldCount: held }) => sum + held, 0)
          shelves.set(skuId, { ...each, heldCount })
        }
        const sumOf = (skuId: string, list: readonly StockLine[]): number =>
          list.reduce((sum, line) => (line.skuId === skuId ? sum + line.quantity : sum), 0)
        const fits = [...shelves].every(([skuId, each]) => sumOf(skuId, wanted) <= available(each))
        const decision = hold(shelves, wanted, orderId)
        expect(decision.ok).toBe(fits)
        const held = decision.ok ? decision.events.flatMap((event) => event.lines) : []
        for (const [skuId, { slots: own = [] }] of shelves) {
          expect(sumOf(skuId, held)).toBe(fits ? sumOf(skuId, wanted) : 0)
          for (const each of own) {
            const taken = held.filter(
              ({ skuId: of, locationId = 'main', slot: at = 0 }) =>
                of === skuId && locationId === each.locationId && at === each.slot,
            )
            expect(taken.length).toBeLessThanOrEqual(1)
            const after = each.onHandCount + each.backorderCount - each.heldCount - sumOf(skuId, taken)
            expect(after).toBeGreaterThanOrEqual(0)
          }
        }
      }),
      { numRuns },
    )
  })
})

describe('allocate', () => {
  const from = (shelves: ReadonlyMap<string, Shelf>, ...wanted: readonly StockLine[]) => allocate(shelves, wanted, 0)
  const tea = { skuId: 'tea', quantity: 3 }
  const cup = { skuId: 'cup', quantity: 1 }

  it('prefers one location that has all of everything, even behind others', () => {
    const shelves = new Map([
      shelf('tea', slot('main', 0, 9), slot('north', 0, 3)),
      shelf('cup', slot('main', 0, 0), slot('north', 0, 1)),
    ])
    expect(from(shelves, tea, cup)).toEqual([
      { ...tea, locationId: 'north' },
      { ...cup, locationId: 'north' },
    ])
    expect(from(shelves, tea)).toEqual([tea])
  })

  it('else takes each SKU whole where it can, and splits only what lies in several', () => {
    const shelves = new Map([
      shelf('tea', slot('main', 0, 2), slot('north', 0, 2), slot('south', 0, 5)),
      shelf('cup', slot('main', 0, 1)),
    ])
    expect(from(shelves, tea, cup)).toEqual([{ ...tea, locationId: 'south' }, cup])
    expect(from(shelves, { skuId: 'tea', quantity: 6 })).toEqual([
      { skuId: 'tea', quantity: 2 },
      { skuId: 'tea', quantity: 2, locationId: 'north' },
      { skuId: 'tea', quantity: 2, locationId: 'south' },
    ])
  })

  it('owes pieces only when none is left anywhere', () => {
    const shelves = new Map([shelf('tea', slot('main', 0, 0, 10), slot('main', 1, 1), slot('north', 0, 1))])
    expect(from(shelves, tea)).toEqual([
      { skuId: 'tea', quantity: 1, slot: 1 },
      { skuId: 'tea', quantity: 1, locationId: 'north' },
      { skuId: 'tea', quantity: 1 },
    ])
  })
})

describe('partOf', () => {
  it('gives pieces back where they were taken, each once', () => {
    const taken = [
      { skuId: 'tea', quantity: 2 },
      { skuId: 'cup', quantity: 9 },
      { skuId: 'tea', quantity: 3, locationId: 'north' },
    ]
    expect(partOf(taken, { skuId: 'tea', quantity: 0 }, 1)).toEqual([{ skuId: 'tea', quantity: 1 }])
    expect(partOf(taken, { skuId: 'tea', quantity: 1 }, 3)).toEqual([
      { skuId: 'tea', quantity: 1 },
      { skuId: 'tea', quantity: 2, locationId: 'north' },
    ])
    expect(partOf(taken, { skuId: 'tea', quantity: 4 }, 1)).toEqual([{ ...taken[2], quantity: 1 }])
  })
})

describe('holds outside orders', () => {
  const facts: HoldFacts = {
    ...{ holdId: 'hld_1', isTaken: false, shelves: stocks, durationMs: 1_000, now: 5 },
    lines: [{ skuId: 'sku_1', quantity: 6 }],
  }
  const refused: Record<CodeOf<typeof holdStock>, HoldFacts> = {
    hold_exists: { ...facts, isTaken: true },
    sku_missing: { ...facts, lines: [{ skuId: 'sku_9', quantity: 1 }] },
    stock_insufficient: { ...facts, lines: [{ skuId: 'sku_1', quantity: 7 }] },
  }
  it.each(Object.entries(refused))('opening refuses %s', (code, each) => {
    expect(openHold(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  const held = { id: 'hld_1', status: 'open' as const, takes: facts.lines, expiresAt: 1_005 }
  const unclosable: Record<CodeOf<typeof releaseHold>, CloseFacts> = {
    hold_missing: { hold: undefined, status: 'sold' },
    hold_closed: { hold: { ...held, status: 'expired' }, status: 'released' },
  }
  it.each(Object.entries(unclosable))('closing refuses %s', (code, each) => {
    expect(closeHold(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  const unexpirable: Record<CodeOf<typeof expireHold>, ExpireHoldFacts> = {
    hold_missing: { hold: undefined, now: 1_005 },
    hold_closed: { hold: { ...held, status: 'sold' }, now: 1_005 },
    hold_not_due: { hold: held, now: 1_004 },
  }
  it.each(Object.entries(unexpirable))('expiring refuses %s', (code, each) => {
    expect(expireHeld(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('open, are given back or sold with exactly what they took, and end at their moment', () => {
    const { lines } = facts
    expect(openHold(facts)).toEqual({
      ok: true,
      events: [{ type: 'hold_opened', holdId: 'hld_1', lines, expiresAt: 1_005 }],
    })
    const closed = { type: 'hold_closed', holdId: 'hld_1', lines }
    expect(closeHold({ hold: held, status: 'sold' })).toEqual({ ok: true, events: [{ ...closed, status: 'sold' }] })
    expect(expireHeld({ hold: held, now: 1_005 })).toEqual({ ok: true, events: [{ ...closed, status: 'expired' }] })
  })
})
