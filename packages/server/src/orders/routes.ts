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
  type ImportSaleFacts,
  importOrder,
  importSale,
  listAllOrders,
  listOrders,
  type Order,
  type OrderPlaced,
  orderOf,
  placeOrder,
  redeem,
  redeemItem,
} from '@siyu/core/orders'
import type { PointsSettings } from '@siyu/core/points'
import type { CommissionPlan } from '@siyu/core/referrals'
import { type BrandRow, loadSettings } from '../brands/index.ts'
import { loadCart } from '../carts/index.ts'
import { loadSkus } from '../catalog/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { given } from '../kernel/read.ts'
import { loadBirthday } from '../members/index.ts'
import {
  lifeOf,
  loadEarning,
  loadItem,
  loadLots,
  loadPointsAccount,
  loadRedeemedCount,
  loadSpend,
} from '../points/index.ts'
import { loadCartCoupons, loadPricing } from '../pricing/index.ts'
import { loadPromotionUses } from '../promotions/index.ts'
import { loadOrderCommissions, loadReferrers, loadRulesFor } from '../referrals/index.ts'
import { loadStoredValue } from '../storedvalue/index.ts'
import { growthFacts, loadGrowth, loadTierSettings } from '../tiers/index.ts'
import { loadBasket, loadItemShelf } from './basket.ts'
import { checkoutFacts, redeemFacts, tierById } from './facts.ts'
import { withoutReasons, withReasons } from './reasons.ts'
import { loadOrder, loadOrders, loadOwnOrder, loadTaken, memberOfOrder, type OrderRow } from './store.ts'

export const orderRoutes: readonly Route[] = [
  command(checkout, {
    load: (call, { orderId, storedValueMinor = 0 }) => ({
      taken: loadTaken(call, orderId),
      // Only who pays by it has to wait for others that do.
      storedValue: storedValueMinor === 0 ? given(undefined) : loadStoredValue(call, memberOf(call)),
      ...loadCheckout(call, memberOf(call)),
    }),
    decide: (facts, input, call) => placeOrder(checkoutFacts(facts, input, call)),
    reply: (events) => orderOf(events[0] as OrderPlaced),
  }),
  command(redeemItem, {
    load: (call, { orderId, itemId }) => ({
      taken: loadTaken(call, orderId),
      item: loadItem(call, itemId),
      redeemed: loadRedeemedCount(call, memberOf(call), itemId),
      basket: loadItemShelf(call, itemId),
      ...loadPricing(call, memberOf(call), given([])),
      ...loadTerms(call, memberOf(call)),
    }),
    decide: (rows, input, call) => redeem(redeemFacts(rows, input, call)),
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
      ...loadGrowth(call, memberOf(call)),
      order: loadOwnOrder(call, memberOf(call), orderId),
      lots: loadLots(call, memberOf(call), orderId),
      earning: loadEarning(call, memberOf(call), orderId),
      commissions: loadOrderCommissions(call, orderId),
    }),
    decide: ({ order, lots, earning, commissions, ...rows }, _input, call) => {
      const growth = growthFacts(rows, call)
      const { settings, brand } = rows
      const sale = order &&
        growth && {
          ...{ order, terms: order, commissions, growth, program: settings.earn, life: lifeOf(settings, brand) },
          lot: lots.find(({ id }) => id === earning?.lotId),
          debtCount: rows.account?.debtCount ?? 0,
        }
      return complete({ sale, now: call.now })
    },
    reply: (events, { order }) => forMember(withoutReasons(evolve(order as Order, events))),
    finish: async (stored, _call, _input, { order }) => withReasons(stored, order),
  }),
  command(importOrder, {
    load: (call, { memberId, externalId, lines }) => ({
      ...loadGrowth(call, memberId),
      taken: loadTaken(call, importedId(externalId)),
      skus: loadSkus(call, [...new Set(lines.map(({ skuId }) => skuId))]),
    }),
    decide: ({ taken, skus, ...rows }, input, call) => {
      const { settings, tiers, standing, account, brand } = rows
      const growth = growthFacts(rows, call)
      return importSale({
        ...{ input, orderId: importedId(input.externalId), isTaken: taken !== undefined },
        program: settings.earn,
        life: lifeOf(settings, brand),
        context: earnerOf(standing?.tierId),
        member: growth && { ...growth, debtCount: account?.debtCount ?? 0 },
        skus: new Map(
          skus.map(({ id, productId, productTitle: title, costMinor, category, tags, attributes }) => [
            id,
            { productId, title, unitCostMinor: costMinor, categories: [category], tags, attributes },
          ]),
        ),
        tierMultiplierBps: tierById(tiers, standing?.tierId).pointsMultiplierBps,
        growthBps: tiers.growthPerMinorBps,
        currency: (brand as BrandRow).currency,
        lotId: call.newId('lot'),
      })
    },
    reply: (events, _facts, { externalId }) => ({ orderId: importedId(externalId), created: events.length > 0 }),
  }),
]

/** What is known of who bought something elsewhere, long ago: their tier of now. */
function earnerOf(tierId: string | undefined): ImportSaleFacts['context'] {
  return {
    ...{ tierId: tierId ?? null, tags: [], segmentIds: [], joinedAt: null, orderNumber: null, birthday: null },
    place: { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null },
  }
}

/** Everything a checkout decides on, in one statement. */
function loadCheckout(call: Call, memberId: string) {
  return {
    cart: loadCart(call),
    basket: loadBasket(call, memberId),
    ...loadPricing(call, memberId, loadCartCoupons(call, memberId)),
    ...loadTerms(call, memberId),
  }
}

/** What an order freezes beside its price. */
function loadTerms(call: Call, memberId: string) {
  return {
    tiers: loadTierSettings(call),
    plan: loadSettings<CommissionPlan>(call, 'referrals'),
    referrers: loadReferrers(call, memberId),
    commissionRules: loadRulesFor(call, memberId),
    birthday: loadBirthday(call, memberId),
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
