import * as z from 'zod/mini'
import { AmountMinor, Count, Id, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import { Funder } from '../promotions/index.ts'
import { TaxRow } from '../taxes/index.ts'

/** Where a reduction comes from, in the order the layers run. */
export type Source = 'member_price' | 'timed_price' | 'shop_price' | 'promotion' | 'coupon' | 'points'
export const Source: Schema<Source> = z.enum([
  'member_price',
  'timed_price',
  'shop_price',
  'promotion',
  'coupon',
  'points',
])

/** What one rule took off a line, all its units together, or off the shipping. */
export type Reduction = {
  readonly source: Source
  readonly ruleId: string
  readonly funder: Funder
  readonly minor: number
}
export const Reduction: Schema<Reduction> = z.object({ source: Source, ruleId: Id, funder: Funder, minor: AmountMinor })

/** What was taken off one unit from one source at one funder's expense. */
export type UnitReduction = Omit<Reduction, 'ruleId'>
export const UnitReduction: Schema<UnitReduction> = z.object({ source: Source, funder: Funder, minor: AmountMinor })

/**
 * `count` units of a line with equal figures. All amounts are per unit. `payableMinor` is what is paid for the unit, tax
 * included: list − Σ reductions, plus `taxMinor` where taxes come on top. The runs of a line, in order, are its money
 * map; refunds read it from the front.
 */
export type UnitRun = {
  readonly count: number
  readonly listMinor: number
  readonly reductions: readonly UnitReduction[]
  readonly payableMinor: number
  /** Tax contained in `payableMinor`. */
  readonly taxMinor: number
  /** Points spent on each of these units. */
  readonly pointsCount: number
}
export const UnitRun: Schema<UnitRun> = z.object({
  count: Quantity,
  listMinor: AmountMinor,
  reductions: listOf(UnitReduction, 18),
  payableMinor: AmountMinor,
  taxMinor: AmountMinor,
  pointsCount: Count,
})

/** One line of a quote: totals over its units, which rule took what, and the money map below them. */
export type QuoteLine = {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly title: Words
  readonly quantity: number
  readonly listMinor: number
  readonly payableMinor: number
  /** Tax contained in `payableMinor`. */
  readonly taxMinor: number
  readonly pointsCount: number
  /** What each rule took off the line, in the order they ran. */
  readonly reductions: readonly Reduction[]
  readonly taxes: readonly TaxRow[]
  /** The promotion that added this line as a gift; null for what the shopper put in. */
  readonly giftOf: string | null
  readonly runs: readonly UnitRun[]
}
export const QuoteLine: Schema<QuoteLine> = z.object({
  lineId: Id,
  skuId: Id,
  productId: Id,
  title: Words,
  quantity: Quantity,
  listMinor: AmountMinor,
  payableMinor: AmountMinor,
  taxMinor: AmountMinor,
  pointsCount: Count,
  reductions: listOf(Reduction, 500),
  taxes: listOf(TaxRow, 20),
  giftOf: z.nullable(Id),
  runs: listOf(UnitRun, 10_000, 1),
})

/** Why a rule did not apply. */
export type Reason =
  | 'not_started'
  | 'ended'
  | 'inactive'
  | 'below_subtotal'
  | 'below_quantity'
  | 'wrong_tier'
  | 'wrong_member'
  | 'wrong_order_number'
  | 'wrong_place'
  | 'wrong_time'
  | 'condition_unmet'
  | 'no_eligible_lines'
  | 'excluded'
  | 'better_in_group'
  | 'better_price'
  | 'not_chosen'
  | 'uses_spent'
  | 'member_uses_spent'
  | 'budget_spent'
  | 'gift_missing'
  | 'no_shipping'
  | 'coupon_not_usable'
  | 'points_insufficient'
  | 'points_below_minimum'
  | 'nothing_left'
export const Reason: Schema<Reason> = z.enum([
  'not_started',
  'ended',
  'inactive',
  'below_subtotal',
  'below_quantity',
  'wrong_tier',
  'wrong_member',
  'wrong_order_number',
  'wrong_place',
  'wrong_time',
  'condition_unmet',
  'no_eligible_lines',
  'excluded',
  'better_in_group',
  'better_price',
  'not_chosen',
  'uses_spent',
  'member_uses_spent',
  'budget_spent',
  'gift_missing',
  'no_shipping',
  'coupon_not_usable',
  'points_insufficient',
  'points_below_minimum',
  'nothing_left',
])

/** What one rule did to this basket, or why it did nothing. */
export type Explanation = {
  readonly source: Source
  readonly ruleId: string
  readonly name: Words
  /** What it took off, shipping included; 0 when it did not apply. */
  readonly minor: number
  readonly reason: Reason | null
  /** How much more must be in the basket, when that is all that is missing. */
  readonly missingMinor: number | null
  /** How many more units, when that is all that is missing. */
  readonly missingCount: number | null
}
export const Explanation: Schema<Explanation> = z.object({
  source: Source,
  ruleId: Id,
  name: Words,
  minor: AmountMinor,
  reason: z.nullable(Reason),
  missingMinor: z.nullable(AmountMinor),
  missingCount: z.nullable(Count),
})

/** What shipping costs; `payableMinor` includes `taxMinor`, as on lines. */
export type QuoteShipping = {
  readonly listMinor: number
  readonly reductions: readonly Reduction[]
  readonly payableMinor: number
  readonly taxMinor: number
  readonly taxes: readonly TaxRow[]
}
export const QuoteShipping: Schema<QuoteShipping> = z.object({
  listMinor: AmountMinor,
  reductions: listOf(Reduction, 500),
  payableMinor: AmountMinor,
  taxMinor: AmountMinor,
  taxes: listOf(TaxRow, 20),
})

/** How the coupons of a quote were found. */
export type CouponSearch = {
  /** True when no other combination of the shopper's coupons costs less; false above the exact size, or when forced. */
  readonly proven: boolean
  /** What the best combination would cost, when the shopper insists on other coupons that cost more; else null. */
  readonly bestPayableMinor: number | null
}
export const CouponSearch: Schema<CouponSearch> = z.object({
  proven: z.boolean(),
  bestPayableMinor: z.nullable(AmountMinor),
})

/**
 * What a basket costs, to the unit, and why. `payableMinor` is all that is paid: the lines, the shipping, and taxes on
 * top; `listMinor` and `reductionMinor` speak of the goods alone.
 */
export type Quote = {
  readonly currency: Currency
  readonly lines: readonly QuoteLine[]
  readonly listMinor: number
  /** What was taken off the goods. */
  readonly reductionMinor: number
  readonly payableMinor: number
  /** Tax contained in `payableMinor`. */
  readonly taxMinor: number
  /** Tax by rate, lines and shipping together; the rows add up to `taxMinor`. */
  readonly taxes: readonly TaxRow[]
  /** Null when nothing is shipped or no shipping is charged for yet. */
  readonly shipping: QuoteShipping | null
  /** Points this basket would spend, and the money they pay (part of reductionMinor). */
  readonly pointsCount: number
  readonly pointsMinor: number
  /** The coupons that applied, in the order they ran. */
  readonly couponIds: readonly string[]
  readonly search: CouponSearch
  readonly explain: readonly Explanation[]
  readonly quotedAt: number
}
export const Quote: Schema<Quote> = z.object({
  currency: Currency,
  lines: z.array(QuoteLine),
  listMinor: AmountMinor,
  reductionMinor: AmountMinor,
  payableMinor: AmountMinor,
  taxMinor: AmountMinor,
  taxes: listOf(TaxRow, 200),
  shipping: z.nullable(QuoteShipping),
  pointsCount: Count,
  pointsMinor: AmountMinor,
  couponIds: listOf(Id, 200),
  search: CouponSearch,
  explain: z.array(Explanation),
  quotedAt: Moment,
})
