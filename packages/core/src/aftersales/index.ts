export type { AftersalesContract, CaseLineInput } from './contract.ts'
export {
  aftersalesContract,
  getAftersalesSettings,
  getCase,
  ListCasesInput,
  listCases,
  OpenCaseInput,
  openCase,
  sendCaseBack,
  withdrawCase,
} from './contract.ts'
export type {
  AftersalesEvent,
  AftersalesSettingsSaved,
  CaseApproved,
  CaseArrived,
  CaseClosed,
  CaseEvent,
  CaseIds,
  CaseOpened,
  CaseRefunded,
  CaseRejected,
  CaseReshipped,
  CaseSentBack,
  CaseWithdrawn,
  GoodsBack,
} from './events.ts'
export type { AftersalesAdminContract } from './operators.ts'
export {
  ApproveCaseInput,
  ArriveCaseInput,
  ArrivedLine,
  aftersalesAdminContract,
  approveCase,
  arriveCase,
  closeCase,
  ListQueueInput,
  listQueue,
  RejectCaseInput,
  rejectCase,
  reshipCase,
  saveAftersalesSettings,
} from './operators.ts'
export type { ApproveFacts, CaseRefundEvent, CaseRefundFacts } from './rules/answer.ts'
export { approve } from './rules/answer.ts'
export type { ArriveEvent, ArriveFacts } from './rules/arrive.ts'
export { arrive } from './rules/arrive.ts'
export type { EndFacts } from './rules/end.ts'
export { close, expire, reject, withdraw } from './rules/end.ts'
export { caseOf, evolveCase } from './rules/evolve.ts'
export type { CaseOrder, CaseState } from './rules/goods.ts'
export type { CaseCommand, CaseMoves } from './rules/moves.ts'
export { canMoveCase, caseMoves, isCaseOpen } from './rules/moves.ts'
export type { OpenCaseFacts, WantedSku } from './rules/open.ts'
export { kindsFor, open } from './rules/open.ts'
export type { ReshipEvent, ReshipFacts, SendBackFacts } from './rules/send.ts'
export { reship, sendBack } from './rules/send.ts'
export { firstAftersalesSettings, saveSettings } from './rules/settings.ts'
export { receivedAt, windowEnd } from './rules/window.ts'
export {
  AftersalesCase,
  AftersalesSettings,
  Carrier,
  CaseKind,
  CaseLine,
  CaseParcel,
  CaseParcelInput,
  CaseReason,
  CaseRef,
  CaseStatus,
  GoodsFate,
  MAX_CASE_LINES,
  MAX_ORDER_CASES,
} from './schema.ts'
export { expireCase } from './system.ts'
