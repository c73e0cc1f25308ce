export { countersOf, type PricingRows, pricingFacts } from './facts.ts'
export { pricingRoutes } from './routes.ts'
export type { PricingLoads, ShelfRow, ShopperRow } from './store.ts'
export { loadCartCoupons, loadPricing, shelfColumns } from './store.ts'
