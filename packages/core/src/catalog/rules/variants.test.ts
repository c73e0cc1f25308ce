import { expect, it } from 'vitest'
import { type ShopProduct, type ShopSku, variantState } from '../index.ts'

const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text })
const option = (id: string, ...values: readonly string[]): ShopProduct['options'][number] => ({
  ...{ id, name: words(id) },
  values: values.map((value) => ({ id: value, name: words(value) })),
})
const sku = (choices: readonly string[], priceMinor: number, availableCount: number): ShopSku => ({
  ...{ id: choices.join('-'), title: words(choices.join(' ')), listMinor: priceMinor, priceMinor },
  ...{ availableCount, choices },
})
const shirt = {
  options: [option('colour', 'red', 'blue'), option('size', 's', 'l')],
  skus: [sku(['red', 's'], 10_00, 3), sku(['red', 'l'], 12_00, 0), sku(['blue', 's'], 11_00, 5)],
}
const statesOf = (state: ReturnType<typeof variantState>): readonly string[] =>
  state.options.flatMap(({ values }) =>
    values.map(({ id, isChosen, isPossible, isAvailable }) => {
      const how = isAvailable ? 'there' : isPossible ? 'sold out' : 'none'
      return `${id} ${how}${isChosen ? ' chosen' : ''}`
    }),
  )

it('tells of each value whether a variant with it and all else that is chosen exists and is there', () => {
  const open = variantState(shirt, {})
  expect(statesOf(open)).toEqual(['red there', 'blue there', 's there', 'l sold out'])
  expect([open.sku, open.priceMinor, open.availableCount]).toEqual([null, { from: 10_00, to: 12_00 }, 8])
  const blue = variantState(shirt, { colour: 'blue' })
  expect(statesOf(blue)).toEqual(['red there', 'blue there chosen', 's there', 'l none'])
  expect(blue.sku).toBeNull()
  expect(blue.priceMinor).toEqual({ from: 11_00, to: 11_00 })
})

it('finds the variant once everything is chosen, sold out or not', () => {
  expect(variantState(shirt, { colour: 'red', size: 'l' })).toMatchObject({ sku: { id: 'red-l' }, availableCount: 0 })
  const impossible = variantState(shirt, { colour: 'blue', size: 'l' })
  expect([impossible.sku, impossible.availableCount]).toEqual([null, 0])
})

it('a product without options is its only SKU', () => {
  const [only] = shirt.skus as [ShopSku]
  expect(variantState({ options: [], skus: [{ ...only, choices: [] }] }, {}).sku).toMatchObject({ id: 'red-s' })
  expect(variantState({ options: [], skus: shirt.skus }, {}).sku).toBeNull()
})
