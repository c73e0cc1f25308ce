import { allocateByWeights, type RoundingMode } from '../../../packages/core/src/money/index.ts'
import { claw, countOf, earnFor, evaluate, redeemable } from '../../../packages/core/src/points/index.ts'
import { type Quote, quote } from '../../../packages/core/src/pricing/index.ts'
import type { Case, Verdict } from '../types.ts'
import { compared, skipped } from '../verdict.ts'
import { factsOf, fractionOf, lineOf, programOf, rule } from './shop.ts'

type Line = { id: string; sku?: string; qty: number; unitPrice: number; selected?: boolean; skuPoints?: number }
type PaidRule = { pointsPerMajorUnit: number | string; basis: string }
type SpentRule = { minorUnitsPerPoint: number; rounding: string; minorUnitsPerRedeemedPoint: number }
type LinesInput = { currency: string; exponent: number; rule: PaidRule; lines: Line[] }
type TotalInput = {
  currency: string
  rule: SpentRule
  orderTotal: number
  pointsRedeemed: number
  returnedTotal: number
  cancelled?: boolean
}

/** What a purchase earns: by its lines, or by its sum. */
export function earn(testCase: Case): Verdict {
  return testCase.input['lines'] === undefined ? earnByTotal(testCase) : earnByLines(testCase)
}

function earnByLines({ input, expect }: Case): Verdict {
  const { currency, exponent, rule: said, lines } = input as LinesInput
  if (said.basis !== 'paidAmount') return skipped(`earned by ${said.basis}; here by money paid`)
  const { over, under } = fractionOf(said.pointsPerMajorUnit)
  const granted = lines.filter(({ skuPoints }) => (skuPoints ?? 0) > 0)
  const program = programOf(
    [
      rule('paid', { kind: 'per_amount', count: over, perMinor: under * 10 ** exponent }),
      ...granted.map(({ id, skuPoints = 0 }) =>
        rule(`sku.${id}`, { kind: 'fixed', count: skuPoints, per: 'line' }, { items: { skuIds: [id] } }),
      ),
    ],
    { roundPer: 'line' },
  )
  const priced = quoteOf(currency, lines.filter(isSelected), 0, { redeemMinor: 1, redeemMaxBps: 0 })
  const bought = priced.lines.map(({ lineId, quantity, payableMinor }) =>
    lineOf(lineId, lineId, quantity, payableMinor),
  )
  const earned = earnFor(factsOf(program, bought))
  // What stays in the cart is no part of the purchase; its line shows what its SKU grants where nothing is paid.
  const own = lines.map((line) => {
    const alone = earnFor(factsOf(program, [lineOf(line.id, line.id, line.qty, 0)]))
    const found = isSelected(line) ? earned.lines.find(({ lineId }) => lineId === line.id)?.count : alone.count
    return [line.id, found ?? 0] as const
  })
  return compared(expect, { points: earned.count, lines: Object.fromEntries(own) })
}

function isSelected({ selected }: Line): boolean {
  return selected !== false
}

const roundings: Readonly<Record<string, RoundingMode>> = {
  ...{ floor: 'floor', ceil: 'ceil', trunc: 'trunc', expand: 'expand', round: 'halfExpand', halfExpand: 'halfExpand' },
  ...{ halfEven: 'halfEven', halfTrunc: 'halfTrunc', halfCeil: 'halfCeil', halfFloor: 'halfFloor', halfOdd: 'halfOdd' },
}

function earnByTotal({ input, expect }: Case): Verdict {
  const { currency, rule: said, orderTotal, pointsRedeemed = 0, returnedTotal = 0, cancelled } = input as TotalInput
  const rounding = roundings[said.rounding ?? 'floor']
  if (rounding === undefined) return skipped(`rounded by ${said.rounding}, which has no name here`)
  const line = { id: 'all', qty: 1, unitPrice: orderTotal }
  const terms = { redeemMinor: said.minorUnitsPerRedeemedPoint || 1, redeemMaxBps: 10_000 }
  const priced = quoteOf(currency, [line], pointsRedeemed, terms)
  const program = programOf([rule('paid', { kind: 'per_amount', count: 1, perMinor: said.minorUnitsPerPoint })], {
    rounding,
  })
  const earned = earnFor(factsOf(program, [lineOf('all', 'all', 1, priced.payableMinor)]))
  const keptMinor = cancelled === true ? 0 : Math.max(0, priced.payableMinor - returnedTotal)
  const kept = { lines: [{ lineId: 'all', netMinor: keptMinor, quantity: 1 }], shippingMinor: 0 }
  const points = earned.count - clawedCount(earned.count, evaluate(earned.terms, kept).count)
  const redemptionEntry = priced.pointsCount === 0 ? null : -priced.pointsCount
  return compared(expect, { points, redemptionEntry, entryExists: points > 0 })
}

