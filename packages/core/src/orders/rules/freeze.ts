import type { PricingFacts, Quote, ShopperFacts } from '../../pricing/index.ts'
import type { Condition, Promotion } from '../../promotions/index.ts'
import type { ShippingSettings } from '../../shipping/index.ts'
import type { TaxSettings } from '../../taxes/index.ts'
import type { FrozenPricing } from '../schema.ts'
import { insideOf, mayApply, movingIn } from './smaller.ts'

/** The facts of a price, cut down to what pricing a part of this basket by the same rules can need. */
export function freeze(pricing: PricingFacts, quoted: Quote): FrozenPricing {
  const { place, points, shipping, taxes } = pricing
  const bought = quoted.lines.filter(({ giftOf }) => giftOf === null)
  const skuIds = new Set(bought.map(({ skuId }) => skuId))
  const skus = pricing.skus.filter(({ skuId }) => skuIds.has(skuId))
  const promotions = promotionsOf(pricing, quoted)
  const coupons = pricing.coupons.filter(({ id }) => quoted.couponIds.includes(id))
  return {
    ...pricing,
    ...{ skus, promotions, coupons },
    points: quoted.pointsCount === 0 || points === null ? null : { ...points, spendableCount: quoted.pointsCount },
    shopper: namedBy(
      pricing.shopper,
      [...promotions, ...coupons].flatMap(({ conditions }) => conditions),
    ),
    usage: budgetsOf(pricing.usage, new Set(promotions.map(({ id }) => id))),
    couponUsage: budgetsOf(pricing.couponUsage, new Set(coupons.map(({ templateId }) => templateId))),
    gifts: giftsOf(pricing, quoted),
    shipping: shipping && shippingTo(shipping, place.region ?? '', quoted, pricing),
    taxes: taxes && taxesOn(taxes, skus),
  }
}

/** Those that had a say in the price, or could have in that of a smaller basket. Their uses are counted. */
function promotionsOf({ promotions }: PricingFacts, quoted: Quote): readonly Promotion[] {
  const moving = movingIn(quoted, promotions)
  const ofPromotions = quoted.explain.filter(({ source }) => source === 'promotion' || source === 'timed_price')
  const said = new Map(ofPromotions.map((explanation) => [explanation.ruleId, explanation]))
  return promotions.flatMap((each) => {
    const explanation = said.get(each.id)
    return explanation !== undefined && mayApply(each, explanation, moving) ? [{ ...each, limits: null }] : []
  })
}

/** What was left of the budgets of these rules. */
function budgetsOf(usage: PricingFacts['usage'], ids: ReadonlySet<string>): PricingFacts['usage'] {
  return usage.flatMap(([id, { budgetLeftMinor }]) =>
    budgetLeftMinor !== null && ids.has(id)
      ? [[id, { usesLeft: null, memberUsesLeft: null, budgetLeftMinor }] as const]
      : [],
  )
}

/** Of the shopper's tags and segments only those the conditions ask for: the rest is nobody's business later. */
function namedBy(shopper: ShopperFacts, conditions: readonly Condition[]): ShopperFacts {
  const asked = conditions.flatMap(insideOf)
  const tags = new Set(asked.flatMap((each) => (each.kind === 'member_tag_in' ? each.tags : [])))
  const segmentIds = new Set(asked.flatMap((each) => (each.kind === 'segment_in' ? each.segmentIds : [])))
  return {
    ...shopper,
    tags: shopper.tags.filter((tag) => tags.has(tag)),
    segmentIds: shopper.segmentIds.filter((id) => segmentIds.has(id)),
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
