import type { Cart } from '@siyu/core/carts'
import { ageBandOf } from '@siyu/core/compliance'
import type { CheckoutInput, PlaceOrderFacts } from '@siyu/core/orders'
import { type CommissionPlan, type Promoter, payees } from '@siyu/core/referrals'
import type { Tier, TierSettings } from '@siyu/core/tiers'
import { zoneOffsetMinutes } from '../brands/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { countersOf, type PricingRows, pricingFacts, type ShelfRow } from '../pricing/index.ts'
import type { PromoterRow } from '../referrals/index.ts'
import { stocksOf, unitCostsOf } from './basket.ts'

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
export type CheckoutRows = PricingRows & {
  readonly taken: { readonly id: string } | undefined
  readonly cart: Cart
  readonly basket: readonly ShelfRow[]
  readonly tiers: TierSettings
  readonly plan: CommissionPlan
  readonly referrers: readonly PromoterRow[]
}

/** The rows of a checkout as the rule wants them. */
export function checkoutFacts(rows: CheckoutRows, input: CheckoutInput, call: Call): PlaceOrderFacts {
  const { cart, basket, gifts, tier, tiers, lots, points: settings, plan, referrers } = rows
  const { orderId, expectedPayableMinor, expectedGifts, place } = input
  return {
    ...{ orderId, cart, place, lots, settings, plan, expectedPayableMinor, expectedGifts },
    isTaken: rows.taken !== undefined,
    memberId: memberOf(call),
    pricing: pricingFacts(rows, basket, place, call),
    stocks: stocksOf([...gifts, ...basket]),
    unitCosts: unitCostsOf([...gifts, ...basket]),
    counters: countersOf(rows),
    multiplierBps: tierById(tiers, tier?.tierId).pointsMultiplierBps,
    ...payees(promotersOf(referrers, rows.brand, call.now)),
    growthBps: tiers.growthPerMinorBps,
    paymentWindowMs: PAYMENT_WINDOW_MS,
    now: call.now,
  }
}

/** The promoters as the rule wants them: how old they are, and whether they are still there. */
function promotersOf(
  rows: readonly PromoterRow[],
  brand: { readonly timeZone: string } | undefined,
  now: number,
): readonly Promoter[] {
  const offset = zoneOffsetMinutes(brand?.timeZone ?? 'UTC', now)
  return rows.map(({ birthday, ...row }) => ({ ...row, ageBand: ageBandOf(birthday, now, offset) }))
}
