import * as z from 'zod/mini'
import { AmountMinor, Id, Label, listOf, type Schema, Text, Words } from '../kernel/index.ts'

/** The price of one SKU for members of one tier. */
export type MemberPrice = { readonly tierId: string; readonly priceMinor: number }
export const MemberPrice: Schema<MemberPrice> = z.object({ tierId: Id, priceMinor: AmountMinor })

/** One thing that can be put in a cart. */
export type Sku = {
  readonly id: string
  /** What tells it apart within its product: "红 / L". */
  readonly title: Words
  readonly listMinor: number
  /** What it costs the brand; never sent to shoppers. */
  readonly costMinor: number
  readonly memberPrices: readonly MemberPrice[]
}
export const Sku: Schema<Sku> = z.object({
  id: Id,
  title: Words,
  listMinor: AmountMinor,
  costMinor: AmountMinor,
  memberPrices: listOf(MemberPrice, 20),
})

/** What is for sale, with its SKUs. */
export type Product = {
  readonly id: string
  readonly title: Words
  readonly description: string
  readonly imageUrl: string | null
  readonly category: string
  readonly published: boolean
  readonly skus: readonly Sku[]
}
export const Product: Schema<Product> = z.object({
  id: Id,
  title: Words,
  description: Text,
  imageUrl: z.nullable(z.string().check(z.maxLength(2_000))),
  category: Label,
  published: z.boolean(),
  skus: listOf(Sku, 100, 1),
})

/** A SKU as a shopper sees it: no cost, and what is left. */
export type ShopSku = {
  readonly id: string
  readonly title: Words
  readonly listMinor: number
  /** Best unit price for the caller's tier, at most `listMinor`. */
  readonly priceMinor: number
  readonly availableCount: number
}
export type ShopProduct = {
  readonly id: string
  readonly title: Words
  readonly description: string
  readonly imageUrl: string | null
  readonly category: string
  readonly skus: readonly ShopSku[]
}
export const ShopProduct: Schema<ShopProduct> = z.object({
  id: Id,
  title: Words,
  description: Text,
  imageUrl: z.nullable(z.string()),
  category: Label,
  skus: z.array(
    z.object({ id: Id, title: Words, listMinor: AmountMinor, priceMinor: AmountMinor, availableCount: z.int() }),
  ),
})

/** Which SKUs of a product a save makes, changes (hidden ones come back), and hides. */
export type SkuChanges = {
  readonly createdIds: readonly string[]
  readonly updatedIds: readonly string[]
  readonly retiredIds: readonly string[]
}

/** A product was made or changed; the whole of it as it now is. */
export type ProductSaved = {
  readonly type: 'product_saved'
  readonly product: Product
  /** True when the product is new. */
  readonly created: boolean
  readonly skuChanges: SkuChanges
}

/** Everything that can happen to the catalogue. */
export type CatalogEvent = ProductSaved
