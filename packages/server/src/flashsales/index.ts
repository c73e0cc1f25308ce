export { flashSaleRoutes } from './routes.ts'
export { applyFlashSales } from './store.ts'
export { flashSaleSpecs } from './tables.ts'
