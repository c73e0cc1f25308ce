import { type MemberPrice, type Product, type Sku, unitPriceMinor } from '../catalog/index.ts'
import type { Coupon } from '../coupons/index.ts'
import { accept, type CodeOf, type Decision, MAX_AMOUNT, refuse, type Words } from '../kernel/index.ts'
import { allocate, allocateRuns, type Currency, floorRatio } from '../money/index.ts'
import type { PointsSettings } from '../points/index.ts'
import {
  type Basket,
  basketOf,
  byPriority,
  conditionsHold,
  effectMinor,
  type Promotion,
  runs,
} from '../promotions/index.ts'
import type { quoteBasket } from './contract.ts'
import type { Explanation, Quote, QuoteLine, Reason, Reduction } from './schema.ts'

/** One line to be priced; `listMinor` is the list price of one unit. */
export type PricedLine = {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly title: Words
  readonly quantity: number
  readonly listMinor: number
  readonly memberPrices: readonly MemberPrice[]
}

/** What the shopper would like to spend and has in points, and the terms of spending them. */
export type PointsFacts = {
  readonly requestedCount: number
  readonly spendableCount: number
  readonly settings: Pick<
    PointsSettings,
    'redeemCount' | 'redeemMinor' | 'redeemMaxBps' | 'redeemStepCount' | 'redeemMinimumCount'
  >
}

/** Everything a price depends on, and nothing else: no behaviour, no profile. */
export type QuoteFacts = {
  readonly currency: Currency
  readonly lines: readonly PricedLine[]
  /** The shopper's tier; null for a visitor. */
  readonly tierId: string | null
  readonly promotions: readonly Promotion[]
  readonly coupon: Coupon | null
  readonly points: PointsFacts | null
  readonly now: number
}

/** The rule id of points in reductions and explanations. */
export const POINTS_RULE = 'points'

const memberPriceName: Words = { zh: '会员价', en: 'Member price' }
const pointsName: Words = { zh: '积分抵扣', en: 'Points' }
const maxTitle = 200

/** Units of a line with equal figures, while they are worked on; `base` is what is left to pay for each. */
type Run = { readonly count: number; base: number; readonly reductions: Reduction[]; readonly pointsCount: number }
type Line = { readonly facts: PricedLine; readonly position: number; runs: readonly Run[]; leftMinor: number }
type Cut = Omit<Reduction, 'minor'>
type Rule = Cut & Pick<Promotion, 'name' | 'conditions' | 'effect'>

/** Makes the line to be priced of one SKU of a product. */
export function pricedLine(
  lineId: string,
  product: Pick<Product, 'id' | 'title'>,
  sku: Pick<Sku, 'id' | 'title' | 'listMinor' | 'memberPrices'>,
  quantity: number,
): PricedLine {
  const title = {
    zh: `${product.title.zh} ${sku.title.zh}`.slice(0, maxTitle),
    en: `${product.title.en} ${sku.title.en}`.slice(0, maxTitle),
  }
  const { id: skuId, listMinor, memberPrices } = sku
  return { lineId, skuId, productId: product.id, title, quantity, listMinor, memberPrices }
}

/**
 * Whether these lines can be quoted: every SKU is for sale, no line id stands twice, and the basket's list price is an
 * amount the contract can carry.
 */
export function checkQuoteInput(
  lines: readonly { readonly lineId: string; readonly skuId: string; readonly quantity: number }[],
  skus: ReadonlyMap<string, { readonly listMinor: number }>,
): Decision<never, CodeOf<typeof quoteBasket>> {
  const missing = lines.find(({ skuId }) => !skus.has(skuId))
  if (missing !== undefined) return refuse('sku_missing', { skuId: missing.skuId })
  const seen = new Set<string>()
  let listMinor = 0
  for (const { lineId, skuId, quantity } of lines) {
    if (seen.has(lineId)) return refuse('line_repeated', { lineId })
    seen.add(lineId)
    listMinor += quantity * (skus.get(skuId)?.listMinor ?? 0)
  }
  return listMinor > MAX_AMOUNT ? refuse('basket_too_large', { maxMinor: MAX_AMOUNT }) : accept()
}

