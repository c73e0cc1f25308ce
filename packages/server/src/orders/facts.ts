import type { Cart } from '@siyu/core/carts'
import type { Coupon } from '@siyu/core/coupons'
import type { CheckoutInput, PlaceOrderFacts } from '@siyu/core/orders'
import type { PointsLot, PointsSettings } from '@siyu/core/points'
import type { Promotion } from '@siyu/core/promotions'
import type { CommissionPlan } from '@siyu/core/referrals'
import type { Tier, TierSettings } from '@siyu/core/tiers'
import type { BrandRow } from '../brands/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { type BasketRow, linesOf, stocksOf } from './basket.ts'

/** How long an order waits for its payment. */
export const PAYMENT_WINDOW_MS: number = 30 * 60_000

type TierRow = { readonly growthCount: number; readonly tierId: string }

/** The tier of this id; the lowest one when it is no longer among them. */
export function tierById(settings: TierSettings, tierId: string | undefined): Tier {
  const tier = settings.tiers.find(({ id }) => id === tierId) ?? settings.tiers[0]
  if (tier === undefined) throw new Error('a brand without tiers')
  return tier
}

/** Where a member stands; someone unknown stands at the bottom. */
export function growthFacts(
  row: TierRow | undefined,
  tiers: TierSettings,
): { readonly growthCount: number; readonly tierId: string; readonly tiers: TierSettings } {
  return { growthCount: row?.growthCount ?? 0, tierId: row?.tierId ?? tierById(tiers, undefined).id, tiers }
}

/** What a checkout loads. */
export type CheckoutRows = {
  readonly taken: { readonly id: string } | undefined
  readonly cart: Cart | undefined
  readonly basket: readonly BasketRow[]
  readonly coupon: Coupon | undefined
  readonly tier: TierRow | undefined
  readonly tiers: TierSettings
  readonly promotions: readonly Promotion[]
  readonly account: { readonly debtCount: number } | undefined
  readonly lots: readonly PointsLot[]
  readonly settings: PointsSettings
  readonly plan: CommissionPlan
  readonly referrers: { readonly referrerId: string | null; readonly grandReferrerId: string | null } | undefined
  readonly brand: BrandRow | undefined
}

const EMPTY_CART: Cart = { lines: [], couponId: null, pointsCount: 0 }

/** The rows of a checkout as the rule wants them. */
export function checkoutFacts(rows: CheckoutRows, input: CheckoutInput, call: Call): PlaceOrderFacts {
  const { basket, coupon, tiers, promotions, lots, settings, plan, referrers } = rows
  if (rows.brand === undefined) throw new Error(`no brand ${call.brandId}`)
  return {
    ...{ coupon, promotions, lots, settings, plan },
    orderId: input.orderId,
    isTaken: rows.taken !== undefined,
    memberId: memberOf(call),
    cart: rows.cart ?? EMPTY_CART,
    lines: linesOf(basket),
    stocks: stocksOf(basket),
    tier: tierById(tiers, rows.tier?.tierId),
    debtCount: rows.account?.debtCount ?? 0,
    currency: rows.brand.currency,
    referrerId: referrers?.referrerId ?? null,
    grandReferrerId: referrers?.grandReferrerId ?? null,
    growthBps: tiers.growthPerMinorBps,
    expectedPayableMinor: input.expectedPayableMinor,
    paymentWindowMs: PAYMENT_WINDOW_MS,
    now: call.now,
  }
}
