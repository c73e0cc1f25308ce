import type { Address, Cart, CartEmptied } from '../../carts/index.ts'
import { type Coupon, type CouponHeld, isGifted } from '../../coupons/index.ts'
import { bySku, hold, type Shelf, type SkuQuantity, type StockHeld } from '../../inventory/index.ts'
import { accept, type CodeOf, type Decision, MAX_AMOUNT, type Refusal, refuse } from '../../kernel/index.ts'
import {
  type EarnLine,
  type EarnProgram,
  earnFor,
  type PointsHeld,
  type PointsLot,
  takeLots,
} from '../../points/index.ts'
import { isTooLarge, type Place, type PricingFacts, type Quote, quote, quoteFactsOf } from '../../pricing/index.ts'
import { type Counters, type PromotionUsed, useDecision } from '../../promotions/index.ts'
import { type CommissionPlan, type CommissionRule, chooseRules, uplines } from '../../referrals/index.ts'
import { holdStoredValue, type StoredValueHeld } from '../../storedvalue/index.ts'
import type { MembershipTerm } from '../../tiers/index.ts'
import type { checkout } from '../contract.ts'
import type { OrderInvoiceRequested, OrderNoted } from '../details.ts'
import type { OrderPlaced } from '../events.ts'
import type { OrderSettings } from '../operator-schema.ts'
import { usedCoupons } from './coupons.ts'
import { type PlacedDetails, placedDetails } from './details.ts'
import { earnFacts } from './earning.ts'
import { orderOf } from './evolve.ts'
import { freeze } from './freeze.ts'
import { fulfilmentOf } from './fulfilment.ts'
import { checkoutOrigin } from './moves.ts'

type Code = CodeOf<typeof checkout>

export type PlaceOrderFacts = {
  readonly orderId: string
  /** There is an order of this id already. */
  readonly isTaken: boolean
  readonly memberId: string
  readonly cart: Cart
  readonly place?: Place | undefined
  /** Where it is to go; null for nowhere yet, undefined when the book has no such address. */
  readonly address: Pick<Address, 'region'> | null | undefined
  readonly details: PlacedDetails
  /** What a quote of the cart depends on: the SKUs that can be bought, and the member's own coupons. */
  readonly pricing: PricingFacts
  /** By SKU, gifts included. */
  readonly stocks: ReadonlyMap<string, Shelf>
  readonly unitCosts: ReadonlyMap<string, number>
  /** What was used of the promotions' limits, as `pricing` was made from. */
  readonly counters: Counters
  readonly lots: readonly PointsLot[]
  /** The member's points are frozen: none can be spent. */
  readonly isFrozen: boolean
  readonly program: EarnProgram
  readonly tierMultiplierBps: number
  /** The member's birthday; null when it is not known. */
  readonly birthday: string | null
  readonly plan: CommissionPlan
  readonly referrerId: string | null
  readonly grandReferrerId: string | null
  /** The referrer's tier, and the rules of commission that run; absent for none. */
  readonly referrerTierId?: string | null | undefined
  readonly commissionRules?: readonly CommissionRule[] | undefined
  readonly growthBps: number
  /** What SKUs of the cart buy of a membership; absent for none. */
  readonly memberships?: ReadonlyMap<string, MembershipTerm> | undefined
  /** The fees of memberships count as growth. */
  readonly feeGrowth?: boolean | undefined
  /** What the shopper pays by stored value, and what there is; absent for none. */
  readonly storedValue?: { readonly wantedMinor: number; readonly availableMinor: number } | undefined
  /** What the shopper was shown. */
  readonly expectedPayableMinor: number
  /** The gifts the shopper was shown; undefined when nobody said. */
  readonly expectedGifts?: readonly SkuQuantity[] | undefined
  /** How long it waits for its payment, and how it goes on then. */
  readonly settings: OrderSettings
  readonly now: number
}

export type PlaceOrderEvent =
  | OrderPlaced
  | StockHeld
  | CouponHeld
  | PointsHeld
  | StoredValueHeld
  | PromotionUsed
  | CartEmptied
  | OrderNoted
  | OrderInvoiceRequested

/**
 * Turns a cart into an order at the price of this moment, with everything later steps read frozen in it. Stock (that of
 * gifts too), coupons, points and the limits of promotions are held together, or nothing happens. A coupon that finds
 * nothing to lower is not used up.
 */
