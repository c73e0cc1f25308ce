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
export { ActivityKind, Day, Month, noActivities, PointsActivities } from './activities.ts'
export type { ImportFault } from './contract/accounts.ts'
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
} from './contract/accounts.ts'
export {
  CheckInStatus,
  CheckInStatusInput,
  CreditedActivity,
  checkIn,
  configureActivities,
  getActivities,
  getCheckInStatus,
  ReportActivityInput,
  ReportedActivity,
  ReportForMemberInput,
  reportActivity,
  reportForMember,
} from './contract/activities.ts'
export {
  configureSharing,
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
export { listMall, listMallItems, MAX_MALL, MallItemList, MallOfferList, saveMallItem } from './contract/mall.ts'
export type { PointsContract } from './contract.ts'
export {
  AdjustPointsInput,
  adjustPoints,
  configurePoints,
  getPoints,
  getPointsSettings,
  listPointsHistory,
  pointsContract,
} from './contract.ts'
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
export type { MallEvent, MallItemState, PointsItemRedeemed, PointsItemReturned, PointsItemSaved } from './mall.ts'
export { MallItem, MallItemRow, MallOffer } from './mall.ts'
export type { AccountFacts, FreezeFacts, ImportFacts, ImportOutcome, KnownBalance } from './rules/accounts.ts'
export { balanceNow, freeze, importBalances, isFrozen, spendableNow, unfreeze } from './rules/accounts.ts'
export type { BirthdayFacts, CreditFacts, ReportFacts, SignUpFacts, StatusFacts } from './rules/activities.ts'
export {
  birthdayPoints,
  businessDay,
  checkInPoints,
  checkInStatus,
  dayAfter,
  possibleYears,
  referenceOf,
  reportFor,
  reportPoints,
  rewardOf,
  saveActivities,
  withSignUp,
} from './rules/activities.ts'
export type { ClawFacts } from './rules/claw.ts'
export { claw } from './rules/claw.ts'
export type { ActivateFacts, AdjustFacts, EarnFacts, ExpireFacts } from './rules/earn.ts'
export { activate, adjust, configure, earn, earnCount, expire } from './rules/earn.ts'
export type {
  HouseholdFacts,
  InviteFacts,
  JoinHouseholdFacts,
  LeaveFacts,
  SentOnDay,
  TransferFacts,
} from './rules/households.ts'
export { acceptInvitation, invite, leave, saveSharing, sendingLeft, transfer } from './rules/households.ts'
export type { GiveBackFacts } from './rules/lots.ts'
export {
  afterReturn,
  balance,
  countOf,
  giveBack,
  hasEnded,
  isActive,
  returnPart,
  spendable,
  spendOrder,
  takeLots,
} from './rules/lots.ts'
export type { ItemCode, ItemFacts, OfferFacts, SaveItemFacts } from './rules/mall.ts'
export { itemRefusal, itemState, itemsBack, leftOf, saveItem } from './rules/mall.ts'
export type {
  ClawbackPolicy,
  LotTake,
  PointsActivated,
  PointsAdjusted,
  PointsClawed,
  PointsConfigured,
  PointsEarned,
  PointsEntryKind,
  PointsEvent,
  PointsExpired,
  PointsHeld,
  PointsLot,
  PointsReleased,
  PointsReturn,
  PointsReturned,
  PointsSpent,
} from './schema.ts'
export { PointsBalance, PointsEntry, PointsSettings } from './schema.ts'
export {
  CreditBirthdayInput,
  CreditedBirthday,
  creditBirthday,
  ExpiredLot,
  ExpireLotInput,
  expireLot,
} from './system.ts'
