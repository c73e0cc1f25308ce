import type { NameKind, NameOf } from '@siyu/core/words'
import { useSiyuQueries } from '@siyu/react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { type Language, useLanguage } from '../language/language.tsx'
import { useAdmin } from '../operator/operator.tsx'
import type { Pickable } from './chips.tsx'
import { useFormat } from './format.ts'

const PAGE_COUNT = 100
/** Larger catalogues are offered up to here; ids beyond are shown as they are. */
const MAX_PAGES = 20

/** What rules can speak of, ready to be picked. */
export type Catalogue = {
  readonly skus: readonly Pickable[]
  readonly products: readonly Pickable[]
  readonly categories: readonly Pickable[]
  readonly tags: readonly Pickable[]
  readonly attributes: readonly Pickable[]
  readonly tiers: readonly Pickable[]
}

/** The published products and the tiers, in the chosen language. */
export function useCatalogue(): Catalogue {
  const { language } = useLanguage()
  const { money } = useFormat()
  const products = useProducts()
  const tiers = useQuery(useAdmin().queries.tiers.settings())
  return useMemo(
    () => ({
      skus: products.flatMap((product) =>
        product.skus.map((sku) => ({
          value: sku.id,
          name: skuName(product.title[language], sku.title[language]),
          note: money(sku.listMinor),
        })),
      ),
      products: products.map(({ id, title }) => ({ value: id, name: title[language] })),
      categories: labels(products.map(({ category }) => category)),
      tags: labels(products.flatMap((product) => product.tags)),
      attributes: labels(products.flatMap((product) => Object.keys(product.attributes))),
      tiers: (tiers.data?.tiers ?? []).map(({ id, name }) => ({ value: id, name: name[language] })),
    }),
    [products, tiers.data, language, money],
  )
}

/** Names of what ids stand for, in either language. */
export function useNames(): (language: Language) => NameOf {
  const products = useProducts()
  const tiers = useQuery(useAdmin().queries.tiers.settings())
  return useMemo(() => {
    const known = { zh: new Map<string, string>(), en: new Map<string, string>() }
    for (const language of ['zh', 'en'] as const) {
      for (const { id, title, skus } of products) {
        known[language].set(`product ${id}`, title[language])
        for (const sku of skus) known[language].set(`sku ${sku.id}`, skuName(title[language], sku.title[language]))
      }
      for (const { id, name } of tiers.data?.tiers ?? []) known[language].set(`tier ${id}`, name[language])
    }
    const nameOfs = {
      zh: (kind: NameKind, id: string) => known.zh.get(`${kind} ${id}`) ?? id,
      en: (kind: NameKind, id: string) => known.en.get(`${kind} ${id}`) ?? id,
    }
    return (language) => nameOfs[language]
  }, [products, tiers.data])
}

const none: never[] = []

function useProducts() {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    useSiyuQueries().products({ limit: PAGE_COUNT }),
  )
  const pageCount = data?.pages.length ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pageCount < MAX_PAGES) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, pageCount, fetchNextPage])
  return useMemo(() => data?.pages.flatMap((page) => page.items) ?? none, [data])
}

function skuName(product: string, sku: string): string {
  return `${product} · ${sku}`
}

function labels(values: readonly string[]): readonly Pickable[] {
  return [...new Set(values)].map((value) => ({ value, name: value }))
}
