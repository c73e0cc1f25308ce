import { floorRatio } from '../../money/index.ts'
import { type Quote, quoteChosen, quoteFactsOf, type UnitReduction, unitParts } from '../../pricing/index.ts'
import type { FrozenPricing, LineQuantity, Order, OrderLine, Refund } from '../schema.ts'
import { keptMinor } from './moves.ts'

/** What some goods are made of, component by component. Shipping is apart. */
export type Amounts = {
  /** Money, tax included. */
  readonly goodsMinor: number
  readonly taxMinor: number
  /** Points that were spent on them. */
  readonly pointsCount: number
  readonly reductions: readonly UnitReduction[]
}

/** What the goods of an order are made of that has not come back yet. */
export function leftAmounts(order: Order): Amounts {
  const whole = partsOf(order.lines.map(({ line }) => ({ line, from: 0, to: line.quantity })))
  const { refunds } = order
  return {
    goodsMinor: keptMinor(order),
    taxMinor: sumOf(refunds, ({ taxMinor }) => -taxMinor) + shippingTaxBack(order) + whole.taxMinor,
    pointsCount: sumOf(refunds, ({ pointsReturnedCount }) => -pointsReturnedCount) + whole.pointsCount,
    reductions: less(
      whole.reductions,
      refunds.flatMap(({ reductions }) => reductions),
    ),
  }
}

/** The shares of the next units of some lines, in map order, as far as they have not come back already. */
export function shareAmounts(order: Order, wanted: readonly LineQuantity[]): Amounts {
  const share = partsOf(
    order.lines.map(({ line, refundedCount: from }) => ({ line, from, to: from + wantedOf(line, wanted) })),
  )
  const left = leftAmounts(order)
  const goodsMinor = Math.min(share.goodsMinor, left.goodsMinor)
  return {
    goodsMinor,
    taxMinor: taxWithin(left, goodsMinor, share.taxMinor),
    pointsCount: Math.min(share.pointsCount, left.pointsCount),
    reductions: within(share.reductions, left.reductions),
  }
}

/**
 * What is paid above the price of what is kept, when that is priced again by the rules of the order: money, its tax,
 * points and reductions each by itself, and never less than nothing. What is kept may cost more money than was paid,
 * since it can take fewer points or gives less off: then so much less comes back in points, at the rate they were spent
 * at. A gift that is kept though the rest no longer earns it costs its list price.
 */
export function repricedAmounts(order: Order, frozen: FrozenPricing, wanted: readonly LineQuantity[]): Amounts {
  const left = leftAmounts(order)
  const kept = linesAfter(order.lines, wanted)
  const lines = kept.flatMap(({ line, refundedCount }) => {
    const { lineId, skuId, quantity, giftOf } = line
    return giftOf !== null || refundedCount === quantity ? [] : [{ lineId, skuId, quantity: quantity - refundedCount }]
  })
  const basket = { lines, couponIds: order.couponIds, pointsCount: left.pointsCount }
  const priced = quoteChosen(quoteFactsOf(frozen, basket))
  const due = partsOf(priced.lines.map((line) => ({ line, from: 0, to: line.quantity })))
  const aboveMinor = left.goodsMinor - due.goodsMinor - unearnedMinor(kept, priced)
  const goodsMinor = Math.max(0, aboveMinor)
  const short: UnitReduction = { source: 'points', funder: 'brand', minor: Math.max(0, -aboveMinor) }
  return {
    goodsMinor,
    taxMinor: taxWithin(left, goodsMinor, left.taxMinor - due.taxMinor),
    pointsCount: Math.max(0, left.pointsCount - due.pointsCount - pointsWorth(frozen, short.minor)),
    reductions: less(left.reductions, [...due.reductions, short]),
  }
}

/** The fewest points that were worth so much when they were spent. */
function pointsWorth({ points }: FrozenPricing, minor: number): number {
  if (points === null || minor === 0) return 0
  const { redeemCount, redeemMinor } = points.settings
  return -floorRatio(-minor, redeemCount, redeemMinor)
}

