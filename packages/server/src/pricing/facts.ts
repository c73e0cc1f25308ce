import { type Coupon, unknownCoupon } from '@siyu/core/coupons'
import { type PointsLot, type PointsSettings, spendable } from '@siyu/core/points'
import { type PricedLine, pricedLine, type QuoteFacts, type QuoteInput } from '@siyu/core/pricing'
import type { Promotion } from '@siyu/core/promotions'
import type { BrandRow } from '../brands/index.ts'
import type { SkuRow } from '../catalog/index.ts'
import type { Call } from '../kernel/call.ts'

/** What a quote loads. */
export type QuoteRows = {
  readonly brand: BrandRow | undefined
  readonly skus: readonly SkuRow[]
  readonly tier: { readonly tierId: string } | undefined
  readonly promotions: readonly Promotion[]
  readonly coupon: Coupon | undefined
  readonly account: { readonly debtCount: number } | undefined
  readonly lots: readonly PointsLot[]
  readonly settings: PointsSettings
}

/** Those of the SKUs that can be bought, by id. */
export function skusForSale(skus: readonly SkuRow[]): ReadonlyMap<string, SkuRow> {
  return new Map(skus.filter(({ isForSale }) => isForSale).map((sku) => [sku.id, sku]))
}

/** The rows of a quote as the rule wants them. A coupon that is not the caller's is told apart by the quote itself. */
export function quoteFacts(rows: QuoteRows, input: QuoteInput, { now, brandId }: Call): QuoteFacts {
  const { brand, tier, promotions, account, lots, settings } = rows
  if (brand === undefined) throw new Error(`no brand ${brandId}`)
  const { couponId, pointsCount: requestedCount = 0 } = input
  return {
    currency: brand.currency,
    lines: pricedLines(input.lines, skusForSale(rows.skus)),
    tierId: tier?.tierId ?? null,
    promotions,
    coupon: couponId === undefined ? null : (rows.coupon ?? unknownCoupon(couponId)),
    points: { requestedCount, spendableCount: spendable(lots, account?.debtCount ?? 0, now), settings },
    now,
  }
}

function pricedLines(lines: QuoteInput['lines'], skus: ReadonlyMap<string, SkuRow>): readonly PricedLine[] {
  return lines.flatMap(({ lineId, skuId, quantity }) => {
    const sku = skus.get(skuId)
    if (sku === undefined) return []
    return [pricedLine(lineId, { id: sku.productId, title: sku.productTitle }, sku, quantity)]
  })
}
