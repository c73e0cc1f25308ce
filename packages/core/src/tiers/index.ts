export type { TiersContract } from './contract.ts'
export { getTier, getTierSettings, tiersContract } from './contract.ts'
export type {
  GrowthChanged,
  MembershipSet,
  Standing,
  TierChanged,
  TierDowngradeApproaching,
  TierEvent,
  TierGiftGranted,
  TierKept,
  TierMoveEvent,
  TierSetByHand,
  TierStandingSet,
  TiersConfigured,
} from './events.ts'
export type { ToldActivityKind } from './operator-schema.ts'
export { type Membership, MembershipTerm } from './operator-schema.ts'
export type { TiersAdminContract } from './operators.ts'
export {
  AdjustGrowthInput,
  adjustGrowth,
  BirthdayGift,
  configureTiers,
  getMemberTier,
  giveBirthdayGift,
  MemberTierInput,
  RecordActivityInput,
  recordActivity,
  SetTierInput,
  setTier,
  TierOutcome,
  tiersAdminContract,
} from './operators.ts'
export { pricesOfTier, ratePriceMinor } from './rules/benefits.ts'
export { addMonths, dayOf, type OffsetAt, startOfDay, startOfMonths } from './rules/calendar.ts'
export type { ConfigureFacts } from './rules/configure.ts'
export { configure } from './rules/configure.ts'
export type { GrowthDay, GrowthRecord } from './rules/growth.ts'
export { growthFor, tierFor } from './rules/growth.ts'
export type { MembershipLine } from './rules/memberships.ts'
export { endMemberships, startMemberships } from './rules/memberships.ts'
export type { Activity, GrowthMove, SetTierChoice } from './rules/move.ts'
export {
  activityKey,
  adjust,
  grown,
  growthNow,
  growthOf,
  moveGrowth,
  recordGrowth,
  review,
  setByHand,
} from './rules/move.ts'
export type { TierFacts } from './rules/settle.ts'
export { standingAtJoining, walked, walkTo } from './rules/settle.ts'
export { memberTier, progressOf } from './rules/show.ts'
export type { DowngradePolicy, TierReason, UpgradeMode } from './schema.ts'
export {
  ActivityGrowth,
  ActivityKind,
  GrowthWindow,
  MAX_TIER_HISTORY,
  MemberTier,
  Tier,
  TierGift,
  TierHistoryEntry,
  TierSettings,
  TierValidity,
} from './schema.ts'
export { celebrateBirthday, reviewTier } from './system.ts'
