import * as z from 'zod/mini'
import { AmountMinor, Bps, Count, Id, Moment, type Schema } from '../kernel/index.ts'
import { CaseStage, type RiskReview } from './schema.ts'

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

/** A review as operators see it. */
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
