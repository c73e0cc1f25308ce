import * as z from 'zod/mini'
import { Count, Id, listOf, Moment, type Schema } from '../kernel/index.ts'

/** The largest household there can be. */
export const MAX_HOUSEHOLD = 20

/** Whether and how members share points within a household 家庭共享. Moving them costs nothing. */
export type PointsSharing = {
  readonly allowed: boolean
  /** The most members of a household, its owner among them. */
  readonly maxMembers: number
  readonly minimumCount: number
  /** The most that a member sends on a day, and in a month, of the brand's zone; null for no limit. */
  readonly maxPerDayCount: number | null
  readonly maxPerMonthCount: number | null
}
export const PointsSharing: Schema<PointsSharing> = z.object({
  allowed: z.boolean(),
  maxMembers: z.int().check(z.gte(2), z.lte(MAX_HOUSEHOLD)),
  minimumCount: Count.check(z.gte(1)),
  maxPerDayCount: z.nullable(Count),
  maxPerMonthCount: z.nullable(Count),
})

/** What a brand starts with: nobody shares. */
export const noSharing: PointsSharing = {
  allowed: false,
  maxMembers: 5,
  minimumCount: 1,
  maxPerDayCount: null,
  maxPerMonthCount: null,
}

/** A member in a household. */
export type Relative = {
  readonly memberId: string
  /** Their display name, as they gave it to the brand. */
  readonly name: string | null
  readonly joinedAt: number
}
const Relative: Schema<Relative> = z.object({
  memberId: Id,
  name: z.nullable(z.string()),
  joinedAt: Moment,
})

/** One's household, or null, and what may be sent in it. */
export type HouseholdView = {
  readonly household: {
    readonly id: string
    readonly ownerId: string
    /** In the order they joined, the owner first. */
    readonly members: readonly Relative[]
    /** The invitation that is open, for its owner; null for the others. */
    readonly invitation: { readonly code: string; readonly expiresAt: number } | null
  } | null
  readonly sharing: PointsSharing
  /** What one may still send today and this month; null for no limit. */
  readonly leftTodayCount: number | null
  readonly leftThisMonthCount: number | null
}
export const HouseholdView: Schema<HouseholdView> = z.object({
  household: z.nullable(
    z.object({
      id: Id,
      ownerId: Id,
      members: listOf(Relative, MAX_HOUSEHOLD, 1),
      invitation: z.nullable(z.object({ code: z.string(), expiresAt: Moment })),
    }),
  ),
  sharing: PointsSharing,
  leftTodayCount: z.nullable(Count),
  leftThisMonthCount: z.nullable(Count),
})

/** Part of a transfer: out of a lot of the sender, into a lot of the receiver that ends when that one ends. */
export type LotMove = {
  readonly fromLotId: string
  readonly lotId: string
  readonly count: number
  readonly activeAt: number
  readonly expiresAt: number | null
  readonly isGrace: boolean
  /** Part of it that paid off debt of the receiver. */
  readonly debtPaidCount: number
}

type OfHousehold = { readonly memberId: string; readonly householdId: string }

/** An operator changed whether and how households share. */
export type PointsSharingConfigured = { readonly type: 'points_sharing_configured'; readonly settings: PointsSharing }
/** A member began a household of their own. */
export type PointsHouseholdFormed = OfHousehold & { readonly type: 'points_household_formed' }
/** Its owner made an invitation; the one before is void. */
export type PointsHouseholdInvited = OfHousehold & {
  readonly type: 'points_household_invited'
  readonly code: string
  readonly expiresAt: number
}
/** A member accepted the invitation. */
export type PointsHouseholdJoined = OfHousehold & { readonly type: 'points_household_joined' }
/** A member left, or was taken out by the owner. When the owner leaves, everyone does. */
export type PointsHouseholdLeft = OfHousehold & {
  readonly type: 'points_household_left'
  /** The household is over. */
  readonly ended: boolean
}
/** Points went to another member of the household. */
export type PointsSent = {
  readonly type: 'points_sent'
  readonly memberId: string
  readonly toMemberId: string
  readonly transferId: string
  /** The business day it counts to. */
  readonly day: string
  readonly moves: readonly LotMove[]
}
/** The other side of it. */
export type PointsReceived = {
  readonly type: 'points_received'
  readonly memberId: string
  readonly fromMemberId: string
  readonly transferId: string
  readonly moves: readonly LotMove[]
}

export type HouseholdEvent =
  | PointsSharingConfigured
  | PointsHouseholdFormed
  | PointsHouseholdInvited
  | PointsHouseholdJoined
  | PointsHouseholdLeft
  | PointsSent
  | PointsReceived
