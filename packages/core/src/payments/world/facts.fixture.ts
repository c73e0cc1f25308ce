import type { Cart } from '../../carts/index.ts'
import {
  firstOrderSettings,
  type GrowthFacts,
  type PayFacts,
  type PlaceOrderFacts,
  type RefundableSale,
} from '../../orders/index.ts'
import { type Life, spendable } from '../../points/index.ts'
import type { PricingFacts } from '../../pricing/index.ts'
import { type Counters, usageOf } from '../../promotions/index.ts'
import { tierFor } from '../../tiers/index.ts'
import { factsOf } from '../../tiers/standing.fixture.ts'
import type { Payment } from '../schema.ts'
import { stockOf } from './goods.fixture.ts'
import {
  buyerId,
  emptyCart,
  home,
  newId,
  paymentWindowMs,
  type SaleState,
  saleOf,
  type World,
} from './tables.fixture.ts'

/** The facts a server would load for a checkout of this cart. */
export function placeFacts(world: World, orderId: string, cart: Cart): PlaceOrderFacts {
  const { settings, tiers, plan, prices } = world.program
  const tier = tiers.tiers.find(({ id }) => id === world.tierId) ?? tierFor(tiers, world.growthCount)
  return {
    orderId,
    isTaken: world.sales.has(orderId),
    memberId: buyerId,
    cart,
    isFrozen: false,
    place: home,
    address: null,
    details: { noteId: 'note_1', isNoted: false, invoiceKind: null },
    pricing: pricingFacts(world, cart),
    counters: countersOf(world),
    stocks: world.stocks,
    unitCosts: new Map(prices.map(({ skuId }) => [skuId, 1])),
    program: settings.earn,
    tierMultiplierBps: tier.pointsMultiplierBps,
    birthday: null,
    lots: [...world.lots.values()],
    plan,
    referrerId: 'mem_b',
    grandReferrerId: 'mem_c',
    growthBps: tiers.growthPerMinorBps,
    storedValue: {
      wantedMinor: world.stored.wantedMinor,
      availableMinor: world.stored.balanceMinor - world.stored.heldMinor,
    },
    expectedPayableMinor: 0,
    settings: { ...firstOrderSettings, paymentWindowMs },
    now: world.now,
  }
}

function countersOf({ totals, ofMember }: World): Counters {
  return { totals: [...totals.values()], members: [...ofMember.values()] }
}

/** What a price depends on in this shop now. */
export function pricingFacts(world: World, cart: Cart): PricingFacts {
  const { settings, promotions, prices, shipping = null, taxes = null } = world.program
  const { now, tierId, debtCount, lots } = world
  const skuIds = new Set(cart.lines.map(({ skuId }) => skuId))
  const left = usageOf(promotions, countersOf(world), { now, zoneOffsetMinutes: 480 })
  const spendableCount = spendable([...lots.values()], debtCount, now)
  return {
    currency: 'CNY',
    ...{ tierId, promotions, shipping, taxes, place: home, zoneOffsetMinutes: 480, now },
    skus: prices.filter(({ skuId }) => skuIds.has(skuId)),
    coupons: [...world.coupons.values()],
    points: { spendableCount, settings },
    shopper: { tags: [], segmentIds: [], joinedAt: 0, orderNumber: world.sales.size + 1 },
    usage: [...left],
    couponUsage: [],
    gifts: prices.map((price) => {
      const { onHandCount, heldCount } = world.stocks.get(price.skuId) ?? stockOf(price.skuId, 0)
      return { ...price, availableCount: onHandCount - heldCount }
    }),
  }
}

/** A shopper's basket of pieces by SKU. */
export function cartOf(pieces: Readonly<Record<string, number>>, more: Partial<Cart> = {}): Cart {
  const lines = Object.entries(pieces).map(([skuId, quantity]) => ({ lineId: skuId, skuId, quantity }))
  return { ...emptyCart, couponIds: [], lines, ...more }
}

/** How the shop's lots end, on a clock eight hours ahead. */
export function lifeOf({ program }: World): Life {
  return { expiry: program.settings.expiry, offsetAt: () => 480 }
}

/** The facts a server would load to say how a payment went. */
export function payFactsOf(world: World, sale: SaleState): Omit<PayFacts, 'now'> {
  const { debtCount, used, lots, program } = world
  const earning = { program: program.settings.earn, life: lifeOf(world), used, debtCount, lots: [...lots.values()] }
  const { order, terms, heldTakes } = sale
  return { order, terms, heldTakes, leftPayeeIds: [], lotId: newId(world)('lot'), earning }
}

/** Where the shopper stands, as a server would load it. */
export function growthOf(world: World): GrowthFacts {
  const { standing, now, growthCount, tierId } = world
  return {
    tier: factsOf(world.program.tiers, growthCount, tierId, { memberId: buyerId, standing, now }),
    gifts: { templates: [], granted: [], debtCount: world.debtCount, life: lifeOf(world), newId: newId(world) },
  }
}

/** A sale with everything its refund may move, and the payment that paid it. */
export function refundableOf(
  world: World,
  orderId: string,
): { readonly sale: RefundableSale; readonly payments: readonly Payment[] } {
  const { order, terms, spentTakes, ownLotId, commissions, promotionUses } = saleOf(world, orderId)
  const sale: RefundableSale = {
    ...{ order, terms, spentTakes, ownLotId, commissions, promotionUses },
    lots: [...world.lots.values()],
    expiredCount: ownLotId === null ? 0 : (world.expired.get(ownLotId) ?? 0),
    debtCount: world.debtCount,
    settings: world.program.settings,
    growth: growthOf(world),
  }
  const states = [...world.payments.values()]
  const paid = states.filter(({ payment }) => payment.orderId === orderId && payment.status === 'succeeded')
  return { sale, payments: paid.map(({ payment }) => payment) }
}
