import * as z from 'zod/mini'
import { AmountMinor, Id, Label, listOf, type Schema, Text, Words } from '../kernel/index.ts'

/** The price of one SKU for members of one tier. */
export type MemberPrice = { readonly tierId: string; readonly priceMinor: number }
export const MemberPrice: Schema<MemberPrice> = z.object({ tierId: Id, priceMinor: AmountMinor })

/** A way a product comes in several variants: `颜色` with its colours. */
export type ProductOption = {
  readonly id: string
  readonly name: Words
  readonly values: readonly OptionValue[]
}
export type OptionValue = { readonly id: string; readonly name: Words }
const OptionId: Schema<string> = z.string().check(z.regex(/^[\p{L}\p{N}_.-]{1,64}$/u))
const OptionValue: Schema<OptionValue> = z.object({ id: OptionId, name: Words })
export const ProductOption: Schema<ProductOption> = z.object({
  id: OptionId,
  name: Words,
  values: listOf(OptionValue, 50, 1),
})
export const Options: Schema<readonly ProductOption[]> = listOf(ProductOption, 3)
export const Choices: Schema<readonly string[]> = listOf(OptionId, 3)

/** A picture or film of a product. */
export type Media = {
  readonly kind: 'image' | 'video'
  readonly url: string
  /** What it shows, for whoever cannot see it. */
  readonly alt: Words
}
const Url: Schema<string> = z.string().check(z.minLength(1), z.maxLength(2_000))
export const Media: Schema<Media> = z.object({ kind: z.enum(['image', 'video']), url: Url, alt: Words })
export const MediaList: Schema<readonly Media[]> = listOf(Media, 30)

/** What a product says of itself, by name: `{"产地": "云南"}`. At most 30. */
export type Attributes = Readonly<Record<string, string>>
const MAX_ATTRIBUTES = 30
export const Attributes: Schema<Attributes> = z
  .record(Label, Label)
  .check(z.refine((attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES, `at most ${MAX_ATTRIBUTES}`))
export const Tags: Schema<readonly string[]> = listOf(Label, 50)

/** A SKU as a shopper sees it: no cost, no floor, and what is left. */
export type ShopSku = {
  readonly id: string
  readonly title: Words
  readonly listMinor: number
  /** Best unit price for the caller's tier, at most `listMinor`. */
  readonly priceMinor: number
  readonly availableCount: number
  readonly choices: readonly string[]
  /** False where it cannot be returned for no reason, which the shopper has to be told before buying; absent else. */
  readonly noReasonReturn?: false | undefined
}
export type ShopProduct = {
  readonly id: string
  readonly title: Words
  readonly description: string
  readonly imageUrl: string | null
  readonly category: string
  readonly tags: readonly string[]
  readonly attributes: Attributes
  readonly options: readonly ProductOption[]
  readonly media: readonly Media[]
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
  options: Options,
  media: MediaList,
  skus: z.array(
    z.object({
      id: Id,
      title: Words,
      listMinor: AmountMinor,
      priceMinor: AmountMinor,
      availableCount: z.int(),
      choices: Choices,
      noReasonReturn: z.optional(z.literal(false)),
    }),
  ),
})

export const MAX_CATEGORIES = 1_000
/** How many categories may lie inside each other. */
export const MAX_CATEGORY_DEPTH = 5

/** A shelf of the shop window; one inside another makes a tree. */
export type Category = {
  readonly id: string
  readonly name: Words
  /** Which one it lies in; null for none. */
  readonly parentId: string | null
  /** Lower ones come first. */
  readonly rank: number
}
export const Category: Schema<Category> = z.object({
  id: Id,
  name: Words,
  parentId: z.nullable(Id),
  rank: z.int().check(z.gte(0), z.lte(1_000_000)),
})

/** Which SKUs of a product a save makes, changes (hidden ones come back), and hides. */
export type SkuChanges = {
  readonly createdIds: readonly string[]
  readonly updatedIds: readonly string[]
  readonly retiredIds: readonly string[]
}
