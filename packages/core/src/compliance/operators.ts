import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Id,
  listOf,
  MAX_TEXT,
  type Page,
  type PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { ComplianceSettings, ConsentReceipt } from './operator-schema.ts'
import { ConsentAbout, ConsentList, ConsentRow, DataRequest, DataRequestKind, MemberExport, Policy } from './schema.ts'

/** The times the brand keeps. */
export const getComplianceSettings: Endpoint<Empty, ComplianceSettings> = {
  name: 'compliance.settings',
  method: 'GET',
  path: '/v1/compliance',
  access: 'operator',
  input: Empty,
  output: ComplianceSettings,
  refusals: {},
}

/** Replace them. */
export const saveComplianceSettings: Endpoint<ComplianceSettings, ComplianceSettings> = {
  name: 'compliance.saveSettings',
  method: 'PUT',
  path: '/v1/compliance',
  access: 'operator',
  input: ComplianceSettings,
  output: ComplianceSettings,
  refusals: {},
}

/** Publish a version of the policy, or change one that is not in force yet. */
export const savePolicy: Endpoint<Policy, Policy, 'policy_in_force' | 'policy_backdated' | 'policies_full'> = {
  name: 'compliance.savePolicy',
  method: 'PUT',
  path: '/v1/policies/:version',
  access: 'operator',
  input: Policy,
  output: Policy,
  refusals: { policy_in_force: 409, policy_backdated: 409, policies_full: 409 },
}

export type OfMemberInput = { readonly memberId: string }
export const OfMemberInput: Schema<OfMemberInput> = z.object({ memberId: Id })

/** What a member said, with the receipts. */
export type MemberConsents = ConsentList & { readonly receipts: readonly ConsentReceipt[] }
export const MemberConsents: Schema<MemberConsents> = z.object({
  items: listOf(ConsentRow, 20),
  policies: z.array(Policy),
  ageBand: z.enum(['child', 'minor', 'adult', 'unknown']),
  receipts: listOf(ConsentReceipt, 200),
})

/** The consents of a member with the newest 200 receipts. */
export const getMemberConsents: Endpoint<OfMemberInput, MemberConsents, 'member_missing'> = {
  name: 'compliance.memberConsents',
  method: 'GET',
  path: '/v1/members/:memberId/consents',
  access: 'operator',
  input: OfMemberInput,
  output: MemberConsents,
  refusals: { member_missing: 404 },
}

export type SetMemberConsentInput = {
  readonly memberId: string
  readonly about: ConsentAbout
  readonly granted: boolean
  readonly policyVersion?: string | undefined
  readonly locale: string
}
export const SetMemberConsentInput: Schema<SetMemberConsentInput> = z.object({
  memberId: Id,
  about: ConsentAbout,
  granted: z.boolean(),
  policyVersion: z.optional(Id),
  locale: z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)),
})

/** Write down what a member, or a child's guardian, said on paper or on the phone. */
export const setMemberConsent: Endpoint<
  SetMemberConsentInput,
  ConsentList,
  'member_missing' | 'service_essential' | 'policy_missing' | 'policy_outdated' | 'guardian_missing' | 'member_minor'
> = {
  name: 'compliance.setMemberConsent',
  method: 'PUT',
  path: '/v1/members/:memberId/consents/:about',
  access: 'operator',
  input: SetMemberConsentInput,
  output: ConsentList,
  refusals: {
    member_missing: 404,
    service_essential: 409,
    policy_missing: 404,
    policy_outdated: 409,
    guardian_missing: 409,
    member_minor: 409,
  },
}

/** How many members said what of one purpose, under the policy that holds. */
export type ConsentCounts = {
  readonly about: ConsentAbout
  readonly grantedCount: number
  readonly outdatedCount: number
  readonly withdrawnCount: number
  readonly unaskedCount: number
}
export type ConsentStatistics = {
  readonly items: readonly ConsentCounts[]
  readonly memberCount: number
  /** Requests that wait, and those past their day. */
  readonly openCount: number
  readonly overdueCount: number
}
export const ConsentStatistics: Schema<ConsentStatistics> = z.object({
  items: z.array(
    z.object({
      about: ConsentAbout,
      grantedCount: z.int(),
      outdatedCount: z.int(),
      withdrawnCount: z.int(),
      unaskedCount: z.int(),
    }),
  ),
  memberCount: z.int(),
  openCount: z.int(),
  overdueCount: z.int(),
})

