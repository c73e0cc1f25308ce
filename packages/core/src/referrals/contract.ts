import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Id,
  Label,
  listOf,
  MAX_PAGE,
  Moment,
  type Page,
  PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { type RatesContract, ratesContract } from './contract/rates.ts'
import { type TreeContract, treeContract } from './contract/tree.ts'
import { type WithdrawalsContract, withdrawalsContract } from './contract/withdrawals.ts'
import { Commission, CommissionBalance, CommissionPlan, HoldReason, Referral } from './schema.ts'

/** One's own code and place. */
export const getReferral: Endpoint<Empty, Referral> = {
  name: 'referrals.get',
  method: 'GET',
  path: '/v1/referral',
  access: 'member',
  input: Empty,
  output: Referral,
  refusals: {},
}

export type BindReferralInput = { readonly code: string }
export const BindReferralInput: Schema<BindReferralInput> = z.object({
  code: z.string().check(z.minLength(4), z.maxLength(24)),
})

/** Bind oneself to the member whose code this is. Whether a later code takes its place is for the plan to say. */
export const bindReferral: Endpoint<
  BindReferralInput,
  Referral,
  'code_unknown' | 'referral_self' | 'binding_closed' | 'already_bound' | 'referral_cycle'
> = {
  name: 'referrals.bind',
  method: 'POST',
  path: '/v1/referral/binding',
  access: 'member',
  input: BindReferralInput,
  output: Referral,
  refusals: {
    code_unknown: 404,
    referral_self: 409,
    binding_closed: 409,
    already_bound: 409,
    referral_cycle: 409,
  },
}

/** One's own commission. */
export const getCommission: Endpoint<Empty, CommissionBalance> = {
  name: 'referrals.commission',
  method: 'GET',
  path: '/v1/commission',
  access: 'member',
  input: Empty,
  output: CommissionBalance,
  refusals: {},
}

/** One's own commission, order by order, newest first. */
export const listCommissions: Endpoint<PageInput, Page<Commission>> = {
  name: 'referrals.commissions',
  method: 'GET',
  path: '/v1/commission/orders',
  access: 'member',
  input: PageInput,
  output: pageOf(Commission),
  refusals: {},
}

/** Someone in a team; names are shortened for everyone but operators. */
export type TeamMember = { readonly memberId: string; readonly name: string | null; readonly joinedAt: number }
export const TeamMember: Schema<TeamMember> = z.object({ memberId: Id, name: z.nullable(Label), joinedAt: Moment })

export type TeamInput = PageInput & {
  /** `direct` (the default): bound to oneself; `second`: bound to those. */
  readonly level?: 'direct' | 'second' | undefined
}
export const TeamInput: Schema<TeamInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
  level: z.optional(z.enum(['direct', 'second'])),
})

/** One's own team: those bound to oneself, newest first, or those bound to them, team by team. */
export const listTeam: Endpoint<TeamInput, Page<TeamMember>> = {
  name: 'referrals.team',
  method: 'GET',
  path: '/v1/referral/team',
  access: 'member',
  input: TeamInput,
  output: pageOf(TeamMember),
  refusals: {},
}

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

export type ReferralsContract = RatesContract &
  TreeContract &
  WithdrawalsContract & {
    readonly get: typeof getReferral
    readonly bind: typeof bindReferral
    readonly commission: typeof getCommission
    readonly commissions: typeof listCommissions
    readonly team: typeof listTeam
    readonly tree: typeof getReferralTree
    readonly configure: typeof configureCommission
    readonly hold: typeof holdCommission
    readonly clear: typeof clearCommission
  }
export const referralsContract: ReferralsContract = {
  get: getReferral,
  bind: bindReferral,
  commission: getCommission,
  commissions: listCommissions,
  team: listTeam,
  tree: getReferralTree,
  configure: configureCommission,
  hold: holdCommission,
  clear: clearCommission,
  ...ratesContract,
  ...treeContract,
  ...withdrawalsContract,
}
