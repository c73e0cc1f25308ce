import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  type AdjustFacts,
  adjust,
  type adjustStock,
  type CrossingFacts,
  cross,
  type noteCrossing,
  placeLocation,
  plainPolicy,
  type SaveLocationFacts,
  type SavePolicyFacts,
  type Shelf,
  type Stock,
  type StockSlot,
  type saveLocation,
  savePolicy,
  type saveStockPolicy,
  type TransferFacts,
  transfer,
  type transferStock,
} from '../index.ts'

const stock: Stock = { skuId: 'sku_1', onHandCount: 10, heldCount: 4, soldCount: 90 }
const slot = (number: number, onHandCount: number, heldCount = 0, locationId = 'main'): StockSlot => ({
  ...{ locationId, slot: number, onHandCount, heldCount, soldCount: 0, backorderCount: 0 },
})
const shelf = (...slots: readonly StockSlot[]): Shelf => ({ ...stock, slots })

describe('adjust', () => {
  const refused: Record<CodeOf<typeof adjustStock>, AdjustFacts> = {
    sku_missing: { stock: undefined, deltaCount: 1 },
    location_missing: { stock, deltaCount: 1, locationId: 'moon', isLocation: false },
    stock_insufficient: { stock, deltaCount: -7 },
  }

  it.each(Object.entries(refused))('refuses %s', (code, facts) => {
    expect(adjust(facts)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('cannot correct away what is held for orders, to the piece', () => {
    expect(adjust({ stock, deltaCount: -7 })).toMatchObject({
      refusal: { detail: { skuId: 'sku_1', availableCount: 6 } },
    })
    const event = { type: 'stock_adjusted', skuId: 'sku_1', deltaCount: -6 }
    expect(adjust({ stock, deltaCount: -6 })).toEqual({ ok: true, events: [event] })
  })

  it('fills the emptiest slots and takes from the fullest, and only from the location it names', () => {
    const facts = { stock: shelf(slot(0, 5, 1), slot(1, 1), slot(0, 9, 0, 'north')), slotCount: 2 }
    expect(adjust({ ...facts, deltaCount: 2 })).toMatchObject({ events: [{ moves: [{ count: 2, slot: 1 }] }] })
    expect(adjust({ ...facts, deltaCount: -2, kind: 'damage' })).toMatchObject({
      events: [{ kind: 'damage', deltaCount: -2 }],
    })
    expect(adjust({ ...facts, deltaCount: -6 })).toMatchObject({ refusal: { detail: { availableCount: 5 } } })
    expect(adjust({ ...facts, deltaCount: -9, locationId: 'north' })).toMatchObject({
      events: [{ moves: [{ count: -9, locationId: 'north' }] }],
    })
  })

  it('puts up the shelf where a SKU never lay', () => {
    expect(adjust({ stock, deltaCount: 3, locationId: 'north', slotCount: 2 })).toMatchObject({
      events: [
        { type: 'shelf_added', locationId: 'north', slots: [0, 1] },
        {
          moves: [
            { count: 2, locationId: 'north' },
            { count: 1, slot: 1 },
          ],
        },
      ],
    })
  })

  it('pays off what is owed before it fills anything, and counts no debt as stock', () => {
    const owing = shelf({ ...slot(0, -2, 1), backorderCount: 5 }, slot(1, 4))
    expect(adjust({ stock: owing, deltaCount: 5, slotCount: 2 })).toMatchObject({ events: [{ deltaCount: 5 }] })
    expect(adjust({ stock: owing, deltaCount: -5, slotCount: 2 })).toMatchObject({
      refusal: { detail: { availableCount: 4 } },
    })
  })
})

describe('transfer', () => {
  const facts: TransferFacts = {
    stock: shelf(slot(0, 5, 1), slot(1, 1)),
    ...{ fromLocationId: 'main', toLocationId: 'north', quantity: 5, locationIds: ['main', 'north'], slotCount: 1 },
    noteId: 'note_1',
  }
  const refused: Record<CodeOf<typeof transferStock>, TransferFacts> = {
    sku_missing: { ...facts, stock: undefined },
    location_missing: { ...facts, locationIds: ['main'] },
    location_same: { ...facts, toLocationId: 'main' },
    stock_insufficient: { ...facts, quantity: 6 },
  }
  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(transfer(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('moves free pieces, all of them if asked, and loses none', () => {
    const moves = [{ count: -4 }, { count: -1, slot: 1 }, { count: 5, locationId: 'north' }]
    expect(transfer(facts)).toMatchObject({
      events: [{ type: 'shelf_added' }, { type: 'stock_moved', kind: 'transfer', noteId: 'note_1', moves }],
    })
  })
})

describe('savePolicy', () => {
  const policy = { ...plainPolicy('sku_1'), backorderCount: 2, slotCount: 3 }
  const owing = shelf({ ...slot(0, -1, 2), backorderCount: 5 })
  const facts: SavePolicyFacts = { stock: shelf(slot(0, 7, 1)), policy, exists: false }
  const refused: Record<CodeOf<typeof saveStockPolicy>, SavePolicyFacts> = {
    sku_missing: { ...facts, stock: undefined },
    backorder_in_use: { ...facts, stock: owing },
  }
  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(savePolicy(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('takes as many backorders as are owed already', () => {
    expect(savePolicy({ ...facts, stock: owing, policy: { ...policy, backorderCount: 3 } }).ok).toBe(true)
    expect(savePolicy(refused.backorder_in_use)).toMatchObject({ refusal: { detail: { owedCount: 3 } } })
  })

  it('spreads what is free over more slots, and gathers it from fewer', () => {
    expect(savePolicy(facts)).toMatchObject({
      events: [
        { type: 'stock_policy_saved', created: true },
        { type: 'shelf_added', slots: [1, 2] },
        { type: 'stock_moved', moves: [{ count: -4 }, { count: 2, slot: 1 }, { count: 2, slot: 2 }] },
      ],
    })
    const fewer = { ...facts, stock: shelf(slot(0, 1), slot(1, 2, 1)), policy: plainPolicy('sku_1'), exists: true }
    expect(savePolicy(fewer)).toMatchObject({
      events: [{ created: false }, { type: 'stock_moved', moves: [{ count: 1 }, { count: -1, slot: 1 }] }],
    })
  })
})

describe('placeLocation', () => {
  const location = { id: 'north', name: { zh: '北仓', en: 'North' }, rank: 1, active: false }
  const facts: SaveLocationFacts = { location, exists: true, locationCount: 100 }
  const refused: Record<CodeOf<typeof saveLocation>, SaveLocationFacts> = {
    first_location_open: { ...facts, location: { ...location, id: 'main' } },
    locations_full: { ...facts, exists: false },
  }
  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(placeLocation(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('makes and replaces', () => {
    expect(placeLocation(facts)).toMatchObject({ events: [{ location, created: false }] })
    expect(placeLocation({ ...facts, exists: false, locationCount: 99 })).toMatchObject({ events: [{ created: true }] })
  })
})

describe('cross', () => {
  const facts: CrossingFacts = { skuId: 'sku_1', freeCount: 3, lowStockCount: 3, last: undefined }
  const refused: Record<CodeOf<typeof noteCrossing>, CrossingFacts> = {
    sku_missing: { ...facts, freeCount: undefined },
    stock_not_crossed: { ...facts, last: { number: 1, isLow: true } },
  }
  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(cross(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('says low at the threshold and recovered above it, each once', () => {
    const low = { type: 'stock_crossed', skuId: 'sku_1', number: 1, isLow: true, freeCount: 3 }
    expect(cross(facts)).toEqual({ ok: true, events: [low] })
    expect(cross({ ...facts, freeCount: 4 })).toMatchObject({ refusal: { code: 'stock_not_crossed' } })
    expect(cross({ ...facts, freeCount: 4, last: low })).toMatchObject({ events: [{ number: 2, isLow: false }] })
    expect(cross({ ...facts, lowStockCount: null, last: low })).toMatchObject({ events: [{ isLow: false }] })
  })
})
