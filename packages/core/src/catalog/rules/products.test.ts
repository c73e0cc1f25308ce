import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  Product,
  runningPrices,
  type SaveProductFacts,
  ShopProduct,
  save,
  type saveProduct,
  shopPriceMinor,
  shopProduct,
  unitPriceMinor,
  wholeProduct,
} from '../index.ts'

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

const withFloor = (floorMinor: number): Product => ({
  ...product,
  skus: product.skus.map((sku) => (sku.id === 'sku_100' ? { ...sku, floorMinor } : sku)),
})

const size = { id: 'size', name: words('Size'), values: ['s', 'l'].map((id) => ({ id, name: words(id) })) }
const sized = (...choices: readonly string[]): Product => ({
  ...{ ...product, options: [size] },
  skus: product.skus.map((sku, at) => ({ ...sku, choices: [choices[at] as string] })),
})

describe('save', () => {
  const owners = new Map([['sku_50', 'prd_tea']])
  const facts = { product, owners, exists: true, activeSkuIds: ['sku_50'] }
  const refused: Record<CodeOf<typeof saveProduct>, SaveProductFacts> = {
    sku_taken: { ...facts, owners: new Map([['sku_100', 'prd_other']]) },
    option_repeated: { ...facts, product: { ...product, options: [size, size] } },
    choices_unfit: { ...facts, product: { ...product, options: [size] } },
    variant_repeated: { ...facts, product: sized('s', 's') },
    publish_window_empty: { ...facts, product: { ...product, publishFrom: 5, publishUntil: 5 } },
    floor_above_list: { ...facts, product: withFloor(90_01) },
  }

  const details: Record<CodeOf<typeof saveProduct>, object> = {
    sku_taken: { skuId: 'sku_100', productId: 'prd_other' },
    option_repeated: {},
    choices_unfit: { skuId: 'sku_50' },
    variant_repeated: { skuId: 'sku_100', otherSkuId: 'sku_50' },
    publish_window_empty: {},
    floor_above_list: { skuId: 'sku_100' },
  }

  it.each(Object.entries(refused))('refuses %s and says which SKU', (code, each) => {
    const detail = details[code as CodeOf<typeof saveProduct>]
    expect(save(each)).toMatchObject({
      ok: false,
      refusal: Object.keys(detail).length === 0 ? { code } : { code, detail },
    })
  })

  it('takes a variant for each choice, and no choice without an option', () => {
    expect(save({ ...facts, product: sized('s', 'l') }).ok).toBe(true)
    const { options: _, ...plain } = sized('s', 'l')
    expect(save({ ...facts, product: plain })).toMatchObject({ refusal: { code: 'choices_unfit' } })
    expect(save({ ...facts, product: sized('s', 'xl') })).toMatchObject({ refusal: { detail: { skuId: 'sku_100' } } })
  })

  it('takes a floor as high as the list price', () => {
    expect(save({ ...facts, product: withFloor(90_00) }).ok).toBe(true)
  })

  it('refuses one SKU id twice in one product', () => {
    const twice = { ...product, skus: [...product.skus, ...product.skus.slice(0, 1)] }
    expect(save({ ...facts, product: twice })).toMatchObject({ refusal: { detail: { skuId: 'sku_50' } } })
  })

  it('records the whole product, its own SKUs and new ones alike', () => {
    const skuChanges = { createdIds: ['sku_100'], updatedIds: ['sku_50'], retiredIds: [] }
    const event = { type: 'product_saved', product: wholeProduct(product), created: false, skuChanges }
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

describe('wholeProduct', () => {
  it('writes what was left out as empty, so that a replaced product keeps nothing of before', () => {
    const plain = { shippingTemplateId: null, choices: [], noReasonReturn: true }
    const empty = { membership: null, shopPrices: [], floorMinor: 0, weightGrams: 0, volumeMl: 0, taxCategory: null }
    expect(wholeProduct(product)).toEqual({
      ...{ ...product, tags: [], attributes: {}, options: [], media: [], publishFrom: null, publishUntil: null },
      skus: product.skus.map((sku) => ({ ...sku, ...empty, ...plain })),
    })
  })

  it('keeps what is given, a tag once, and is a product again', () => {
    const given = { ...withFloor(5), tags: ['new', 'new', 'organic'], attributes: { origin: 'Yunnan' } }
    const whole = wholeProduct(given)
    expect(whole).toMatchObject({ tags: ['new', 'organic'], attributes: { origin: 'Yunnan' } })
    expect(whole.skus.map(({ floorMinor }) => floorMinor)).toEqual([0, 5])
    expect(Product.parse(whole)).toEqual(whole)
    expect(wholeProduct(whole)).toEqual(whole)
  })
})

describe('the schema', () => {
  it('holds tags, attributes, price lists and sizes within their limits', () => {
    const many = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `tag${n}`)
    const named = (count: number): object => Object.fromEntries(many(count).map((name) => [name, 'x']))
    const lists = (count: number): object[] => many(count).map((key) => ({ kind: 'community', key, priceMinor: 1 }))
    const takes = (part: object): boolean => Product.safeParse({ ...product, ...part }).success
    const takesSku = (part: object): boolean => takes({ skus: [{ ...product.skus[0], ...part }] })
    expect([takes({ tags: many(50) }), takes({ tags: many(51) })]).toEqual([true, false])
    expect([takes({ attributes: named(30) }), takes({ attributes: named(31) })]).toEqual([true, false])
    expect([takesSku({ shopPrices: lists(50) }), takesSku({ shopPrices: lists(51) })]).toEqual([true, false])
    expect([takesSku({ weightGrams: 10_000_000 }), takesSku({ volumeMl: 10_000_001 })]).toEqual([true, false])
    expect(takesSku({ shopPrices: [{ kind: 'street', key: 'x', priceMinor: 1 }] })).toBe(false)
  })
})

describe('shopPriceMinor', () => {
  const shopPrices = [
    { kind: 'channel', key: 'wechat', priceMinor: 48_00 },
    { kind: 'community', key: 'com_1', priceMinor: 46_00 },
    { kind: 'community', key: 'com_1', priceMinor: 47_00 },
    { kind: 'shop', key: 'wechat', priceMinor: 1_00 },
  ] as const
  const nowhere = { channel: null, communityId: null, shopId: null }

  it.each([
    [nowhere, null],
    [{ ...nowhere, channel: 'web' }, null],
    [{ ...nowhere, channel: 'wechat' }, 48_00],
    [{ ...nowhere, channel: 'wechat', communityId: 'com_1' }, 46_00],
    [{ ...nowhere, shopId: 'wechat' }, 1_00],
  ])('at %o is %s: the lowest of the lists that apply', (place, priceMinor) => {
    expect(shopPriceMinor({ shopPrices }, place)).toBe(priceMinor)
  })

  it('is none without lists', () => {
    expect(shopPriceMinor({}, { ...nowhere, channel: 'wechat' })).toBeNull()
  })
})

it('runningPrices keeps those whose time it is, the start included and the end not', () => {
  const price = { kind: 'channel', key: 'wechat', priceMinor: 1 } as const
  const prices = [price, { ...price, startsAt: 5 }, { ...price, endsAt: 5 }, { ...price, startsAt: null, endsAt: 6 }]
  expect(runningPrices(prices, 5)).toEqual([prices[0], prices[1], prices[3]])
  expect(runningPrices(prices, 4)).toEqual([prices[0], prices[2], prices[3]])
})

describe('unitPriceMinor', () => {
  const [sku] = product.skus

  it('does not go below the floor', () => {
    expect(sku && unitPriceMinor({ ...sku, floorMinor: 47_00 }, 'gold')).toBe(47_00)
  })

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
    const described = { ...withFloor(80_00), tags: ['new'], attributes: { origin: 'Yunnan' } }
    const shown = shopProduct(described, new Map([['sku_50', 7]]), 'gold')
    expect(shown).toMatchObject({ tags: ['new'], attributes: { origin: 'Yunnan' } })
    expect(shown.skus.map(({ priceMinor, availableCount }) => [priceMinor, availableCount])).toEqual([
      [45_00, 7],
      [90_00, 0],
    ])
    expect(ShopProduct.safeParse(shown).success).toBe(true)
    expect(JSON.stringify(shown)).not.toMatch(/cost|floor|memberPrices|shopPrices/)
  })
})
