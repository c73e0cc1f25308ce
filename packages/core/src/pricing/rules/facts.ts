import type { MemberPrice } from '../../catalog/index.ts'
import type { Coupon } from '../../coupons/index.ts'
import type { Words } from '../../kernel/index.ts'
import type { Currency } from '../../money/index.ts'
import type { PointsSettings } from '../../points/index.ts'
import type { Promotion } from '../../promotions/index.ts'
import type { ShippingSettings } from '../../shipping/index.ts'
import type { TaxSettings } from '../../taxes/index.ts'

/** One line to be priced; `listMinor` is the list price of one unit. What is absent is empty, zero or unknown. */
export type PricedLine = {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly title: Words
  readonly quantity: number
  readonly listMinor: number
  readonly memberPrices: readonly MemberPrice[]
  /** The price of the channel's, community's or promoter's list that applies here; null for none. */
  readonly shopPriceMinor?: number | null | undefined
  /** No reduction takes a unit below this. */
  readonly floorMinor?: number | undefined
  readonly categories?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly attributes?: Readonly<Record<string, string>> | undefined
  /** Of one unit. */
  readonly weightGrams?: number | undefined
  /** Of one unit, in millilitres, that is cubic centimetres. */
  readonly volumeMl?: number | undefined
  readonly taxCategory?: string | null | undefined
  readonly shippingTemplateId?: string | null | undefined
}

/** A SKU that promotions may give away: what a line of it would be, and how many are in stock. */
export type GiftFacts = Omit<PricedLine, 'lineId' | 'quantity'> & { readonly availableCount: number }

/** What the shopper would like to spend and has in points, and the terms of spending them. */
export type PointsFacts = {
  readonly requestedCount: number
  readonly spendableCount: number
  readonly settings: Pick<
    PointsSettings,
    'redeemCount' | 'redeemMinor' | 'redeemMaxBps' | 'redeemStepCount' | 'redeemMinimumCount'
  >
}

/** What public rules may ask about the shopper; null and empty for a visitor. */
export type ShopperFacts = {
  readonly tags: readonly string[]
  readonly segmentIds: readonly string[]
  readonly joinedAt: number | null
  /** The how many-th order of the shopper this would be; null for a visitor, whose next order is unknown. */
  readonly orderNumber: number | null
}

/** Where and how the shopper buys; null where nothing is known. */
export type PlaceFacts = {
  readonly channel: string | null
  readonly communityId: string | null
  readonly shopId: string | null
  readonly region: string | null
  readonly shippingMethodId: string | null
}

/** What is left of the limits of a rule in its current period; null for no limit. */
export type RuleUsage = {
  readonly usesLeft: number | null
  readonly memberUsesLeft: number | null
  readonly budgetLeftMinor: number | null
}

/** Everything a price depends on, and nothing else: no behaviour, no profile. */
export type QuoteFacts = {
  readonly currency: Currency
  readonly lines: readonly PricedLine[]
  /** The shopper's tier; null for a visitor. */
  readonly tierId: string | null
  readonly promotions: readonly Promotion[]
  /** The coupons the shopper could use. */
  readonly coupons: readonly Coupon[]
  /** Exactly these coupons, in any order; null for the combination that costs least. */
  readonly couponIds: readonly string[] | null
  readonly points: PointsFacts | null
  readonly shopper?: ShopperFacts | undefined
  readonly place?: PlaceFacts | undefined
  /** Minutes the brand's zone is ahead of UTC at `now`. */
  readonly zoneOffsetMinutes?: number | undefined
  /** What is left of the limits of promotions, by id; a promotion without an entry has none. */
  readonly usage?: ReadonlyMap<string, RuleUsage> | undefined
  /** What is left of the limits of coupon templates, by id of the template. */
  readonly couponUsage?: ReadonlyMap<string, RuleUsage> | undefined
  readonly gifts?: ReadonlyMap<string, GiftFacts> | undefined
  readonly shipping?: ShippingSettings | null | undefined
  readonly taxes?: TaxSettings | null | undefined
  readonly now: number
}