/**
 * What a basket costs, to the unit, and why. Layers: best unit price, promotions by priority, coupon, points; each
 * takes from what the earlier left and never more. The order in which the lines stand changes nothing.
 * @throws RangeError when the list price of the basket passes {@link MAX_AMOUNT}; {@link checkQuoteInput} refuses it
 */
export function quote(facts: QuoteFacts): Quote {
  const lines = facts.lines.map(openLine).sort(byLineId)
  const listMinor = lines.reduce((sum, { facts: { quantity, listMinor: each } }) => sum + quantity * each, 0)
  if (!(listMinor <= MAX_AMOUNT)) throw new RangeError(`a basket of ${listMinor} is more than ${MAX_AMOUNT}`)
  const explain = [...applyMemberPrices(lines, facts.tierId)]
  const basket = basketOf(
    lines.map(({ facts: { skuId }, leftMinor }) => ({ skuId, amountMinor: leftMinor })),
    facts.tierId,
  )
  for (const promotion of [...facts.promotions].sort(byPriority)) {
    explain.push(applyRule(lines, basket, ruleOf('promotion', promotion), runs(promotion, facts.now)))
  }
  const coupon = facts.coupon === null ? null : applyCoupon(lines, basket, facts.coupon, facts.now)
  if (coupon !== null) explain.push(coupon)
  const points = applyPoints(lines, facts.points)
  if (points.explanation !== null) explain.push(points.explanation)
  const payableMinor = total(lines)
  return {
    currency: facts.currency,
    lines: [...lines].sort((a, b) => a.position - b.position).map(closeLine),
    listMinor,
    reductionMinor: listMinor - payableMinor,
    payableMinor,
    pointsCount: points.count,
    pointsMinor: points.explanation?.minor ?? 0,
    couponId: coupon !== null && coupon.minor > 0 ? coupon.ruleId : null,
    explain,
    quotedAt: facts.now,
  }
}

function openLine(facts: PricedLine, position: number): Line {
  const run = { count: facts.quantity, base: facts.listMinor, reductions: [], pointsCount: 0 }
  return { facts, position, runs: [run], leftMinor: facts.quantity * facts.listMinor }
}

function byLineId(a: Line, b: Line): number {
  if (a.facts.lineId === b.facts.lineId) return 0
  return a.facts.lineId < b.facts.lineId ? -1 : 1
}

function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { leftMinor }) => sum + leftMinor, 0)
}

function applyMemberPrices(lines: readonly Line[], tierId: string | null): readonly Explanation[] {
  if (tierId === null) return []
  const cut: Cut = { source: 'member_price', ruleId: tierId, funder: 'brand' }
  let minor = 0
  let isOffered = false
  for (const line of lines) {
    const { listMinor, memberPrices, quantity } = line.facts
    isOffered ||= memberPrices.some((price) => price.tierId === tierId)
    const off = listMinor - unitPriceMinor(line.facts, tierId)
    take(line, off * quantity, cut)
    minor += off * quantity
  }
  return isOffered ? [explained(cut, memberPriceName, minor, minor > 0 ? null : 'nothing_left')] : []
}

function ruleOf(
  source: 'promotion' | 'coupon',
  terms: Omit<Rule, keyof Cut> & { id: string; funder: Cut['funder'] },
): Rule {
  const { id: ruleId, name, conditions, effect, funder } = terms
  return { source, ruleId, funder, name, conditions, effect }
}

function applyCoupon(lines: readonly Line[], basket: Basket, coupon: Coupon, now: number): Explanation {
  return applyRule(lines, basket, ruleOf('coupon', coupon), whyNotUsable(coupon, now))
}

