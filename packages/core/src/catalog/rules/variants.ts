import type { OptionValue, ProductOption, ShopProduct, ShopSku } from '../schema.ts'

/** What a shopper has chosen so far: the id of a value by the id of its option. */
export type Chosen = Readonly<Record<string, string | undefined>>

/** A value as a page shows it. */
export type ValueState = OptionValue & {
  readonly isChosen: boolean
  /** There is a variant with it and with everything else that is chosen. */
  readonly isPossible: boolean
  /** One of those can be bought. */
  readonly isAvailable: boolean
}

/** Where choosing a variant stands. */
export type VariantState = {
  readonly options: readonly (Omit<ProductOption, 'values'> & { readonly values: readonly ValueState[] })[]
  /** The variant, once there is only one; null until then. */
  readonly sku: ShopSku | null
  /** The lowest and the highest price of the variants that are still possible. */
  readonly priceMinor: { readonly from: number; readonly to: number }
  readonly availableCount: number
}

/** What a choice leaves of the variants of a product. A product without options is chosen when it has one SKU. */
export function variantState(product: Pick<ShopProduct, 'options' | 'skus'>, chosen: Chosen): VariantState {
  const { options, skus } = product
  const possible = skus.filter((sku) => fits(options, sku, chosen))
  const [first, ...others] = possible
  const isDone = options.every(({ id }) => chosen[id] !== undefined)
  const prices = (possible.length > 0 ? possible : skus).map(({ priceMinor }) => priceMinor)
  return {
    options: options.map((option) => ({
      ...option,
      values: option.values.map((value) => valueState(product, option, value, chosen)),
    })),
    sku: isDone && first !== undefined && others.length === 0 ? first : null,
    priceMinor: { from: Math.min(...prices), to: Math.max(...prices) },
    availableCount: possible.reduce((sum, { availableCount }) => sum + availableCount, 0),
  }
}

function valueState(
  { options, skus }: Pick<ShopProduct, 'options' | 'skus'>,
  { id }: ProductOption,
  value: OptionValue,
  chosen: Chosen,
): ValueState {
  const possible = skus.filter((sku) => fits(options, sku, { ...chosen, [id]: value.id }))
  return {
    ...value,
    isChosen: chosen[id] === value.id,
    isPossible: possible.length > 0,
    isAvailable: possible.some(({ availableCount }) => availableCount > 0),
  }
}

function fits(options: readonly ProductOption[], { choices }: ShopSku, chosen: Chosen): boolean {
  return options.every(({ id }, at) => chosen[id] === undefined || chosen[id] === choices[at])
}
