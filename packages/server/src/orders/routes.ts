import type { Page } from '@siyu/core/kernel'
import { refuse } from '@siyu/core/kernel'
import {
  type CancelFacts,
  cancel,
  cancelOrder,
  checkout,
  complete,
  completeOrder,
  evolve,
  expire,
  expireOrder,
  getOrder,
  importOrder,
  importSale,
  listAllOrders,
  listOrders,
  type Order,
  type OrderPlaced,
  orderOf,
  placeOrder,
} from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import type { CommissionPlan } from '@siyu/core/referrals'
import { type BrandRow, loadBrand, loadSettings } from '../brands/index.ts'
import { loadCart } from '../carts/index.ts'
import { loadSkus } from '../catalog/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { loadEarning, loadLots, loadPointsAccount, loadSpend } from '../points/index.ts'
import { loadCartCoupons, loadPricing } from '../pricing/index.ts'
import { loadPromotionUses } from '../promotions/index.ts'
import { loadOrderCommissions, loadReferrers } from '../referrals/index.ts'
import { loadMemberTier, loadTierSettings } from '../tiers/index.ts'
import { loadBasket } from './basket.ts'
import { checkoutFacts, growthFacts, tierById } from './facts.ts'
import { withoutReasons, withReasons } from './reasons.ts'
import { loadOrder, loadOrders, loadOwnOrder, loadTaken, memberOfOrder, type OrderRow } from './store.ts'

export const orderRoutes: readonly Route[] = [
  command(checkout, {
    load: (call, { orderId }) => ({
      taken: loadTaken(call, orderId),
      ...loadCheckout(call, memberOf(call)),
    }),
    decide: (facts, input, call) => placeOrder(checkoutFacts(facts, input, call)),
    reply: (events) => orderOf(events[0] as OrderPlaced),
  }),
  query(getOrder, {
    load: (call, { orderId }) => ({ order: loadOwnOrder(call, memberOf(call), orderId) }),
    reply: ({ order }) => (order === undefined ? refuse('order_missing') : answer(forMember(order))),
  }),
  query(listOrders, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      orders: loadOrders(call, memberOf(call), readCursor(cursor), limit + 1),
    }),
    reply: ({ orders }, { limit = DEFAULT_PAGE }) => answer(orderPage(orders.map(forMember), limit)),
  }),
  query(listAllOrders, {
    load: (call, { cursor, limit = DEFAULT_PAGE }) => ({
      orders: loadOrders(call, null, readCursor(cursor), limit + 1),
    }),
    reply: ({ orders }, { limit = DEFAULT_PAGE }) => answer(orderPage(orders, limit)),
  }),
  command(cancelOrder, {
    load: (call, { orderId }) => ({
      order: loadOwnOrder(call, memberOf(call), orderId),
      ...loadHeld(call, memberOf(call), orderId),
    }),
    decide: (facts, _input, { newId, now }) => cancel({ sale: heldSale(facts), newId, now }),
    reply: (events, { order }) => forMember(withoutReasons(evolve(order as Order, events))),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  }),
  command(expireOrder, {
    load: (call, { orderId }) => ({
      order: loadOrder(call, orderId),
      ...loadHeld(call, memberOfOrder(call, orderId), orderId),
    }),
    decide: (facts, _input, { newId, now }) => expire({ sale: heldSale(facts), newId, now }),
    reply: (events, { order }) => withoutReasons(evolve(order as Order, events)),
  }),
  command(completeOrder, {
    load: (call, { orderId }) => ({
      order: loadOwnOrder(call, memberOf(call), orderId),
      account: loadPointsAccount(call, memberOf(call)),
      lots: loadLots(call, memberOf(call), orderId),
      earning: loadEarning(call, memberOf(call), orderId),
      settings: loadSettings<PointsSettings>(call, 'points'),
      tier: loadMemberTier(call, memberOf(call)),
      tiers: loadTierSettings(call),
      commissions: loadOrderCommissions(call, orderId),
    }),
    decide: ({ order, account, lots, earning, settings, tier, tiers, commissions }, _input, { now }) =>
      complete({
        sale:
          order === undefined
            ? undefined
            : {
                ...{ order, terms: order, commissions },
                lot: lots.find(({ id }) => id === earning?.lotId),
                debtCount: account?.debtCount ?? 0,
                expiryDays: settings.expiryDays,
                growth: growthFacts(tier, tiers),
              },
        now,
      }),
    reply: (events, { order }) => forMember(withoutReasons(evolve(order as Order, events))),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  }),
  command(importOrder, {
    load: (call, { memberId, externalId, lines }) => ({
      taken: loadTaken(call, importedId(externalId)),
      account: loadPointsAccount(call, memberId),
      tier: loadMemberTier(call, memberId),
      tiers: loadTierSettings(call),
      settings: loadSettings<PointsSettings>(call, 'points'),
      skus: loadSkus(call, [...new Set(lines.map(({ skuId }) => skuId))]),
      brand: loadBrand(call),
    }),
    decide: ({ taken, account, tier, tiers, settings, skus, brand }, input, call) =>
      importSale({
        ...{ input, settings, orderId: importedId(input.externalId), isTaken: taken !== undefined },
        member: tier === undefined ? undefined : { ...growthFacts(tier, tiers), debtCount: account?.debtCount ?? 0 },
        skus: new Map(
          skus.map(({ id, productId, productTitle: title, costMinor }) => [
            id,
            { productId, title, unitCostMinor: costMinor },
          ]),
        ),
        multiplierBps: tierById(tiers, tier?.tierId).pointsMultiplierBps,
        growthBps: tiers.growthPerMinorBps,
        currency: (brand as BrandRow).currency,
        lotId: call.newId('lot'),
      }),
    reply: (events, _facts, { externalId }) => ({ orderId: importedId(externalId), created: events.length > 0 }),
  }),
]

