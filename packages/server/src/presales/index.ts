export { presaleRoutes } from './routes.ts'
export { applyPresales } from './store.ts'
export { presaleSpecs } from './tables.ts'
