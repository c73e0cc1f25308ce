export { tierRoutes } from './routes.ts'
export type { MemberTierRow } from './store.ts'
export { applyTiers, loadCallerTier, loadMemberTier, loadTierSettings, tierRowsForJoin } from './store.ts'
export { tierSpecs } from './tables.ts'
