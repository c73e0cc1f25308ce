export type { InventoryContract } from './contract.ts'
export { AdjustStockInput, adjustStock, GetStockInput, getStock, inventoryContract } from './contract.ts'
export type { AdjustFacts } from './rules.ts'
export { adjust, available, bySku, hold } from './rules.ts'
export type {
  InventoryEvent,
  StockAdjusted,
  StockHeld,
  StockLine,
  StockReleased,
  StockReturned,
  StockSold,
} from './schema.ts'
export { Stock } from './schema.ts'
