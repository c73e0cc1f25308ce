import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CodeOf, csvText } from '../../kernel/index.ts'
import {
  type ImportFacts,
  importAll,
  type importProducts,
  Product,
  productCsvColumns,
  productsCsv,
  readProducts,
  wholeProduct,
} from '../index.ts'

const numRuns = process.env.SIYU_LONG ? 10_000 : 200

const label = fc.oneof(
  fc.constantFrom('=sum', "'=x", 'a|b', 'a\\', '\\|', '"x"', '茶, 绿', ' ', '-1', '\n', '|'),
  fc.string({ minLength: 1, maxLength: 12 }),
)
const words = fc.record({ zh: label, en: label })
const id = (prefix: string): fc.Arbitrary<string> => fc.nat(99_999).map((number) => `${prefix}_${number}`)
const moment = fc.option(fc.integer({ min: 0, max: 4_000_000_000_000 }))
const amount = fc.integer({ min: 0, max: 1_000_000 })
const skuOf = fc.record({
  ...{ title: words, listMinor: amount, costMinor: amount, floorMinor: fc.constant(0) },
  ...{ weightGrams: amount, volumeMl: amount, taxCategory: fc.option(label), shippingTemplateId: fc.option(id('shp')) },
  memberPrices: fc.array(fc.record({ tierId: id('tier'), priceMinor: amount }), { maxLength: 2 }),
  shopPrices: fc.array(
    fc.record({ kind: fc.constantFrom('channel', 'shop'), key: label, priceMinor: amount, endsAt: moment }),
    { maxLength: 2 },
  ),
  membership: fc.constantFrom(null, { tierId: 'gold', days: 30 }),
})
const productOf = fc
  .record({
    ...{ id: id('prd'), title: words, description: fc.string(), imageUrl: fc.option(label), category: label },
    tags: fc.uniqueArray(label, { maxLength: 3 }),
    attributes: fc.dictionary(label, label, { maxKeys: 2 }),
    media: fc.array(fc.record({ kind: fc.constantFrom('image', 'video'), url: label, alt: words }), { maxLength: 2 }),
    published: fc.boolean(),
    skus: fc.array(skuOf, { minLength: 1, maxLength: 3 }),
    publishFrom: moment,
  })
  .map(({ id: productId, skus, ...rest }) => ({
    ...{ ...rest, id: productId, publishUntil: null },
    options: [{ id: 'n', name: rest.title, values: skus.map((_, at) => ({ id: `v${at}`, name: rest.title })) }],
    skus: skus.map((sku, at) => ({ ...sku, id: `${productId}_${at}`, choices: [`v${at}`] })),
  }))
const products = fc
  .uniqueArray(productOf, { minLength: 1, maxLength: 4, selector: (each) => each.id })
  .map((each) => each.filter((product) => Product.safeParse(product).success))
  .filter((each) => each.length > 0)

