import * as z from 'zod/mini'
import { AmountMinor, Bps, Id, listOf, Moment, type Schema, Words } from '../kernel/index.ts'
import { Funder, ItemFilter } from '../promotions/index.ts'

/** What one level gets of a line: a share of its net, or a sum for each unit, never more than the net. */
export type CommissionRate = { readonly bps: number } | { readonly fixedMinor: number }
export const CommissionRate: Schema<CommissionRate> = z.union([
  z.object({ bps: Bps.check(z.lte(5_000)) }),
  z.object({ fixedMinor: AmountMinor }),
])

/** The most a rule pays: for one order over all levels, to one payee in all, and to one payee in a calendar month. */
export type CommissionCaps = {
  readonly orderMinor?: number | undefined
  readonly payeeMinor?: number | undefined
  readonly monthMinor?: number | undefined
}
export const CommissionCaps: Schema<CommissionCaps> = z.object({
  orderMinor: z.optional(AmountMinor),
  payeeMinor: z.optional(AmountMinor),
  monthMinor: z.optional(AmountMinor),
})

/**
 * Other rates than the plan's for some lines, some promoters or some time. Of the rules that fit a line the one of the
 * highest priority pays it, ties to the smaller id. A second rate pays only under a plan of depth 2.
 */
export type CommissionRule = {
  readonly id: string
  readonly name: Words
  readonly priority: number
  readonly active: boolean
  readonly startsAt: number
  readonly endsAt: number | null
  /** Which lines; all without it. */
  readonly items?: ItemFilter | undefined
  /** Which referrers, by id or by tier; all without either. */
  readonly payeeIds?: readonly string[] | undefined
  readonly payeeTierIds?: readonly string[] | undefined
  readonly levels: readonly [CommissionRate] | readonly [CommissionRate, CommissionRate]
  readonly caps?: CommissionCaps | undefined
  /** Who bears it. */
  readonly funder: Funder
}
export const CommissionRule: Schema<CommissionRule> = z.object({
  id: Id,
  name: Words,
  priority: z.int().check(z.gte(-1_000), z.lte(1_000)),
  active: z.boolean(),
  startsAt: Moment,
  endsAt: z.nullable(Moment),
  items: z.optional(ItemFilter),
  payeeIds: z.optional(listOf(Id, 500, 1)),
  payeeTierIds: z.optional(listOf(Id, 20, 1)),
  levels: z.union([z.tuple([CommissionRate]), z.tuple([CommissionRate, CommissionRate])]),
  caps: z.optional(CommissionCaps),
  funder: Funder,
})

/** A rule as frozen on an order for one level. */
export type FrozenRule = {
  readonly ruleId: string
  /** The lines it won. */
  readonly lineIds: readonly string[]
  /** Null: the rule pays nothing at this level. */
  readonly rate: CommissionRate | null
  readonly funder: Funder
  readonly caps?: CommissionCaps | undefined
}

/** What a payee was granted under a rule with a cap, by period: `ever`, or a month such as `2026-11`. */
export type CommissionCounter = {
  readonly payeeId: string
  readonly ruleId: string
  readonly periodKey: string
  readonly grantedMinor: number
}

/** A rule was made or replaced. */
export type CommissionRuleSaved = {
  readonly type: 'commission_rule_saved'
  readonly rule: CommissionRule
  readonly created: boolean
}
