import * as z from 'zod/mini'
import { Count, Empty, type Endpoint, Id, Moment, type Schema } from '../../kernel/index.ts'
import { HouseholdView, PointsSharing } from '../households.ts'

/** One's household with its members, and what may be sent in it. */
export const getHousehold: Endpoint<Empty, HouseholdView> = {
  name: 'points.household',
  method: 'GET',
  path: '/v1/points/household',
  access: 'member',
  input: Empty,
  output: HouseholdView,
  refusals: {},
}

export type HouseholdInvitation = { readonly householdId: string; readonly code: string; readonly expiresAt: number }
export const HouseholdInvitation: Schema<HouseholdInvitation> = z.object({
  householdId: Id,
  code: z.string(),
  expiresAt: Moment,
})

/** Invite whoever brings the code within a day into one's household; the first invitation makes it. */
export const inviteToHousehold: Endpoint<
  Empty,
  HouseholdInvitation,
  'sharing_off' | 'household_not_yours' | 'household_full'
> = {
  name: 'points.invite',
  method: 'POST',
  path: '/v1/points/household/invitations',
  access: 'member',
  input: Empty,
  output: HouseholdInvitation,
  refusals: { sharing_off: 403, household_not_yours: 403, household_full: 409 },
}

/** A household, named by its id alone: who is in it is read, not kept. */
export type HouseholdRef = { readonly householdId: string }
export const HouseholdRef: Schema<HouseholdRef> = z.object({ householdId: Id })

export type JoinHouseholdInput = { readonly code: string }
export const JoinHouseholdInput: Schema<JoinHouseholdInput> = z.object({
  code: z.string().check(z.minLength(1), z.maxLength(64)),
})

/** Accept an invitation. An invitation is good for one. */
export const joinHousehold: Endpoint<
  JoinHouseholdInput,
  HouseholdRef,
  'sharing_off' | 'code_mistyped' | 'invitation_missing' | 'invitation_expired' | 'household_taken' | 'household_full'
> = {
  name: 'points.joinHousehold',
  method: 'POST',
  path: '/v1/points/household/members',
  access: 'member',
  input: JoinHouseholdInput,
  output: HouseholdRef,
  refusals: {
    sharing_off: 403,
    code_mistyped: 404,
    invitation_missing: 404,
    invitation_expired: 409,
    household_taken: 409,
    household_full: 409,
  },
}

export type LeaveHouseholdInput = { readonly memberId?: string | undefined }
export const LeaveHouseholdInput: Schema<LeaveHouseholdInput> = z.object({ memberId: z.optional(Id) })

/** Leave one's household or, as its owner, take another member out. When the owner leaves, it is over. */
export const leaveHousehold: Endpoint<
  LeaveHouseholdInput,
  HouseholdRef,
  'household_missing' | 'household_not_yours' | 'relative_missing'
> = {
  name: 'points.leaveHousehold',
  method: 'POST',
  path: '/v1/points/household/leavings',
  access: 'member',
  input: LeaveHouseholdInput,
  output: HouseholdRef,
  refusals: { household_missing: 404, household_not_yours: 403, relative_missing: 404 },
}

export type TransferPointsInput = { readonly toMemberId: string; readonly count: number }
export const TransferPointsInput: Schema<TransferPointsInput> = z.object({
  toMemberId: Id,
  count: Count.check(z.gte(1)),
})
export type TransferredPoints = { readonly transferId: string; readonly count: number }
export const TransferredPoints: Schema<TransferredPoints> = z.object({ transferId: Id, count: Count })

/** Send points to another member of one's household. They keep the end they have. */
export const transferPoints: Endpoint<
  TransferPointsInput,
  TransferredPoints,
  | 'sharing_off'
  | 'household_missing'
  | 'transfer_self'
  | 'relative_missing'
  | 'points_frozen'
  | 'receiver_frozen'
  | 'transfer_too_small'
  | 'transfer_limit_reached'
  | 'points_insufficient'
> = {
  name: 'points.transfer',
  method: 'POST',
  path: '/v1/points/transfers',
  access: 'member',
  input: TransferPointsInput,
  output: TransferredPoints,
  refusals: {
    sharing_off: 403,
    household_missing: 404,
    transfer_self: 409,
    relative_missing: 404,
    points_frozen: 403,
    receiver_frozen: 409,
    transfer_too_small: 409,
    transfer_limit_reached: 409,
    points_insufficient: 402,
  },
}

/** Whether and how households share. */
export const getSharing: Endpoint<Empty, PointsSharing> = {
  name: 'points.sharing',
  method: 'GET',
  path: '/v1/points/sharing',
  access: 'public',
  input: Empty,
  output: PointsSharing,
  refusals: {},
}

export type HouseholdsContract = {
  readonly household: typeof getHousehold
  readonly invite: typeof inviteToHousehold
  readonly joinHousehold: typeof joinHousehold
  readonly leaveHousehold: typeof leaveHousehold
  readonly transfer: typeof transferPoints
  readonly sharing: typeof getSharing
}
export const householdsContract: HouseholdsContract = {
  household: getHousehold,
  invite: inviteToHousehold,
  joinHousehold,
  leaveHousehold,
  transfer: transferPoints,
  sharing: getSharing,
}
