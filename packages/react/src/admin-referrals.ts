import type { SiyuAdmin } from '@siyu/core/admin'
import type { Empty } from '@siyu/core/kernel'
import type {
  ApproveWithdrawalInput,
  Assigned,
  AssignReferrerInput,
  CommissionPlan,
  CommissionRule,
  CommissionRuleList,
  PayoutBatch,
  PayoutRow,
  PayoutsInput,
  ReferralTree,
  RejectWithdrawalInput,
  SettleWithdrawalInput,
  Withdrawal,
} from '@siyu/core/referrals'
import type { AdminList, AdminMutation, AdminRead, AdminWrite } from './admin-kit.ts'
import { staleTimesMs } from './keys.ts'
import type { SiyuListQuery, SiyuQuery } from './query-options.ts'

/** What an operator reads of referrals and commission. */
export type ReferralQueries = {
  readonly tree: () => SiyuQuery<ReferralTree>
  readonly plan: () => SiyuQuery<CommissionPlan>
  readonly rules: () => SiyuQuery<CommissionRuleList>
  readonly payouts: (filter?: Omit<PayoutsInput, 'cursor'>) => SiyuListQuery<PayoutRow>
}

/** What an operator changes of them. */
export type ReferralMutations = {
  readonly configure: () => AdminMutation<CommissionPlan, CommissionPlan>
  readonly assign: () => AdminMutation<AssignReferrerInput, Assigned>
  readonly saveRule: () => AdminMutation<CommissionRule, CommissionRule>
  readonly approve: () => AdminMutation<ApproveWithdrawalInput, Withdrawal>
  readonly reject: () => AdminMutation<RejectWithdrawalInput, Withdrawal>
  readonly batch: () => AdminMutation<Empty, PayoutBatch>
  readonly settle: () => AdminMutation<SettleWithdrawalInput, Withdrawal>
}

/** The tree, the plan, its rules and the withdrawals, as query options. */
export function referralQueries({ referrals }: SiyuAdmin, read: AdminRead, list: AdminList): ReferralQueries {
  const { balances, settings } = staleTimesMs
  return {
    tree: () => read('referrals.tree', balances, (options) => referrals.tree({}, options)),
    plan: () => read('referrals.plan', settings, (options) => referrals.plan({}, options)),
    rules: () => read('referrals.rules', settings, (options) => referrals.rules({}, options)),
    payouts: (filter = {}) => list('referrals.payouts', filter, balances, referrals.payouts),
  }
}

/** Plan, rules and decisions about withdrawals, as mutation options. */
export function referralMutations({ referrals }: SiyuAdmin, write: AdminWrite): ReferralMutations {
  return {
    configure: write('referrals.configure', referrals.configure),
    assign: write('referrals.assign', referrals.assign),
    saveRule: write('referrals.saveRule', referrals.saveRule),
    approve: write('referrals.approve', referrals.approve),
    reject: write('referrals.reject', referrals.reject),
    batch: write('referrals.batch', referrals.batch),
    settle: write('referrals.settle', referrals.settle),
  }
}
