import type { Cart } from '@siyu/core/carts'
import { ageBandOf } from '@siyu/core/compliance'
import type { CheckoutInput, PlaceOrderFacts, RedeemFacts, RedeemItemInput } from '@siyu/core/orders'
import { isFrozen, type MallItemRow } from '@siyu/core/points'
import type { Place } from '@siyu/core/pricing'
import { type CommissionPlan, type CommissionRule, type Promoter, payees } from '@siyu/core/referrals'
import { availableMinor, type StoredValue } from '@siyu/core/storedvalue'
import type { Tier, TierSettings } from '@siyu/core/tiers'
import { zoneOffsetMinutes } from '../brands/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { countersOf, type PricingRows, pricingFacts, type ShelfRow } from '../pricing/index.ts'
import type { PromoterRow } from '../referrals/index.ts'
import { stocksOf, unitCostsOf } from './basket.ts'

/** How long an order waits for its payment. */
export const PAYMENT_WINDOW_MS: number = 30 * 60_000

/** The tier of this id; the lowest one when it is no longer among them. */
export function tierById(settings: TierSettings, tierId: string | undefined): Tier {
  const tier = settings.tiers.find(({ id }) => id === tierId) ?? settings.tiers[0]
  if (tier === undefined) throw new Error('a brand without tiers')
  return tier
}

/** What every order that is placed loads. */
type PlacingRows = PricingRows & {
  readonly taken: { readonly id: string } | undefined
  readonly basket: readonly ShelfRow[]
  readonly tiers: TierSettings
  readonly plan: CommissionPlan
  readonly birthday: { readonly birthday: string | null } | undefined
  readonly referrers: readonly PromoterRow[]
  readonly commissionRules: readonly CommissionRule[]
}

/** What the SKUs of a basket buy of memberships. */
export function membershipTerms(basket: readonly ShelfRow[]): PlaceOrderFacts['memberships'] {
  return new Map(basket.flatMap(({ id, membership }) => (membership === null ? [] : [[id, membership] as const])))
}

/** What a checkout loads. */
export type CheckoutRows = PlacingRows & {
  readonly cart: Cart
  readonly storedValue: Pick<StoredValue, 'balanceMinor' | 'heldMinor'> | undefined
}

/** The rows of a checkout as the rule wants them. */
export function checkoutFacts(rows: CheckoutRows, input: CheckoutInput, call: Call): PlaceOrderFacts {
  const { orderId, expectedPayableMinor, expectedGifts, place } = input
  return {
    ...placingFacts(rows, place, call),
    ...{ orderId, cart: rows.cart, place, expectedPayableMinor, expectedGifts },
    counters: countersOf(rows),
    storedValue: storedValueOf(rows, input),
  }
}

function storedValueOf({ storedValue }: CheckoutRows, { storedValueMinor = 0 }: CheckoutInput) {
  return storedValue && { wantedMinor: storedValueMinor, availableMinor: availableMinor(storedValue) }
}

/** What a redemption of a mall item loads. */
export type RedeemRows = PlacingRows & {
  readonly item: MallItemRow | undefined
  readonly redeemed: { readonly count: number } | undefined
}

/** The rows of a redemption as the rule wants them. */
export function redeemFacts(rows: RedeemRows, input: RedeemItemInput, call: Call): RedeemFacts {
  const { orderId, quantity, expectedPointsCount, expectedPayableMinor } = input
  return {
    ...placingFacts(rows, undefined, call),
    ...{ orderId, quantity, expectedPointsCount, expectedPayableMinor },
    item: rows.item,
    tierId: tierById(rows.tiers, rows.tier?.tierId).id,
    memberCount: rows.redeemed?.count ?? 0,
  }
}

function placingFacts(rows: PlacingRows, place: Place | undefined, call: Call) {
  const { basket, gifts, tier, tiers, lots, points, plan, referrers, birthday, commissionRules } = rows
  return {
    ...{ place, lots, plan, commissionRules },
    program: points.earn,
    birthday: birthday?.birthday ?? null,
    isTaken: rows.taken !== undefined,
    isFrozen: isFrozen(rows.account),
    memberId: memberOf(call),
    pricing: pricingFacts(rows, basket, place, call),
    stocks: stocksOf([...gifts, ...basket]),
    unitCosts: unitCostsOf([...gifts, ...basket]),
    tierMultiplierBps: tierById(tiers, tier?.tierId).pointsMultiplierBps,
    ...payees(promotersOf(referrers, rows.brand, call.now), plan, call.now),
    growthBps: tiers.growthPerMinorBps,
    memberships: membershipTerms(basket),
    feeGrowth: tiers.feeGrowth,
    paymentWindowMs: PAYMENT_WINDOW_MS,
    now: call.now,
  }
}

/** The promoters as the rule wants them: how old they are, and whether they are still there. */
export function promotersOf(
  rows: readonly PromoterRow[],
  brand: { readonly timeZone: string } | undefined,
  now: number,
): readonly Promoter[] {
  const offset = zoneOffsetMinutes(brand?.timeZone ?? 'UTC', now)
  return rows.map(({ birthday, ...row }) => ({ ...row, ageBand: ageBandOf(birthday, now, offset) }))
}
