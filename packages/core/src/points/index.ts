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
export type { ClawFacts } from './rules/claw.ts'
export { claw } from './rules/claw.ts'
export type { ActivateFacts, AdjustFacts, EarnFacts, ExpireFacts } from './rules/earn.ts'
export { activate, adjust, configure, earn, earnCount, expire, forfeit } from './rules/earn.ts'
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
export { ExpiredLot, ExpireLotInput, expireLot } from './system.ts'
