import * as z from 'zod/mini'
import { Count, type Endpoint, MAX_PAGE, type Page, pageOf, type Schema } from '../kernel/index.ts'
import { Product } from './operator-schema.ts'
import { Category } from './schema.ts'

const MAX_CSV_LENGTH = 200_000

type SaveCode =
  | 'sku_taken'
  | 'option_repeated'
  | 'choices_unfit'
  | 'variant_repeated'
  | 'publish_window_empty'
  | 'floor_above_list'

/** Make a product or replace it whole: what is left out is emptied. Removing a SKU hides it; its history stays. */
export const saveProduct: Endpoint<Product, Product, SaveCode> = {
  name: 'catalog.save',
  method: 'PUT',
  path: '/v1/products/:id',
  access: 'operator',
  input: Product,
  output: Product,
  refusals: {
    sku_taken: 409,
    option_repeated: 409,
    choices_unfit: 409,
    variant_repeated: 409,
    publish_window_empty: 409,
    floor_above_list: 409,
  },
}

export type AllProductsInput = {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  /** Words to find, as in the shop. */
  readonly search?: string | undefined
}
export const AllProductsInput: Schema<AllProductsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  search: z.optional(z.string().check(z.maxLength(100))),
})

/** All products with their costs, those that are not shown too: in order of id, or the best matches first. */
export const allProducts: Endpoint<AllProductsInput, Page<Product>> = {
  name: 'catalog.all',
  method: 'GET',
  path: '/v1/all-products',
  access: 'operator',
  input: AllProductsInput,
  output: pageOf(Product),
  refusals: {},
}

/** Make a category or move it, with all that lies in it. */
export const saveCategory: Endpoint<
  Category,
  Category,
  'categories_full' | 'category_missing' | 'category_circle' | 'category_too_deep'
> = {
  name: 'catalog.saveCategory',
  method: 'PUT',
  path: '/v1/categories/:id',
  access: 'operator',
  input: Category,
  output: Category,
  refusals: { categories_full: 409, category_missing: 404, category_circle: 409, category_too_deep: 409 },
}

/** Something wrong with a file: rows count from 1, the line of names included. */
export type CsvError = {
  readonly row: number
  /** Its name, or its number where the file cannot be read. */
  readonly column: string
  readonly problem:
    | 'unreadable'
    | 'unknown_column'
    | 'missing'
    | 'surplus'
    | 'too_many_rows'
    | 'differs'
    | 'not_understood'
    | 'out_of_range'
}

export type ImportProductsInput = { readonly csv: string }
export const ImportProductsInput: Schema<ImportProductsInput> = z.object({
  csv: z.string().check(z.minLength(1), z.maxLength(MAX_CSV_LENGTH)),
})
export type ImportedProducts = { readonly createdCount: number; readonly updatedCount: number }
export const ImportedProducts: Schema<ImportedProducts> = z.object({ createdCount: Count, updatedCount: Count })

/**
 * Save all products of a CSV file, or none. `csv_invalid` carries `errors`, each with row, column and problem; any other
 * refusal is that of the first product which cannot be saved, with its `row`.
 */
export const importProducts: Endpoint<ImportProductsInput, ImportedProducts, 'csv_invalid' | SaveCode> = {
  name: 'catalog.import',
  method: 'POST',
  path: '/v1/product-imports',
  access: 'operator',
  input: ImportProductsInput,
  output: ImportedProducts,
  refusals: { csv_invalid: 409, ...saveProduct.refusals },
}

export type ExportProductsInput = { readonly cursor?: string | undefined }
export const ExportProductsInput: Schema<ExportProductsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
})
/** A file that can be imported as it is. */
export type ExportedProducts = { readonly csv: string; readonly nextCursor: string | null }
export const ExportedProducts: Schema<ExportedProducts> = z.object({
  csv: z.string(),
  nextCursor: z.nullable(z.string()),
})

/** Products as a CSV file, in order of id; what does not fit into one goes on with `nextCursor`. */
export const exportProducts: Endpoint<ExportProductsInput, ExportedProducts> = {
  name: 'catalog.export',
  method: 'GET',
  path: '/v1/product-export',
  access: 'operator',
  input: ExportProductsInput,
  output: ExportedProducts,
  refusals: {},
}

export type CatalogAdminContract = {
  readonly save: typeof saveProduct
  readonly all: typeof allProducts
  readonly saveCategory: typeof saveCategory
  readonly import: typeof importProducts
  readonly export: typeof exportProducts
}
export const catalogAdminContract: CatalogAdminContract = {
  save: saveProduct,
  all: allProducts,
  saveCategory,
  import: importProducts,
  export: exportProducts,
}
