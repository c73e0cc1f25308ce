import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { affinityOf, drain, level, pour, type Slot, type SlotCount, takeFromSlots } from '../index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 1_000
const slotsOf = (counts: readonly number[]): readonly Slot[] => counts.map((freeCount, slot) => ({ slot, freeCount }))
const counts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 })
const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)
const countOf = (taken: readonly SlotCount[]): number => sum(taken.map(({ count }) => count))
const after = (slots: readonly Slot[], change: readonly SlotCount[], sign: 1 | -1): readonly number[] =>
  slots.map(
    ({ slot, freeCount }) => freeCount + sign * sum(change.flatMap((each) => (each.slot === slot ? [each.count] : []))),
  )
const spreadOf = (list: readonly number[]): number => Math.max(...list) - Math.min(...list)

describe('takeFromSlots', () => {
  it('gives the own slot while it has enough, then another, then several', () => {
    const slots = slotsOf([3, 1, 5])
    expect(takeFromSlots(slots, 3, 3)).toEqual([{ slot: 0, count: 3 }])
    expect(takeFromSlots(slots, 2, 1)).toEqual([{ slot: 2, count: 2 }])
    expect(takeFromSlots(slots, 4, 4)).toEqual([{ slot: 2, count: 4 }])
    expect(after(slots, takeFromSlots(slots, 8, 0), -1)).toEqual([0, 1, 0])
    expect(takeFromSlots(slots, 0, 0)).toEqual([])
  })

  it('takes exactly what is asked while there is so much in any of them, and never more than a slot has', () => {
    fc.assert(
      fc.property(counts, fc.nat(), fc.nat(), (each, wanted, affinity) => {
        const slots = slotsOf(each)
        const quantity = wanted % (sum(each) + 1)
        const taken = takeFromSlots(slots, quantity, affinity)
        expect(countOf(taken)).toBe(quantity)
        expect(Math.min(...after(slots, taken, -1))).toBeGreaterThanOrEqual(0)
        expect(new Set(taken.map(({ slot }) => slot)).size).toBe(taken.length)
      }),
      { numRuns },
    )
  })
})

describe('pour and drain', () => {
  it('fill the emptiest first and empty the fullest first, to the piece', () => {
    expect(after(slotsOf([5, 0, 1]), pour(slotsOf([5, 0, 1]), 4), 1)).toEqual([5, 3, 2])
    expect(after(slotsOf([-3, 4]), pour(slotsOf([-3, 4]), 2), 1)).toEqual([-1, 4])
    expect(after(slotsOf([5, 0, 4]), drain(slotsOf([5, 0, 4]), 3), -1)).toEqual([3, 0, 3])
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 60 }), (each, quantity) => {
        const slots = slotsOf(each)
        expect(countOf(pour(slots, quantity))).toBe(quantity)
        const raised = after(slots, pour(slots, quantity), 1)
        expect(spreadOf(raised)).toBeLessThanOrEqual(Math.max(1, spreadOf(each)))
        const back = drain(slotsOf(raised), quantity)
        expect(countOf(back)).toBe(quantity)
        expect(Math.min(...after(slotsOf(raised), back, -1))).toBeGreaterThanOrEqual(0)
      }),
      { numRuns },
    )
  })
})

describe('level', () => {
  it('gives slots below the count the same, others nothing, and loses no piece', () => {
    expect(after(slotsOf([7, 0, 0]), level(slotsOf([7, 0, 0]), 3), 1)).toEqual([3, 2, 2])
    expect(after(slotsOf([1, 4, 4]), level(slotsOf([1, 4, 4]), 1), 1)).toEqual([9, 0, 0])
    expect(after(slotsOf([-5, 2]), level(slotsOf([-5, 2]), 2), 1)).toEqual([-3, 0])
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 8 }), (each, wanted) => {
        const slots = slotsOf(each)
        const slotCount = Math.min(wanted, each.length)
        const moves = level(slots, slotCount)
        expect(countOf(moves)).toBe(0)
        const levelled = after(slots, moves, 1)
        expect(spreadOf(levelled.slice(0, slotCount))).toBeLessThanOrEqual(1)
        expect(levelled.slice(slotCount).filter((count) => count !== 0)).toEqual([])
      }),
      { numRuns },
    )
  })
})

it('affinityOf spreads ids of one pattern over slots', () => {
  const met = new Map<number, number>()
  for (let n = 0; n < 1_600; n += 1) {
    const slot = affinityOf(`ord_${1_700_000_000_000 + n}`) % 16
    met.set(slot, (met.get(slot) ?? 0) + 1)
  }
  expect(met.size).toBe(16)
  expect(Math.max(...met.values())).toBeLessThan(200)
})
