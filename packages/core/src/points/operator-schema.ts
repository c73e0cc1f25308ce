import * as z from 'zod/mini'
import { Count, Id, Label, listOf, Moment, type Schema } from '../kernel/index.ts'
import { EarnShare } from './earning.ts'
import { entryShape, type PointsEntry } from './schema.ts'

/** One credit of points with a life of its own. */
export type PointsLot = {
  readonly id: string
  readonly amountCount: number
  /** What is neither spent, held, clawed nor expired. */
  readonly remainingCount: number
  /** From when it can be spent; null while pending on something that may not happen. */
  readonly activeAt: number | null
  /** First moment it can no longer be spent; null for never (or while pending). */
  readonly expiresAt: number | null
  /** The order that earned it, if any. */
  readonly orderId: string | null
  /** Points that came back after the end of their own lot. They get no second grace. */
  readonly isGrace: boolean
}
export const PointsLot: Schema<PointsLot> = z.object({
  id: Id,
  amountCount: Count,
  remainingCount: Count,
  activeAt: z.nullable(Moment),
  expiresAt: z.nullable(Moment),
  orderId: z.nullable(Id),
  isGrace: z.boolean(),
})

/** One line of the history as operators see it: who did it, why, and what each rule gave. */
export type PointsRecord = PointsEntry & {
  /** Points a clawback could not recover. */
  readonly lostCount: number
  /** Who made the call: a member, an operator, a key, or `system`. */
  readonly actor: string
  readonly reason: string | null
  readonly shares: readonly EarnShare[]
}
export const PointsRecord: Schema<PointsRecord> = z.object({
  ...entryShape,
  lostCount: Count,
  actor: z.string(),
  reason: z.nullable(Label),
  shares: listOf(EarnShare, 100),
})
