export type {
  AppealInput,
  DecideCaseInput,
  ListCasesInput,
  NoteDeviceInput,
  RiskContract,
  RiskReviews,
} from './contract.ts'
export {
  appealReview,
  decideCase,
  getRiskSettings,
  listCases,
  listReviews,
  noteDevice,
  riskContract,
  saveRiskSettings,
} from './contract.ts'
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
  RiskReason,
} from './schema.ts'
export { RiskCase, RiskClass, RiskReasonCode, RiskReview, RiskSettings } from './schema.ts'
export { assessCommission, observeMember } from './system.ts'