/** Null exactly when the coupon is usable; the moments are told apart for the shopper. */
function whyNotUsable(coupon: Coupon, now: number): Reason | null {
  if (coupon.status !== 'issued') return 'coupon_not_usable'
  if (now < coupon.validFrom) return 'not_started'
  return now < coupon.validUntil ? null : 'ended'
}

function applyRule(lines: readonly Line[], basket: Basket, rule: Rule, idle: Reason | null): Explanation {
  if (idle !== null) return explained(rule, rule.name, 0, idle)
  const held = conditionsHold(rule.conditions, basket)
  if (!held.ok) return explained(rule, rule.name, 0, held.reason, held.missingMinor)
  const eligible = held.lines === basket.every ? lines : held.lines.flatMap((index) => lines[index] ?? [])
  const minor = effectMinor(rule.effect, total(eligible))
  if (minor === 0) return explained(rule, rule.name, 0, 'nothing_left')
  spread(eligible, minor, { source: rule.source, ruleId: rule.ruleId, funder: rule.funder })
  return explained(rule, rule.name, minor, null)
}

function explained(
  { source, ruleId }: Cut,
  name: Words,
  minor: number,
  reason: Reason | null,
  missingMinor: number | null = null,
): Explanation {
  return { source, ruleId, name, minor, reason, missingMinor }
}

/** Splits a reduction over lines, then over the units of each, by what is left to pay. Returns the lines' shares. */
function spread(lines: readonly Line[], minor: number, cut: Cut): readonly number[] {
  const shares = allocate(
    minor,
    lines.map(({ leftMinor }) => leftMinor),
  )
  for (const [index, line] of lines.entries()) take(line, shares[index] ?? 0, cut)
  return shares
}

function take(line: Line, minor: number, cut: Cut): void {
  if (minor === 0) return
  line.leftMinor -= minor
  const [first] = line.runs
  const isEven = first !== undefined && line.runs.length === 1 && minor % first.count === 0
  if (isEven) reduce(first, minor / first.count, cut)
  else line.runs = reducedRuns(line.runs, minor, cut)
}

function reduce(run: Run, minor: number, { source, ruleId, funder }: Cut): void {
  run.base -= minor
  run.reductions.push({ source, ruleId, funder, minor })
}

function reducedRuns(before: readonly Run[], minor: number, cut: Cut): readonly Run[] {
  const after: Run[] = []
  for (const { count, base, share, index } of allocateRuns(minor, before)) {
    const run = before[index]
    if (run === undefined) continue
    const part = count === run.count ? run : { count, base, reductions: run.reductions.slice(), pointsCount: 0 }
    if (share > 0) reduce(part, share, cut)
    after.push(part)
  }
  return after
}

type PointsResult = { readonly count: number; readonly explanation: Explanation | null }

function applyPoints(lines: readonly Line[], points: PointsFacts | null): PointsResult {
  if (points === null || points.requestedCount === 0) return { count: 0, explanation: null }
  const cut: Cut = { source: 'points', ruleId: POINTS_RULE, funder: 'brand' }
  const payableMinor = total(lines)
  const count = pointsToSpend(points, payableMinor)
  if (count === 0) return { count, explanation: explained(cut, pointsName, 0, whyNoPoints(points, payableMinor)) }
  const minor = floorRatio(count, points.settings.redeemMinor, points.settings.redeemCount)
  const shares = spread(lines, minor, cut)
  spreadPoints(lines, shares, count, minor)
  return { count, explanation: explained(cut, pointsName, minor, null) }
}

/** min(requested, spendable, ⌊payable · share · rate⌋) down to the step; none below the minimum or if worth nothing. */
function pointsToSpend({ requestedCount, spendableCount, settings }: PointsFacts, payableMinor: number): number {
  const { redeemCount, redeemMinor, redeemMaxBps, redeemStepCount, redeemMinimumCount } = settings
  const affordableCount = floorRatio(payableMinor, redeemMaxBps * redeemCount, 10_000 * redeemMinor)
  const most = Math.min(requestedCount, spendableCount, affordableCount)
  const count = most - (most % redeemStepCount)
  if (count <= 0 || count < redeemMinimumCount) return 0
  return floorRatio(count, redeemMinor, redeemCount) > 0 ? count : 0
}

