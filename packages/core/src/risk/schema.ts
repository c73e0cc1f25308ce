import * as z from 'zod/mini'
import { AmountMinor, Id, listOf, MAX_TEXT, Moment, type Schema } from '../kernel/index.ts'

/**
 * What two accounts of one person have in common. Kept as keyed hashes only: they can be compared, not read back.
 * identity: an e-mail address without its tags, or name and birthday · phone: of signing in, or of delivery.
 */
export type MarkKind = 'identity' | 'phone' | 'device' | 'payer' | 'address'

/** What a promoter is told of the reasons: what is doubted, but not how to avoid it the next time. */
export type RiskClass = 'same_person' | 'linked_accounts' | 'speed' | 'refunds'
export const RiskClass: Schema<RiskClass> = z.enum(['same_person', 'linked_accounts', 'speed', 'refunds'])

/** passed: nothing was held · held: waits for a person · cleared, confirmed: what that person decided. */
export type ReviewStage = 'passed' | 'held' | 'cleared' | 'confirmed'
/** A stage of something that was held once. */
export type CaseStage = Exclude<ReviewStage, 'passed'>
export const CaseStage: Schema<CaseStage> = z.enum(['held', 'cleared', 'confirmed'])

/** What somebody writes in an appeal, an answer or a note. */
export const ReviewWords: Schema<string> = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT))

/** A commission under review, as its promoter sees it. */
export type RiskReview = {
  readonly orderId: string
  /** What is left of the commission. */
  readonly amountMinor: number
  readonly stage: CaseStage
  readonly classes: readonly RiskClass[]
  readonly heldAt: number
  /** Until when nobody may take the commission away, so that there is time for an appeal. */
  readonly appealUntil: number
  readonly appeal: string | null
  readonly answer: string | null
  readonly decidedAt: number | null
}
export const RiskReview: Schema<RiskReview> = z.object({
  orderId: Id,
  amountMinor: AmountMinor,
  stage: CaseStage,
  classes: listOf(RiskClass, 4),
  heldAt: Moment,
  appealUntil: Moment,
  appeal: z.nullable(z.string()),
  answer: z.nullable(z.string()),
  decidedAt: z.nullable(Moment),
})
