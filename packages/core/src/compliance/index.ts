export type {
  ComplianceContract,
  DataRequestList,
  DeletionPreview,
  PolicyList,
  RequestDataInput,
  RequestDeletionInput,
  SetConsentInput,
} from './contract.ts'
export {
  adoptConsents,
  cancelDeletion,
  complianceContract,
  exportData,
  getConsents,
  listPolicies,
  listRequests,
  previewDeletion,
  requestData,
  requestDeletion,
  setConsent,
} from './contract.ts'
export type {
  AccountClosed,
  AnalyticsErased,
  ComplianceConfigured,
  ComplianceEvent,
  ConsentRecorded,
  DataRequestAnswered,
  DataRequestOpened,
  DeletionBlocked,
  DeletionCancelled,
  MemberErased,
  PolicySaved,
  VisitorConsentRecorded,
} from './events.ts'
export { ComplianceSettings, ConsentReceipt } from './operator-schema.ts'
export type {
  AnswerRequestInput,
  ComplianceAdminContract,
  ConsentCounts,
  ConsentStatistics,
  MemberConsents,
  OpenRequestInput,
  QueueInput,
  SetMemberConsentInput,
} from './operators.ts'
export {
  answerRequest,
  complianceAdminContract,
  exportMember,
  getComplianceSettings,
  getMemberConsents,
  getStatistics,
  listQueue,
  openRequest,
  saveComplianceSettings,
  savePolicy,
  setMemberConsent,
} from './operators.ts'
export type { AdultActivity } from './rules/age.ts'
export { ageBandOf, mayTakePart } from './rules/age.ts'
export type { AdoptFacts, Permission, ProcessFacts, ProcessRefusal, Saying, SetConsentFacts } from './rules/consent.ts'
export {
  adopt,
  consentState,
  currentPolicy,
  listConsents,
  mayProcess,
  record,
  recordFor,
} from './rules/consent.ts'
export type { SavePolicyFacts } from './rules/policy.ts'
export { configure, publish } from './rules/policy.ts'
export type { AdvanceFacts, AskDeletionFacts, DeletionStep, Losses, OpenFacts } from './rules/requests.ts'
export {
  advance,
  answerTo,
  ask,
  askDeletion,
  cancel,
  dropOpen,
  MAX_OPEN_REQUESTS,
  noteAnalytics,
  openFor,
  workingDaysAfter,
} from './rules/requests.ts'
export type {
  Consent,
  ConsentSource,
  DataRequestKind,
  DataRequestStatus,
  DeletionBlock,
} from './schema.ts'
export {
  AgeBand,
  allPurposes,
  ConsentAbout,
  ConsentList,
  ConsentRow,
  ConsentState,
  DataRequest,
  MAX_POLICIES,
  MemberExport,
  Policy,
  Purpose,
} from './schema.ts'
export type { DeletionInput } from './system.ts'
export { advanceDeletion, noteAnalyticsErased } from './system.ts'
