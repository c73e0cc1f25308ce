import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, Id, listOf, Moment, type Schema, Words } from '../kernel/index.ts'
import type { RoundingMode } from '../money/index.ts'
import { Condition, ItemFilter } from '../promotions/index.ts'

/** The most rules of earning a program has. */
export const MAX_EARN_RULES = 100

/** Over which time a cap counts, in the brand's zone. */
export type CapPeriod = 'ever' | 'day' | 'week' | 'month'

/** The most points one member is credited per period; what would be beyond it is not credited. */
export type EarnCap = { readonly maxCount: number; readonly period: CapPeriod }
export const EarnCap: Schema<EarnCap> = z.object({ maxCount: Count, period: z.enum(['ever', 'day', 'week', 'month']) })

/** What a rule of earning does with the lines it names. */
export type EarnEffect =
  /**
   * `count` points for every `perMinor` paid: of each part of it (`part`, the default), or only of full ones 每满 (`full`).
   * With `shipping`, what was paid for shipping counts too.
   */
  | {
      readonly kind: 'per_amount'
      readonly count: number
      readonly perMinor: number
      readonly of?: 'part' | 'full' | undefined
      readonly shipping?: boolean | undefined
    }
  /** A fixed number of points for each unit, for each line, or once for the order. It is never multiplied. */
  | { readonly kind: 'fixed'; readonly count: number; readonly per: 'unit' | 'line' | 'order' }
  /** The lines earn nothing by money, and no points per unit or line. */
  | { readonly kind: 'exclude' }
  /** What the lines earn by money is multiplied; 10,000 is once. */
  | { readonly kind: 'multiply'; readonly bps: number }

const Positive: Schema<number> = AmountMinor.check(z.gte(1))
const PerAmount = z.object({
  kind: z.literal('per_amount'),
  count: Count,
  perMinor: Positive,
  of: z.optional(z.enum(['part', 'full'])),
  shipping: z.optional(z.boolean()),
})
const Fixed = z.object({ kind: z.literal('fixed'), count: Count, per: z.enum(['unit', 'line', 'order']) })
export const EarnEffect: Schema<EarnEffect> = z.discriminatedUnion('kind', [
  PerAmount,
  Fixed,
  z.object({ kind: z.literal('exclude') }),
  z.object({ kind: z.literal('multiply'), bps: Bps }),
])

/** One way of earning; with a name, a window and conditions it is a campaign. */
export type EarnRule = {
  readonly id: string
  readonly name: Words
  readonly active: boolean
  readonly effect: EarnEffect
  /** The lines it speaks of; all of them without it. Unit prices are those after member and timed prices. */
  readonly items?: ItemFilter | undefined
  /** Lines that fit one of these are not spoken of. */
  readonly except?: readonly ItemFilter[] | undefined
  /** Its lines earn by money, by unit and by line from this rule alone; of several such rules, the first. */
  readonly instead?: boolean | undefined
  /** First moment it holds, and first moment it no longer does. */
  readonly startsAt?: number | undefined
  readonly endsAt?: number | undefined
  /**
   * All must hold. Sums are of money paid. `subtotal_at_least` and `quantity_at_least` that stand alone are asked again
   * of what is kept when something is refunded, everything else only once.
   */
  readonly conditions?: readonly Condition[] | undefined
  /** On these days of the month in the brand's zone 会员日; 31 is also the last day of a shorter one. */
  readonly monthDays?: readonly number[] | undefined
  /** Only on the member's birthday, or in its month. 29 February is celebrated on the 28th of other years. */
  readonly birthday?: 'day' | 'month' | undefined
  /** No rule after it counts when it gave or multiplied something. */
  readonly last?: boolean | undefined
  /** The most it credits for one order. */
  readonly maxPerOrderCount?: number | undefined
  readonly cap?: EarnCap | undefined
}
export const EarnRule: Schema<EarnRule> = z.object({
  id: Id,
  name: Words,
  active: z.boolean(),
  effect: EarnEffect,
  items: z.optional(ItemFilter),
  except: z.optional(listOf(ItemFilter, 20, 1)),
  instead: z.optional(z.boolean()),
  startsAt: z.optional(Moment),
  endsAt: z.optional(Moment),
  conditions: z.optional(listOf(Condition, 20, 1)),
  monthDays: z.optional(listOf(z.int().check(z.gte(1), z.lte(31)), 31, 1)),
  birthday: z.optional(z.enum(['day', 'month'])),
  last: z.optional(z.boolean()),
  maxPerOrderCount: z.optional(Count),
  cap: z.optional(EarnCap),
})