/** Consents of all members by purpose, and how the queue stands. */
export const getStatistics: Endpoint<Empty, ConsentStatistics> = {
  name: 'compliance.statistics',
  method: 'GET',
  path: '/v1/consents/statistics',
  access: 'operator',
  input: Empty,
  output: ConsentStatistics,
  refusals: {},
}

export type QueueInput = PageInput & { readonly ended?: boolean | undefined }
export const QueueInput: Schema<QueueInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(100))),
  ended: z.optional(z.boolean()),
})

/** Requests that wait, soonest due first; with `ended`, those that have an end. */
export const listQueue: Endpoint<QueueInput, Page<DataRequest>> = {
  name: 'compliance.queue',
  method: 'GET',
  path: '/v1/data-requests/queue',
  access: 'operator',
  input: QueueInput,
  output: pageOf(DataRequest),
  refusals: {},
}

const Note: Schema<string> = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT))

export type OpenRequestInput = {
  readonly memberId: string
  readonly kind: DataRequestKind
  readonly note: string
  readonly waivesCommission?: boolean | undefined
}
export const OpenRequestInput: Schema<OpenRequestInput> = z.object({
  memberId: Id,
  kind: DataRequestKind,
  note: Note,
  waivesCommission: z.optional(z.boolean()),
})

/** Write down a request that came by letter or phone; a deletion begins at once. */
export const openRequest: Endpoint<
  OpenRequestInput,
  DataRequest,
  'member_missing' | 'member_erased' | 'requests_full' | 'deletion_open'
> = {
  name: 'compliance.openRequest',
  method: 'POST',
  path: '/v1/members/:memberId/data-requests',
  access: 'operator',
  input: OpenRequestInput,
  output: DataRequest,
  refusals: { member_missing: 404, member_erased: 409, requests_full: 409, deletion_open: 409 },
}

export type AnswerRequestInput = {
  readonly memberId: string
  readonly requestId: string
  readonly outcome: 'done' | 'refused'
  /** What the member is told; a refusal must say why. */
  readonly answer: string
}
export const AnswerRequestInput: Schema<AnswerRequestInput> = z.object({
  memberId: Id,
  requestId: Id,
  outcome: z.enum(['done', 'refused']),
  answer: Note,
})

/** Answer a request to see or to correct data. */
export const answerRequest: Endpoint<AnswerRequestInput, DataRequest, 'request_missing' | 'request_closed'> = {
  name: 'compliance.answer',
  method: 'POST',
  path: '/v1/members/:memberId/data-requests/:requestId/answer',
  access: 'operator',
  input: AnswerRequestInput,
  output: DataRequest,
  refusals: { request_missing: 404, request_closed: 409 },
}

/** Everything the shop keeps about a member. */
export const exportMember: Endpoint<OfMemberInput, MemberExport, 'member_missing'> = {
  name: 'compliance.exportMember',
  method: 'GET',
  path: '/v1/members/:memberId/data',
  access: 'operator',
  input: OfMemberInput,
  output: MemberExport,
  refusals: { member_missing: 404 },
}

export type ComplianceAdminContract = {
  readonly settings: typeof getComplianceSettings
  readonly saveSettings: typeof saveComplianceSettings
  readonly savePolicy: typeof savePolicy
  readonly memberConsents: typeof getMemberConsents
  readonly setMemberConsent: typeof setMemberConsent
  readonly statistics: typeof getStatistics
  readonly queue: typeof listQueue
  readonly openRequest: typeof openRequest
  readonly answer: typeof answerRequest
  readonly exportMember: typeof exportMember
}
export const complianceAdminContract: ComplianceAdminContract = {
  settings: getComplianceSettings,
  saveSettings: saveComplianceSettings,
  savePolicy,
  memberConsents: getMemberConsents,
  setMemberConsent,
  statistics: getStatistics,
  queue: listQueue,
  openRequest,
  answer: answerRequest,
  exportMember,
}
