import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, listOf, MAX_TEXT, type Schema } from '../kernel/index.ts'
import { ConsentList, DataRequest, DeletionBlock, MemberExport, Policy, Purpose } from './schema.ts'

/** Words a person writes about their request. */
const Note: Schema<string> = z.string().check(z.minLength(1), z.maxLength(MAX_TEXT))

export type ConsentsInput = { readonly visitorId?: string | undefined }
export const ConsentsInput: Schema<ConsentsInput> = z.object({ visitorId: z.optional(Id) })

/** What the member, or the visitor with this device id, agreed to. */
export const getConsents: Endpoint<ConsentsInput, ConsentList, 'subject_missing'> = {
  name: 'compliance.consents',
  method: 'GET',
  path: '/v1/consents',
  access: 'public',
  input: ConsentsInput,
  output: ConsentList,
  refusals: { subject_missing: 409 },
}

export type SetConsentInput = {
  readonly purpose: Purpose
  readonly granted: boolean
  /** The version that was shown; a yes needs it. */
  readonly policyVersion?: string | undefined
  /** The language it was shown in, such as `zh-CN`. */
  readonly locale: string
  /** The page it was said on, such as `privacy`. */
  readonly screen: string
  /** Id the device made for somebody who has not signed in; a member's token goes before it. */
  readonly visitorId?: string | undefined
}
/** A language tag such as `zh-CN`. */
export const Locale: Schema<string> = z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/))
/** A page of the shop, as its makers call it. */
export const Screen: Schema<string> = z.string().check(z.regex(/^[a-z][a-z0-9_./-]{0,63}$/))
export const SetConsentInput: Schema<SetConsentInput> = z.object({
  purpose: Purpose,
  granted: z.boolean(),
  policyVersion: z.optional(Id),
  locale: Locale,
  screen: Screen,
  visitorId: z.optional(Id),
})

/** Why a yes or no is not taken, in order of precedence. */
export type SayCode = 'service_essential' | 'policy_missing' | 'policy_outdated' | 'guardian_missing' | 'member_minor'

/** Say yes or no to one purpose; a no counts at once. */
export const setConsent: Endpoint<SetConsentInput, ConsentList, 'subject_missing' | SayCode> = {
  name: 'compliance.setConsent',
  method: 'PUT',
  path: '/v1/consents/:purpose',
  access: 'public',
  input: SetConsentInput,
  output: ConsentList,
  refusals: {
    subject_missing: 409,
    service_essential: 409,
    policy_missing: 404,
    policy_outdated: 409,
    guardian_missing: 409,
    member_minor: 409,
  },
}

export type AdoptConsentsInput = { readonly visitorId: string }
export const AdoptConsentsInput: Schema<AdoptConsentsInput> = z.object({ visitorId: Id })

/** Carry over what was said on this device before signing in, where it is the member's last word. */
export const adoptConsents: Endpoint<AdoptConsentsInput, ConsentList> = {
  name: 'compliance.adoptConsents',
  method: 'POST',
  path: '/v1/consents/adoption',
  access: 'member',
  input: AdoptConsentsInput,
  output: ConsentList,
  refusals: {},
}

export type PolicyList = { readonly items: readonly Policy[] }
export const PolicyList: Schema<PolicyList> = z.object({ items: z.array(Policy) })

/** All versions of the policy, the newest first. */
export const listPolicies: Endpoint<Empty, PolicyList> = {
  name: 'compliance.policies',
  method: 'GET',
  path: '/v1/policies',
  access: 'public',
  input: Empty,
  output: PolicyList,
  refusals: {},
}

/** Everything the shop keeps about the caller. */
export const exportData: Endpoint<Empty, MemberExport> = {
  name: 'compliance.exportData',
  method: 'GET',
  path: '/v1/member/data',
  access: 'member',
  input: Empty,
  output: MemberExport,
  refusals: {},
}

export type DataRequestList = { readonly items: readonly DataRequest[] }
export const DataRequestList: Schema<DataRequestList> = z.object({ items: listOf(DataRequest, 100) })

