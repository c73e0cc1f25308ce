export { cartRoutes } from './routes.ts'
export type { CartRow } from './store.ts'
export { applyCarts, cartRowsForJoin, loadCart } from './store.ts'
export { cartSpecs } from './tables.ts'
