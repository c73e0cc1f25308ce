import { runningPrices } from '@siyu/core/catalog'
import { available } from '@siyu/core/inventory'
import { type PointsSettings, redeemable, spendableNow } from '@siyu/core/points'
import { type GiftFacts, type Place, type PricedSku, type PricingFacts, pricedSku } from '@siyu/core/pricing'
import { type Counters, type Promotion, publicPromotion, usageOf } from '@siyu/core/promotions'
import { pricesOfTier, type Tier } from '@siyu/core/tiers'
import { zoneOffsetMinutes } from '../brands/index.ts'
import { type PricingShop, pricesOfShop, type SkuRow } from '../catalog/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Loaded } from '../kernel/read.ts'
import { freeShipping } from './benefits.ts'
import type { PricingLoads, ShelfRow } from './store.ts'

export type PricingRows = Loaded<PricingLoads>

/** Those of the SKUs that can be bought, by id. */
export function skusForSale(skus: readonly SkuRow[]): ReadonlyMap<string, SkuRow> {
  return new Map(skus.filter(({ isForSale }) => isForSale).map((sku) => [sku.id, sku]))
}

/** The rows of a price as the rules want them. A draft stands instead of the promotion with its id. */
export function pricingFacts(
  rows: PricingRows,
  skus: readonly SkuRow[],
  said: Place | undefined,
  { now, brandId }: Pick<Call, 'now' | 'brandId'>,
  draft?: Promotion | undefined,
): PricingFacts {
  const { brand, tier, account, lots, points, shopper, shipping, taxes } = rows
  if (brand === undefined) throw new Error(`no brand ${brandId}`)
  const tierId = tier?.tierId ?? null
  const held = rows.tiers.tiers.find(({ id }) => id === tierId)
  const place = { ...placeOf(said), shopId: rows.shop?.id ?? null }
  const running = [...rows.promotions, ...freeShipping(held)]
  const promotions = draft === undefined ? running : [...running.filter(({ id }) => id !== draft.id), draft]
  const offset = zoneOffsetMinutes(brand.timeZone, now)
  const spendableCount = redeemable(spendableNow(lots, account, now), points)
  return {
    currency: brand.currency,
    skus: [...skusForSale(skus).values()].map((sku) => skuFacts(sku, tierId, held, { place, now, shop: rows.shop })),
    tierId,
    promotions,
    coupons: rows.coupons,
    points: shopper === undefined ? null : { spendableCount, settings: redeemTerms(points) },
    shopper: {
      tags: shopper?.tags ?? [],
      segmentIds: shopper?.segmentIds ?? [],
      joinedAt: shopper?.joinedAt ?? null,
      orderNumber: shopper === undefined ? null : shopper.orderCount + 1,
    },
    place,
    zoneOffsetMinutes: offset,
    usage: [...usageOf(promotions, countersOf(rows), { now, zoneOffsetMinutes: offset })],
    couponUsage: [...rows.couponUsage],
    gifts: rows.gifts.map((gift) => giftFacts(gift, tierId, held, { place, now, shop: rows.shop })),
    shipping,
    taxes,
    now,
  }
}

/**
 * A budget of which so much is left is told as none. Whoever buys for less is priced alike without it, and what a
 * campaign has to spend is no business of its shoppers; a smaller rest is told, since the price depends on it.
 */
export const TOLD_BUDGET_MINOR = 1_000_000

/** The facts as a shopper's device may know them. */
export function publicFacts(facts: PricingFacts): PricingFacts {
  const { promotions, usage, couponUsage } = facts
  return {
    ...facts,
    promotions: promotions.map(publicPromotion),
    usage: usage.map(withoutLargeBudget),
    couponUsage: couponUsage.map(withoutLargeBudget),
  }
}

function withoutLargeBudget([id, left]: PricingFacts['usage'][number]): PricingFacts['usage'][number] {
  const isLarge = left.budgetLeftMinor !== null && left.budgetLeftMinor >= TOLD_BUDGET_MINOR
  return [id, isLarge ? { ...left, budgetLeftMinor: null } : left]
}

/** What was counted of the promotions' limits. */
export function countersOf({ promotionTotals, promotionMembers }: PricingRows): Counters {
  return { totals: promotionTotals, members: promotionMembers }
}

/** Where somebody says they are; a promoter's shop counts only when it is open. */
function placeOf(said: Place = {}): Omit<PricingFacts['place'], 'shopId'> {
  const { channel = null, communityId = null, region = null, shippingMethodId = null } = said
  return { channel, communityId, region, shippingMethodId }
}

/** Where and when somebody buys: it decides which price lists apply. */
type Spot = { readonly place: PricingFacts['place']; readonly now: number; readonly shop: PricingShop | undefined }

/** The prices of other tiers are nobody's business. */
function skuFacts(row: SkuRow, tierId: string | null, tier: Tier | undefined, at: Spot): PricedSku {
  const { place, now, shop } = at
  const { productId, productTitle, category, tags, attributes, memberPrices } = row
  const own = pricesOfTier(
    memberPrices.filter((price) => price.tierId === tierId),
    tier,
    row.listMinor,
  )
  const product = { id: productId, title: productTitle, category, tags, attributes }
  const shopPrices = [...runningPrices(row.shopPrices, now), ...pricesOfShop(shop, row)]
  return pricedSku(product, { ...row, memberPrices: own, shopPrices }, place)
}

function giftFacts(row: ShelfRow, tierId: string | null, tier: Tier | undefined, at: Spot): GiftFacts {
  return { ...skuFacts(row, tierId, tier, at), availableCount: Math.max(0, available(row)) }
}

function redeemTerms(settings: PointsSettings): NonNullable<PricingFacts['points']>['settings'] {
  const { redeemCount, redeemMinor, redeemMaxBps, redeemStepCount, redeemMinimumCount } = settings
  return { redeemCount, redeemMinor, redeemMaxBps, redeemStepCount, redeemMinimumCount }
}
