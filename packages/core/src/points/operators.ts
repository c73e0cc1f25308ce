import * as z from 'zod/mini'
import {
  AmountMinor,
  Count,
  type Endpoint,
  Id,
  Label,
  listOf,
  type Page,
  type PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { getLiability } from './liability.ts'
import { PointsLot, PointsRecord } from './operator-schema.ts'
import { type AccountsAdminContract, accountsAdminContract } from './operators/accounts.ts'
import { type ActivitiesAdminContract, activitiesAdminContract } from './operators/activities.ts'
import { type HouseholdsAdminContract, householdsAdminContract } from './operators/households.ts'
import { type MallAdminContract, mallAdminContract } from './operators/mall.ts'
import { balanceShape, PointsBalance, PointsSettings } from './schema.ts'

/** Replace the points program. What was earned keeps its frozen terms. */
export const configurePoints: Endpoint<PointsSettings, PointsSettings, 'rule_repeated' | 'rule_window_empty'> = {
  name: 'points.configure',
  method: 'PUT',
  path: '/v1/points/settings',
  access: 'operator',
  input: PointsSettings,
  output: PointsSettings,
  refusals: { rule_repeated: 409, rule_window_empty: 409 },
}

export type AdjustPointsInput = { readonly memberId: string; readonly deltaCount: number; readonly reason: string }
export const AdjustPointsInput: Schema<AdjustPointsInput> = z.object({
  memberId: Id,
  deltaCount: z.int().check(z.gte(-1_000_000_000), z.lte(1_000_000_000)),
  reason: Label,
})

/** Give or take points by hand, with a reason. */
export const adjustPoints: Endpoint<AdjustPointsInput, PointsBalance, 'member_missing' | 'points_insufficient'> = {
  name: 'points.adjust',
  method: 'POST',
  path: '/v1/points/adjustments',
  access: 'operator',
  input: AdjustPointsInput,
  output: PointsBalance,
  refusals: { member_missing: 404, points_insufficient: 402 },
}

/** A purchase made elsewhere, as its own system calls it: at most 58 letters, digits and `_.:-`. */
export const Reference: Schema<string> = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,57}$/))

export type EarnPointsInput = {
  readonly memberId: string
  /** Money paid for the purchase, without what points paid for. */
  readonly basisMinor: number
  readonly reference: string
}
export const EarnPointsInput: Schema<EarnPointsInput> = z.object({
  memberId: Id,
  basisMinor: AmountMinor,
  reference: Reference,
})

/** What a purchase made elsewhere has earned, spent, and given back, until now. */
export type PointsPurchase = {
  readonly memberId: string
  readonly reference: string
  readonly earnedCount: number
  /** Taken back of what it earned: debt and what could not be recovered included. */
  readonly clawedCount: number
  readonly spentCount: number
  readonly returnedCount: number
}
const purchaseShape = {
  memberId: Id,
  reference: Reference,
  earnedCount: Count,
  clawedCount: Count,
  spentCount: Count,
  returnedCount: Count,
}
export const PointsPurchase: Schema<PointsPurchase> = z.object(purchaseShape)

/**
 * Credit a purchase made elsewhere (a till, another shop) by the rules of now. The same reference with the same sum
 * changes nothing a second time.
 */
export const earnPoints: Endpoint<EarnPointsInput, PointsPurchase, 'member_missing' | 'reference_used'> = {
  name: 'points.earn',
  method: 'POST',
  path: '/v1/points/earnings',
  access: 'operator',
  input: EarnPointsInput,
  output: PointsPurchase,
  refusals: { member_missing: 404, reference_used: 409 },
}

export type RedeemPointsInput = {
  readonly memberId: string
  readonly count: number
  readonly reference: string
  /** What the purchase costs: then no more of it is paid than the program lets points pay. */
  readonly payableMinor?: number | undefined
}
export const RedeemPointsInput: Schema<RedeemPointsInput> = z.object({
  memberId: Id,
  count: Count.check(z.gte(1)),
  reference: Reference,
  payableMinor: z.optional(AmountMinor),
})

export type RedeemedPoints = PointsPurchase & {
  /** The money these points pay. */
  readonly minor: number
}
export const RedeemedPoints: Schema<RedeemedPoints> = z.object({ ...purchaseShape, minor: AmountMinor })

