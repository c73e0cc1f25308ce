import type { ShopProduct } from '@siyu/core/catalog'
import type { PromotionList } from '@siyu/core/promotions'
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

/** The promotions that run now. */
export function usePromotions(): SiyuQueryResult<PromotionList> {
  return usePublicRead((queries) => queries.promotions())
}
