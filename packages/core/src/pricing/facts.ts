import * as z from 'zod/mini'
import { MemberPrice } from '../catalog/index.ts'
import { Coupon, MAX_WALLET } from '../coupons/index.ts'
import { AmountMinor, Bps, Count, Id, Label, listOf, Moment, type Schema, Words } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import { Promotion } from '../promotions/index.ts'
import { ShippingSettings } from '../shipping/index.ts'
import { TaxSettings } from '../taxes/index.ts'
import type { GiftFacts, PlaceFacts, PointsFacts, PricedLine, RuleUsage, ShopperFacts } from './rules/facts.ts'

/** The most lines a basket may have. */
export const MAX_LINES = 200

/** The most coupons a shopper may insist on at once. */
export const MAX_CHOSEN_COUPONS = 20

/** What a line to be priced takes from the catalogue; see {@link PricedLine}. */
export type PricedSku = Omit<PricedLine, 'lineId' | 'quantity'>

const skuShape = {
  skuId: Id,
  productId: Id,
  title: Words,
  listMinor: AmountMinor,
  memberPrices: listOf(MemberPrice, 100),
  shopPriceMinor: z.optional(z.nullable(AmountMinor)),
  floorMinor: z.optional(AmountMinor),
  categories: z.optional(listOf(Label, 100)),
  tags: z.optional(listOf(Label, 100)),
  attributes: z.optional(z.record(z.string(), z.string())),
  weightGrams: z.optional(Count),
  volumeMl: z.optional(Count),
  taxCategory: z.optional(z.nullable(Label)),
  shippingTemplateId: z.optional(z.nullable(Id)),
}
export const PricedSku: Schema<PricedSku> = z.object(skuShape)
const Gift: Schema<GiftFacts> = z.object({ ...skuShape, availableCount: Count })

/** Where and how the shopper buys; what is left out is not known. */
export type Place = { readonly [K in keyof PlaceFacts]?: PlaceFacts[K] | undefined }
const maybeLabel = z.optional(z.nullable(Label))
const maybeId = z.optional(z.nullable(Id))
export const Place: Schema<Place> = z.object({
  channel: maybeLabel,
  communityId: maybeId,
  shopId: maybeId,
  region: maybeLabel,
  shippingMethodId: maybeId,
})

const Shopper: Schema<ShopperFacts> = z.object({
  tags: listOf(Label, 1_000),
  segmentIds: listOf(Id, 1_000),
  joinedAt: z.nullable(Moment),
  orderNumber: z.nullable(Count),
})

const Usage: Schema<RuleUsage> = z.object({
  usesLeft: z.nullable(Count),
  memberUsesLeft: z.nullable(Count),
  budgetLeftMinor: z.nullable(AmountMinor),
})

/** What can be spent in points, and the terms of spending them. */
export type SpendablePoints = Omit<PointsFacts, 'requestedCount'>
const Spendable: Schema<SpendablePoints> = z.object({
  spendableCount: Count,
  settings: z.object({
    redeemCount: Count,
    redeemMinor: AmountMinor,
    redeemMaxBps: Bps,
    redeemStepCount: Count,
    redeemMinimumCount: Count,
  }),
})

/**
 * Everything the price of a basket depends on besides what is in it, as it is now and for one shopper: with it a
 * browser, a mini-program and the server price alike. See `quoteFactsOf`.
 */
export type PricingFacts = {
  readonly currency: Currency
  /** Those of the SKUs asked for that can be bought. */
  readonly skus: readonly PricedSku[]
  /** The shopper's tier; null for a visitor. */
  readonly tierId: string | null
  /** Those that run now, without their budgets. */
  readonly promotions: readonly Promotion[]
  /** Those of the shopper's wallet that can be used, and those asked for by id whatever their state. */
  readonly coupons: readonly Coupon[]
  /** Null for a visitor. */
  readonly points: SpendablePoints | null
  readonly shopper: ShopperFacts
  /** Where the shopper buys, as it was asked for; the shop prices of `skus` are those of this place. */
  readonly place: PlaceFacts
  /** Minutes the brand's zone is ahead of UTC at `now`. */
  readonly zoneOffsetMinutes: number
  /** What is left of the limits of promotions, by id; a promotion without an entry has none. */
  readonly usage: readonly (readonly [string, RuleUsage])[]
  /** What is left of the limits of coupon templates, by id of the template. */
  readonly couponUsage: readonly (readonly [string, RuleUsage])[]
  /** The SKUs that promotions and coupons may give away, with what is in stock. */
  readonly gifts: readonly GiftFacts[]
  readonly shipping: ShippingSettings | null
  readonly taxes: TaxSettings | null
  readonly now: number
}
export const PricingFacts: Schema<PricingFacts> = z.object({
  currency: Currency,
  skus: listOf(PricedSku, MAX_LINES),
  tierId: z.nullable(Id),
  promotions: listOf(Promotion, 500),
  coupons: listOf(Coupon, MAX_WALLET + MAX_CHOSEN_COUPONS),
  points: z.nullable(Spendable),
  shopper: Shopper,
  place: z.object({
    channel: z.nullable(Label),
    communityId: z.nullable(Id),
    shopId: z.nullable(Id),
    region: z.nullable(Label),
    shippingMethodId: z.nullable(Id),
  }),
  zoneOffsetMinutes: z.int(),
  usage: listOf(z.tuple([Id, Usage]), 1_000),
  couponUsage: listOf(z.tuple([Id, Usage]), 1_000),
  gifts: listOf(Gift, 1_000),
  shipping: z.nullable(ShippingSettings),
  taxes: z.nullable(TaxSettings),
  now: Moment,
})
