import * as z from 'zod/mini'
import { Empty, type Endpoint, Id, Label, listOf, Moment, type Schema } from '../kernel/index.ts'
import { CommissionPlan } from './operator-schema.ts'
import { type LinksAdminContract, linksAdminContract } from './operators/links.ts'
import { type RatesAdminContract, ratesAdminContract } from './operators/rates.ts'
import { type TreeAdminContract, treeAdminContract } from './operators/tree.ts'
import { type WithdrawalsAdminContract, withdrawalsAdminContract } from './operators/withdrawals.ts'
import { HoldReason } from './schema.ts'

/** One edge of the referral tree. */
export type TreeNode = {
  readonly memberId: string
  readonly name: string | null
  readonly referrerId: string | null
  readonly commissionMinor: number
}
export const TreeNode: Schema<TreeNode> = z.object({
  memberId: Id,
  name: z.nullable(Label),
  referrerId: z.nullable(Id),
  commissionMinor: z.int(),
})
export type ReferralTree = { readonly items: readonly TreeNode[] }
export const ReferralTree: Schema<ReferralTree> = z.object({ items: listOf(TreeNode, 1_000) })

/** Everyone who referred or was referred: at most 1,000, newest bindings first. */
export const getReferralTree: Endpoint<Empty, ReferralTree> = {
  name: 'referrals.tree',
  method: 'GET',
  path: '/v1/referral-tree',
  access: 'operator',
  input: Empty,
  output: ReferralTree,
  refusals: {},
}

/** Replace the commission plan. */
export const configureCommission: Endpoint<CommissionPlan, CommissionPlan> = {
  name: 'referrals.configure',
  method: 'PUT',
  path: '/v1/commission/plan',
  access: 'operator',
  input: CommissionPlan,
  output: CommissionPlan,
  refusals: {},
}

export type CommissionKey = { readonly orderId: string; readonly payeeId: string }
export const CommissionKey: Schema<CommissionKey> = z.object({ orderId: Id, payeeId: Id })

export type HoldCommissionInput = CommissionKey & { readonly reason: string }
export const HoldCommissionInput: Schema<HoldCommissionInput> = z.object({
  orderId: Id,
  payeeId: Id,
  reason: HoldReason,
})

/** Whether a commission is held back, and why. */
export type CommissionHold = CommissionKey & { readonly heldAt: number | null; readonly heldReason: string | null }
export const CommissionHold: Schema<CommissionHold> = z.object({
  orderId: Id,
  payeeId: Id,
  heldAt: z.nullable(Moment),
  heldReason: z.nullable(HoldReason),
})

/** Hold commission back that was not released yet. Held again, it keeps its first reason. */
export const holdCommission: Endpoint<
  HoldCommissionInput,
  CommissionHold,
  'commission_missing' | 'commission_settled'
> = {
  name: 'referrals.hold',
  method: 'POST',
  path: '/v1/commission/holds',
  access: 'operator',
  input: HoldCommissionInput,
  output: CommissionHold,
  refusals: { commission_missing: 404, commission_settled: 409 },
}

/** Let held commission go. */
export const clearCommission: Endpoint<CommissionKey, CommissionHold, 'commission_missing'> = {
  name: 'referrals.clear',
  method: 'POST',
  path: '/v1/commission/clearances',
  access: 'operator',
  input: CommissionKey,
  output: CommissionHold,
  refusals: { commission_missing: 404 },
}

export type ReferralsAdminContract = LinksAdminContract &
  RatesAdminContract &
  TreeAdminContract &
  WithdrawalsAdminContract & {
    readonly tree: typeof getReferralTree
    readonly configure: typeof configureCommission
    readonly hold: typeof holdCommission
    readonly clear: typeof clearCommission
  }
export const referralsAdminContract: ReferralsAdminContract = {
  tree: getReferralTree,
  configure: configureCommission,
  hold: holdCommission,
  clear: clearCommission,
  ...linksAdminContract,
  ...ratesAdminContract,
  ...treeAdminContract,
  ...withdrawalsAdminContract,
}
