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
  pointsRowsForJoin,
} from './store.ts'
export { dueLots } from './sweep.ts'
export { pointsSpecs } from './tables.ts'
