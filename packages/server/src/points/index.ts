export { pointsChecks } from './audit.ts'
export { lifeOf } from './life.ts'
export { loadOrderCounters, loadRollingLots, usedOf } from './loads.ts'
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
