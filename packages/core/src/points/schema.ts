import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, Id, listOf, Moment, type Schema, type Shape } from '../kernel/index.ts'
import { EarnProgram } from './earning.ts'

/** What happens to points that a refund takes back when they were already spent. */
export type ClawbackPolicy = 'only_pending' | 'within_balance' | 'debt'

/** When a lot ends. Calendar arithmetic happens in the brand's zone; 31 January + 1 month is the end of February. */
export type Expiry =
  | { readonly kind: 'never' }
  /** So many times 24 hours, or months, after it becomes spendable. */
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'months'; readonly months: number }
  /** At the end of the month, quarter or year in which it becomes spendable, and so many more after that. */
  | { readonly kind: 'end_of'; readonly period: 'month' | 'quarter' | 'year'; readonly plus: number }
  /** So many days after the member last earned or spent by a purchase; each such act moves all their ends. */
  | { readonly kind: 'rolling'; readonly days: number }
  /** At this moment. What becomes spendable at it or later has no end until another is set. */
  | { readonly kind: 'date'; readonly at: number }

const LifeDays: Schema<number> = z.int().check(z.gte(1), z.lte(36_500))
export const Expiry: Schema<Expiry> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('days'), days: LifeDays }),
  z.object({ kind: z.literal('months'), months: z.int().check(z.gte(1), z.lte(1_200)) }),
  z.object({
    kind: z.literal('end_of'),
    period: z.enum(['month', 'quarter', 'year']),
    plus: z.int().check(z.gte(0), z.lte(100)),
  }),
  z.object({ kind: z.literal('rolling'), days: LifeDays }),
  z.object({ kind: z.literal('date'), at: Moment }),
])

/** How points are earned, spent and lost. */
export type PointsSettings = {
  readonly earn: EarnProgram
  /** `redeemCount` points pay `redeemMinor`. */
  readonly redeemCount: number
  readonly redeemMinor: number
  /** The most of a basket that points may pay, in basis points; 0 switches spending off. */
  readonly redeemMaxBps: number
  /** Points are spent in multiples of this. */
  readonly redeemStepCount: number
  readonly redeemMinimumCount: number
  /** The most points one order may spend; null for no limit. */
  readonly redeemMaxCount: number | null
  readonly expiry: Expiry
  /** Days a returned lot lives when its own end has passed; 0 means it is lost. */
  readonly graceDays: number
  /** How many days before the end members are told; null for never. */
  readonly noticeDays: number | null
  readonly clawback: ClawbackPolicy
}
export const PointsSettings: Schema<PointsSettings> = z.object({
  earn: EarnProgram,
  redeemCount: z.int().check(z.gte(1), z.lte(1_000_000)),
  redeemMinor: AmountMinor.check(z.gte(1)),
  redeemMaxBps: Bps.check(z.lte(10_000)),
  redeemStepCount: z.int().check(z.gte(1), z.lte(1_000_000)),
  redeemMinimumCount: Count,
  redeemMaxCount: z.nullable(Count),
  expiry: Expiry,
  graceDays: z.int().check(z.gte(0), z.lte(3_650)),
  noticeDays: z.nullable(z.int().check(z.gte(1), z.lte(365))),
  clawback: z.enum(['only_pending', 'within_balance', 'debt']),
})

/** How much was taken from, or given back to, which lot. */
export type LotTake = { readonly lotId: string; readonly count: number }

/** How many points end at a moment. */
export type ExpiringPoints = { readonly at: number; readonly count: number }

/** The most ends a balance tells of. */
export const MAX_EXPIRING = 12

/** What a member has, computed at the moment of asking. */
export type PointsBalance = {
  readonly spendableCount: number
  readonly pendingCount: number
  /** Set aside for unpaid orders. */
  readonly heldCount: number
  /** Taken back beyond what was there; the next credits pay it off. */
  readonly debtCount: number
  /** What ends next; null when nothing does. */
  readonly expiringNext: ExpiringPoints | null
  /** What ends when, soonest first: the next few ends. */
  readonly expiring: readonly ExpiringPoints[]
  /** An operator froze the account: nothing can be spent, sent or redeemed. Only there when it is so. */
  readonly isFrozen?: true | undefined
}
const Expiring: Schema<ExpiringPoints> = z.object({ at: Moment, count: Count })
/** The fields of a balance, for what extends it. */
export const balanceShape: Shape<PointsBalance> = {
  spendableCount: Count,
  pendingCount: Count,
  heldCount: Count,
  debtCount: Count,
  expiringNext: z.nullable(Expiring),
  expiring: listOf(Expiring, MAX_EXPIRING),
  isFrozen: z.optional(z.literal(true)),
}
export const PointsBalance: Schema<PointsBalance> = z.object(balanceShape)

export type PointsEntryKind =
  | 'earn'
  | 'spend'
  | 'return'
  | 'claw'
  | 'expire'
  | 'adjust'
  | 'activity'
  | 'transfer'
  | 'import'
const EntryKind: Schema<PointsEntryKind> = z.enum([
  ...(['earn', 'spend', 'return', 'claw', 'expire', 'adjust', 'activity', 'transfer', 'import'] as const),
])
/** One line of the points history. */
export type PointsEntry = {
  readonly id: string
  readonly kind: PointsEntryKind
  /** Signed change of the member's points, pending ones included. */
  readonly deltaCount: number
  readonly orderId: string | null
  /** The purchase made elsewhere, by its own name; null for orders of this shop and everything else. */
  readonly reference: string | null
  readonly at: number
}
export const entryShape: Shape<PointsEntry> = {
  id: Id,
  kind: EntryKind,
  deltaCount: z.int(),
  orderId: z.nullable(Id),
  reference: z.nullable(z.string().check(z.maxLength(64))),
  at: Moment,
}
export const PointsEntry: Schema<PointsEntry> = z.object(entryShape)

/** What a credit counts on a cap: the first count of a counter makes it. */
export type CapUse = { readonly key: string; readonly count: number; readonly created: boolean }
/** One part of a return: into lot `lotId`, or, when `graceLotId` is set, into that new lot ending at `expiresAt`. */
export type PointsReturn = LotTake & { readonly graceLotId: string | null; readonly expiresAt: number | null }