/** Of the tax that is wanted, what can be contained in the money that comes back, and in the money that is left. */
function taxWithin(left: Amounts, goodsMinor: number, taxMinor: number): number {
  const leastMinor = left.taxMinor - (left.goodsMinor - goodsMinor)
  return Math.min(goodsMinor, left.taxMinor, Math.max(0, leastMinor, taxMinor))
}

/** The list price of gifts that are kept and would not be given now. */
function unearnedMinor(kept: readonly OrderLine[], priced: Quote): number {
  const given = new Map<string, number>()
  for (const { giftOf, skuId, quantity } of priced.lines) {
    if (giftOf !== null) given.set(skuId, (given.get(skuId) ?? 0) + quantity)
  }
  return kept.reduce((sum, { line, refundedCount }) => {
    const keptCount = line.giftOf === null ? 0 : line.quantity - refundedCount
    const earnedCount = Math.min(keptCount, given.get(line.skuId) ?? 0)
    given.set(line.skuId, (given.get(line.skuId) ?? 0) - earnedCount)
    return sum + (keptCount - earnedCount) * (line.runs[0]?.listMinor ?? 0)
  }, 0)
}

/** The lines of an order after these units came back. */
export function linesAfter(lines: readonly OrderLine[], wanted: readonly LineQuantity[]): readonly OrderLine[] {
  return lines.map((each) => ({ ...each, refundedCount: each.refundedCount + wantedOf(each.line, wanted) }))
}

/** How many units of a line are wanted. */
export function wantedOf({ lineId }: OrderLine['line'], wanted: readonly LineQuantity[]): number {
  return wanted.find((each) => each.lineId === lineId)?.quantity ?? 0
}

type Units = { readonly line: OrderLine['line']; readonly from: number; readonly to: number }

function partsOf(units: readonly Units[]): Amounts {
  let [goodsMinor, taxMinor, pointsCount] = [0, 0, 0]
  const reductions: UnitReduction[] = []
  for (const { line, from, to } of units) {
    const parts = unitParts(line, from, to)
    goodsMinor += parts.paidMinor
    taxMinor += parts.taxMinor
    pointsCount += parts.pointsCount
    reductions.push(...parts.reductions)
  }
  return { goodsMinor, taxMinor, pointsCount, reductions: less(reductions, []) }
}

/** Reductions summed by source and funder, less others; none below zero. */
function less(from: readonly UnitReduction[], others: readonly UnitReduction[]): readonly UnitReduction[] {
  const sums = new Map<string, UnitReduction>()
  const add = ({ source, funder, minor }: UnitReduction, sign: 1 | -1): void => {
    const key = `${source} ${funder}`
    sums.set(key, { source, funder, minor: (sums.get(key)?.minor ?? 0) + sign * minor })
  }
  for (const reduction of from) add(reduction, 1)
  for (const reduction of others) add(reduction, -1)
  return [...sums.values()].filter(({ minor }) => minor > 0)
}

/** Reductions, none more than what others still hold of its source and funder. */
function within(wanted: readonly UnitReduction[], others: readonly UnitReduction[]): readonly UnitReduction[] {
  const held = (like: UnitReduction): number =>
    others.find(({ source, funder }) => source === like.source && funder === like.funder)?.minor ?? 0
  return wanted.map((each) => ({ ...each, minor: Math.min(each.minor, held(each)) })).filter(({ minor }) => minor > 0)
}

/** What has come back of the shipping. */
export function shippingBackMinor({ refunds }: Pick<Order, 'refunds'>): number {
  return sumOf(refunds, ({ shippingMinor }) => shippingMinor)
}

/** The tax contained in the first so much of what was paid for shipping. */
export function shippingTax({ shipping }: Pick<Order, 'shipping'>, minor: number): number {
  return shipping === null || shipping.payableMinor === 0
    ? 0
    : floorRatio(shipping.taxMinor, minor, shipping.payableMinor)
}

function shippingTaxBack(order: Order): number {
  return shippingTax(order, shippingBackMinor(order))
}

function sumOf(refunds: readonly Refund[], amount: (refund: Refund) => number): number {
  return refunds.reduce((sum, refund) => sum + amount(refund), 0)
}
