import * as z from 'zod/mini'
import { type Endpoint, Id, Label, type Schema } from '../kernel/index.ts'
import { Stock } from './schema.ts'

export type AdjustStockInput = { readonly skuId: string; readonly deltaCount: number; readonly reason: string }
export const AdjustStockInput: Schema<AdjustStockInput> = z.object({
  skuId: Id,
  deltaCount: z.int().check(z.gte(-1_000_000), z.lte(1_000_000)),
  reason: Label,
})

/** Receive goods or correct a count. */
export const adjustStock: Endpoint<AdjustStockInput, Stock, 'sku_missing' | 'stock_insufficient'> = {
  name: 'inventory.adjust',
  method: 'POST',
  path: '/v1/stock/:skuId/adjustments',
  access: 'operator',
  input: AdjustStockInput,
  output: Stock,
  refusals: { sku_missing: 404, stock_insufficient: 409 },
}

export type GetStockInput = { readonly skuId: string }
export const GetStockInput: Schema<GetStockInput> = z.object({ skuId: Id })

/** The stock of one SKU. */
export const getStock: Endpoint<GetStockInput, Stock, 'sku_missing'> = {
  name: 'inventory.get',
  method: 'GET',
  path: '/v1/stock/:skuId',
  access: 'operator',
  input: GetStockInput,
  output: Stock,
  refusals: { sku_missing: 404 },
}

export type InventoryContract = { readonly adjust: typeof adjustStock; readonly get: typeof getStock }
export const inventoryContract: InventoryContract = { adjust: adjustStock, get: getStock }
