export type { PromotionsContract } from './contract.ts'
export { listPromotions, PromotionList, promotionsContract } from './contract.ts'
export type { PromotionEvent, PromotionSaved } from './events.ts'
export type { PromotionsAdminContract } from './operators.ts'
export { listAllPromotions, PromotionRow, promotionsAdminContract, savePromotion } from './operators.ts'
export type { Counters, Period, UsageLeft, UseFacts, ZonedMoment } from './rules/usage.ts'
export {
  giveBack,
  nextPeriodKey,
  periodKey,
  possiblePeriodKeys,
  sharedLimits,
  usageOf,
  useDecision,
} from './rules/usage.ts'
export type { IdleReason, SavePromotionFacts, TermsCode, WholePromotion } from './rules.ts'
export { byPriority, publicPromotion, runs, save, termsRefusal, wholePromotion } from './rules.ts'
export type { Off, Terms, UnitChoice } from './schema.ts'
export {
  Base,
  Condition,
  Effect,
  Funder,
  ItemFilter,
  Lane,
  Limits,
  MAX_CONDITION_DEPTH,
  Promotion,
  Stacking,
  termsShape,
} from './schema.ts'
export type {
  MemberCounter,
  PromotionCounter,
  PromotionLimitsSet,
  PromotionUnused,
  PromotionUsageEvent,
  PromotionUse,
  PromotionUsed,
  SharedLimits,
} from './usage.ts'
export { PromotionUsage } from './usage.ts'
