import * as z from 'zod/mini'
import { Id, listOf, Moment, type Schema, Words } from '../kernel/index.ts'

/** What personal data is used for. A consent is for one purpose and no other. */
export type Purpose =
  | 'service'
  | 'analytics'
  | 'personalisation'
  | 'marketing.wecom'
  | 'marketing.sms'
  | 'marketing.email'
  | 'marketing.subscribe'
  | 'share_with_third_party'
const purposes = [
  ...(['service', 'analytics', 'personalisation', 'marketing.wecom', 'marketing.sms'] as const),
  ...(['marketing.email', 'marketing.subscribe', 'share_with_third_party'] as const),
] as const
export const Purpose: Schema<Purpose> = z.enum(purposes)
/** All purposes, in the order they are shown in. */
export const allPurposes: readonly Purpose[] = purposes

/** What a receipt is about: a purpose, or the yes of a parent or guardian to a child under 14 being a member at all. */
export type ConsentAbout = Purpose | 'guardian'
export const ConsentAbout: Schema<ConsentAbout> = z.enum([...purposes, 'guardian'])

/** A published version of the privacy policy. Once in force it never changes. */
export type Policy = {
  readonly version: string
  readonly effectiveFrom: number
  /** What this version changed: consents to these purposes under an earlier one are asked for again. */
  readonly purposes: readonly Purpose[]
  /** One sentence about it. */
  readonly summary: Words
  /** Where the whole text is; null when the shop shows it itself. */
  readonly url: string | null
}
export const Policy: Schema<Policy> = z.object({
  version: Id,
  effectiveFrom: Moment,
  purposes: listOf(Purpose, purposes.length, 1),
  summary: Words,
  url: z.nullable(z.string().check(z.maxLength(2_000), z.regex(/^https:\/\/\S+$/))),
})

/** The most versions of the policy. */
export const MAX_POLICIES = 200

/** How old somebody is, as far as the law asks. `unknown` without a birthday. */
export type AgeBand = 'child' | 'minor' | 'adult' | 'unknown'
export const AgeBand: Schema<AgeBand> = z.enum(['child', 'minor', 'adult', 'unknown'])

/** Where a consent stands: `outdated` was given under a version of the policy that no longer holds. */
export type ConsentState = 'unasked' | 'granted' | 'withdrawn' | 'outdated'
export const ConsentState: Schema<ConsentState> = z.enum(['unasked', 'granted', 'withdrawn', 'outdated'])

/** The last word on one purpose. */
export type Consent = {
  readonly about: ConsentAbout
  readonly granted: boolean
  readonly policyVersion: string | null
  readonly at: number
}

/** One purpose as a page shows it. */
export type ConsentRow = {
  readonly about: ConsentAbout
  readonly state: ConsentState
  /** When the last word was said; null for never. */
  readonly at: number | null
  /** The version it was said under. */
  readonly policyVersion: string | null
  /** The version to agree to now; null while no policy names the purpose. */
  readonly currentVersion: string | null
  /** Whether data may be used for it at this moment. */
  readonly allowed: boolean
}
export const ConsentRow: Schema<ConsentRow> = z.object({
  about: ConsentAbout,
  state: ConsentState,
  at: z.nullable(Moment),
  policyVersion: z.nullable(Id),
  currentVersion: z.nullable(Id),
  allowed: z.boolean(),
})

/** Everything one person said, with the policies in force it is about. */
export type ConsentList = {
  readonly items: readonly ConsentRow[]
  readonly policies: readonly Policy[]
  readonly ageBand: AgeBand
}
export const ConsentList: Schema<ConsentList> = z.object({
  items: listOf(ConsentRow, purposes.length + 1),
  policies: listOf(Policy, purposes.length),
  ageBand: AgeBand,
})

/** Who said it: the person, an operator on their word, or the device before they signed in. */
export type ConsentSource = 'self' | 'operator' | 'visitor'

/** What somebody may ask for: to see their data, to have it put right, or to be forgotten. */
export type DataRequestKind = 'access' | 'correct' | 'delete'
export const DataRequestKind: Schema<DataRequestKind> = z.enum(['access', 'correct', 'delete'])

/**
 * `open` waits for an operator; `waiting` is a deletion that can still be taken back; `closing` one that cannot: nobody
 * can sign in any more; `erased`, `done`, `refused` and `cancelled` are ends.
 */
export type DataRequestStatus = 'open' | 'waiting' | 'closing' | 'erased' | 'done' | 'refused' | 'cancelled'
export const DataRequestStatus: Schema<DataRequestStatus> = z.enum([
  ...(['open', 'waiting', 'closing', 'erased', 'done', 'refused', 'cancelled'] as const),
])

/** What a deletion waits for: each ends by itself or can be ended. */
export type DeletionBlock = 'order_open' | 'case_open' | 'refund_open' | 'commission_unpaid' | 'stored_value_left'
export const DeletionBlock: Schema<DeletionBlock> = z.enum([
  ...(['order_open', 'case_open', 'refund_open', 'commission_unpaid', 'stored_value_left'] as const),
])

export type DataRequest = {
  readonly id: string
  readonly memberId: string
  readonly kind: DataRequestKind
  readonly status: DataRequestStatus
  readonly by: 'member' | 'operator'
  readonly requestedAt: number
  /** By when it must be answered. */
  readonly dueAt: number
  /** When the next step of a deletion is taken; null when there is none. */
  readonly stepAt: number | null
  readonly closedAt: number | null
  /** What the last try of a deletion found in its way. */
  readonly blockedBy: readonly DeletionBlock[]
  /** What was asked for, in the words of who asked. Personal data: null when there are none, or no more. */
  readonly note: string | null
  /** What was answered. Personal data like `note`. */
  readonly answer: string | null
}
export const DataRequest: Schema<DataRequest> = z.object({
  id: Id,
  memberId: Id,
  kind: DataRequestKind,
  status: DataRequestStatus,
  by: z.enum(['member', 'operator']),
  requestedAt: Moment,
  dueAt: Moment,
  stepAt: z.nullable(Moment),
  closedAt: z.nullable(Moment),
  blockedBy: listOf(DeletionBlock, 5),
  note: z.nullable(z.string()),
  answer: z.nullable(z.string()),
})

/** Everything kept about a member. */
export type MemberExport = {
  readonly memberId: string
  readonly madeAt: number
  /** False when a list was longer than one document takes; its newest rows are here. */
  readonly isWhole: boolean
  /** Lists of rows by concept and list. */
  readonly concepts: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>
  /** What the shop's pages recorded, newest first. */
  readonly analytics: readonly unknown[]
}
export const MemberExport: Schema<MemberExport> = z.object({
  memberId: Id,
  madeAt: Moment,
  isWhole: z.boolean(),
  concepts: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))),
  analytics: z.array(z.unknown()),
})
