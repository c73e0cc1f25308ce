import * as z from 'zod/mini'
import { Bps, Count, Empty, type Endpoint, listOf, Moment, type Schema } from '../kernel/index.ts'

/** What a brand owes its members in points at one moment, and what of it will probably never be asked for. */
export type PointsLiability = {
  readonly at: number
  /** Spendable, pending and held points, less debt. */
  readonly outstandingCount: number
  readonly spendableCount: number
  readonly pendingCount: number
  readonly heldCount: number
  readonly debtCount: number
  /** Spendable points that never end. */
  readonly neverCount: number
  /** Spendable points by the month they end in, in the brand's time zone, and how many of them will probably expire. */
  readonly months: readonly { readonly month: string; readonly count: number; readonly breakageCount: number }[]
  readonly breakageCount: number
  /** Points of lots that ended in the last two years; how many of them expired; and the share. Null without history. */
  readonly endedCount: number
  readonly expiredCount: number
  readonly breakageBps: number | null
  /** What is outstanding at the rate points pay with, and the same without what will probably expire. */
  readonly worthMinor: number
  readonly expectedWorthMinor: number
}
const Month: Schema<string> = z.string().check(z.regex(/^\d{4,6}-\d\d$/))
const Sum: Schema<number> = z.int().check(z.gte(0))
export const PointsLiability: Schema<PointsLiability> = z.object({
  at: Moment,
  ...{ outstandingCount: Sum, spendableCount: Sum, pendingCount: Sum, heldCount: Sum, debtCount: Sum, neverCount: Sum },
  months: listOf(z.object({ month: Month, count: Sum, breakageCount: Count }), 2_000),
  ...{ breakageCount: Sum, endedCount: Sum, expiredCount: Sum, breakageBps: z.nullable(Bps) },
  ...{ worthMinor: Sum, expectedWorthMinor: Sum },
})

/** What the brand owes in points, by the month it ends in. */
export const getLiability: Endpoint<Empty, PointsLiability> = {
  name: 'points.liability',
  method: 'GET',
  path: '/v1/points/liability',
  access: 'operator',
  input: Empty,
  output: PointsLiability,
  refusals: {},
}
