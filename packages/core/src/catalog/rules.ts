import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import type { saveProduct } from './contract.ts'
import type { MemberPrice, Product, ProductSaved, ShopProduct, SkuChanges } from './schema.ts'

export type SaveProductFacts = {
  readonly product: Product
  /** Which product each of these SKU ids belongs to by now, hidden SKUs included. */
  readonly owners: ReadonlyMap<string, string>
  /** The product is there already. */
  readonly exists: boolean
  /** SKUs of the product that are not hidden at this moment. */
  readonly activeSkuIds: readonly string[]
}

/** Make a product or replace it whole. A SKU id belongs to one product for ever, and stands in it once. */
export function save(facts: SaveProductFacts): Decision<ProductSaved, CodeOf<typeof saveProduct>> {
  const { product, owners } = facts
  const seen = new Set<string>()
  for (const { id: skuId } of product.skus) {
    const productId = seen.has(skuId) ? product.id : (owners.get(skuId) ?? product.id)
    if (seen.has(skuId) || productId !== product.id) return refuse('sku_taken', { skuId, productId })
    seen.add(skuId)
  }
  return accept({ type: 'product_saved', product, created: !facts.exists, skuChanges: skuChanges(facts, seen) })
}

function skuChanges({ owners, activeSkuIds }: SaveProductFacts, named: ReadonlySet<string>): SkuChanges {
  return {
    createdIds: [...named].filter((skuId) => !owners.has(skuId)),
    updatedIds: [...named].filter((skuId) => owners.has(skuId)),
    retiredIds: activeSkuIds.filter((skuId) => !named.has(skuId)),
  }
}

/** The best unit price for a tier: its member price where there is one, but never above the list price. */
export function unitPriceMinor(
  sku: { readonly listMinor: number; readonly memberPrices: readonly MemberPrice[] },
  tierId: string | null,
): number {
  let best = sku.listMinor
  for (const price of sku.memberPrices) if (price.tierId === tierId && price.priceMinor < best) best = price.priceMinor
  return best
}

/**
 * A product as a shopper of this tier sees it: prices that are theirs, what is left (0 when not counted), and no costs.
 */
export function shopProduct(
  product: Product,
  availableCounts: ReadonlyMap<string, number>,
  tierId: string | null,
): ShopProduct {
  const { id, title, description, imageUrl, category } = product
  const skus = product.skus.map((sku) => ({
    id: sku.id,
    title: sku.title,
    listMinor: sku.listMinor,
    priceMinor: unitPriceMinor(sku, tierId),
    availableCount: availableCounts.get(sku.id) ?? 0,
  }))
  return { id, title, description, imageUrl, category, skus }
}