describe('a file of products', () => {
  it('is read as the products it was written from, to the last character, and written the same again', () => {
    fc.assert(
      fc.property(products, (made) => {
        const whole = made.map((each) => wholeProduct(Product.parse(each)))
        const csv = productsCsv(whole)
        const read = readProducts(csv)
        expect(read).toMatchObject({ ok: true, products: whole })
        expect(productsCsv(read.ok ? read.products : [])).toBe(csv)
      }),
      { numRuns },
    )
  })

  const head = ['product_id', 'title_zh', 'title_en', 'category', 'published', 'sku_id', 'sku_title_zh', 'sku_title_en']
  const tea = ['prd_tea', '茶', 'Tea', 'tea', 'yes', 'sku_tea', '罐', 'Tin', '5000', '2000']
  const file = (...rows: readonly (readonly string[])[]): string =>
    csvText([[...head, 'list_minor', 'cost_minor'], ...rows])

  it('needs few columns, in any order, and takes what a product has in common from its first row', () => {
    const second = ['prd_tea', '', '', '', '', 'sku_bag', '袋', 'Bag', '100', '50']
    expect(readProducts(file(tea, second))).toMatchObject({
      ok: true,
      products: [
        {
          ...{ id: 'prd_tea', description: '', imageUrl: null, published: true, tags: [], options: [] },
          skus: [
            { id: 'sku_tea', listMinor: 50_00, memberPrices: [], membership: null },
            { id: 'sku_bag', title: { zh: '袋', en: 'Bag' }, weightGrams: 0 },
          ],
        },
      ],
    })
  })

  it.each([
    ['a,"b', { row: 1, column: '2', problem: 'unreadable' }],
    [file(), { row: 2, column: 'product_id', problem: 'missing' }],
    [file(tea).replace('list_minor', 'price'), { row: 1, column: 'price', problem: 'unknown_column' }],
    [file(tea).replace('sku_id', 'title_zh'), { row: 1, column: 'sku_id', problem: 'missing' }],
    [file(tea, [...tea.slice(0, 8), '12.50', '1']), { row: 3, column: 'list_minor', problem: 'not_understood' }],
    [file(tea.with(4, 'maybe')), { row: 2, column: 'published', problem: 'not_understood' }],
    [file(tea.with(2, '')), { row: 2, column: 'title_en', problem: 'out_of_range' }],
    [file(tea.with(8, '9999999999999')), { row: 2, column: 'list_minor', problem: 'out_of_range' }],
    [file(tea.with(5, 'a b')), { row: 2, column: 'sku_id', problem: 'out_of_range' }],
    [file(tea, tea.with(2, 'Coffee')), { row: 3, column: 'title_en', problem: 'differs' }],
    [file([...tea, 'x']), { row: 2, column: '11', problem: 'surplus' }],
    [file(...Array.from({ length: 501 }, () => tea)), { row: 502, column: 'product_id', problem: 'too_many_rows' }],
  ])('%#: says in which row and column it is wrong', (csv, error) => {
    expect(readProducts(csv)).toMatchObject({ ok: false, errors: expect.arrayContaining([error]) })
  })

  it('names fifty things at most', () => {
    const read = readProducts(file(...Array.from({ length: 200 }, () => tea.with(8, 'x'))))
    expect(read.ok ? 0 : read.errors.length).toBe(50)
  })

  it('has every column of a product', () => {
    expect(productCsvColumns.length).toBe(28)
    expect(new Set(productCsvColumns).size).toBe(28)
  })
})

describe('importAll', () => {
  const product = (id: string, skuId: string, part: object = {}): Product => ({
    ...{ id, title: { zh: id, en: id }, description: '', imageUrl: null, category: 'tea', published: true },
    skus: [{ id: skuId, title: { zh: 'x', en: 'x' }, listMinor: 9, costMinor: 1, memberPrices: [], ...part }],
  })
  const of = (...made: readonly Product[]): ImportFacts => ({
    read: { ok: true, products: made, rowOf: new Map(made.map(({ id }, at) => [id, at + 2])) },
    owners: new Map(),
    known: new Map(),
  })
  const option = { id: 'n', name: { zh: 'n', en: 'n' }, values: [{ id: 'v', name: { zh: 'v', en: 'v' } }] }
  const [sku] = product('prd_b', 'sku_b').skus
  const twice = ['sku_c', 'sku_d'].map((id) => ({ ...(sku as Product['skus'][number]), id, choices: ['v'] }))
  const good = product('prd_a', 'sku_a')
  const refused: Record<CodeOf<typeof importProducts>, ImportFacts> = {
    csv_invalid: { ...of(), read: { ok: false, errors: [] } },
    sku_taken: of(good, product('prd_b', 'sku_a')),
    option_repeated: of(good, { ...product('prd_b', 'sku_b'), options: [option, option] }),
    choices_unfit: of(good, { ...product('prd_b', 'sku_b'), options: [option] }),
    variant_repeated: of(good, { ...product('prd_b', 'sku_b'), options: [option], skus: twice }),
    publish_window_empty: of(good, { ...product('prd_b', 'sku_b'), publishFrom: 9, publishUntil: 8 }),
    floor_above_list: of(good, product('prd_b', 'sku_b', { floorMinor: 10 })),
  }
  it.each(Object.entries(refused))('refuses %s, and then saves nothing', (code, facts) => {
    const detail = code === 'csv_invalid' ? { errors: [] } : { row: 3 }
    expect(importAll(facts)).toMatchObject({ ok: false, refusal: { code, detail } })
  })

  it('makes what is new and replaces what is there', () => {
    const facts = of(good, product('prd_b', 'sku_b'))
    const decision = importAll({
      ...facts,
      owners: new Map([['sku_b', 'prd_b']]),
      known: new Map([['prd_b', ['sku_x']]]),
    })
    expect(decision).toMatchObject({
      events: [
        { created: true, skuChanges: { createdIds: ['sku_a'] } },
        { created: false, skuChanges: { updatedIds: ['sku_b'], retiredIds: ['sku_x'] } },
      ],
    })
  })
})