const roundingModes = [
  ...(['floor', 'ceil', 'trunc', 'expand', 'halfFloor', 'halfCeil'] as const),
  ...(['halfTrunc', 'halfExpand', 'halfEven', 'halfOdd'] as const),
] as const
const Rounding: Schema<RoundingMode> = z.enum(roundingModes)

/** How several multipliers of one line become one: all multiplied, the highest, or once plus what each adds to once. */
export type Combine = 'product' | 'highest' | 'sum'
const Combine: Schema<Combine> = z.enum(['product', 'highest', 'sum'])

/**
 * How purchases earn. Rules run by kind, each kind in the order they stand: by money, multipliers, fixed points. Money
 * that points paid for earns nothing.
 */
export type EarnProgram = {
  readonly rules: readonly EarnRule[]
  /** Each rule rounds once: for the whole order, or for each of its lines. */
  readonly rounding: RoundingMode
  readonly roundPer: 'order' | 'line'
  readonly combine: Combine
  /** The most points for one order; null for no limit. */
  readonly maxPerOrderCount: number | null
  /** What one member may earn by purchases in a period. */
  readonly caps: readonly EarnCap[]
  /** When points become spendable: so many days after payment, or after the order is completed. */
  readonly activation: { readonly after: 'payment' | 'completion'; readonly delayDays: number }
}
export const EarnProgram: Schema<EarnProgram> = z.object({
  rules: listOf(EarnRule, MAX_EARN_RULES),
  rounding: Rounding,
  roundPer: z.enum(['order', 'line']),
  combine: Combine,
  maxPerOrderCount: z.nullable(Count),
  caps: listOf(EarnCap, 4),
  activation: z.object({
    after: z.enum(['payment', 'completion']),
    delayDays: z.int().check(z.gte(0), z.lte(3_650)),
  }),
})

/** A rule that held for a purchase, as far as credits go. `lineIds` null: every line. */
export type EarnPart = {
  readonly ruleId: string
  readonly effect: Extract<EarnEffect, { readonly kind: 'per_amount' | 'fixed' }>
  readonly lineIds: readonly string[] | null
  /** What must still be kept for it to count: money, or units, of these lines. */
  readonly minima: readonly EarnMinimum[]
  readonly maxCount: number | null
  readonly cap: FrozenCap | null
}
export type EarnMinimum = {
  readonly minor?: number | undefined
  readonly count?: number | undefined
  readonly lineIds: readonly string[] | null
}
/** A multiplier that held for a purchase. */
export type EarnMultiplier = {
  readonly ruleId: string
  readonly bps: number
  readonly lineIds: readonly string[] | null
}
/** A cap with the counter it is counted on: the rule (or the program) and the period the purchase fell into. */
export type FrozenCap = { readonly key: string; readonly maxCount: number }

/**
 * The terms a purchase earns at, frozen with it: enough to say what any part of it earns, without a rule of now. A
 * later change of the program or of the member changes nothing about it.
 */
export type EarnTerms = Pick<EarnProgram, 'rounding' | 'roundPer' | 'combine'> & {
  readonly parts: readonly EarnPart[]
  readonly multipliers: readonly EarnMultiplier[]
  readonly maxCount: number | null
  readonly caps: readonly FrozenCap[]
}

/** Points that one rule gave. */
export type EarnShare = { readonly ruleId: string; readonly count: number }
export const EarnShare: Schema<EarnShare> = z.object({ ruleId: Id, count: Count })
