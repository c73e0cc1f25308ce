import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../kernel/index.ts'
import {
  type Product,
  type SaveProductFacts,
  ShopProduct,
  save,
  type saveProduct,
  shopProduct,
  unitPriceMinor,
} from './index.ts'

const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text })
const product: Product = {
  id: 'prd_tea',
  title: words('Tea'),
  description: '',
  imageUrl: null,
  category: 'tea',
  published: true,
  skus: [
    {
      ...{ id: 'sku_50', title: words('50 g'), listMinor: 50_00, costMinor: 21_00 },
      memberPrices: [
        { tierId: 'gold', priceMinor: 45_00 },
        { tierId: 'odd', priceMinor: 55_00 },
      ],
    },
    { id: 'sku_100', title: words('100 g'), listMinor: 90_00, costMinor: 40_00, memberPrices: [] },
  ],
}

describe('save', () => {
  const owners = new Map([['sku_50', 'prd_tea']])
  const facts = { product, owners, exists: true, activeSkuIds: ['sku_50'] }
  const refused: Record<CodeOf<typeof saveProduct>, SaveProductFacts> = {
    sku_taken: { ...facts, owners: new Map([['sku_100', 'prd_other']]) },
  }

  it.each(Object.entries(refused))('refuses %s and says whose it is', (code, each) => {
    const detail = { skuId: 'sku_100', productId: 'prd_other' }
    expect(save(each)).toEqual({ ok: false, refusal: { code, detail } })
  })

  it('refuses one SKU id twice in one product', () => {
    const twice = { ...product, skus: [...product.skus, ...product.skus.slice(0, 1)] }
    expect(save({ ...facts, product: twice })).toMatchObject({ refusal: { detail: { skuId: 'sku_50' } } })
  })

  it('records the whole product, its own SKUs and new ones alike', () => {
    const skuChanges = { createdIds: ['sku_100'], updatedIds: ['sku_50'], retiredIds: [] }
    const event = { type: 'product_saved', product, created: false, skuChanges }
    expect(save(facts)).toEqual({ ok: true, events: [event] })
    expect(save({ product, owners: new Map(), exists: false, activeSkuIds: [] })).toMatchObject({
      events: [{ created: true, skuChanges: { createdIds: ['sku_50', 'sku_100'], updatedIds: [] } }],
    })
  })

  it('hides the SKUs that are no longer named', () => {
    expect(save({ ...facts, activeSkuIds: ['sku_50', 'sku_old'] })).toMatchObject({
      events: [{ skuChanges: { retiredIds: ['sku_old'] } }],
    })
  })
})

describe('unitPriceMinor', () => {
  const [sku] = product.skus

  it.each([
    ['gold', 45_00],
    ['plain', 50_00],
    ['odd', 50_00],
    [null, 50_00],
  ])('for tier %s is %d: never above the list price', (tierId, priceMinor) => {
    expect(sku && unitPriceMinor(sku, tierId)).toBe(priceMinor)
  })
})

describe('shopProduct', () => {
  it("shows the shopper's prices and what is left, and never a cost", () => {
    const shown = shopProduct(product, new Map([['sku_50', 7]]), 'gold')
    expect(shown.skus.map(({ priceMinor, availableCount }) => [priceMinor, availableCount])).toEqual([
      [45_00, 7],
      [90_00, 0],
    ])
    expect(ShopProduct.safeParse(shown).success).toBe(true)
    expect(JSON.stringify(shown)).not.toMatch(/cost|memberPrices/)
  })
})
