import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, Id, listOf, MAX_TEXT, Moment, type Schema } from '../kernel/index.ts'

/**
 * What two accounts of one person have in common. Kept as keyed hashes only: they can be compared, not read back.
 * identity: an e-mail address without its tags, or name and birthday · phone: of signing in, or of delivery.
 */
export type MarkKind = 'identity' | 'phone' | 'device' | 'payer' | 'address'

/** Why a commission looks as if it were not earned by bringing somebody. */
export type RiskReasonCode =
  | 'same_identity'
  | 'same_payer'
  | 'same_phone'
  | 'same_device'
  | 'same_address'
  | 'own_accounts'
  | 'ring'
  | 'alike_team'
  | 'fast_chain'
  | 'join_burst'
  | 'buyer_refunds'
  | 'team_refunds'
  | 'late_refunds'
export const RiskReasonCode: Schema<RiskReasonCode> = z.enum([
  ...(['same_identity', 'same_payer', 'same_phone', 'same_device', 'same_address'] as const),
  ...(['own_accounts', 'ring', 'alike_team'] as const),
  ...(['fast_chain', 'join_burst', 'buyer_refunds', 'team_refunds', 'late_refunds'] as const),
])

/** One reason of a score. */
export type RiskReason = {
  readonly code: RiskReasonCode
  /** What it would score alone, of 100. */
  readonly points: number
  /** How many of what the reason counts: accounts that share, links of a chain, orders that came back. */
  readonly count: number
}
export const RiskReason: Schema<RiskReason> = z.object({
  code: RiskReasonCode,
  points: z.int().check(z.gte(0), z.lte(100)),
  count: Count,
})

/** What a promoter is told of the reasons: what is doubted, but not how to avoid it the next time. */
export type RiskClass = 'same_person' | 'linked_accounts' | 'speed' | 'refunds'
export const RiskClass: Schema<RiskClass> = z.enum(['same_person', 'linked_accounts', 'speed', 'refunds'])

/** passed: nothing was held · held: waits for a person · cleared, confirmed: what that person decided. */
export type ReviewStage = 'passed' | 'held' | 'cleared' | 'confirmed'
/** A stage of something that was held once. */
export type CaseStage = Exclude<ReviewStage, 'passed'>
export const CaseStage: Schema<CaseStage> = z.enum(['held', 'cleared', 'confirmed'])

/** When a brand holds commission back. */
export type RiskSettings = {
  /** False holds nothing more; what is held stays held until somebody decides. */
  readonly isActive: boolean
  /** From this score on commission is held, 1 to 100. */
  readonly holdScore: number
  /** How long a promoter has for an appeal before commission may be taken away. */
  readonly appealDays: number
  /** So many joining through one promoter within an hour, or five times as many within a day, are a burst. */
  readonly burstCount: number
  /** Friends of friends who join one after the other within so many minutes each are a fast chain. */
  readonly chainMinutes: number
  /** Orders that come back, in basis points of those paid, from which on they are a reason. */
  readonly refundBps: number
}
export const RiskSettings: Schema<RiskSettings> = z.object({
  isActive: z.boolean(),
  holdScore: z.int().check(z.gte(1), z.lte(100)),
  appealDays: z.int().check(z.gte(0), z.lte(30)),
  burstCount: z.int().check(z.gte(2), z.lte(10_000)),
  chainMinutes: z.int().check(z.gte(1), z.lte(1_440)),
  refundBps: Bps.check(z.gte(1), z.lte(10_000)),
})

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

/** The same as operators see it. */
export type RiskCase = Omit<RiskReview, 'classes'> & {
  readonly payeeId: string
  readonly buyerId: string
  /** 0 to 100. */
  readonly score: number
  readonly reasons: readonly RiskReason[]
  /** What the operator noted for the shop. */
  readonly note: string | null
  readonly decidedBy: string | null
}
export const RiskCase: Schema<RiskCase> = z.object({
  orderId: Id,
  payeeId: Id,
  buyerId: Id,
  amountMinor: AmountMinor,
  stage: CaseStage,
  score: z.int(),
  reasons: z.array(RiskReason),
  heldAt: Moment,
  appealUntil: Moment,
  appeal: z.nullable(z.string()),
  answer: z.nullable(z.string()),
  note: z.nullable(z.string()),
  decidedAt: z.nullable(Moment),
  decidedBy: z.nullable(Id),
})

type OfReview = { readonly orderId: string; readonly payeeId: string }

/** A commission was looked at, for the first time or with another result than before. */
export type CommissionAssessed = OfReview & {
  readonly type: 'commission_assessed'
  /** This is the first time. */
  readonly created: boolean
  /** What the shop sees. Devices are told only the plain fields of an event. */
  readonly found: { readonly buyerId: string; readonly score: number; readonly reasons: readonly RiskReason[] }
  /** It is held from now on, and so long there is time for an appeal; null when it is not. */
  readonly appealUntil: number | null
}
/** The promoter said why the commission is theirs; what they wrote is personal. */
export type ReviewAppealed = OfReview & { readonly type: 'review_appealed' }
/** A person decided about a held commission. */
export type ReviewDecided = OfReview & {
  readonly type: 'review_decided'
  readonly decision: { readonly stage: 'cleared' | 'confirmed'; readonly by: string }
}
/** An operator changed when commission is held. */
export type RiskConfigured = { readonly type: 'risk_configured'; readonly settings: RiskSettings }

/** Everything that can happen to reviews. */
export type RiskEvent = CommissionAssessed | ReviewAppealed | ReviewDecided | RiskConfigured
