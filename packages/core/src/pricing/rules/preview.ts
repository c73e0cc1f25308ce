import { type Coupon, unknownCoupon } from '../../coupons/index.ts'
import type { QuoteInput } from '../contract.ts'
import type { Place, PricingFacts } from '../facts.ts'
import type { PlaceFacts, PricedLine, QuoteFacts } from './facts.ts'

/**
 * A basket with everything its price depends on, for `quote`: the server's quotes and checkouts and the previews of a
 * browser are all made by this, so they cannot differ. SKUs that cannot be bought are left out; `checkQuoteInput`
 * refuses them. A coupon that is not in the wallet stands for itself, so that the quote can say that it does nothing.
 * Shop prices are those of the facts' own place: ask for new facts when channel, community or shop change.
 */
export function quoteFactsOf(facts: PricingFacts, input: QuoteInput): QuoteFacts {
  const { skus, coupons, points, place, usage, couponUsage, gifts, ...rest } = facts
  const couponIds = input.couponIds ?? null
  return {
    ...rest,
    lines: linesOf(skus, input.lines),
    coupons: [...wantedOf(coupons, couponIds, facts.now), ...unknownOf(coupons, couponIds)],
    couponIds,
    points: points && { ...points, requestedCount: input.pointsCount ?? 0 },
    place: placeOf(place, input.place ?? {}),
    usage: new Map(usage),
    couponUsage: new Map(couponUsage),
    gifts: new Map(gifts.map((gift) => [gift.skuId, gift])),
  }
}

function linesOf(skus: PricingFacts['skus'], lines: QuoteInput['lines']): readonly PricedLine[] {
  const byId = new Map(skus.map((sku) => [sku.skuId, sku]))
  return lines.flatMap(({ lineId, skuId, quantity }) => {
    const sku = byId.get(skuId)
    return sku === undefined ? [] : [{ ...sku, lineId, quantity }]
  })
}

/** Coupons that are over are only spoken of when the shopper insists on them. */
function wantedOf(coupons: readonly Coupon[], couponIds: readonly string[] | null, now: number): readonly Coupon[] {
  return coupons.filter(
    ({ id, status, validUntil }) => (status === 'issued' && now < validUntil) || couponIds?.includes(id) === true,
  )
}

function unknownOf(coupons: readonly Coupon[], couponIds: readonly string[] | null): readonly Coupon[] {
  const known = new Set(coupons.map(({ id }) => id))
  return [...new Set(couponIds ?? [])].filter((id) => !known.has(id)).map(unknownCoupon)
}

/**
 * What the basket says about its place goes before what the facts were asked for, but for the promoter's shop: whether
 * it is open is only known where the facts were made.
 */
function placeOf(asked: PlaceFacts, said: Place): PlaceFacts {
  const known = Object.entries(said).filter(([, value]) => value !== undefined)
  return { ...asked, ...Object.fromEntries(known), shopId: asked.shopId }
}
