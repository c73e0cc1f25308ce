import * as z from 'zod/mini'
import { Count, type Endpoint, Id, Label, listOf, MAX_PAGE, Moment, type Schema } from '../../kernel/index.ts'

export type AssignReferrerInput = {
  readonly memberId: string
  readonly referrerId: string
  readonly reason: string
}
export const AssignReferrerInput: Schema<AssignReferrerInput> = z.object({
  memberId: Id,
  referrerId: Id,
  reason: Label,
})
export type Assigned = { readonly memberId: string; readonly referrerId: string }
export const Assigned: Schema<Assigned> = z.object({ memberId: Id, referrerId: Id })

/** Bind a member to somebody by hand, whoever they were bound to. Orders placed before keep their promoters. */
export const assignReferrer: Endpoint<
  AssignReferrerInput,
  Assigned,
  'member_missing' | 'referral_self' | 'referral_cycle'
> = {
  name: 'referrals.assign',
  method: 'POST',
  path: '/v1/referral/assignments',
  access: 'operator',
  input: AssignReferrerInput,
  output: Assigned,
  refusals: { member_missing: 404, referral_self: 409, referral_cycle: 409 },
}

/** Somebody in the tree. */
export type TreeMember = {
  readonly memberId: string
  readonly referrerId: string | null
  readonly boundAt: number | null
  /** How many are bound to them directly. */
  readonly directCount: number
}
export const TreeMember: Schema<TreeMember> = z.object({
  memberId: Id,
  referrerId: z.nullable(Id),
  boundAt: z.nullable(Moment),
  directCount: Count,
})
export type TreePage = { readonly items: readonly TreeMember[]; readonly nextCursor: string | null }
export const TreePage: Schema<TreePage> = z.object({
  items: listOf(TreeMember, MAX_PAGE),
  nextCursor: z.nullable(z.string()),
})

const page = {
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_PAGE))),
}

export type UplineInput = {
  readonly memberId: string
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
export const UplineInput: Schema<UplineInput> = z.object({ memberId: Id, ...page })

/** Who is above a member, the referrer first. */
export const getUpline: Endpoint<UplineInput, TreePage, 'member_missing'> = {
  name: 'referrals.upline',
  method: 'GET',
  path: '/v1/referral/upline',
  access: 'operator',
  input: UplineInput,
  output: TreePage,
  refusals: { member_missing: 404 },
}

export type DownlineInput = UplineInput & {
  /** `direct`: bound to the member; `second`: bound to those. */
  readonly level: 'direct' | 'second'
}
export const DownlineInput: Schema<DownlineInput> = z.object({
  memberId: Id,
  level: z.enum(['direct', 'second']),
  ...page,
})

/** Who is one or two levels below a member; the newest first, of the second level team by team. */
export const getDownline: Endpoint<DownlineInput, TreePage> = {
  name: 'referrals.downline',
  method: 'GET',
  path: '/v1/referral/downline',
  access: 'operator',
  input: DownlineInput,
  output: TreePage,
  refusals: {},
}

export type TreeAdminContract = {
  readonly assign: typeof assignReferrer
  readonly upline: typeof getUpline
  readonly downline: typeof getDownline
}
export const treeAdminContract: TreeAdminContract = {
  assign: assignReferrer,
  upline: getUpline,
  downline: getDownline,
}
