import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  Cart,
  type CartLine,
  mergeLines,
  type Offer,
  type SetLineFacts,
  type SetOptionsFacts,
  type setCartLine,
  type setCartOptions,
  setLine,
  setOptions,
  withLines,
} from '../index.ts'

const line = (skuId: string, quantity: number): CartLine => ({ lineId: skuId, skuId, quantity })
const offer = (skuId: string): Offer => ({ skuId, isForSale: true, priceMinor: 5_00, availableCount: 9 })
const many = (count: number): readonly CartLine[] =>
  Array.from({ length: count }, (_, index) => line(`sku_${index}`, 1))
const cart: Cart = { lines: [line('tea', 2), line('cup', 1)], couponIds: null, pointsCount: 0 }
const full: Cart = { ...cart, lines: many(200) }
const facts: SetLineFacts = { memberId: 'mem_1', cart, skuId: 'pot', quantity: 3, offer: offer('pot'), seen: [] }

describe('setLine', () => {
  const refused: Record<CodeOf<typeof setCartLine>, SetLineFacts> = {
    sku_missing: { ...facts, offer: { ...offer('pot'), isForSale: false } },
    cart_full: { ...facts, cart: full },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(setLine(each)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('names a missing SKU before a full cart', () => {
    expect(setLine({ ...facts, cart: full, offer: undefined })).toMatchObject({ refusal: { code: 'sku_missing' } })
  })

  it('records all lines as they now are', () => {
    const lines = [...cart.lines, line('pot', 3)]
    const seen = [{ skuId: 'pot', priceMinor: 5_00, isEnough: true }]
    expect(setLine(facts)).toEqual({ ok: true, events: [{ type: 'cart_line_set', memberId: 'mem_1', lines, seen }] })
    expect(setLine({ ...facts, skuId: 'tea' })).toMatchObject({ events: [{ lines: [line('tea', 3), line('cup', 1)] }] })
  })

  it('takes out what is no longer for sale, and changes lines of a full cart', () => {
    expect(setLine({ ...facts, skuId: 'tea', quantity: 0, offer: undefined })).toMatchObject({
      events: [{ lines: [line('cup', 1)] }],
    })
    expect(setLine({ ...facts, cart: full, skuId: 'sku_7', quantity: 9 }).ok).toBe(true)
  })

  it('records nothing when nothing changes', () => {
    expect(setLine({ ...facts, skuId: 'tea', quantity: 2 })).toEqual({ ok: true, events: [] })
    expect(setLine({ ...facts, quantity: 0 })).toEqual({ ok: true, events: [] })
  })
})

describe('setOptions', () => {
  const options: SetOptionsFacts = { memberId: 'mem_1', couponIds: ['cou_1'], pointsCount: 50, ownIds: ['cou_1'] }
  const refused: Record<CodeOf<typeof setCartOptions>, SetOptionsFacts> = {
    coupon_missing: { ...options, ownIds: ['cou_2'] },
  }

  it.each(Object.entries(refused))('refuses %s', (code, each) => {
    expect(setOptions(each)).toEqual({ ok: false, refusal: { code, detail: { couponId: 'cou_1' } } })
  })

  it('records the choice, each coupon once, also of none and an open one', () => {
    const event = { type: 'cart_options_set', memberId: 'mem_1', couponIds: ['cou_1'], pointsCount: 50 }
    expect(setOptions(options)).toEqual({ ok: true, events: [event] })
    for (const couponIds of [[], null]) {
      const none = setOptions({ ...options, couponIds, ownIds: [] })
      expect(none).toEqual({ ok: true, events: [{ ...event, couponIds }] })
    }
    const twice = setOptions({ ...options, couponIds: ['cou_1', 'cou_1'] })
    expect(twice).toEqual({ ok: true, events: [event] })
  })
})

describe('withLines', () => {
  it('changes in place, adds at the end, takes out at 0', () => {
    const changed = [line('tea', 5), line('pot', 1), line('cup', 0)]
    expect(withLines(cart.lines, changed)).toEqual([line('tea', 5), line('pot', 1)])
  })
})

describe('mergeLines', () => {
  it('adds up quantities of one SKU and appends the rest', () => {
    const merged = mergeLines(cart.lines, [line('cup', 2), line('pot', 1)])
    expect(merged).toEqual([line('tea', 2), line('cup', 3), line('pot', 1)])
  })

  it('stays within the limits of a cart, its own lines first', () => {
    const merged = mergeLines(many(199), [line('new_1', 1), line('new_2', 1), line('sku_5', 1_000_000)])
    expect(merged).toHaveLength(200)
    expect(merged.at(-1)).toEqual(line('new_1', 1))
    expect(merged[5]).toEqual(line('sku_5', 1_000_000))
    expect(Cart.safeParse({ ...cart, lines: merged }).success).toBe(true)
  })
})
