export type { CatalogContract, CategoryList } from './contract.ts'
export {
  catalogContract,
  GetProductInput,
  getProduct,
  ListProductsInput,
  listCategories,
  listProducts,
} from './contract.ts'
export type { CatalogEvent, CategorySaved, ProductSaved } from './events.ts'
export type { WholeProduct, WholeSku } from './operator-schema.ts'
export { MAX_CSV_ROWS, Product, ShopPrice, Sku } from './operator-schema.ts'
export type { CatalogAdminContract, CsvError, ExportedProducts, ImportedProducts } from './operators.ts'
export {
  AllProductsInput,
  allProducts,
  catalogAdminContract,
  ExportProductsInput,
  exportProducts,
  ImportProductsInput,
  importProducts,
  saveCategory,
  saveProduct,
} from './operators.ts'
export type { CategoryNode, SaveCategoryFacts } from './rules/categories.ts'
export { categoryTree, placeCategory } from './rules/categories.ts'
export type { ReadProducts } from './rules/csv.ts'
export { productCsvColumns, productsCsv, readProducts } from './rules/csv.ts'
export type { ImportFacts, SaveProductFacts, ShopPlace } from './rules/products.ts'
export {
  importAll,
  runningPrices,
  save,
  shopPriceMinor,
  shopProduct,
  unitPriceMinor,
  wholeProduct,
} from './rules/products.ts'
export type { Chosen, ValueState, VariantState } from './rules/variants.ts'
export { variantState } from './rules/variants.ts'
export type { OptionValue, ShopSku, SkuChanges } from './schema.ts'
export { Category, MAX_CATEGORIES, Media, MemberPrice, ProductOption, ShopProduct } from './schema.ts'
