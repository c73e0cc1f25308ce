import type { Cart } from '@siyu/core/carts'
import type { CheckoutInput, PlaceOrderFacts } from '@siyu/core/orders'
import type { CommissionPlan } from '@siyu/core/referrals'
import type { Tier, TierSettings } from '@siyu/core/tiers'
import { type Call, memberOf } from '../kernel/call.ts'
import { countersOf, type PricingRows, pricingFacts, type ShelfRow } from '../pricing/index.ts'
import { stocksOf, unitCostsOf } from './basket.ts'

/** How long an order waits for its payment. */
export const PAYMENT_WINDOW_MS: number = 30 * 60_000

/** The tier of this id; the lowest one when it is no longer among them. */
export function tierById(settings: TierSettings, tierId: string | undefined): Tier {
  const tier = settings.tiers.find(({ id }) => id === tierId) ?? settings.tiers[0]
  if (tier === undefined) throw new Error('a brand without tiers')
  return tier
}

/** What a checkout loads. */
export type CheckoutRows = PricingRows & {
  readonly taken: { readonly id: string } | undefined
  readonly cart: Cart
  readonly basket: readonly ShelfRow[]
  readonly tiers: TierSettings
  readonly plan: CommissionPlan
  readonly birthday: { readonly birthday: string | null } | undefined
  readonly referrers: { readonly referrerId: string | null; readonly grandReferrerId: string | null } | undefined
}

/** What the SKUs of a basket buy of memberships. */
function membershipTerms(basket: readonly ShelfRow[]): PlaceOrderFacts['memberships'] {
  return new Map(basket.flatMap(({ id, membership }) => (membership === null ? [] : [[id, membership] as const])))
}

/** The rows of a checkout as the rule wants them. */
export function checkoutFacts(rows: CheckoutRows, input: CheckoutInput, call: Call): PlaceOrderFacts {
  const { cart, basket, gifts, tier, tiers, lots, points, plan, referrers, birthday } = rows
  const { orderId, expectedPayableMinor, expectedGifts, place } = input
  return {
    ...{ orderId, cart, place, lots, plan, expectedPayableMinor, expectedGifts },
    program: points.earn,
    birthday: birthday?.birthday ?? null,
    isTaken: rows.taken !== undefined,
    memberId: memberOf(call),
    pricing: pricingFacts(rows, basket, place, call),
    stocks: stocksOf([...gifts, ...basket]),
    unitCosts: unitCostsOf([...gifts, ...basket]),
    counters: countersOf(rows),
    tierMultiplierBps: tierById(tiers, tier?.tierId).pointsMultiplierBps,
    referrerId: referrers?.referrerId ?? null,
    grandReferrerId: referrers?.grandReferrerId ?? null,
    growthBps: tiers.growthPerMinorBps,
    memberships: membershipTerms(basket),
    paymentWindowMs: PAYMENT_WINDOW_MS,
    now: call.now,
  }
}