/** The caller's own requests, newest first. */
export const listRequests: Endpoint<Empty, DataRequestList> = {
  name: 'compliance.requests',
  method: 'GET',
  path: '/v1/data-requests',
  access: 'member',
  input: Empty,
  output: DataRequestList,
  refusals: {},
}

export type RequestDataInput = { readonly kind: 'access' | 'correct'; readonly note: string }
export const RequestDataInput: Schema<RequestDataInput> = z.object({ kind: z.enum(['access', 'correct']), note: Note })

/** Ask the shop about one's data, or to put something right. */
export const requestData: Endpoint<RequestDataInput, DataRequest, 'requests_full'> = {
  name: 'compliance.requestData',
  method: 'POST',
  path: '/v1/data-requests',
  access: 'member',
  input: RequestDataInput,
  output: DataRequest,
  refusals: { requests_full: 409 },
}

/** What deleting the account would mean now. */
export type DeletionPreview = {
  readonly pointsCount: number
  readonly couponCount: number
  readonly commissionMinor: number
  readonly coolingOffDays: number
  readonly blockedBy: readonly DeletionBlock[]
}
export const DeletionPreview: Schema<DeletionPreview> = z.object({
  pointsCount: z.int(),
  couponCount: z.int(),
  commissionMinor: z.int(),
  coolingOffDays: z.int(),
  blockedBy: listOf(DeletionBlock, 3),
})

/** What goes with the account and what would have to end first. */
export const previewDeletion: Endpoint<Empty, DeletionPreview> = {
  name: 'compliance.previewDeletion',
  method: 'GET',
  path: '/v1/data-requests/deletion',
  access: 'member',
  input: Empty,
  output: DeletionPreview,
  refusals: {},
}

export type RequestDeletionInput = {
  /** The member has read that points and coupons end with the account. */
  readonly agreesToLosses: boolean
  /** The member gives up commission that was not paid out; otherwise the deletion waits for it. */
  readonly waivesCommission: boolean
}
export const RequestDeletionInput: Schema<RequestDeletionInput> = z.object({
  agreesToLosses: z.boolean(),
  waivesCommission: z.boolean(),
})

/** Delete the account; until it begins it can be taken back. */
export const requestDeletion: Endpoint<RequestDeletionInput, DataRequest, 'deletion_open' | 'losses_not_agreed'> = {
  name: 'compliance.requestDeletion',
  method: 'POST',
  path: '/v1/data-requests/deletion',
  access: 'member',
  input: RequestDeletionInput,
  output: DataRequest,
  refusals: { deletion_open: 409, losses_not_agreed: 409 },
}

export type CancelDeletionInput = { readonly requestId: string }
export const CancelDeletionInput: Schema<CancelDeletionInput> = z.object({ requestId: Id })

/** Keep the account after all. */
export const cancelDeletion: Endpoint<CancelDeletionInput, DataRequest, 'request_missing' | 'request_closed'> = {
  name: 'compliance.cancelDeletion',
  method: 'POST',
  path: '/v1/data-requests/:requestId/cancellation',
  access: 'member',
  input: CancelDeletionInput,
  output: DataRequest,
  refusals: { request_missing: 404, request_closed: 409 },
}

export type ComplianceContract = {
  readonly consents: typeof getConsents
  readonly setConsent: typeof setConsent
  readonly adoptConsents: typeof adoptConsents
  readonly policies: typeof listPolicies
  readonly exportData: typeof exportData
  readonly requests: typeof listRequests
  readonly requestData: typeof requestData
  readonly previewDeletion: typeof previewDeletion
  readonly requestDeletion: typeof requestDeletion
  readonly cancelDeletion: typeof cancelDeletion
}
export const complianceContract: ComplianceContract = {
  consents: getConsents,
  setConsent,
  adoptConsents,
  policies: listPolicies,
  exportData,
  requests: listRequests,
  requestData,
  previewDeletion,
  requestDeletion,
  cancelDeletion,
}
