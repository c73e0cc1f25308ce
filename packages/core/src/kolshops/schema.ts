import * as z from 'zod/mini'
import { ShopProduct } from '../catalog/index.ts'
import { AmountMinor, Count, Day, Id, Label, listOf, Moment, type Schema, Words } from '../kernel/index.ts'

/** The most products of one shop. */
export const MAX_SHOP_PRODUCTS = 50
/** The most days of one answer of the statistics. */
export const MAX_SHOP_DAYS = 92

/**
 * applied: waits for the brand · open: sells · rejected: may apply again · suspended: closed by the brand, for now ·
 * closed: its promoter has left.
 */
export type KolShopStatus = 'applied' | 'open' | 'rejected' | 'suspended' | 'closed'
export const KolShopStatus: Schema<KolShopStatus> = z.enum(['applied', 'open', 'rejected', 'suspended', 'closed'])

const Story: Schema<string> = z.string().check(z.maxLength(500))
/** A picture of the shop's own address or of a safe one. */
const ImageUrl: Schema<string> = z.string().check(z.maxLength(2_000), z.regex(/^(https:\/\/|\/)[^\s"'<>\\]*$/))

/** What a promoter says of the shop: words of a person, which never stand in an event. */
export type KolShopPage = { readonly name: string; readonly story: string; readonly bannerUrl: string | null }
export const pageShape: {
  readonly name: Schema<string>
  readonly story: Schema<string>
  readonly bannerUrl: Schema<string | null>
} = { name: z.string().check(z.minLength(1), z.maxLength(40)), story: Story, bannerUrl: z.nullable(ImageUrl) }

/** What a promoter sells: some products in an order of their own, and a coupon to begin with. */
export type KolShopSelection = { readonly productIds: readonly string[]; readonly couponTemplateId: string | null }
export const selectionShape: {
  readonly productIds: Schema<readonly string[]>
  readonly couponTemplateId: Schema<string | null>
} = { productIds: listOf(Id, MAX_SHOP_PRODUCTS), couponTemplateId: z.nullable(Id) }

/** The most prices of one shop. */
export const MAX_OWN_PRICES = 500

/** What a SKU costs in one shop, as its promoter says. */
export type OwnPrice = { readonly skuId: string; readonly priceMinor: number }
export const OwnPrice: Schema<OwnPrice> = z.object({ skuId: Id, priceMinor: AmountMinor.check(z.gte(1)) })

/** A SKU of the selection with what its promoter may ask for it. */
export type PriceableSku = {
  readonly productId: string
  readonly title: Words
  readonly skuId: string
  readonly skuTitle: Words
  readonly listMinor: number
  /** The least it may cost; null where the brand set none, and so leaves no price to the promoter. */
  readonly floorMinor: number | null
  /** What the promoter asks; null for the brand's price. */
  readonly priceMinor: number | null
}
export const PriceableSku: Schema<PriceableSku> = z.object({
  ...{ productId: Id, title: Words, skuId: Id, skuTitle: Words, listMinor: AmountMinor },
  ...{ floorMinor: z.nullable(AmountMinor), priceMinor: z.nullable(AmountMinor) },
})

/** A shop of a promoter 达人小店 as its visitors see it. */
export type KolShop = KolShopPage & {
  readonly id: string
  /** The code of its link: whoever comes by it is bound to the promoter. */
  readonly code: string
  /** Those that are shown now, at the prices of this shop. */
  readonly products: readonly ShopProduct[]
  readonly couponTemplateId: string | null
}
export const KolShop: Schema<KolShop> = z.object({
  id: Id,
  ...pageShape,
  code: z.string(),
  products: listOf(ShopProduct, MAX_SHOP_PRODUCTS),
  couponTemplateId: z.nullable(Id),
})

/** A shop as its promoter and the brand see it. */
export type KolShopRecord = KolShopPage &
  KolShopSelection & {
    readonly id: string
    readonly memberId: string
    readonly status: KolShopStatus
    /** Null before it was open for the first time. */
    readonly code: string | null
    readonly appliedAt: number
    /** When the brand decided last; null before it did. */
    readonly decidedAt: number | null
    /** Why it was rejected or suspended; null for no reason. */
    readonly reason: string | null
  }
export const KolShopRecord: Schema<KolShopRecord> = z.object({
  ...{ id: Id, memberId: Id, status: KolShopStatus },
  ...pageShape,
  ...selectionShape,
  // Of somebody who was erased, nothing is left to be read.
  name: z.string(),
  code: z.nullable(z.string()),
  appliedAt: Moment,
  decidedAt: z.nullable(Moment),
  reason: z.nullable(Label),
})

/** What a shop did, on a day or in all. */
export type KolShopFigures = {
  /** Visitors by the shop's link, each once a day. */
  readonly visitCount: number
  /** Orders placed in the shop and paid. */
  readonly orderCount: number
  /** What was paid for them, shipping included, less what was refunded since. */
  readonly netSalesMinor: number
  /** The promoter's commission on them that was not taken back. */
  readonly commissionMinor: number
}
const figures = { visitCount: Count, orderCount: Count, netSalesMinor: AmountMinor, commissionMinor: AmountMinor }
export type KolShopDay = KolShopFigures & { readonly day: string }
/** Days of the brand's calendar on which something was, oldest first, and their sum. Orders count once paid. */
export type KolShopStats = { readonly days: readonly KolShopDay[]; readonly total: KolShopFigures }
export const KolShopStats: Schema<KolShopStats> = z.object({
  days: listOf(z.object({ day: Day, ...figures }), MAX_SHOP_DAYS),
  total: z.object(figures),
})
