export { commissionChecks } from './audit.ts'
export { forgetVisits } from './links/store.ts'
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
export type {
  Payout,
  PayoutPart,
  PayoutProvider,
  PayoutShares,
  PayoutStatus,
  ReturnAsked,
} from './withdrawals/payouts.ts'
export { chasePayouts, chaseReturns } from './withdrawals/payouts.ts'
