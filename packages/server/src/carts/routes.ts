import { getCart, setCartLine, setCartOptions, setLine, setOptions } from '@siyu/core/carts'
import { loadSkus } from '../catalog/index.ts'
import { loadCoupon } from '../coupons/index.ts'
import { memberOf } from '../kernel/call.ts'
import { command, type Route } from '../kernel/command.ts'
import { answer, query } from '../kernel/query.ts'
import { given } from '../kernel/read.ts'
import { loadCart } from './store.ts'

export const cartRoutes: readonly Route[] = [
  query(getCart, {
    load: (call) => ({ cart: loadCart(call) }),
    reply: ({ cart }) => answer(cart),
  }),
  command(setCartLine, {
    load: (call, { skuId }) => ({ cart: loadCart(call), skus: loadSkus(call, [skuId]) }),
    decide: ({ cart, skus }, { skuId, quantity }, call) =>
      setLine({ memberId: memberOf(call), cart, skuId, quantity, isForSale: skus.some((sku) => sku.isForSale) }),
    reply: ([event], { cart: { lines, couponId, pointsCount } }) => ({
      lines: event?.lines ?? lines,
      couponId,
      pointsCount,
    }),
  }),
  command(setCartOptions, {
    load: (call, { couponId }) => ({
      cart: loadCart(call),
      coupon: couponId === null ? given(undefined) : loadCoupon(call, memberOf(call), couponId),
    }),
    decide: ({ coupon }, { couponId, pointsCount }, call) =>
      setOptions({ memberId: memberOf(call), couponId, pointsCount, ownsCoupon: coupon !== undefined }),
    reply: (_events, { cart: { lines } }, { couponId, pointsCount }) => ({ lines, couponId, pointsCount }),
  }),
]
