import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, Label, listOf, MAX_PAGE, type Page, pageOf, type Schema } from '../kernel/index.ts'
import { Category, MAX_CATEGORIES, ShopProduct } from './schema.ts'

export type ListProductsInput = {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  /** Products of this category and of those that lie in it. */
  readonly category?: string | undefined
  readonly tag?: string | undefined
  /** Words to find in title, category, tags, attributes and description; the best matches come first. */
  readonly search?: string | undefined
}
export const ListProductsInput: Schema<ListProductsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  category: z.optional(Label),
  tag: z.optional(Label),
  search: z.optional(z.string().check(z.maxLength(100))),
})

/** Published products: in order of id, or the best matches first. With a member's session, prices are theirs. */
export const listProducts: Endpoint<ListProductsInput, Page<ShopProduct>> = {
  name: 'catalog.list',
  method: 'GET',
  path: '/v1/products',
  access: 'public',
  input: ListProductsInput,
  output: pageOf(ShopProduct),
  refusals: {},
}

export type GetProductInput = { readonly productId: string }
export const GetProductInput: Schema<GetProductInput> = z.object({ productId: Id })

/** One published product. */
export const getProduct: Endpoint<GetProductInput, ShopProduct, 'product_missing'> = {
  name: 'catalog.get',
  method: 'GET',
  path: '/v1/products/:productId',
  access: 'public',
  input: GetProductInput,
  output: ShopProduct,
  refusals: { product_missing: 404 },
}

export type CategoryList = { readonly items: readonly Category[] }
export const CategoryList: Schema<CategoryList> = z.object({ items: listOf(Category, MAX_CATEGORIES) })

/** All categories, by rank; `categoryTree` makes a tree of them. */
export const listCategories: Endpoint<Empty, CategoryList> = {
  name: 'catalog.categories',
  method: 'GET',
  path: '/v1/categories',
  access: 'public',
  input: Empty,
  output: CategoryList,
  refusals: {},
}

export type CatalogContract = {
  readonly list: typeof listProducts
  readonly get: typeof getProduct
  readonly categories: typeof listCategories
}
export const catalogContract: CatalogContract = {
  list: listProducts,
  get: getProduct,
  categories: listCategories,
}
