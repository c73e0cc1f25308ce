import type {
  ConsentAbout,
  ConsentSource,
  DataRequestKind,
  DataRequestStatus,
  DeletionBlock,
  Policy,
} from '@siyu/core/compliance'
import type { TableSpec } from '../kernel/tables.ts'

export type ComplianceTables = {
  /** Versions of the privacy policy; they are never deleted. */
  policies: Omit<Policy, 'version'> & { readonly brandId: string; readonly policyVersion: string }
  /** The last word of a member or a visitor on one purpose. */
  consents: {
    readonly brandId: string
    readonly subjectId: string
    readonly about: ConsentAbout
    readonly granted: boolean
    readonly policyVersion: string | null
    readonly saidAt: number
    readonly isMember: boolean
    readonly version: number
  }
  /** Every yes and no, as it was given. */
  consentReceipts: {
    readonly brandId: string
    readonly subjectId: string
    readonly id: string
    readonly about: ConsentAbout
    readonly granted: boolean
    readonly policyVersion: string | null
    readonly saidAt: number
    readonly locale: string
    readonly screen: string
    readonly source: ConsentSource
  }
  dataRequests: {
    readonly brandId: string
    readonly memberId: string
    readonly id: string
    readonly kind: DataRequestKind
    readonly status: DataRequestStatus
    readonly askedBy: 'member' | 'operator'
    readonly requestedAt: number
    readonly dueAt: number
    /** When the next step of a deletion is due; null when there is none. */
    readonly stepAt: number | null
    readonly closedAt: number | null
    readonly blockedBy: readonly DeletionBlock[]
    readonly waivesCommission: boolean
    /** When the event store forgot the member; null while it has not, or has not been asked to. */
    readonly analyticsErasedAt: number | null
    readonly version: number
  }
  /** What people typed about somebody or something: reasons, requests, answers. Outside journal and replay. */
  personalNotes: {
    readonly brandId: string
    /** The member it is about; the SKU or the batch of codes where it is about no member. */
    readonly ownerId: string
    /** Of what it explains where that has an id of its own, such as a refund; otherwise the note's. */
    readonly id: string
    readonly kind: NoteKind
    readonly words: string
    /** Who typed it: a member, an operator, or a key. */
    readonly writtenBy: string
    readonly at: number
  }
}

export type NoteKind =
  | 'refund'
  | 'payment_review'
  | 'aftersales_words'
  | 'aftersales_answer'
  | 'stored_value'
  | 'points_adjustment'
  | 'growth_adjustment'
  | 'tier_set'
  | 'stock_adjustment'
  | 'cart_note'
  | 'order_note'
  | 'coupon_void'
  | 'withdrawal'
  | 'binding'
  | 'kol_shop'
  | 'batch_void'
  | 'data_request'
  | 'data_answer'
  | 'risk_appeal'
  | 'risk_answer'
  | 'risk_note'

export const complianceSpecs: { readonly [N in keyof ComplianceTables]: TableSpec } = {
  policies: { name: 'policies', key: ['brand_id', 'policy_version'], versioned: false, kind: 'state' },
  consents: { name: 'consents', key: ['brand_id', 'subject_id', 'about'], versioned: true, kind: 'state' },
  consentReceipts: {
    name: 'consent_receipts',
    key: ['brand_id', 'subject_id', 'id'],
    versioned: false,
    kind: 'state',
  },
  dataRequests: { name: 'data_requests', key: ['brand_id', 'member_id', 'id'], versioned: true, kind: 'state' },
  personalNotes: { name: 'personal_notes', key: ['brand_id', 'owner_id', 'id'], versioned: false, kind: 'personal' },
}
