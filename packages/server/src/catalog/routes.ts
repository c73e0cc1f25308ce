import { getProduct, listProducts, type ShopProduct, save, saveProduct, shopProduct } from '@siyu/core/catalog'
import { available } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadCallerTier } from '../tiers/index.ts'
import { listShopProducts, loadOwners, loadProductState, loadShopProduct, type ShelfProduct } from './store.ts'

export const catalogRoutes: readonly Route[] = [
  query(listProducts, {
    load: (call, { category, cursor = '', limit = DEFAULT_PAGE }) => ({
      products: listShopProducts(call, category, cursor, limit + 1),
      tier: loadCallerTier(call),
    }),
    reply: ({ products, tier }, { limit = DEFAULT_PAGE }) => {
      const shown = products.slice(0, limit)
      const last = products.length > limit ? shown.at(-1) : undefined
      return answer({ items: shown.map((each) => toShop(each, tier?.tierId)), nextCursor: last?.id ?? null })
    },
  }),
  query(getProduct, {
    load: (call, { productId }) => ({ product: loadShopProduct(call, productId), tier: loadCallerTier(call) }),
    reply: ({ product, tier }) =>
      product === undefined ? refuse('product_missing') : answer(toShop(product, tier?.tierId)),
  }),
  command(saveProduct, {
    load: (call, { id, skus }) => ({
      known: loadProductState(call, id),
      owners: loadOwners(
        call,
        skus.map((sku) => sku.id),
      ),
    }),
    decide: ({ known, owners }, product) =>
      save({ product, owners, exists: known !== undefined, activeSkuIds: known?.activeSkuIds ?? [] }),
    reply: ([saved], _facts, product) => saved?.product ?? product,
  }),
]

/** A product as this caller sees it. */
function toShop(product: ShelfProduct, tierId: string | undefined): ShopProduct {
  const counts = new Map(product.skus.map((sku) => [sku.id, available(sku)]))
  return shopProduct(product, counts, tierId ?? null)
}
