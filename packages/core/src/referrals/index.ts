export type { ReferralsContract, TeamMember, TreeNode } from './contract.ts'
export {
  BindReferralInput,
  bindReferral,
  CommissionHold,
  CommissionKey,
  clearCommission,
  configureCommission,
  getCommission,
  getReferral,
  getReferralTree,
  HoldCommissionInput,
  holdCommission,
  listTeam,
  ReferralTree,
  referralsContract,
} from './contract.ts'
export type { BindFacts, ReferralFacts } from './rules/binding.ts'
export { bind, bindAtJoin, enterByCodeWithReferral, joinWithReferral } from './rules/binding.ts'
export type {
  AccrueFacts,
  CommissionFacts,
  FreezeFacts,
  Promoter,
  ReleaseFacts,
  ReverseFacts,
} from './rules/commission.ts'
export { accrue, configure, freeze, payees, release, reverse, uplines, withhold } from './rules/commission.ts'
export type { ClearFacts, HoldFacts } from './rules/hold.ts'
export { clear, hold } from './rules/hold.ts'
export type {
  CommissionAccrued,
  CommissionCleared,
  CommissionConfigured,
  CommissionFrozen,
  CommissionHeld,
  CommissionReleased,
  CommissionReversed,
  CommissionWithheld,
  DepthAcknowledgement,
  MemberBound,
  ReferralEvent,
  Upline,
} from './schema.ts'
export {
  Commission,
  CommissionBalance,
  CommissionLine,
  CommissionPlan,
  CommissionState,
  HoldReason,
  Referral,
} from './schema.ts'
export { ReleaseCommissionInput, ReleasedCommission, releaseCommission } from './system.ts'
