export { shippingRoutes } from './routes.ts'
export { applyShipping, loadShippingSettings, shippingRowsForBrand } from './store.ts'
