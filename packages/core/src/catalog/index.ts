export type { CatalogContract } from './contract.ts'
export {
  catalogContract,
  GetProductInput,
  getProduct,
  ListProductsInput,
  listProducts,
  saveProduct,
} from './contract.ts'
export type { SaveProductFacts } from './rules.ts'
export { save, shopProduct, unitPriceMinor } from './rules.ts'
export type { CatalogEvent, ProductSaved, ShopSku, SkuChanges } from './schema.ts'
export { MemberPrice, Product, ShopProduct, Sku } from './schema.ts'
