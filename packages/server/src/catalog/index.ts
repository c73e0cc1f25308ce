export { catalogRoutes } from './routes.ts'
export type { SkuRow } from './store.ts'
export { applyCatalog, isShown, loadSkus } from './store.ts'
export { catalogSpecs } from './tables.ts'
