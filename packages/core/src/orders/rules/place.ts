import type { Cart, CartEmptied } from '../../carts/index.ts'
import type { Coupon, CouponHeld } from '../../coupons/index.ts'
import { hold, type Stock, type StockHeld } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, MAX_AMOUNT, type Refusal, refuse } from '../../kernel/index.ts'
import type { Currency } from '../../money/index.ts'
import { type PointsHeld, type PointsLot, type PointsSettings, spendable, takeLots } from '../../points/index.ts'
import { type PricedLine, type Quote, quote } from '../../pricing/index.ts'
import type { Promotion } from '../../promotions/index.ts'
import { type CommissionPlan, uplines } from '../../referrals/index.ts'
import type { Tier } from '../../tiers/index.ts'
import type { checkout } from '../contract.ts'
import type { OrderPlaced } from '../schema.ts'
import { checkoutOrigin } from './moves.ts'

type Code = CodeOf<typeof checkout>

export type PlaceOrderFacts = {
  readonly orderId: string
  /** There is an order of this id already. */
  readonly isTaken: boolean
  readonly memberId: string
  readonly cart: Cart
  /** The cart's lines as the catalogue prices them; a SKU that cannot be bought has none. */
  readonly lines: readonly (PricedLine & { readonly unitCostMinor: number })[]
  readonly stocks: ReadonlyMap<string, Stock>
  /** The coupon the cart names, when it is in this member's wallet. */
  readonly coupon: Coupon | undefined
  readonly tier: Pick<Tier, 'id' | 'pointsMultiplierBps'>
  readonly promotions: readonly Promotion[]
  readonly lots: readonly PointsLot[]
  readonly debtCount: number
  readonly settings: PointsSettings
  readonly currency: Currency
  readonly plan: CommissionPlan
  readonly referrerId: string | null
  readonly grandReferrerId: string | null
  readonly growthBps: number
  /** What the shopper was shown. */
  readonly expectedPayableMinor: number
  readonly paymentWindowMs: number
  readonly now: number
}

export type PlaceOrderEvent = OrderPlaced | StockHeld | CouponHeld | PointsHeld | CartEmptied

/**
 * Turns a cart into an order at the price of this moment, with everything later steps read frozen in it. Stock, coupon
 * and points are held together, or nothing happens. A coupon that finds nothing to lower is not used up.
 */
export function placeOrder(facts: PlaceOrderFacts): Decision<PlaceOrderEvent, Code> {
  const early = cartRefusal(facts) ?? couponRefusal(facts)
  if (early !== undefined) return { ok: false, refusal: early }
  const spendableCount = spendable(facts.lots, facts.debtCount, facts.now)
  const quoted = quoteCart(facts, spendableCount)
  const reason = unmetReason(facts.cart, quoted)
  if (reason !== undefined) return refuse('coupon_not_usable', { reason })
  if (facts.cart.pointsCount > spendableCount) return refuse('points_insufficient', { spendableCount })
  const { payableMinor } = quoted
  if (payableMinor !== facts.expectedPayableMinor) return refuse('price_changed', { payableMinor })
  const held = hold(facts.stocks, facts.cart.lines, facts.orderId)
  return held.ok ? accept<PlaceOrderEvent>(placed(facts, quoted), ...held.events, ...holds(facts, quoted)) : held
}

function cartRefusal({ cart, isTaken, lines }: PlaceOrderFacts): Refusal<Code> | undefined {
  if (cart.lines.length === 0) return { code: 'cart_empty' }
  if (isTaken) return { code: 'order_exists' }
  const missing = cart.lines.find(({ lineId }) => lines.every((line) => line.lineId !== lineId))
  if (missing !== undefined) return { code: 'sku_missing', detail: { skuId: missing.skuId } }
  const totalMinor = lines.reduce((sum, { quantity, listMinor }) => sum + quantity * listMinor, 0)
  return totalMinor > MAX_AMOUNT ? { code: 'basket_too_large', detail: { maxMinor: MAX_AMOUNT } } : undefined
}

function couponRefusal({ cart, coupon, now }: PlaceOrderFacts): Refusal<Code> | undefined {
  if (cart.couponId === null) return undefined
  if (coupon === undefined) return { code: 'coupon_missing' }
  if (coupon.status === 'held' || coupon.status === 'redeemed') return { code: 'coupon_used' }
  const reason = offReason(coupon, now)
  return reason === undefined ? undefined : { code: 'coupon_not_usable', detail: { reason } }
}

function offReason({ status, validFrom, validUntil }: Coupon, now: number): string | undefined {
  if (status === 'void') return 'void'
  if (now < validFrom) return 'not_started'
  return now < validUntil ? undefined : 'ended'
}

function quoteCart(facts: PlaceOrderFacts, spendableCount: number): Quote {
  const { currency, cart, lines, tier, promotions, settings, now } = facts
  const requestedCount = cart.pointsCount
  return quote({
    currency,
    lines,
    tierId: tier.id,
    promotions,
    coupon: cart.couponId === null ? null : (facts.coupon ?? null),
    points: requestedCount === 0 ? null : { requestedCount, spendableCount, settings },
    now,
  })
}

/** Why the chosen coupon did not apply, when that is more than that nothing was left to lower. */
function unmetReason(cart: Cart, quoted: Quote): string | undefined {
  if (cart.couponId === null || quoted.couponId !== null) return undefined
  const reason = quoted.explain.find(({ source }) => source === 'coupon')?.reason ?? undefined
  return reason === 'nothing_left' ? undefined : reason
}

function placed(facts: PlaceOrderFacts, quoted: Quote): OrderPlaced {
  const { orderId, memberId, now } = facts
  const { currency, lines, listMinor, payableMinor, pointsCount, couponId } = quoted
  return {
    type: 'order_placed',
    orderId,
    memberId,
    currency,
    lines,
    listMinor,
    payableMinor,
    pointsCount,
    couponId,
    placedAt: now,
    paymentDueAt: now + facts.paymentWindowMs,
    costs: facts.lines.map(({ lineId, unitCostMinor }) => ({ lineId, unitCostMinor })),
    uplines: uplines(facts.plan, facts.referrerId, facts.grandReferrerId),
    earnBps: facts.settings.earnBps,
    multiplierBps: facts.tier.pointsMultiplierBps,
    growthBps: facts.growthBps,
    origin: checkoutOrigin,
  }
}

function holds(facts: PlaceOrderFacts, quoted: Quote): readonly (CouponHeld | PointsHeld | CartEmptied)[] {
  const { orderId, memberId, lots, now } = facts
  const { couponId, pointsCount } = quoted
  const takes = takeLots(lots, pointsCount, now) ?? []
  return [
    ...(couponId === null ? [] : [{ type: 'coupon_held' as const, memberId, couponId, orderId }]),
    ...(pointsCount === 0 ? [] : [{ type: 'points_held' as const, memberId, orderId, takes }]),
    { type: 'cart_emptied', memberId, orderId },
  ]
}
