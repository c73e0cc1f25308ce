import { getProduct, listProducts, type ShopProduct, save, saveProduct, shopProduct } from '@siyu/core/catalog'
import { available } from '@siyu/core/inventory'
import { refuse } from '@siyu/core/kernel'
import { pricesOfTier, type Tier } from '@siyu/core/tiers'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadCallerTier, loadTierSettings } from '../tiers/index.ts'
import { listShopProducts, loadOwners, loadProductState, loadShopProduct, type ShelfProduct } from './store.ts'

/** How many of something are left that lies on no shelf: as many as a line may have. */
const UNCOUNTED = 1_000_000

export const catalogRoutes: readonly Route[] = [
  query(listProducts, {
    load: (call, { category, cursor = '', limit = DEFAULT_PAGE }) => ({
      products: listShopProducts(call, category, cursor, limit + 1),
      tier: loadCallerTier(call),
      tiers: loadTierSettings(call),
    }),
    reply: ({ products, tier, tiers }, { limit = DEFAULT_PAGE }) => {
      const shown = products.slice(0, limit)
      const held = tiers.tiers.find(({ id }) => id === tier?.tierId)
      const last = products.length > limit ? shown.at(-1) : undefined
      return answer({ items: shown.map((each) => toShop(each, held)), nextCursor: last?.id ?? null })
    },
  }),
  query(getProduct, {
    load: (call, { productId }) => ({
      product: loadShopProduct(call, productId),
      tier: loadCallerTier(call),
      tiers: loadTierSettings(call),
    }),
    reply: ({ product, tier, tiers }) => {
      const held = tiers.tiers.find(({ id }) => id === tier?.tierId)
      return product === undefined ? refuse('product_missing') : answer(toShop(product, held))
    },
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
function toShop(product: ShelfProduct, tier: Tier | undefined): ShopProduct {
  const counts = new Map(product.skus.map((sku) => [sku.id, sku.membership === null ? available(sku) : UNCOUNTED]))
  const skus = product.skus.map((sku) => ({
    ...sku,
    memberPrices: pricesOfTier(sku.memberPrices, tier, sku.listMinor),
  }))
  return shopProduct({ ...product, skus }, counts, tier?.id ?? null)
}
