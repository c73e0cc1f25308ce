import type { Category, WholeProduct, WholeSku } from '@siyu/core/catalog'
import type { TableSpec } from '../kernel/tables.ts'

export type CatalogTables = {
  /** Its version guards its SKUs as well: they are only ever saved with it. */
  products: Omit<WholeProduct, 'skus'> & { readonly brandId: string; readonly version: number }
  skus: WholeSku & {
    readonly brandId: string
    readonly productId: string
    /** Place within the product. */
    readonly position: number
    /** False once the product no longer names it. */
    readonly active: boolean
  }
  categories: Category & { readonly brandId: string; readonly version: number }
}

export const catalogSpecs: { readonly [N in keyof CatalogTables]: TableSpec } = {
  products: { name: 'products', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
  skus: { name: 'skus', key: ['brand_id', 'id'], versioned: false, kind: 'state' },
  categories: { name: 'categories', key: ['brand_id', 'id'], versioned: true, kind: 'state' },
}
