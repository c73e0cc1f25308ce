import {
  type Address,
  type AddressFacts,
  acknowledgeCart,
  type Cart,
  type CartLineSet,
  cartChanges,
  cartParcels,
  chooseAddress,
  dropAddress,
  getCart,
  keepAddress,
  listAddresses,
  look,
  mergeCart,
  mergeCarts,
  noteOrder,
  removeAddress,
  reviewCart,
  saveAddress,
  sendTo,
  setCartLine,
  setCartNote,
  setCartOptions,
  setLine,
  setOptions,
} from '@siyu/core/carts'
import { noteChange } from '../compliance/index.ts'
import { type Call, memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { CART_NOTE_ID, loadAddresses, loadCartNote, loadLocationNames, loadOffers, offersOf } from './review.ts'
import { addressWrite, type CartRow, loadCart, loadOwnCouponIds } from './store.ts'

const lineRoutes: readonly Route[] = [
  query(getCart, {
    load: (call) => ({ cart: loadCart(call) }),
    reply: ({ cart }) => answer(cart),
  }),
  command(setCartLine, {
    load: (call, { skuId }) => ({ cart: loadCart(call), ...loadOffers(call, [skuId]) }),
    decide: ({ cart, ...rows }, { skuId, quantity }, call) => {
      const offer = offersOf(rows).get(skuId)
      return setLine({ memberId: memberOf(call), cart, skuId, quantity, offer, seen: cart.seen })
    },
    reply: ([event], { cart }) => withLinesOf(cart, event),
  }),
  command(mergeCart, {
    load: (call, { lines }) => ({
      cart: loadCart(call),
      ...loadOffers(call, [...new Set(lines.map(({ skuId }) => skuId))]),
    }),
    decide: ({ cart, ...rows }, { lines: added }, call) => {
      const offers = [...offersOf(rows).values()]
      return mergeCarts({ memberId: memberOf(call), cart, added, offers, seen: cart.seen })
    },
    reply: ([event], { cart }) => withLinesOf(cart, event),
  }),
  command(setCartOptions, {
    load: (call, { couponIds }) => ({
      cart: loadCart(call),
      ownIds: loadOwnCouponIds(call, memberOf(call), couponIds ?? []),
    }),
    decide: ({ ownIds }, { couponIds, pointsCount }, call) =>
      setOptions({ memberId: memberOf(call), couponIds, pointsCount, ownIds }),
    reply: ([event], { cart: { lines } }, { couponIds, pointsCount }) => ({
      lines,
      couponIds: event?.couponIds ?? couponIds,
      pointsCount,
    }),
  }),
]

const reviewRoutes: readonly Route[] = [
  query(reviewCart, {
    load: (call) => ({
      cart: loadCart(call),
      note: loadCartNote(call),
      names: loadLocationNames(call),
      ...loadOffers(call, 'cart'),
    }),
    reply: ({ cart, note, names, ...rows }) => {
      const [offers, shelves] = [offersOf(rows), new Map(rows.goods.map((row) => [row.skuId, row]))]
      const parcels = cartParcels(cart.lines, offers, shelves).map((parcel) => ({
        ...parcel,
        name: names.get(parcel.locationId) ?? { zh: parcel.locationId, en: parcel.locationId },
      }))
      const { addressId } = cart
      const changes = cartChanges(cart.lines, cart.seen, offers)
      return answer({ changes, parcels, addressId, note: note?.words ?? '' })
    },
  }),
  command(acknowledgeCart, {
    load: (call) => ({ cart: loadCart(call), ...loadOffers(call, 'cart') }),
    decide: ({ cart, ...rows }, _input, call) =>
      look({ memberId: memberOf(call), lines: cart.lines, offers: offersOf(rows) }),
    reply: () => ({}),
  }),
  command(setCartNote, {
    load: (call) => ({ cart: loadCart(call), before: loadCartNote(call) }),
    decide: ({ before }, { note }, call) => noteOrder({ memberId: memberOf(call), before: before?.words ?? '', note }),
    personal: (events, { before }, { note }, call) =>
      events.length === 0
        ? []
        : noteChange(call, before, { ownerId: memberOf(call), id: CART_NOTE_ID, kind: 'cart_note', words: note }),
    reply: () => ({}),
  }),
]

const addressRoutes: readonly Route[] = [
  query(listAddresses, {
    load: (call) => ({ items: loadAddresses(call) }),
    reply: ({ items }) => answer({ items }),
  }),
  command(saveAddress, {
    load: (call) => ({ cart: loadCart(call), own: loadAddresses(call) }),
    decide: (facts, { id }, call) => keepAddress(bookOf(facts, id, call)),
    personal: ([event], _facts, address, call) => (event === undefined ? [] : [addressWrite(call, address, event)]),
    reply: (_events, _facts, { id }) => ({ id }),
  }),
  command(removeAddress, {
    load: (call) => ({ cart: loadCart(call), own: loadAddresses(call) }),
    decide: (facts, { id }, call) => dropAddress(bookOf(facts, id, call)),
    personal: ([event], _facts, { id }, call) => (event === undefined ? [] : [addressWrite(call, { id }, event)]),
    reply: (_events, _facts, { id }) => ({ id }),
  }),
  command(chooseAddress, {
    load: (call) => ({ cart: loadCart(call), own: loadAddresses(call) }),
    decide: (facts, { id }, call) => sendTo(bookOf(facts, id, call)),
    reply: (_events, _facts, { id }) => ({ id }),
  }),
]

export const cartRoutes: readonly Route[] = [...lineRoutes, ...reviewRoutes, ...addressRoutes]

function withLinesOf({ lines, couponIds, pointsCount }: CartRow, event: CartLineSet | undefined): Cart {
  return { lines: event?.lines ?? lines, couponIds, pointsCount }
}

type Book = { readonly cart: CartRow; readonly own: readonly Address[] }

function bookOf({ cart, own }: Book, addressId: string, call: Call): AddressFacts {
  const ownIds = own.map(({ id }) => id)
  return { memberId: memberOf(call), addressId, ownIds, chosenId: cart.addressId }
}
