import { describe, expect, it } from 'vitest'
import type { Product } from '../../catalog/index.ts'
import type { CodeOf } from '../../kernel/index.ts'
import { checkQuoteInput, isTooLarge, pricedLine, quote, type quoteBasket, unitParts } from '../index.ts'
import { lineOf, plain, promotionOf, words } from './baskets.fixture.ts'

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

describe('isTooLarge', () => {
  const most = 1_000_000_000_000
  const gem = { lines: [lineOf('a', 1, most)] }
  const heavy = { lines: [lineOf('a', 1_000_000, 1, { weightGrams: most })] }
  const rates = [{ name: 'VAT', category: null, bps: 1_300 }]
  const zone = { regions: [], firstSize: 1, firstMinor: 1, extraSize: 1, extraMinor: most }
  const zones = [{ ...zone, freeFromMinor: null, freeFromCount: null }]
  const shipping = {
    ...{ refund: 'never' as const, templates: [{ id: 'std', name: words('std'), mode: 'weight' as const, zones }] },
  }
  const place = { channel: null, communityId: null, shopId: null, region: '44', shippingMethodId: null }
  const { lineId: _line, quantity: _quantity, ...sku } = lineOf('g', 1, most)
  const gifts = new Map([['g', { ...sku, availableCount: most }]])
  const gift = { kind: 'gift', skuId: 'g', count: 1_000, everyMinor: 1 } as const
  const free = { kind: 'shipping_off', off: { bps: 10_000 } } as const

  it.each([
    ['the largest amount', gem, false],
    ['taxes inside it', { ...gem, taxes: { mode: 'inside' as const, rates } }, false],
    ['taxes on top of it', { ...gem, taxes: { mode: 'on_top' as const, rates } }, true],
    ['gifts', { ...gem, gifts, promotions: [promotionOf('p', gift)] }, true],
    ['shipping', { ...heavy, place, shipping }, true],
    ['shipping with taxes', { ...heavy, place, shipping, taxes: { mode: 'on_top' as const, rates } }, true],
    ['shipping that costs nothing', { ...heavy, place, shipping, promotions: [promotionOf('p', free)] }, true],
  ])('%s', (_, facts, expected) => {
    expect(isTooLarge(quote({ ...plain, ...facts }))).toBe(expected)
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
