import {
  allProducts,
  exportProducts,
  getProduct,
  importAll,
  importProducts,
  listCategories,
  listProducts,
  MAX_CSV_ROWS,
  type Product,
  placeCategory,
  productsCsv,
  readProducts,
  save,
  saveCategory,
  saveProduct,
} from '@siyu/core/catalog'
import { MAX_PAGE, refuse } from '@siyu/core/kernel'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadCallerTier, loadTierSettings } from '../tiers/index.ts'
import { listShopProducts, listWholeProducts, loadShopProduct, pageOfFound, toShop } from './shop.ts'
import { loadCategories, loadOwners, loadProductStates } from './store.ts'

const shopRoutes: readonly Route[] = [
  query(listProducts, {
    load: (call, { limit = DEFAULT_PAGE, ...wanted }) => ({
      products: listShopProducts(call, wanted, limit + 1),
      tier: loadCallerTier(call),
      tiers: loadTierSettings(call),
    }),
    reply: ({ products, tier, tiers }, { limit = DEFAULT_PAGE, ...wanted }) => {
      const held = tiers.tiers.find(({ id }) => id === tier?.tierId)
      return answer(pageOfFound(products, limit, wanted, (each) => toShop(each, held)))
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
  query(listCategories, {
    load: (call) => ({ rows: loadCategories(call) }),
    reply: ({ rows }) => answer({ items: rows.map(({ version: _, brandId: __, ...category }) => category) }),
  }),
]

const operateRoutes: readonly Route[] = [
  command(saveProduct, {
    load: (call, { id, skus }) => ({
      known: loadProductStates(call, [id]),
      owners: loadOwners(call, idsOf(skus)),
    }),
    decide: ({ known: [known], owners }, product) =>
      save({ product, owners, exists: known !== undefined, activeSkuIds: known?.activeSkuIds ?? [] }),
    reply: ([saved], _facts, product) => saved?.product ?? product,
  }),
  query(allProducts, {
    load: (call, { limit = DEFAULT_PAGE, ...wanted }) => ({ products: listWholeProducts(call, wanted, limit + 1) }),
    reply: ({ products }, { limit = DEFAULT_PAGE, ...wanted }) =>
      answer(pageOfFound(products, limit, wanted, (each) => each)),
  }),
  command(saveCategory, {
    load: (call) => ({ rows: loadCategories(call) }),
    decide: ({ rows }, category) => placeCategory({ category, known: rows }),
    reply: (_events, _facts, category) => category,
  }),
  command(importProducts, {
    load: (call, { csv }) => {
      const read = readProducts(csv)
      const products = read.ok ? read.products : []
      return {
        known: loadProductStates(call, idsOf(products)),
        owners: loadOwners(call, idsOf(products.flatMap(({ skus }) => skus))),
      }
    },
    decide: ({ known, owners }, { csv }) => {
      const states = new Map(known.map(({ id, activeSkuIds }) => [id, activeSkuIds]))
      return importAll({ read: readProducts(csv), owners, known: states })
    },
    reply: (events) => {
      const createdCount = events.filter(({ created }) => created).length
      return { createdCount, updatedCount: events.length - createdCount }
    },
  }),
  query(exportProducts, {
    load: (call, { cursor }) => ({ products: listWholeProducts(call, { cursor }, MAX_PAGE + 1) }),
    reply: ({ products }) => {
      const shown = fitting(products.slice(0, MAX_PAGE))
      const nextCursor = shown.length < products.length ? (shown.at(-1)?.id ?? null) : null
      return answer({ csv: productsCsv(shown), nextCursor })
    },
  }),
]

export const catalogRoutes: readonly Route[] = [...shopRoutes, ...operateRoutes]

function idsOf(of: readonly { readonly id: string }[]): readonly string[] {
  return of.map(({ id }) => id)
}

/** The first of these whose SKUs fit into one file. */
function fitting(products: readonly Product[]): readonly Product[] {
  let rowCount = 0
  const end = products.findIndex(({ skus }) => {
    rowCount += skus.length
    return rowCount > MAX_CSV_ROWS
  })
  return end < 0 ? products : products.slice(0, end)
}
