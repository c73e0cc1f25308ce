import type { Product } from './operator-schema.ts'
import type { Category, SkuChanges } from './schema.ts'

/** A product was made or changed; the whole of it as it now is. */
export type ProductSaved = {
  readonly type: 'product_saved'
  readonly product: Product
  /** True when the product is new. */
  readonly created: boolean
  readonly skuChanges: SkuChanges
}

export type CategorySaved = {
  readonly type: 'category_saved'
  readonly category: Category
  readonly created: boolean
}

/** Everything that can happen to the catalogue. */
export type CatalogEvent = ProductSaved | CategorySaved
