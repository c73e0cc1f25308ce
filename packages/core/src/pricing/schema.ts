import * as z from 'zod/mini'
import { AmountMinor, Count, Id, listOf, Moment, Quantity, type Schema, Words } from '../kernel/index.ts'
import { Currency } from '../money/index.ts'
import { Funder } from '../promotions/index.ts'

/** Where a reduction comes from, in the order the layers run. */
export type Source = 'member_price' | 'promotion' | 'coupon' | 'points'
export const Source: Schema<Source> = z.enum(['member_price', 'promotion', 'coupon', 'points'])

/** One reduction of one price: how much, by which rule, and who bears it. */
export type Reduction = {
  readonly source: Source
  readonly ruleId: string
  readonly funder: Funder
  readonly minor: number
}
export const Reduction: Schema<Reduction> = z.object({ source: Source, ruleId: Id, funder: Funder, minor: AmountMinor })

/**
 * `count` units of a line with equal figures. All amounts are per unit: listMinor − Σ reductions = payableMinor.
 * The runs of a line, in order, are its money map; refunds read it from the front.
 */
export type UnitRun = {
  readonly count: number
  readonly listMinor: number
  readonly reductions: readonly Reduction[]
  readonly payableMinor: number
  /** Points spent on each of these units. */
  readonly pointsCount: number
}
export const UnitRun: Schema<UnitRun> = z.object({
  count: Quantity,
  listMinor: AmountMinor,
  reductions: listOf(Reduction, 500),
  payableMinor: AmountMinor,
  pointsCount: Count,
})

/** One line of a quote: totals over its units, and the money map below them. */
export type QuoteLine = {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly title: Words
  readonly quantity: number
  readonly listMinor: number
  readonly payableMinor: number
  readonly pointsCount: number
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
  pointsCount: Count,
  runs: listOf(UnitRun, 1_000, 1),
})

/** Why a rule did not apply. */
export type Reason =
  | 'not_started'
  | 'ended'
  | 'inactive'
  | 'below_subtotal'
  | 'wrong_tier'
  | 'no_eligible_lines'
  | 'coupon_not_usable'
  | 'points_insufficient'
  | 'points_below_minimum'
  | 'nothing_left'

/** What one rule did to this basket, or why it did nothing. */
export type Explanation = {
  readonly source: Source
  readonly ruleId: string
  readonly name: Words
  /** What it took off; 0 when it did not apply. */
  readonly minor: number
  readonly reason: Reason | null
  /** How much more must be in the basket, when that is all that is missing. */
  readonly missingMinor: number | null
}
export const Explanation: Schema<Explanation> = z.object({
  source: Source,
  ruleId: Id,
  name: Words,
  minor: AmountMinor,
  reason: z.nullable(
    z.enum([
      'not_started',
      'ended',
      'inactive',
      'below_subtotal',
      'wrong_tier',
      'no_eligible_lines',
      'coupon_not_usable',
      'points_insufficient',
      'points_below_minimum',
      'nothing_left',
    ]),
  ),
  missingMinor: z.nullable(AmountMinor),
})

/** What a basket costs, to the unit, and why. listMinor − reductionMinor = payableMinor. */
export type Quote = {
  readonly currency: Currency
  readonly lines: readonly QuoteLine[]
  readonly listMinor: number
  readonly reductionMinor: number
  readonly payableMinor: number
  /** Points this basket would spend, and the money they pay (part of reductionMinor). */
  readonly pointsCount: number
  readonly pointsMinor: number
  /** The coupon that applied; null when none did. */
  readonly couponId: string | null
  readonly explain: readonly Explanation[]
  readonly quotedAt: number
}
export const Quote: Schema<Quote> = z.object({
  currency: Currency,
  lines: z.array(QuoteLine),
  listMinor: AmountMinor,
  reductionMinor: AmountMinor,
  payableMinor: AmountMinor,
  pointsCount: Count,
  pointsMinor: AmountMinor,
  couponId: z.nullable(Id),
  explain: z.array(Explanation),
  quotedAt: Moment,
})
