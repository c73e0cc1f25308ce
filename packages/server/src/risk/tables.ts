import type { MarkKind, ReviewStage, RiskReason } from '@siyu/core/risk'
import type { TableSpec } from '../kernel/tables.ts'

export type RiskTables = {
  /** What an account may have in common with another of the same person, as keyed hashes. */
  riskMarks: {
    readonly brandId: string
    readonly memberId: string
    readonly kind: MarkKind
    readonly hash: string
    readonly seenAt: number
  }
  /** What was found of each commission, and what a person decided of those that were held. */
  riskReviews: {
    readonly brandId: string
    readonly payeeId: string
    readonly orderId: string
    readonly buyerId: string
    readonly stage: ReviewStage
    readonly score: number
    readonly reasons: readonly RiskReason[]
    /** Of the last look that changed something. */
    readonly assessedAt: number
    readonly heldAt: number | null
    readonly appealUntil: number | null
    readonly appealedAt: number | null
    readonly decidedAt: number | null
    readonly decidedBy: string | null
    readonly version: number
  }
}

export const riskSpecs: { readonly [N in keyof RiskTables]: TableSpec } = {
  riskMarks: {
    name: 'risk_marks',
    key: ['brand_id', 'member_id', 'kind', 'hash'],
    versioned: false,
    kind: 'personal',
  },
  riskReviews: { name: 'risk_reviews', key: ['brand_id', 'payee_id', 'order_id'], versioned: true, kind: 'state' },
}
