import type { Words } from '@siyu/core/kernel'
import type { MemberRow } from '@siyu/core/members'
import type { Order } from '@siyu/core/orders'

/** Beyond this many days a chart of days is drawn in months. */
const DAYS_DRAWN_MAX = 45
const DAY_MS = 86_400_000

export type OrderFigures = {
  readonly orderCount: number
  readonly paidCount: number
  readonly gmvMinor: number
  readonly averageMinor: number
  readonly refundedMinor: number
  readonly refundedBps: number
  readonly fromAt: number
  readonly untilAt: number
}

/** An order that was paid, whatever came after. */
export function wasPaid({ status }: Order): boolean {
  return status !== 'created' && status !== 'deposited' && status !== 'cancelled'
}

export function orderFigures(orders: readonly Order[]): OrderFigures {
  const paid = orders.filter(wasPaid)
  const gmvMinor = sum(paid, ({ payableMinor }) => payableMinor)
  const refundedMinor = sum(paid, (order) => order.refundedMinor)
  const moments = orders.map(({ placedAt }) => placedAt)
  return {
    orderCount: orders.length,
    paidCount: paid.length,
    gmvMinor,
    averageMinor: paid.length === 0 ? 0 : Math.round(gmvMinor / paid.length),
    refundedMinor,
    refundedBps: shareBps(refundedMinor, gmvMinor),
    fromAt: Math.min(...moments),
    untilAt: Math.max(...moments),
  }
}

export type MemberFigures = {
  readonly memberCount: number
  readonly buyerCount: number
  /** Ordered at least twice. */
  readonly repeatCount: number
  readonly pointsCount: number
}

export function memberFigures(members: readonly MemberRow[]): MemberFigures {
  return {
    memberCount: members.length,
    buyerCount: members.filter(({ orderCount }) => orderCount > 0).length,
    repeatCount: members.filter(({ orderCount }) => orderCount > 1).length,
    pointsCount: sum(members, ({ pointsCount }) => pointsCount),
  }
}

export type SalesSeries = {
  readonly unit: 'day' | 'month'
  readonly points: readonly { readonly label: string; readonly minor: number }[]
}

type Keys = { readonly dayKey: (at: number) => string; readonly monthKey: (at: number) => string }

/** Sales by day, or by month where the orders span many days; days without sales are there with 0. */
export function salesSeries(orders: readonly Order[], { dayKey, monthKey }: Keys): SalesSeries {
  const { fromAt, untilAt } = orderFigures(orders)
  const unit = untilAt - fromAt > DAYS_DRAWN_MAX * DAY_MS ? 'month' : 'day'
  const keyOf = unit === 'day' ? dayKey : monthKey
  const totals = new Map<string, number>()
  for (let at = fromAt; at <= untilAt; at += DAY_MS) totals.set(keyOf(at), 0)
  totals.set(keyOf(untilAt), 0)
  for (const order of orders.filter(wasPaid)) {
    const key = keyOf(order.placedAt)
    totals.set(key, (totals.get(key) ?? 0) + order.payableMinor)
  }
  const points = [...totals].map(([label, minor]) => ({ label, minor }))
  return { unit, points: points.toSorted((a, b) => a.label.localeCompare(b.label)) }
}

export type ProductSales = {
  readonly productId: string
  readonly title: Words
  readonly pieceCount: number
  readonly minor: number
}

/** What sold most in paid orders, by what was paid. */
export function bestSellers(orders: readonly Order[], limit: number): readonly ProductSales[] {
  const found = new Map<string, ProductSales>()
  for (const { line } of orders.filter(wasPaid).flatMap(({ lines }) => lines)) {
    const before = found.get(line.productId)
    found.set(line.productId, {
      productId: line.productId,
      title: shorter(before?.title ?? line.title, line.title),
      pieceCount: (before?.pieceCount ?? 0) + line.quantity,
      minor: (before?.minor ?? 0) + line.payableMinor,
    })
  }
  return [...found.values()].toSorted((a, b) => b.minor - a.minor).slice(0, limit)
}

/** Lines of a product may also name its SKU; the shortest title is the product's own. */
function shorter(one: Words, other: Words): Words {
  return other.zh.length < one.zh.length ? other : one
}

/** A part of a whole in basis points; 0 of nothing. */
export function shareBps(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part * 10_000) / whole)
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0)
}
