import type { RiskReason, RiskSettings } from './operator-schema.ts'

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
