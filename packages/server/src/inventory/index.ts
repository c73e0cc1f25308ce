export { inventoryRoutes } from './routes.ts'
export { applyInventory, loadStock, stockRowForSku } from './store.ts'
export type { InventoryTables } from './tables.ts'
export { inventorySpecs } from './tables.ts'
