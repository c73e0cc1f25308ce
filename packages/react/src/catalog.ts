import {
  type CategoryNode,
  type Chosen,
  categoryTree,
  type ShopProduct,
  type ShopSku,
  type VariantState,
  variantState,
} from '@siyu/core/catalog'
import type { PromotionList } from '@siyu/core/promotions'
import { useMemo, useState } from 'react'
import type { ProductsFilter } from './queries.ts'
import { usePublicList, usePublicRead } from './reads.ts'
import type { SiyuListResult, SiyuQueryResult } from './result.ts'

/** Published products at the caller's prices. */
export function useProducts(filter?: ProductsFilter): SiyuListResult<ShopProduct> {
  return usePublicList((queries) => queries.products(filter))
}

/** One published product at the caller's prices. */
export function useProduct(productId: string): SiyuQueryResult<ShopProduct> {
  return usePublicRead((queries) => queries.product(productId))
}

/** The categories of the shop as trees; empty until they are read. */
export function useCategories(): readonly CategoryNode[] {
  const { data } = usePublicRead((queries) => queries.categories())
  return useMemo(() => categoryTree(data?.items ?? []), [data])
}

/** Choosing a variant of a product, value by value. */
export type VariantResult = VariantState & {
  readonly chosen: Chosen
  /** Chooses a value of an option; the same again takes the choice back. */
  readonly choose: (optionId: string, valueId: string) => void
}

const nothing: Pick<ShopProduct, 'options' | 'skus'> = { options: [], skus: [] }

/**
 * What a shopper has chosen of a product's options, and what that leaves; undefined while the product is read. It
 * begins with nothing chosen, or with the values of the SKU that is `first` there.
 */
export function useVariant(product: ShopProduct | undefined, first?: ShopSku): VariantResult | undefined {
  const [chosen, setChosen] = useState<Chosen>(() => choicesOf(product, first))
  const state = useMemo(() => variantState(product ?? nothing, chosen), [product, chosen])
  if (product === undefined) return undefined
  const choose = (optionId: string, valueId: string): void =>
    setChosen((before) => ({ ...before, [optionId]: before[optionId] === valueId ? undefined : valueId }))
  return { ...state, chosen, choose }
}

function choicesOf(product: ShopProduct | undefined, sku: ShopSku | undefined): Chosen {
  const values = sku?.choices ?? []
  return Object.fromEntries((product?.options ?? []).map(({ id }, at) => [id, values[at]]))
}

/** The promotions that run now. */
export function usePromotions(): SiyuQueryResult<PromotionList> {
  return usePublicRead((queries) => queries.promotions())
}