/** Everything a checkout decides on, in one statement. */
function loadCheckout(call: Call, memberId: string) {
  return {
    cart: loadCart(call),
    basket: loadBasket(call, memberId),
    ...loadPricing(call, memberId, loadCartCoupons(call, memberId)),
    tiers: loadTierSettings(call),
    plan: loadSettings<CommissionPlan>(call, 'referrals'),
    referrers: loadReferrers(call, memberId),
  }
}

/** What an unpaid order holds, to be given back. */
function loadHeld(call: Call, memberId: Parameters<typeof loadLots>[1], orderId: string) {
  return {
    account: loadPointsAccount(call, memberId),
    lots: loadLots(call, memberId, orderId),
    spend: loadSpend(call, memberId, orderId),
    promotionUses: loadPromotionUses(call, memberId, orderId),
    settings: loadSettings<PointsSettings>(call, 'points'),
  }
}

type HeldSale = NonNullable<CancelFacts['sale']>

type Held = Pick<HeldSale, 'lots' | 'promotionUses'> & {
  readonly order: OrderRow | undefined
  readonly spend: { readonly takes: readonly { readonly lotId: string; readonly count: number }[] } | undefined
  readonly settings: PointsSettings
}

function heldSale({ order, lots, promotionUses, spend, settings }: Held): HeldSale | undefined {
  if (order === undefined) return undefined
  return { order, terms: order, lots, promotionUses, heldTakes: spend?.takes ?? [], graceDays: settings.graceDays }
}

/** The id of an order of another system: the same external id always gives the same one. */
function importedId(externalId: string): string {
  return `ord_ext_${externalId}`
}

/** An order as its member sees it: what a refund took from promoters is not theirs to know. */
function forMember<O extends Order>(order: O): O {
  return { ...order, refunds: order.refunds.map((refund) => ({ ...refund, commissionMinor: null })) }
}

function orderPage(orders: readonly Order[], limit: number): Page<Order> {
  return pageFrom(
    orders,
    limit,
    ({ placedAt, id }) => ({ at: placedAt, id }),
    (order) => order,
  )
}