function whyNoPoints({ spendableCount, settings }: PointsFacts, payableMinor: number): Reason {
  if (settings.redeemMaxBps === 0) return 'inactive'
  if (payableMinor === 0) return 'nothing_left'
  const leastCount = Math.max(1, settings.redeemMinimumCount, settings.redeemStepCount)
  return spendableCount < leastCount ? 'points_insufficient' : 'points_below_minimum'
}

/**
 * Splits the points themselves over lines and units in proportion to the money they pay there. A point may be worth
 * less than one minor unit: the bases are scaled until they can hold all points, which does not change proportions.
 */
function spreadPoints(lines: readonly Line[], shares: readonly number[], count: number, minor: number): void {
  const scale = Math.ceil(count / minor)
  const counts = allocate(
    count,
    shares.map((share) => share * scale),
  )
  for (const [position, line] of lines.entries()) {
    const bases = line.runs.map((run) => ({ count: run.count, base: pointsMinorOf(run.reductions) * scale }))
    line.runs = allocateRuns(counts[position] ?? 0, bases).flatMap(({ count: units, share, index }) => {
      const run = line.runs[index]
      return run === undefined ? [] : [{ ...run, count: units, pointsCount: share }]
    })
  }
}

function pointsMinorOf(reductions: readonly Reduction[]): number {
  const last = reductions.at(-1)
  return last?.source === 'points' ? last.minor : 0
}

function closeLine({ facts, runs: open, leftMinor }: Line): QuoteLine {
  const { lineId, skuId, productId, title, quantity, listMinor } = facts
  const closed = open.map(({ count, base, reductions, pointsCount }) => {
    return { count, listMinor, reductions, payableMinor: base, pointsCount }
  })
  const pointsCount = open.reduce((sum, run) => sum + run.count * run.pointsCount, 0)
  const totals = { listMinor: quantity * listMinor, payableMinor: leftMinor, pointsCount }
  return { lineId, skuId, productId, title, quantity, ...totals, runs: closed }
}

/** What some frozen units of a line are made of, component by component. */
export type UnitParts = {
  readonly paidMinor: number
  readonly pointsCount: number
  readonly pointsMinor: number
  readonly listMinor: number
  /** Summed over the units by rule. */
  readonly reductions: readonly Reduction[]
}

/**
 * The sum of the frozen units [from, to) of a line, in map order: what a refund of those units gives back. Parts that
 * follow each other add up to the whole in every component.
 * @throws RangeError when the units are not units of the line
 */
export function unitParts(line: QuoteLine, from: number, to: number): UnitParts {
  const isInside =
    Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to && to <= line.quantity
  if (!isInside) throw new RangeError(`no units ${from} to ${to} in a line of ${line.quantity}`)
  let [paidMinor, pointsCount, listMinor, start] = [0, 0, 0, 0]
  const sums = new Map<string, Reduction>()
  for (const run of line.runs) {
    const units = Math.min(to, start + run.count) - Math.max(from, start)
    start += run.count
    if (units <= 0) continue
    paidMinor += units * run.payableMinor
    pointsCount += units * run.pointsCount
    listMinor += units * run.listMinor
    for (const reduction of run.reductions) addTo(sums, reduction, units)
  }
  const reductions = [...sums.values()]
  const pointsMinor = reductions.reduce((sum, { source, minor }) => (source === 'points' ? sum + minor : sum), 0)
  return { paidMinor, pointsCount, pointsMinor, listMinor, reductions }
}

function addTo(sums: Map<string, Reduction>, reduction: Reduction, units: number): void {
  const key = `${reduction.source} ${reduction.ruleId} ${reduction.funder}`
  const minor = (sums.get(key)?.minor ?? 0) + units * reduction.minor
  sums.set(key, { ...reduction, minor })
}
