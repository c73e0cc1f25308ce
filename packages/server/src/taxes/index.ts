export { taxRoutes } from './routes.ts'
export { applyTaxes, loadTaxSettings, taxRowsForBrand } from './store.ts'
