import type { ComplianceSettings } from './operator-schema.ts'
import type {
  ConsentAbout,
  ConsentSource,
  DataRequestKind,
  DataRequestStatus,
  DeletionBlock,
  Policy,
} from './schema.ts'

/** A version of the policy was published, or changed before it came into force. */
export type PolicySaved = { readonly type: 'policy_saved'; readonly policy: Policy; readonly created: boolean }

/** An operator changed the times. */
export type ComplianceConfigured = { readonly type: 'compliance_configured'; readonly settings: ComplianceSettings }

type Said = {
  readonly about: ConsentAbout
  readonly granted: boolean
  readonly policyVersion: string | null
  /** When it was said; a visitor's word keeps its moment when they sign in. */
  readonly saidAt: number
  readonly locale: string
  readonly screen: string
  readonly source: ConsentSource
  /** It is the first word on this purpose. */
  readonly first: boolean
}

/** A member said yes or no. */
export type ConsentRecorded = Said & { readonly type: 'consent_recorded'; readonly memberId: string }

/** Somebody who has not signed in said yes or no; the id is the one their device made. */
export type VisitorConsentRecorded = Said & { readonly type: 'visitor_consent_recorded'; readonly visitorId: string }

/** Somebody asked for what the law gives them. */
export type DataRequestOpened = {
  readonly type: 'data_request_opened'
  readonly requestId: string
  readonly memberId: string
  readonly kind: DataRequestKind
  readonly status: DataRequestStatus
  readonly by: 'member' | 'operator'
  readonly dueAt: number
  readonly stepAt: number | null
  /** Unpaid commission is given up with the account. */
  readonly waivesCommission: boolean
}

/** An operator answered, or the request ended with its account. */
export type DataRequestAnswered = {
  readonly type: 'data_request_answered'
  readonly requestId: string
  readonly memberId: string
  readonly outcome: 'done' | 'refused' | 'cancelled'
}

/** The member wants to stay. */
export type DeletionCancelled = {
  readonly type: 'deletion_cancelled'
  readonly requestId: string
  readonly memberId: string
}

/** Something is in the way; it is looked at again at `stepAt`. */
export type DeletionBlocked = {
  readonly type: 'deletion_blocked'
  readonly requestId: string
  readonly memberId: string
  readonly blockedBy: readonly DeletionBlock[]
  readonly stepAt: number
}

/** Nobody can sign in to it any more; what is kept of the person goes at `stepAt`, when the last token has run out. */
export type AccountClosed = {
  readonly type: 'account_closed'
  readonly requestId: string
  readonly memberId: string
  readonly stepAt: number
}

/** Nothing personal is left in the tables. */
export type MemberErased = { readonly type: 'member_erased'; readonly requestId: string; readonly memberId: string }

/** Nor among the recorded events. */
export type AnalyticsErased = {
  readonly type: 'analytics_erased'
  readonly requestId: string
  readonly memberId: string
}

/** Everything that can happen to consents and requests. */
export type ComplianceEvent =
  | PolicySaved
  | ComplianceConfigured
  | ConsentRecorded
  | VisitorConsentRecorded
  | DataRequestOpened
  | DataRequestAnswered
  | DeletionCancelled
  | DeletionBlocked
  | AccountClosed
  | MemberErased
  | AnalyticsErased