export function placeOrder(facts: PlaceOrderFacts): Decision<PlaceOrderEvent, Code> {
  const { cart, pricing, expectedPayableMinor } = facts
  const early = cartRefusal(facts) ?? couponRefusal(facts)
  if (early !== undefined) return { ok: false, refusal: early }
  const quoted = quoteCart(facts)
  if (isTooLarge(quoted)) return refuse('basket_too_large', { maxMinor: MAX_AMOUNT })
  const unmet = unmetCoupon(facts, quoted)
  if (unmet !== undefined) return refuse('coupon_not_usable', unmet)
  const spendableCount = pricing.points?.spendableCount ?? 0
  if (cart.pointsCount > 0 && facts.isFrozen) return refuse('points_frozen')
  if (cart.pointsCount > spendableCount) return refuse('points_insufficient', { spendableCount })
  const { payableMinor } = quoted
  if (payableMinor !== expectedPayableMinor) return refuse('price_changed', { payableMinor })
  const gifts = bySku(quoted.lines.filter(({ giftOf }) => giftOf !== null))
  if (!areSame(gifts, facts.expectedGifts ?? gifts)) return refuse('gift_changed', { gifts })
  const { wantedMinor = 0, availableMinor = 0 } = facts.storedValue ?? {}
  const stored = holdStoredValue({ ...facts, wantedMinor, availableMinor, payableMinor })
  if (!stored.ok) return stored
  const goods = quoted.lines.filter(({ skuId }) => !facts.memberships?.has(skuId))
  const held = hold(facts.stocks, goods, facts.orderId)
  return held.ok ? accept<PlaceOrderEvent>(...placed(facts, quoted, held.events, stored.events)) : held
}

function cartRefusal({ cart, isTaken, address, pricing }: PlaceOrderFacts): Refusal<Code> | undefined {
  if (cart.lines.length === 0) return { code: 'cart_empty' }
  if (isTaken) return { code: 'order_exists' }
  if (address === undefined) return { code: 'address_missing' }
  const prices = new Map(pricing.skus.map(({ skuId, listMinor }) => [skuId, listMinor]))
  const missing = cart.lines.find(({ skuId }) => !prices.has(skuId))
  if (missing !== undefined) return { code: 'sku_missing', detail: { skuId: missing.skuId } }
  const totalMinor = cart.lines.reduce((sum, { skuId, quantity }) => sum + quantity * (prices.get(skuId) ?? 0), 0)
  return totalMinor > MAX_AMOUNT ? { code: 'basket_too_large', detail: { maxMinor: MAX_AMOUNT } } : undefined
}

/** The first coupon the cart insists on that cannot be used, whatever is in the cart. */
function couponRefusal({ cart, pricing, now }: PlaceOrderFacts): Refusal<Code> | undefined {
  for (const couponId of cart.couponIds ?? []) {
    const coupon = pricing.coupons.find(({ id }) => id === couponId)
    if (coupon === undefined) return { code: 'coupon_missing', detail: { couponId } }
    if (coupon.status === 'held' || coupon.status === 'redeemed') return { code: 'coupon_used', detail: { couponId } }
    const reason = offReason(coupon, now)
    if (reason !== undefined) return { code: 'coupon_not_usable', detail: { couponId, reason } }
  }
  return undefined
}

function offReason(coupon: Coupon, now: number): string | undefined {
  if (coupon.status === 'void') return 'void'
  if (now < coupon.validFrom) return 'not_started'
  if (now >= coupon.validUntil) return 'ended'
  return isGifted(coupon, now) ? 'gifted' : undefined
}

function quoteCart({ cart, pricing, place }: PlaceOrderFacts): Quote {
  const { lines, couponIds, pointsCount } = cart
  return quote(quoteFactsOf(pricing, { lines, couponIds, pointsCount, place }))
}

function areSame(gifts: readonly SkuQuantity[], expected: readonly SkuQuantity[]): boolean {
  const wanted = new Map(bySku(expected).map(({ skuId, quantity }) => [skuId, quantity]))
  return wanted.size === gifts.length && gifts.every(({ skuId, quantity }) => wanted.get(skuId) === quantity)
}

/** A coupon the cart insists on that did not apply, when that is more than that nothing was left to lower. */
function unmetCoupon(
  { cart, pricing }: PlaceOrderFacts,
  quoted: Quote,
): { readonly couponId: string; readonly reason: string } | undefined {
  for (const couponId of cart.couponIds ?? []) {
    const said = quoted.explain.find(({ source, ruleId }) => source === 'coupon' && ruleId === couponId)
    const reason = said?.reason ?? 'nothing_left'
    if (!quoted.couponIds.includes(couponId) && reason !== 'nothing_left') return { couponId, reason }
  }
  return overBudget(pricing, quoted)
}

/** Coupons of one template share its budget. */
function overBudget(
  { coupons, couponUsage }: PricingFacts,
  { couponIds, explain }: Quote,
): { readonly couponId: string; readonly reason: string } | undefined {
  const left = new Map(couponUsage.map(([id, { budgetLeftMinor }]) => [id, budgetLeftMinor ?? Number.MAX_SAFE_INTEGER]))
  return couponIds
    .filter((couponId) => {
      const templateId = coupons.find(({ id }) => id === couponId)?.templateId ?? couponId
      const minor = explain.find(({ source, ruleId }) => source === 'coupon' && ruleId === couponId)?.minor ?? 0
      const rest = (left.get(templateId) ?? Number.MAX_SAFE_INTEGER) - minor
      left.set(templateId, rest)
      return rest < 0
    })
    .map((couponId) => ({ couponId, reason: 'budget_spent' }))[0]
}

