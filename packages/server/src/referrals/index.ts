export { referralRoutes } from './routes.ts'
export { applyReferrals, loadCodeOwner, loadOrderCommissions, loadReferrers, referralRowsForJoin } from './store.ts'
export { dueCommissions } from './sweep.ts'
export { referralSpecs } from './tables.ts'
