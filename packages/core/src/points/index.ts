export type { MemberPoints, PointsContract, RedeemedPoints } from './contract.ts'
export {
  AdjustPointsInput,
  adjustPoints,
  configurePoints,
  EarnPointsInput,
  earnPoints,
  getMemberPoints,
  getPoints,
  getPointsSettings,
  listMemberPoints,
  listPointsHistory,
  PointsPurchase,
  pointsContract,
  RedeemPointsInput,
  RefundPointsInput,
  redeemPoints,
  refundPoints,
} from './contract.ts'
export type {
  CapPeriod,
  Combine,
  EarnMinimum,
  EarnMultiplier,
  EarnPart,
  EarnTerms,
  FrozenCap,
} from './earning.ts'
export { EarnCap, EarnEffect, EarnProgram, EarnRule, EarnShare, MAX_EARN_RULES } from './earning.ts'
export type { OffsetAt } from './rules/calendar.ts'
export type { ClawFacts } from './rules/claw.ts'
export { claw } from './rules/claw.ts'
export type { ExtendFacts, NoticeFacts, OwnedLot, WaitingLot } from './rules/due.ts'
export { activateDue, expireDue, extend, notices } from './rules/due.ts'
export type { ActivateFacts, AdjustFacts, ConfigureFacts, EarnFacts } from './rules/earn.ts'
export { activate, activeFrom, adjust, configure, earn } from './rules/earn.ts'
export type { Credit, EarnBasis, Earned, EarnedByLine, EarnedByRule } from './rules/evaluate.ts'
export { creditOf, evaluate } from './rules/evaluate.ts'
export type { Life } from './rules/expiry.ts'
export { endOf } from './rules/expiry.ts'
export type { EarnContext, EarnLine } from './rules/holds.ts'
export type { GiveBackFacts } from './rules/lots.ts'
export {
  afterReturn,
  balance,
  countOf,
  giveBack,
  hasEnded,
  isActive,
  isPending,
  redeemable,
  returnPart,
  spendable,
  spendOrder,
  takeLots,
} from './rules/lots.ts'
export { BASE_RULE, plainEarning } from './rules/plain.ts'
export type { EarnPurchaseFacts, PurchaseFacts, RedeemPurchaseFacts, RefundPurchaseFacts } from './rules/purchase.ts'
export {
  earnPurchase,
  purchaseOf,
  redeemedMinor,
  redeemPurchase,
  referenceOf,
  refundPurchase,
  sourceOf,
} from './rules/purchase.ts'
export type { EarnExplanation, EarnForFacts, EarnPreview, EarnReason } from './rules/terms.ts'
export { earnFor, TIER_RULE } from './rules/terms.ts'
export type {
  CapUse,
  ClawbackPolicy,
  ExpiringPoints,
  LotTake,
  PointsActivated,
  PointsAdjusted,
  PointsClawed,
  PointsConfigured,
  PointsEarned,
  PointsEntryKind,
  PointsEvent,
  PointsExpired,
  PointsExpiring,
  PointsExtended,
  PointsHeld,
  PointsReleased,
  PointsReturn,
  PointsReturned,
  PointsSpent,
} from './schema.ts'
export { Expiry, PointsBalance, PointsEntry, PointsLot, PointsRecord, PointsSettings } from './schema.ts'
export {
  activateLots,
  DueLotsDone,
  DueLotsInput,
  expireLots,
  MAX_DUE_LOTS,
  NotifiedPoints,
  NotifyPointsInput,
  notifyPoints,
} from './system.ts'
