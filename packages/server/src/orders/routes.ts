import type { Page } from '@siyu/core/kernel'
import { refuse } from '@siyu/core/kernel'
import {
  type CheckoutInput,
  checkout,
  getOrder,
  type ImportSaleFacts,
  importOrder,
  importSale,
  listAllOrders,
  listOrders,
  type Order,
  type OrderPlaced,
  type OrderSettings,
  orderOf,
  type PlaceOrderEvent,
  placeOrder,
  redeem,
  redeemItem,
} from '@siyu/core/orders'
import type { CommissionPlan } from '@siyu/core/referrals'
import { type BrandRow, loadSettings } from '../brands/index.ts'
import { CART_NOTE_ID, loadAddresses, loadCart, loadCartNote } from '../carts/index.ts'
import { loadSkus } from '../catalog/index.ts'
import { noteChange, noteWrites } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageFrom, readCursor } from '../kernel/cursor.ts'
import { answer, query } from '../kernel/query.ts'
import { given } from '../kernel/read.ts'
import type { Write } from '../kernel/write.ts'
import { loadBirthday } from '../members/index.ts'
import { lifeOf, loadItem, loadRedeemedCount } from '../points/index.ts'
import { loadCartCoupons, loadPricing } from '../pricing/index.ts'
import { loadReferrers, loadRulesFor } from '../referrals/index.ts'
import { loadStoredValue } from '../storedvalue/index.ts'
import { growthFacts, loadGrowth, loadTierSettings } from '../tiers/index.ts'
import { loadBasket, loadItemShelf } from './basket.ts'
import { addressWrite, detailRoutes, partyWrite } from './details.ts'
import { type CheckoutRows, checkoutFacts, redeemFacts, tierById, wishOf } from './facts.ts'
import { fulfilmentRoutes } from './fulfilment.ts'
import { forMember } from './reasons.ts'
import { loadOrders, loadOwnOrder, loadTaken } from './store.ts'

const saleRoutes: readonly Route[] = [
  command(checkout, {
    load: (call, { orderId, addressId, storedValueMinor = 0 }) => ({
      taken: loadTaken(call, orderId),
      book: addressId === undefined ? given([]) : loadAddresses(call),
      cartNote: loadCartNote(call),
      // Only who pays by it has to wait for others that do.
      storedValue: storedValueMinor === 0 ? given(undefined) : loadStoredValue(call, memberOf(call)),
      ...loadCheckout(call, memberOf(call)),
    }),
    decide: (facts, input, call) => placeOrder(checkoutFacts(facts, input, call)),
    reply: (events) => orderOf(events[0] as OrderPlaced),
    personal: (events, rows, input, call) => checkoutWrites(events, rows, input, call),
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
      orders: loadOrders(call, { memberId: memberOf(call) }, readCursor(cursor), limit + 1),
    }),
    reply: ({ orders }, { limit = DEFAULT_PAGE }) => answer(orderPage(orders.map(forMember), limit)),
  }),
  query(listAllOrders, {
    load: (call, { cursor, limit = DEFAULT_PAGE, ...filter }) => ({
      orders: loadOrders(call, filter, readCursor(cursor), limit + 1),
    }),
    reply: ({ orders }, { limit = DEFAULT_PAGE }) => answer(orderPage(orders, limit)),
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

export const orderRoutes: readonly Route[] = [...saleRoutes, ...fulfilmentRoutes, ...detailRoutes]

/** What is known of who bought something elsewhere, long ago: their tier of now. */
function earnerOf(tierId: string | undefined): ImportSaleFacts['context'] {
  return {
    ...{ tierId: tierId ?? null, tags: [], segmentIds: [], joinedAt: null, orderNumber: null, birthday: null },
    place: { channel: null, communityId: null, shopId: null, region: null, shippingMethodId: null },
  }
}

/** What is personal about an order: where it goes, the buyer's wish, which the cart lets go of, and the invoice. */
function checkoutWrites(
  events: readonly PlaceOrderEvent[],
  rows: CheckoutRows,
  input: CheckoutInput,
  call: Call,
): readonly Write[] {
  const { orderId, addressId, invoice } = input
  const address = rows.book.find(({ id }) => id === addressId)
  const noted = events.flatMap((event) => (event.type === 'order_noted' ? [event] : []))
  const owner = { ownerId: memberOf(call) }
  const words = wishOf(rows, input)
  return [
    ...(address === undefined ? [] : [addressWrite(call, orderId, address, true)]),
    ...noteWrites(call, noted, { ...owner, id: noted[0]?.noteId, kind: 'order_note', words }),
    ...noteChange(call, rows.cartNote, { ...owner, id: CART_NOTE_ID, kind: 'cart_note', words: '' }),
    ...(invoice === undefined ? [] : [partyWrite(call, orderId, invoice, true)]),
  ]
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
    orders: loadSettings<OrderSettings>(call, 'orders'),
    referrers: loadReferrers(call, memberId),
    commissionRules: loadRulesFor(call, memberId),
    birthday: loadBirthday(call, memberId),
  }
}

/** The id of an order of another system: the same external id always gives the same one. */
function importedId(externalId: string): string {
  return `ord_ext_${externalId}`
}

function orderPage(orders: readonly Order[], limit: number): Page<Order> {
  return pageFrom(
    orders,
    limit,
    ({ placedAt, id }) => ({ at: placedAt, id }),
    (order) => order,
  )
}
