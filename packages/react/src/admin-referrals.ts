import type { Empty } from '@siyu/core/kernel'
import type {
  ApproveWithdrawalInput,
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
import type { SiyuListQuery, SiyuQuery, SiyuWriteOptions } from './query-options.ts'

/** What an operator reads of referrals and commission. */
export type ReferralAdminQueries = {
  readonly tree: () => SiyuQuery<ReferralTree>
  readonly plan: () => SiyuQuery<CommissionPlan>
  readonly rules: () => SiyuQuery<CommissionRuleList>
  readonly payouts: (filter?: Omit<PayoutsInput, 'cursor'>) => SiyuListQuery<PayoutRow>
}

/** What an operator changes of them. */
export type ReferralAdminMutations = {
  readonly configure: () => SiyuWriteOptions<CommissionPlan, CommissionPlan>
  readonly saveRule: () => SiyuWriteOptions<CommissionRule, CommissionRule>
  readonly approve: () => SiyuWriteOptions<ApproveWithdrawalInput, Withdrawal>
  readonly reject: () => SiyuWriteOptions<RejectWithdrawalInput, Withdrawal>
  readonly batch: () => SiyuWriteOptions<Empty, PayoutBatch>
  readonly settle: () => SiyuWriteOptions<SettleWithdrawalInput, Withdrawal>
}
