import * as z from 'zod/mini'
import { AmountMinor, Id, Label, listOf, type Schema, Text, Words } from '../kernel/index.ts'
import { MembershipTerm } from '../tiers/index.ts'

/** The price of one SKU for members of one tier. */
export type MemberPrice = { readonly tierId: string; readonly priceMinor: number }
export const MemberPrice: Schema<MemberPrice> = z.object({ tierId: Id, priceMinor: AmountMinor })

/** The price of one SKU on the list of a sales channel, a community 社群, or a promoter's shop. */
export type ShopPrice = {
  readonly kind: 'channel' | 'community' | 'shop'
  /** The channel's name, or the id of the community or shop. */
  readonly key: string
  readonly priceMinor: number
}
export const ShopPrice: Schema<ShopPrice> = z.object({
  kind: z.enum(['channel', 'community', 'shop']),
  key: Label,
  priceMinor: AmountMinor,
})

/** The most one unit weighs or measures: ten tonnes, ten cubic metres. */
const MAX_SIZE = 10_000_000
const Size: Schema<number> = z.int().check(z.gte(0), z.lte(MAX_SIZE))

/** One thing that can be put in a cart. What is left out is empty, zero or null. */
export type Sku = {
  readonly id: string
  /** What tells it apart within its product: "红 / L". */
  readonly title: Words
  readonly listMinor: number
  /** What it costs the brand; never sent to shoppers. */
  readonly costMinor: number
  readonly memberPrices: readonly MemberPrice[]
  /** Prices of channels, communities and promoters' shops. */
  readonly shopPrices?: readonly ShopPrice[] | undefined
  /** No reduction takes a unit below this; never sent to shoppers. */
  readonly floorMinor?: number | undefined
  /** Of one unit. */
  readonly weightGrams?: number | undefined
  /** Of one unit, in millilitres, that is cubic centimetres. */
  readonly volumeMl?: number | undefined
  /** Which tax rates apply; null for those of every category only. */
  readonly taxCategory?: string | null | undefined
  /** What its shipping is charged by; null for the brand's first template. */
  readonly shippingTemplateId?: string | null | undefined
  /** Buying a unit is a term of this membership 付费会员: nothing is shipped and no stock is counted. */
  readonly membership?: MembershipTerm | null | undefined
}
export const Sku: Schema<Sku> = z.object({
  id: Id,
  title: Words,
  listMinor: AmountMinor,
  costMinor: AmountMinor,
  memberPrices: listOf(MemberPrice, 20),
  shopPrices: z.optional(listOf(ShopPrice, 50)),
  floorMinor: z.optional(AmountMinor),
  weightGrams: z.optional(Size),
  volumeMl: z.optional(Size),
  taxCategory: z.optional(z.nullable(Label)),
  shippingTemplateId: z.optional(z.nullable(Id)),
  membership: z.optional(z.nullable(MembershipTerm)),
})

/** What a product says of itself, by name: `{"产地": "云南"}`. At most 30. */
type Attributes = Readonly<Record<string, string>>
const MAX_ATTRIBUTES = 30
const Attributes: Schema<Attributes> = z
  .record(Label, Label)
  .check(z.refine((attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES))
const Tags: Schema<readonly string[]> = listOf(Label, 50)

/** What is for sale, with its SKUs. What is left out is empty. */
export type Product = {
  readonly id: string
  readonly title: Words
  readonly description: string
  readonly imageUrl: string | null
  readonly category: string
  /** What promotions can name it by, besides its category. */
  readonly tags?: readonly string[] | undefined
  readonly attributes?: Attributes | undefined
  readonly published: boolean
  readonly skus: readonly Sku[]
}
export const Product: Schema<Product> = z.object({
  id: Id,
  title: Words,
  description: Text,
  imageUrl: z.nullable(z.string().check(z.maxLength(2_000))),
  category: Label,
  tags: z.optional(Tags),
  attributes: z.optional(Attributes),
  published: z.boolean(),
  skus: listOf(Sku, 100, 1),
})

type Filled<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> }

/** A SKU with nothing left out. */
export type WholeSku = Filled<Sku>

/** A product with nothing left out, as it is stored. */
export type WholeProduct = Filled<Omit<Product, 'skus'>> & { readonly skus: readonly WholeSku[] }

/** A SKU as a shopper sees it: no cost, no floor, and what is left. */
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
  readonly tags: readonly string[]
  readonly attributes: Attributes
  readonly skus: readonly ShopSku[]
}
export const ShopProduct: Schema<ShopProduct> = z.object({
  id: Id,
  title: Words,
  description: Text,
  imageUrl: z.nullable(z.string()),
  category: Label,
  tags: Tags,
  attributes: Attributes,
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
