import { accept, type CodeOf, type Decision, refuse } from '../kernel/index.ts'
import type { saveProduct } from './contract.ts'
import type {
  MemberPrice,
  Product,
  ProductSaved,
  ShopPrice,
  ShopProduct,
  Sku,
  SkuChanges,
  WholeProduct,
  WholeSku,
} from './schema.ts'

export type SaveProductFacts = {
  readonly product: Product
  /** Which product each of these SKU ids belongs to by now, hidden SKUs included. */
  readonly owners: ReadonlyMap<string, string>
  /** The product is there already. */
  readonly exists: boolean
  /** SKUs of the product that are not hidden at this moment. */
  readonly activeSkuIds: readonly string[]
}

/**
 * Make a product or replace it whole: what is left out is recorded as empty, so that nothing of before remains. A SKU
 * id belongs to one product for ever, and stands in it once.
 */
export function save(facts: SaveProductFacts): Decision<ProductSaved, CodeOf<typeof saveProduct>> {
  const { product, owners } = facts
  const seen = new Set<string>()
  for (const { id: skuId } of product.skus) {
    const productId = seen.has(skuId) ? product.id : (owners.get(skuId) ?? product.id)
    if (seen.has(skuId) || productId !== product.id) return refuse('sku_taken', { skuId, productId })
    seen.add(skuId)
  }
  const above = product.skus.find(({ floorMinor = 0, listMinor }) => floorMinor > listMinor)
  if (above !== undefined) return refuse('floor_above_list', { skuId: above.id })
  const saved = { product: wholeProduct(product), created: !facts.exists, skuChanges: skuChanges(facts, seen) }
  return accept({ type: 'product_saved', ...saved })
}

/** The product with nothing left out: what was absent is empty, zero or null. */
export function wholeProduct(product: Product): WholeProduct {
  const { tags = [], attributes = {}, skus } = product
  return { ...product, tags: [...new Set(tags)], attributes, skus: skus.map(wholeSku) }
}

function wholeSku(sku: Sku): WholeSku {
  const { shopPrices = [], floorMinor = 0, weightGrams = 0, volumeMl = 0 } = sku
  const { taxCategory = null, shippingTemplateId = null, membership = null } = sku
  return { ...sku, shopPrices, floorMinor, weightGrams, volumeMl, taxCategory, shippingTemplateId, membership }
}

function skuChanges({ owners, activeSkuIds }: SaveProductFacts, named: ReadonlySet<string>): SkuChanges {
  return {
    createdIds: [...named].filter((skuId) => !owners.has(skuId)),
    updatedIds: [...named].filter((skuId) => owners.has(skuId)),
    retiredIds: activeSkuIds.filter((skuId) => !named.has(skuId)),
  }
}

/** The best unit price for a tier: its member price if it has one, never above the list price or below the floor. */
export function unitPriceMinor(
  sku: {
    readonly listMinor: number
    readonly floorMinor?: number | undefined
    readonly memberPrices: readonly MemberPrice[]
  },
  tierId: string | null,
): number {
  let best = sku.listMinor
  for (const price of sku.memberPrices) if (price.tierId === tierId && price.priceMinor < best) best = price.priceMinor
  return Math.max(best, sku.floorMinor ?? 0)
}

/** Where a shopper buys; null where nothing is known. */
export type ShopPlace = {
  readonly channel: string | null
  readonly communityId: string | null
  readonly shopId: string | null
}

/** The lowest price of the lists that apply at this place; null when none does. It may lie above the list price. */
export function shopPriceMinor(
  sku: { readonly shopPrices?: readonly ShopPrice[] | undefined },
  place: ShopPlace,
): number | null {
  const keys = { channel: place.channel, community: place.communityId, shop: place.shopId }
  let best: number | null = null
  for (const { kind, key, priceMinor } of sku.shopPrices ?? []) {
    if (keys[kind] === key && (best === null || priceMinor < best)) best = priceMinor
  }
  return best
}

/**
 * A product as a shopper of this tier sees it: prices that are theirs, what is left (0 when not counted), and no costs
 * or floors.
 */
export function shopProduct(
  product: Product,
  availableCounts: ReadonlyMap<string, number>,
  tierId: string | null,
): ShopProduct {
  const { id, title, description, imageUrl, category, tags = [], attributes = {} } = product
  const skus = product.skus.map((sku) => ({
    id: sku.id,
    title: sku.title,
    listMinor: sku.listMinor,
    priceMinor: unitPriceMinor(sku, tierId),
    availableCount: availableCounts.get(sku.id) ?? 0,
  }))
  return { id, title, description, imageUrl, category, tags, attributes, skus }
}
