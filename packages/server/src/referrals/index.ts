export { commissionChecks } from './audit.ts'
export { referralsPart } from './member.ts'
export { loadCommissionCounters, loadRulesFor } from './rates/store.ts'
export { referralRoutes } from './routes.ts'
export type { PromoterRow } from './store.ts'
export {
  applyReferrals,
  loadCodeOwner,
  loadCommission,
  loadLeftPayees,
  loadOrderCommissions,
  loadReferrers,
  referralRowsForJoin,
  stays,
} from './store.ts'
export { dueCommissions } from './sweep.ts'
export { referralSpecs } from './tables.ts'
export type { Payout, PayoutProvider, PayoutStatus } from './withdrawals/payouts.ts'
export { chasePayouts } from './withdrawals/payouts.ts'
