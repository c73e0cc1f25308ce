import type { ShopProduct, ShopSku } from '@siyu/core/catalog'

/** Below this many, the shop says how many are left. */
export const scarceCount = 10

/** The SKU with the lowest price for whoever looks, available ones first. */
export function cheapest({ skus }: ShopProduct): ShopSku | undefined {
  const byPrice = [...skus].sort((a, b) => a.priceMinor - b.priceMinor)
  return byPrice.find(({ availableCount }) => availableCount > 0) ?? byPrice[0]
}

/** Whether nothing of it is left. */
export function isSoldOut({ skus }: ShopProduct): boolean {
  return skus.every(({ availableCount }) => availableCount <= 0)
}