function placed(
  facts: PlaceOrderFacts,
  quoted: Quote,
  stock: readonly StockHeld[],
  stored: readonly StoredValueHeld[],
): readonly PlaceOrderEvent[] {
  const { orderId, memberId, lots, now } = facts
  const [{ amountMinor: storedValueMinor } = { amountMinor: 0 }] = stored
  const paidBefore = storedValueMinor === 0 ? {} : { storedValueMinor }
  const order = { ...orderPlaced(facts, quoted), ...stockTaken(stock), ...paidBefore }
  const takes = takeLots(lots, quoted.pointsCount, now) ?? []
  const coupons = usedCoupons(orderOf(order), order.frozen)
  return [
    order,
    ...stock,
    ...coupons.map((coupon): CouponHeld => ({ type: 'coupon_held', ...coupon })),
    ...(quoted.pointsCount === 0 ? [] : [{ type: 'points_held' as const, memberId, orderId, takes }]),
    ...stored,
    ...limitsUsed(facts, quoted),
    { type: 'cart_emptied', memberId, orderId },
    ...placedDetails({ orderId, memberId }, facts.details),
  ]
}

/** From where the pieces of an order come, where that is not the first slot of the first location for all. */
export function stockTaken(held: readonly StockHeld[]): Pick<OrderPlaced, 'stock'> {
  const stock = held.flatMap(({ lines }) => lines)
  return stock.some(({ locationId, slot }) => locationId !== undefined || slot !== undefined) ? { stock } : {}
}

/** What an order is placed under, whatever it is made of. */
export type OrderTermsFacts = Pick<
  PlaceOrderFacts,
  | 'orderId'
  | 'memberId'
  | 'place'
  | 'pricing'
  | 'unitCosts'
  | 'program'
  | 'tierMultiplierBps'
  | 'birthday'
  | 'memberships'
  | 'feeGrowth'
  | 'plan'
  | 'referrerId'
  | 'grandReferrerId'
  | 'referrerTierId'
  | 'commissionRules'
  | 'growthBps'
  | 'settings'
  | 'now'
>

/** An order of what was quoted, with its terms frozen. */
export function orderPlaced(facts: OrderTermsFacts, quoted: Quote): OrderPlaced {
  const { orderId, memberId, pricing, place, unitCosts, now } = facts
  const { currency, lines, listMinor, payableMinor, pointsCount, couponIds, shipping, taxes } = quoted
  const { place: whole = pricing.place } = quoteFactsOf(pricing, { lines: [], place })
  const earning = earnFacts(quoted, pricing, facts)
  return {
    type: 'order_placed',
    ...{ orderId, memberId, currency, lines, listMinor, payableMinor, pointsCount, couponIds, shipping, taxes },
    placedAt: now,
    paymentDueAt: now + facts.settings.paymentWindowMs,
    costs: lines.map(({ lineId, skuId }) => ({ lineId, unitCostMinor: unitCosts.get(skuId) ?? 0 })),
    uplines: uplinesOf(facts, earning.lines),
    earn: earnFor(earning).terms,
    growthBps: facts.growthBps,
    frozen: freeze({ ...pricing, place: whole }, quoted),
    fulfilment: fulfilmentOf({ fulfilment: facts.settings }),
    origin: checkoutOrigin,
    ...membershipsOf(facts, quoted),
  }
}

function uplinesOf(facts: OrderTermsFacts, lines: readonly EarnLine[]): OrderPlaced['uplines'] {
  const { plan, referrerId, grandReferrerId, referrerTierId: tierId = null, commissionRules: rules = [], now } = facts
  const referrer = referrerId === null ? null : { memberId: referrerId, tierId }
  return uplines(plan, referrerId, grandReferrerId, chooseRules({ rules, lines, referrer, now }))
}

/** The memberships an order buys, with their terms as they are now. */
function membershipsOf(
  { memberships, feeGrowth = false }: Pick<PlaceOrderFacts, 'memberships' | 'feeGrowth'>,
  { lines }: Quote,
): Pick<OrderPlaced, 'memberships'> {
  const found = lines.flatMap(({ lineId, skuId }) => {
    const term = memberships?.get(skuId)
    return term === undefined ? [] : [{ lineId, term, earnsGrowth: feeGrowth }]
  })
  return found.length === 0 ? {} : { memberships: found }
}

/** One use of every promotion with limits that took something off the goods or the shipping. */
function limitsUsed(facts: PlaceOrderFacts, { explain }: Quote): readonly PromotionUsed[] {
  const { memberId, orderId, pricing, counters, now } = facts
  const applied = explain.flatMap(({ source, ruleId: promotionId, minor }) =>
    minor > 0 && (source === 'promotion' || source === 'timed_price') ? [{ promotionId, minor }] : [],
  )
  const { promotions, zoneOffsetMinutes } = pricing
  const used = useDecision({ memberId, orderId, applied, promotions, counters, now, zoneOffsetMinutes })
  if (!used.ok) throw new Error(`a quote took more of a promotion than is left: ${JSON.stringify(used.refusal)}`)
  return used.events
}
