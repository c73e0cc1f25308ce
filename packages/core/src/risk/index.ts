export type { AppealInput, NoteDeviceInput, RiskContract, RiskReviews } from './contract.ts'
export { appealReview, listReviews, noteDevice, riskContract } from './contract.ts'
export type { RiskReason } from './operator-schema.ts'
export { RiskCase, RiskReasonCode, RiskSettings } from './operator-schema.ts'
export type { DecideCaseInput, ListCasesInput, RiskAdminContract } from './operators.ts'
export { decideCase, getRiskSettings, listCases, riskAdminContract, saveRiskSettings } from './operators.ts'
export type { DeviceFacts, KnownMember, RawMark } from './rules/marks.ts'
export { keepDevice, MAX_MARKS, marksOf } from './rules/marks.ts'
export type { RiskMark, RiskPerson } from './rules/people.ts'
export type { AppealFacts, AssessFacts, DecideFacts, Review } from './rules/reviews.ts'
export { appeal, assess, configure, decide } from './rules/reviews.ts'
export type { RiskFacts, RiskScore } from './rules/score.ts'
export { classesOf, scoreCommission } from './rules/score.ts'
export type {
  CaseStage,
  CommissionAssessed,
  MarkKind,
  ReviewAppealed,
  ReviewDecided,
  ReviewStage,
  RiskConfigured,
  RiskEvent,
} from './schema.ts'
export { RiskClass, RiskReview } from './schema.ts'
export { assessCommission, observeMember } from './system.ts'
