import type { PricingFacts, Quote, Reason } from '../../pricing/index.ts'
import type { ShippingSettings } from '../../shipping/index.ts'
import type { TaxSettings } from '../../taxes/index.ts'
import type { FrozenPricing } from '../schema.ts'

/** Why a rule that took nothing may well take something once there is less in the basket: it gave way to another. */
const gaveWay: ReadonlySet<Reason | null> = new Set<Reason>([
  'better_in_group',
  'better_price',
  'excluded',
  'nothing_left',
])

/** The facts of a price, cut down to what pricing a part of this basket by the same rules can need. */
export function freeze(pricing: PricingFacts, quoted: Quote): FrozenPricing {
  const { place, points, shipping, taxes } = pricing
  const bought = quoted.lines.filter(({ giftOf }) => giftOf === null)
  const skuIds = new Set(bought.map(({ skuId }) => skuId))
  const ruleIds = new Set(
    quoted.explain.flatMap(({ ruleId, minor, reason }) => (minor > 0 || gaveWay.has(reason) ? [ruleId] : [])),
  )
  const skus = pricing.skus.filter(({ skuId }) => skuIds.has(skuId))
  return {
    ...pricing,
    skus,
    promotions: pricing.promotions.flatMap((each) => (ruleIds.has(each.id) ? [{ ...each, limits: null }] : [])),
    coupons: pricing.coupons.filter(({ id }) => quoted.couponIds.includes(id)),
    points: quoted.pointsCount === 0 || points === null ? null : { ...points, spendableCount: quoted.pointsCount },
    usage: [],
    couponUsage: [],
    gifts: giftsOf(pricing, quoted),
    shipping: shipping && shippingTo(shipping, place.region ?? '', quoted, pricing),
    taxes: taxes && taxesOn(taxes, skus),
  }
}

/** As many of each gift as were given. */
function giftsOf({ gifts }: PricingFacts, { lines }: Quote): PricingFacts['gifts'] {
  return gifts.flatMap((gift) => {
    const given = lines.filter(({ giftOf, skuId }) => giftOf !== null && skuId === gift.skuId)
    const availableCount = given.reduce((sum, { quantity }) => sum + quantity, 0)
    return availableCount === 0 ? [] : [{ ...gift, availableCount }]
  })
}

/** The templates of what is shipped (the first serves those without one), with the zones that reach the place. */
function shippingTo(
  { templates, refund }: ShippingSettings,
  region: string,
  { lines }: Quote,
  { skus, gifts }: PricingFacts,
): ShippingSettings {
  const shipped = new Set(lines.map(({ skuId }) => skuId))
  const used = new Set([...skus, ...gifts].flatMap((sku) => (shipped.has(sku.skuId) ? [sku.shippingTemplateId] : [])))
  const kept = templates.filter(({ id }, place) => place === 0 || used.has(id))
  return {
    refund,
    templates: kept.map((template) => ({
      ...template,
      zones: template.zones.filter(
        ({ regions }) => regions.length === 0 || regions.some((each) => region.startsWith(each)),
      ),
    })),
  }
}

function taxesOn(taxes: TaxSettings, skus: PricingFacts['skus']): TaxSettings {
  const categories = new Set<string | null>(['shipping', null, ...skus.map(({ taxCategory }) => taxCategory ?? null)])
  return { ...taxes, rates: taxes.rates.filter(({ category }) => categories.has(category)) }
}
