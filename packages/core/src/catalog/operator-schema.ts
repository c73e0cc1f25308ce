import * as z from 'zod/mini'
import { AmountMinor, Id, Label, listOf, Moment, type Schema, Text, Words } from '../kernel/index.ts'
import { MembershipTerm } from '../tiers/index.ts'
import { Attributes, Choices, type Media, MediaList, MemberPrice, Options, type ProductOption, Tags } from './schema.ts'

/** The price of one SKU on the list of a sales channel, a community 社群, or a promoter's shop. */
export type ShopPrice = {
  readonly kind: 'channel' | 'community' | 'shop'
  /** The channel's name, or the id of the community or shop. */
  readonly key: string
  readonly priceMinor: number
  /** From when it applies; absent or null for ever since. */
  readonly startsAt?: number | null | undefined
  /** Until when, itself excluded; absent or null for ever. */
  readonly endsAt?: number | null | undefined
}
export const ShopPrice: Schema<ShopPrice> = z.object({
  kind: z.enum(['channel', 'community', 'shop']),
  key: Label,
  priceMinor: AmountMinor,
  startsAt: z.optional(z.nullable(Moment)),
  endsAt: z.optional(z.nullable(Moment)),
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
  /** Which value it has of each of its product's options, by id, in their order. */
  readonly choices?: readonly string[] | undefined
  /**
   * Whether it can be returned for no reason 七天无理由退货; true where it is left out. The exceptions of 消费者权益保护法
   * art. 25 are goods made to order, fresh goods, opened recordings and software, newspapers, and what the shopper
   * agreed to before buying.
   */
  readonly noReasonReturn?: boolean | undefined
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
  choices: z.optional(Choices),
  noReasonReturn: z.optional(z.boolean()),
})

/** What is for sale, with its SKUs. What is left out is empty. */
export type Product = {
  readonly id: string
  readonly title: Words
  readonly description: string
  readonly imageUrl: string | null
  /** The id of a category, or any word while there is no tree of them. */
  readonly category: string
  /** What promotions can name it by, besides its category. */
  readonly tags?: readonly string[] | undefined
  readonly attributes?: Attributes | undefined
  readonly options?: readonly ProductOption[] | undefined
  readonly media?: readonly Media[] | undefined
  readonly published: boolean
  /** Shown from then on; null for at once. Only while it is published. */
  readonly publishFrom?: number | null | undefined
  /** Not shown from then on; null for never. */
  readonly publishUntil?: number | null | undefined
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
  options: z.optional(Options),
  media: z.optional(MediaList),
  published: z.boolean(),
  publishFrom: z.optional(z.nullable(Moment)),
  publishUntil: z.optional(z.nullable(Moment)),
  skus: listOf(Sku, 100, 1),
})

/** The most rows of a file of products; what is more goes into a second file. */
export const MAX_CSV_ROWS = 500

/** How many things wrong with a file are named. */
export const MAX_CSV_ERRORS = 50

type Filled<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> }

/** A SKU with nothing left out. */
export type WholeSku = Filled<Sku>

/** A product with nothing left out, as it is stored. */
export type WholeProduct = Filled<Omit<Product, 'skus'>> & { readonly skus: readonly WholeSku[] }
