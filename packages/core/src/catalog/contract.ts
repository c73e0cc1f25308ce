import * as z from 'zod/mini'
import { type Endpoint, Id, Label, MAX_PAGE, type Page, pageOf, type Schema } from '../kernel/index.ts'
import { Product, ShopProduct } from './schema.ts'

export type ListProductsInput = {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
  readonly category?: string | undefined
}
export const ListProductsInput: Schema<ListProductsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  category: z.optional(Label),
})

/** Published products, in order of id. With a member's session, prices are theirs. */
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

/** Make a product or replace it whole: what is left out is emptied. Removing a SKU hides it; its history stays. */
export const saveProduct: Endpoint<Product, Product, 'sku_taken' | 'floor_above_list'> = {
  name: 'catalog.save',
  method: 'PUT',
  path: '/v1/products/:id',
  access: 'operator',
  input: Product,
  output: Product,
  refusals: { sku_taken: 409, floor_above_list: 409 },
}

export type CatalogContract = {
  readonly list: typeof listProducts
  readonly get: typeof getProduct
  readonly save: typeof saveProduct
}
export const catalogContract: CatalogContract = { list: listProducts, get: getProduct, save: saveProduct }
