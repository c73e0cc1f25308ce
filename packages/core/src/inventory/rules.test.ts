import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import { type AdjustFacts, adjust, type adjustStock, available, hold, type Stock, type StockLine } from './index.ts'

const numRuns = process.env.SIYU_LONG ? 100_000 : 2_000
const stock: Stock = { skuId: 'sku_1', onHandCount: 10, heldCount: 4, soldCount: 90 }
const stocks = new Map([
  ['sku_1', stock],
  ['sku_2', { skuId: 'sku_2', onHandCount: 1, heldCount: 0, soldCount: 0 }],
])

describe('adjust', () => {
  const refused: Record<CodeOf<typeof adjustStock>, AdjustFacts> = {
    sku_missing: { stock: undefined, deltaCount: 1 },
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
})

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

  it('never holds more than is available, and always holds what is', () => {
    const wanted = fc.array(
      fc.record({ skuId: fc.constantFrom('sku_1', 'sku_2'), quantity: fc.integer({ min: 1, max: 5 }) }),
    )
    fc.assert(
      fc.property(wanted, (lines) => {
        const sumOf = (skuId: string, list: readonly StockLine[]): number =>
          list.reduce((sum, line) => (line.skuId === skuId ? sum + line.quantity : sum), 0)
        const fits = [...stocks].every(([skuId, each]) => sumOf(skuId, lines) <= available(each))
        const decision = hold(stocks, lines, 'ord_1')
        expect(decision.ok).toBe(fits)
        const held = decision.ok ? decision.events.flatMap((event) => event.lines) : []
        for (const skuId of stocks.keys()) expect(sumOf(skuId, held)).toBe(fits ? sumOf(skuId, lines) : 0)
      }),
      { numRuns },
    )
  })
})
