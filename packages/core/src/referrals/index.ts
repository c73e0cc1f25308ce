export type { ReferralsContract, TeamMember, TreeNode } from './contract.ts'
export {
  BindReferralInput,
  bindReferral,
  configureCommission,
  getCommission,
  getReferral,
  getReferralTree,
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
export type {
  CommissionAccrued,
  CommissionConfigured,
  CommissionFrozen,
  CommissionReleased,
  CommissionReversed,
  CommissionWithheld,
  DepthAcknowledgement,
  MemberBound,
  ReferralEvent,
  Upline,
} from './schema.ts'
export { Commission, CommissionBalance, CommissionLine, CommissionPlan, CommissionState, Referral } from './schema.ts'
export { ReleaseCommissionInput, ReleasedCommission, releaseCommission } from './system.ts'
