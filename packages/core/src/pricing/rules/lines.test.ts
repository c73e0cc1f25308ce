import { describe, expect, it } from 'vitest'
import type { Product } from '../../catalog/index.ts'
import type { CodeOf } from '../../kernel/index.ts'
import { checkQuoteInput, pricedLine, quote, type quoteBasket, unitParts } from '../index.ts'
import { lineOf, plain, words } from './baskets.fixture.ts'

describe('checkQuoteInput', () => {
  type Lines = Parameters<typeof checkQuoteInput>[0]
  const skus = new Map([
    ['tea', { listMinor: 50_00 }],
    ['gem', { listMinor: 1_000_000_000_000 }],
  ])
  const line = (lineId: string, skuId: string, quantity = 1): Lines[number] => ({ lineId, skuId, quantity })
  const refused: Record<CodeOf<typeof quoteBasket>, Lines> = {
    sku_missing: [line('l1', 'tea'), line('l1', 'pot')],
    line_repeated: [line('l1', 'gem'), line('l1', 'gem')],
    basket_too_large: [line('l1', 'gem'), line('l2', 'tea')],
  }

  it.each(Object.entries(refused))('refuses %s, before any that stands later in the contract', (code, lines) => {
    expect(checkQuoteInput(lines, skus)).toMatchObject({ ok: false, refusal: { code } })
  })

  it('lets everything else through, one SKU in two lines included', () => {
    expect(checkQuoteInput([line('l1', 'tea', 2), line('l2', 'tea')], skus)).toEqual({ ok: true, events: [] })
    expect(checkQuoteInput([line('l1', 'gem')], skus).ok).toBe(true)
  })
})

describe('pricedLine', () => {
  it('names the SKU within its product and keeps within the length of a label', () => {
    const sku = { id: 'sku_1', title: words('L'), listMinor: 5, costMinor: 3, memberPrices: [] }
    const product: Product = {
      ...{ id: 'prd_1', title: { zh: '衬衫', en: 'S'.repeat(200) }, description: '', imageUrl: null },
      ...{ category: 'c', published: true, skus: [sku] },
    }
    const line = pricedLine('lin_1', product, sku, 2)
    expect(line).toMatchObject({ lineId: 'lin_1', skuId: 'sku_1', productId: 'prd_1', quantity: 2, listMinor: 5 })
    expect([line.title.zh, line.title.en.length]).toEqual(['衬衫 L', 200])
    expect(line).not.toHaveProperty('costMinor')
  })
})

describe('unitParts', () => {
  it.each([
    [-1, 1],
    [2, 1],
    [0, 4],
    [0, 1.5],
  ])('throws for the units %d to %d of a line of 3', (from, to) => {
    const [line] = quote({ ...plain, lines: [lineOf('a', 3, 10_00)] }).lines
    expect(() => line && unitParts(line, from, to)).toThrow(RangeError)
  })
})