/** What a refund takes of points that nobody has spent yet. */
function clawedCount(earnedCount: number, keptCount: number): number {
  const life = { activeAt: null, expiresAt: null, orderId: 'order', isGrace: false }
  const lot = { id: 'own', amountCount: earnedCount, remainingCount: earnedCount, ...life }
  const ids = { memberId: 'member', orderId: 'order', refundId: 'refund', ownLotId: 'own' }
  const before = { clawedCount: 0, expiredCount: 0, debtCount: 0, now: 0 }
  const clawed = claw({ ...ids, ...before, lots: [lot], earnedCount, keptCount, policy: 'debt' })
  return clawed.reduce((sum, { takes, debtCount }) => sum + countOf(takes) + debtCount, 0)
}

type RedeemInput = {
  currency: string
  balance: number
  usePoints: boolean
  rule: { centsPerPoint: number; maxPointsPerOrder: number | null }
  lines: Line[]
}

/** Points that pay for a basket, and what they take off each line. */
export function redeem({ input, expect }: Case): Verdict {
  const { currency, balance, usePoints, rule: said, lines } = input as RedeemInput
  const spendableCount = redeemable(balance, { redeemMaxCount: said.maxPointsPerOrder })
  const terms = { redeemMinor: said.centsPerPoint || 1, redeemMaxBps: said.maxPointsPerOrder === null ? 0 : 10_000 }
  const priced = quoteOf(currency, lines.filter(isSelected), usePoints ? spendableCount : 0, terms)
  const paid = lines.filter(isSelected).map(({ qty, unitPrice }) => qty * unitPrice)
  if ('lines' in expect && isUneven(priced.pointsMinor, paid))
    return skipped('shares of points rounded down, the rest to the last line: largest fractions here')
  const own = lines.map(({ id, qty, unitPrice }) => {
    const net = priced.lines.find(({ lineId }) => lineId === id)?.payableMinor ?? qty * unitPrice
    return [id, { discount: qty * unitPrice - net, total: net }] as const
  })
  const got = { pointsUsed: priced.pointsCount, discount: priced.pointsMinor, total: priced.payableMinor }
  return compared(expect, { ...got, lines: Object.fromEntries(own) })
}

type GrantInput = { points: number; lines: { id: string; total: number }[] }

/** Points shared over lines by what each cost. */
export function shareGrant({ input, expect }: Case): Verdict {
  const { points, lines } = input as GrantInput
  const totals = lines.map(({ total }) => total)
  if (isUneven(points, totals)) return skipped('shares rounded down, the rest to the last line: largest fractions here')
  const shares = allocateByWeights(points, totals)
  const own = Object.fromEntries(lines.map(({ id }, place) => [id, shares[place]]))
  return compared(expect, { lines: own, shares, points })
}

/** Whether a sum over these weights has shares that are no whole numbers, so that who gets the spare ones matters. */
function isUneven(sum: number, weights: readonly number[]): boolean {
  const total = weights.reduce((left, weight) => left + weight, 0)
  return total > 0 && weights.some((weight) => (sum * weight) % total !== 0)
}

function quoteOf(
  currency: string,
  lines: readonly Line[],
  requestedCount: number,
  terms: { readonly redeemMinor: number; readonly redeemMaxBps: number },
): Quote {
  const settings = { redeemCount: 1, redeemStepCount: 1, redeemMinimumCount: 0, ...terms }
  return quote({
    currency,
    lines: lines.map(({ id, qty, unitPrice }) => {
      const title = { zh: id, en: id }
      return { lineId: id, skuId: id, productId: id, title, quantity: qty, listMinor: unitPrice, memberPrices: [] }
    }),
    ...{ tierId: null, promotions: [], coupons: [], couponIds: null, now: 0 },
    points: { requestedCount, spendableCount: requestedCount, settings },
  })
}
