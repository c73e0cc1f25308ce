export { ActivityKind } from '../tiers/index.ts'
export type { AccountEvent, PointsFrozen, PointsImported, PointsUnfrozen } from './accounts.ts'
export { AccountState } from './accounts.ts'
export type {
  ActivityCap,
  ActivityEvent,
  CheckInTerms,
  DoneActivity,
  PointsActivitiesConfigured,
  PointsActivityCredited,
  ProfileField,
} from './activities.ts'
export { Month, noActivities, PointsActivities } from './activities.ts'
export {
  CheckInStatus,
  CheckInStatusInput,
  CreditedActivity,
  checkIn,
  DoneActivities,
  getActivities,
  getCheckInStatus,
  listDoneActivities,
  MAX_DONE,
  ReportActivityInput,
  ReportedActivity,
  reportActivity,
} from './contract/activities.ts'
export {
  getHousehold,
  getSharing,
  HouseholdInvitation,
  HouseholdRef,
  inviteToHousehold,
  JoinHouseholdInput,
  joinHousehold,
  LeaveHouseholdInput,
  leaveHousehold,
  TransferPointsInput,
  TransferredPoints,
  transferPoints,
} from './contract/households.ts'
export { listMall, MAX_MALL, MallOfferList } from './contract/mall.ts'
export type { PointsContract } from './contract.ts'
export { getPoints, getPointsSettings, listPointsHistory, pointsContract } from './contract.ts'
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
export type {
  PointsActivated,
  PointsAdjusted,
  PointsClawed,
  PointsConfigured,
  PointsEarned,
  PointsEvent,
  PointsExpired,
  PointsExpiring,
  PointsExtended,
  PointsHeld,
  PointsReleased,
  PointsReturned,
  PointsSpent,
} from './events.ts'
export type {
  HouseholdEvent,
  LotMove,
  PointsHouseholdFormed,
  PointsHouseholdInvited,
  PointsHouseholdJoined,
  PointsHouseholdLeft,
  PointsReceived,
  PointsSent,
  PointsSharingConfigured,
  Relative,
} from './households.ts'
export { HouseholdView, MAX_HOUSEHOLD, noSharing, PointsSharing } from './households.ts'
export { getLiability, PointsLiability } from './liability.ts'
export type { MallEvent, MallItemState, PointsItemRedeemed, PointsItemReturned, PointsItemSaved } from './mall.ts'
export { MallItem, MallItemRow, MallOffer } from './mall.ts'
export { PointsLot, PointsRecord } from './operator-schema.ts'
export type { ImportFault } from './operators/accounts.ts'
export {
  FreezePointsInput,
  freezePoints,
  ImportedBalance,
  ImportedPoints,
  ImportPointsInput,
  importPoints,
  MAX_IMPORT,
  OpeningBalance,
  unfreezePoints,
} from './operators/accounts.ts'
export { configureActivities, ReportForMemberInput, reportForMember } from './operators/activities.ts'
export { configureSharing } from './operators/households.ts'
export { listMallItems, MallItemList, saveMallItem } from './operators/mall.ts'
export type { MemberPoints, PointsAdminContract, RedeemedPoints } from './operators.ts'
export {
  AdjustPointsInput,
  adjustPoints,
  configurePoints,
  EarnPointsInput,
  earnPoints,
  getMemberPoints,
  listMemberPoints,
  PointsPurchase,
  pointsAdminContract,
  RedeemPointsInput,
  RefundPointsInput,
  redeemPoints,
  refundPoints,
} from './operators.ts'
export type { AccountFacts, FreezeFacts, ImportFacts, ImportOutcome, KnownBalance } from './rules/accounts.ts'
export { balanceNow, freeze, importBalances, isFrozen, spendableNow, unfreeze } from './rules/accounts.ts'
export type { BirthdayFacts, CreditFacts, ReportFacts, SignUpFacts, StatusFacts } from './rules/activities.ts'
export {
  activityReference,
  birthdayPoints,
  businessDay,
  checkInPoints,
  checkInStatus,
  dayAfter,
  reportFor,
  reportPoints,
  rewardOf,
  saveActivities,
  withSignUp,
} from './rules/activities.ts'
export type { OffsetAt } from './rules/calendar.ts'
export type { ClawFacts } from './rules/claw.ts'
export { claw } from './rules/claw.ts'
export type { ExtendFacts, NoticeFacts, OwnedLot, WaitingLot } from './rules/due.ts'
export { activateDue, expireDue, extend, notices } from './rules/due.ts'
export type { ActivateFacts, AdjustFacts, ConfigureFacts, EarnFacts } from './rules/earn.ts'
export { activate, activeFrom, adjust, configure, earn, forfeit } from './rules/earn.ts'
export type { Credit, EarnBasis, Earned, EarnedByLine, EarnedByRule } from './rules/evaluate.ts'
export { creditOf, evaluate } from './rules/evaluate.ts'
export type { Life } from './rules/expiry.ts'
export { endOf } from './rules/expiry.ts'
export type { EarnContext, EarnLine } from './rules/holds.ts'
export { fits } from './rules/holds.ts'
export type {
  HouseholdFacts,
  InviteFacts,
  JoinHouseholdFacts,
  LeaveFacts,
  SentOnDay,
  TransferFacts,
} from './rules/households.ts'
export { acceptInvitation, invite, leave, saveSharing, sendingLeft, transfer } from './rules/households.ts'
export type { LiabilityFacts } from './rules/liability.ts'
export { liability } from './rules/liability.ts'
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
export type { ItemCode, ItemFacts, OfferFacts, SaveItemFacts } from './rules/mall.ts'
export { itemRefusal, itemState, itemsBack, leftOf, saveItem } from './rules/mall.ts'
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
export type { CapUse, ClawbackPolicy, ExpiringPoints, LotTake, PointsEntryKind, PointsReturn } from './schema.ts'
export { Expiry, PointsBalance, PointsEntry, PointsSettings } from './schema.ts'
export {
  activateLots,
  CreditBirthdayInput,
  CreditedBirthday,
  creditBirthday,
  DueLotsDone,
  DueLotsInput,
  expireLots,
  MAX_DUE_LOTS,
  NotifiedPoints,
  NotifyPointsInput,
  notifyPoints,
} from './system.ts'
