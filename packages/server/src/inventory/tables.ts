import type { TableSpec } from '../kernel/tables.ts'

export type InventoryTables = {
  /** One per SKU, made with it. Not versioned: its counters add up in any order, and CHECKs keep their limits. */
  stock: {
    readonly brandId: string
    readonly skuId: string
    readonly onHandCount: number
    readonly heldCount: number
    readonly soldCount: number
  }
}

export const inventorySpecs: { readonly [N in keyof InventoryTables]: TableSpec } = {
  stock: { name: 'stock', key: ['brand_id', 'sku_id'], versioned: false, kind: 'state' },
}
