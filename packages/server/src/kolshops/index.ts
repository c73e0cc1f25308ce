export { kolShopsPart } from './member.ts'
export { kolShopRoutes } from './routes.ts'
export { applyKolShops, loadOpenShop } from './store.ts'
export { kolShopSpecs } from './tables.ts'
