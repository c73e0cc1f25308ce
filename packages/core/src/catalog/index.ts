export type { CatalogContract } from './contract.ts'
export {
  catalogContract,
  GetProductInput,
  getProduct,
  ListProductsInput,
  listProducts,
  saveProduct,
} from './contract.ts'
export type { SaveProductFacts, ShopPlace } from './rules.ts'
export { save, shopPriceMinor, shopProduct, unitPriceMinor, wholeProduct } from './rules.ts'
export type { CatalogEvent, ProductSaved, ShopSku, SkuChanges, WholeProduct, WholeSku } from './schema.ts'
export { MemberPrice, Product, ShopPrice, ShopProduct, Sku } from './schema.ts'
