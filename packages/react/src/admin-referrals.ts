import type { Siyu } from '@siyu/core'
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
import type { SiyuMutation } from './admin.ts'
import type { KeyedCall } from './intents.ts'
import { type SiyuKey, staleTimesMs } from './keys.ts'
import { listQuery, type SiyuListQuery, type SiyuQuery } from './query-options.ts'

/** What an operator reads of referrals and commission. */
export type ReferralAdminQueries = {
  readonly tree: () => SiyuQuery<ReferralTree>
  readonly plan: () => SiyuQuery<CommissionPlan>
  readonly rules: () => SiyuQuery<CommissionRuleList>
  readonly payouts: (filter?: Omit<PayoutsInput, 'cursor'>) => SiyuListQuery<PayoutRow>
}

/** What an operator changes of them. */
export type ReferralAdminMutations = {
  readonly configure: () => SiyuMutation<CommissionPlan, CommissionPlan>
  readonly saveRule: () => SiyuMutation<CommissionRule, CommissionRule>
  readonly approve: () => SiyuMutation<ApproveWithdrawalInput, Withdrawal>
  readonly reject: () => SiyuMutation<RejectWithdrawalInput, Withdrawal>
  readonly batch: () => SiyuMutation<Empty, PayoutBatch>
  readonly settle: () => SiyuMutation<SettleWithdrawalInput, Withdrawal>
}

type Read = <T>(
  resource: string,
  staleTime: number,
  call: (options: { readonly signal: AbortSignal }) => Promise<T>,
) => SiyuQuery<T>

/** The tree, the plan, its rules and the withdrawals, as query options. */
export function referralQueries(
  { referrals }: Siyu,
  keyOf: (resource: string, params: object) => SiyuKey,
  read: Read,
): ReferralAdminQueries {
  const { balances, settings } = staleTimesMs
  return {
    tree: () => read('referrals.tree', balances, (options) => referrals.tree({}, options)),
    plan: () => read('referrals.plan', settings, (options) => referrals.plan({}, options)),
    rules: () => read('referrals.rules', settings, (options) => referrals.rules({}, options)),
    payouts: (filter = {}) => listQuery(keyOf('referrals.payouts', filter), filter, balances, referrals.payouts),
  }
}

type MakeWrite = <Input, Output>(
  name: string,
  call: (input: Input, options: Parameters<KeyedCall<Output>>[0]) => Promise<Output>,
) => () => SiyuMutation<Input, Output>

/** Plan, rules and decisions about withdrawals, as mutation options. */
export function referralMutations({ referrals }: Siyu, write: MakeWrite): ReferralAdminMutations {
  return {
    configure: write('referrals.configure', referrals.configure),
    saveRule: write('referrals.saveRule', referrals.saveRule),
    approve: write('referrals.approve', referrals.approve),
    reject: write('referrals.reject', referrals.reject),
    batch: write('referrals.batch', referrals.batch),
    settle: write('referrals.settle', referrals.settle),
  }
}
