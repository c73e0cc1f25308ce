import { getCart, setCartLine, setCartOptions, setLine, setOptions } from '@siyu/core/carts'
import { loadSkus } from '../catalog/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { loadCart, loadOwnCouponIds } from './store.ts'

export const cartRoutes: readonly Route[] = [
  query(getCart, {
    load: (call) => ({ cart: loadCart(call) }),
    reply: ({ cart }) => answer(cart),
  }),
  command(setCartLine, {
    load: (call, { skuId }) => ({ cart: loadCart(call), skus: loadSkus(call, [skuId]) }),
    decide: ({ cart, skus }, { skuId, quantity }, call) =>
      setLine({ memberId: memberOf(call), cart, skuId, quantity, isForSale: skus.some((sku) => sku.isForSale) }),
    reply: ([event], { cart: { lines, couponIds, pointsCount } }) => ({
      lines: event?.lines ?? lines,
      couponIds,
      pointsCount,
    }),
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
