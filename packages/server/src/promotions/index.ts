export { promotionRoutes } from './routes.ts'
export { applyPromotions, loadRunningPromotions } from './store.ts'
export { promotionSpecs } from './tables.ts'
