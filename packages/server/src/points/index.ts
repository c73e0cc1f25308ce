export { accountRoutes } from './accounts/routes.ts'
export { applyAccounts } from './accounts/store.ts'
export { accountSpecs } from './accounts/tables.ts'
export { activityRowsForBrand, applyActivities, loadActivitySettings } from './activities/store.ts'
export { dueBirthdays } from './activities/sweep.ts'
export { activitySpecs } from './activities/tables.ts'
export { pointsChecks } from './audit.ts'
export { householdRoutes } from './households/routes.ts'
export { applyHouseholds, sharingRowsForBrand } from './households/store.ts'
export { householdSpecs } from './households/tables.ts'
export { lifeOf } from './life.ts'
export { loadOrderCounters, loadRollingLots, usedOf } from './loads.ts'
export { applyMall, loadItem, loadRedeemedCount } from './mall/store.ts'
export { mallSpecs } from './mall/tables.ts'
export { pointsPart } from './member.ts'
export { pointsRoutes } from './routes.ts'
export type { AccountRow, IdRef, LotRow } from './store.ts'
export {
  applyPoints,
  loadEarning,
  loadLots,
  loadPointsAccount,
  loadSpend,
  loadSpendOfPayment,
  ofPayment,
  pointsRowsForJoin,
} from './store.ts'
export type { DueCursor, DuePage } from './sweep.ts'
export { dueExpiryNotices, expiredLots, startedLots } from './sweep.ts'
export { pointsSpecs } from './tables.ts'
