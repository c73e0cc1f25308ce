import type { InventoryEvent, Stock, StockLine } from '@siyu/core/inventory'
import { sql } from 'kysely'
import type { Apply, Recorded } from '../kernel/apply.ts'
import type { Call } from '../kernel/call.ts'
import { type Load, many } from '../kernel/read.ts'
import { tablesOf } from '../kernel/tables.ts'
import { type Write, writerOf } from '../kernel/write.ts'
import { type InventoryTables, inventorySpecs } from './tables.ts'

const db = tablesOf<InventoryTables>()
const writer = writerOf<InventoryTables>(inventorySpecs)

/** The stock of these SKUs. One that is not there is no SKU. */
export function loadStock(call: Call, skuIds: readonly string[]): Load<readonly Stock[]> {
  return many(
    db
      .selectFrom('stock')
      .select(['skuId', 'onHandCount', 'heldCount', 'soldCount'])
      .where('brandId', '=', call.brandId)
      .where(sql<boolean>`sku_id = any(${skuIds}::text[])`),
  )
}

/** The empty shelf of a new SKU. */
export function stockRowForSku(skuId: string, { brandId }: Recorded): Write {
  return writer.insert('stock', { brandId, skuId, onHandCount: 0, heldCount: 0, soldCount: 0 })
}

type Deltas = { readonly onHandCount?: number; readonly heldCount?: number; readonly soldCount?: number }

function move(lines: readonly StockLine[], as: Recorded, deltas: (quantity: number) => Deltas): readonly Write[] {
  return lines.map(({ skuId, quantity }) =>
    writer.change('stock', { brandId: as.brandId, skuId }, {}, deltas(quantity)),
  )
}

export const applyInventory: Apply<InventoryEvent> = {
  stock_adjusted: ({ skuId, deltaCount }, { brandId }) => [
    writer.change('stock', { brandId, skuId }, {}, { onHandCount: deltaCount }),
  ],
  stock_held: ({ lines }, as) => move(lines, as, (quantity) => ({ heldCount: quantity })),
  stock_released: ({ lines }, as) => move(lines, as, (quantity) => ({ heldCount: -quantity })),
  stock_sold: ({ lines }, as) =>
    move(lines, as, (quantity) => ({ onHandCount: -quantity, heldCount: -quantity, soldCount: quantity })),
  stock_returned: ({ lines }, as) => move(lines, as, (quantity) => ({ onHandCount: quantity, soldCount: -quantity })),
}
