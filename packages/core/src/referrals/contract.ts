import * as z from 'zod/mini'
import {
  Empty,
  type Endpoint,
  Id,
  Label,
  MAX_PAGE,
  Moment,
  type Page,
  PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { type LinksContract, linksContract } from './contract/links.ts'
import { type WithdrawalsContract, withdrawalsContract } from './contract/withdrawals.ts'
import { Commission, CommissionBalance, Referral } from './schema.ts'

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

export type ReferralsContract = LinksContract &
  WithdrawalsContract & {
    readonly get: typeof getReferral
    readonly bind: typeof bindReferral
    readonly commission: typeof getCommission
    readonly commissions: typeof listCommissions
    readonly team: typeof listTeam
  }
export const referralsContract: ReferralsContract = {
  get: getReferral,
  bind: bindReferral,
  commission: getCommission,
  commissions: listCommissions,
  team: listTeam,
  ...linksContract,
  ...withdrawalsContract,
}