/** Spend points on a purchase made elsewhere. The same reference with the same count changes nothing a second time. */
export const redeemPoints: Endpoint<
  RedeemPointsInput,
  RedeemedPoints,
  'member_missing' | 'reference_used' | 'points_frozen' | 'points_not_redeemable' | 'points_insufficient'
> = {
  name: 'points.redeem',
  method: 'POST',
  path: '/v1/points/redemptions',
  access: 'operator',
  input: RedeemPointsInput,
  output: RedeemedPoints,
  refusals: {
    ...{ member_missing: 404, reference_used: 409, points_frozen: 403 },
    ...{ points_not_redeemable: 409, points_insufficient: 402 },
  },
}

export type RefundPointsInput = {
  readonly memberId: string
  readonly reference: string
  /** Of the money that earned, how much is kept after everything that was refunded until now; as before without it. */
  readonly keptBasisMinor?: number | undefined
  /** Of the points that were spent, how many are given back in all until now; as before without it. */
  readonly returnedCount?: number | undefined
}
export const RefundPointsInput: Schema<RefundPointsInput> = z.object({
  memberId: Id,
  reference: Reference,
  keptBasisMinor: z.optional(AmountMinor),
  returnedCount: z.optional(Count),
})

/**
 * Reverse a purchase made elsewhere, whole or in part, any number of times. Both figures are totals, not steps, so that
 * telling the same state twice changes nothing. Spent points come back first, then earned ones go.
 */
export const refundPoints: Endpoint<
  RefundPointsInput,
  PointsPurchase,
  'reference_missing' | 'basis_exceeded' | 'return_exceeded'
> = {
  name: 'points.refund',
  method: 'POST',
  path: '/v1/points/refunds',
  access: 'operator',
  input: RefundPointsInput,
  output: PointsPurchase,
  refusals: { reference_missing: 404, basis_exceeded: 409, return_exceeded: 409 },
}

/** A member's points as operators see them: with every lot that has something left, soonest end first. */
export type MemberPoints = PointsBalance & { readonly lots: readonly PointsLot[] }
export const MemberPoints: Schema<MemberPoints> = z.object({ ...balanceShape, lots: listOf(PointsLot, 2_000) })
export type MemberPointsInput = { readonly memberId: string }
export const MemberPointsInput: Schema<MemberPointsInput> = z.object({ memberId: Id })

/** What a member has in points, lot by lot. */
export const getMemberPoints: Endpoint<MemberPointsInput, MemberPoints, 'member_missing'> = {
  name: 'points.getMember',
  method: 'GET',
  path: '/v1/members/:memberId/points',
  access: 'operator',
  input: MemberPointsInput,
  output: MemberPoints,
  refusals: { member_missing: 404 },
}

export type MemberHistoryInput = MemberPointsInput & PageInput
export const MemberHistoryInput: Schema<MemberHistoryInput> = z.object({
  memberId: Id,
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(100))),
})

/** A member's points history with who did what and why, newest first. */
export const listMemberPoints: Endpoint<MemberHistoryInput, Page<PointsRecord>> = {
  name: 'points.memberHistory',
  method: 'GET',
  path: '/v1/members/:memberId/points/history',
  access: 'operator',
  input: MemberHistoryInput,
  output: pageOf(PointsRecord),
  refusals: {},
}

export type PointsAdminContract = ActivitiesAdminContract &
  MallAdminContract &
  HouseholdsAdminContract &
  AccountsAdminContract & {
    readonly liability: typeof getLiability
    readonly configure: typeof configurePoints
    readonly adjust: typeof adjustPoints
    readonly earn: typeof earnPoints
    readonly redeem: typeof redeemPoints
    readonly refund: typeof refundPoints
    readonly getMember: typeof getMemberPoints
    readonly memberHistory: typeof listMemberPoints
  }
export const pointsAdminContract: PointsAdminContract = {
  liability: getLiability,
  configure: configurePoints,
  adjust: adjustPoints,
  earn: earnPoints,
  redeem: redeemPoints,
  refund: refundPoints,
  getMember: getMemberPoints,
  memberHistory: listMemberPoints,
  ...activitiesAdminContract,
  ...mallAdminContract,
  ...householdsAdminContract,
  ...accountsAdminContract,
}
