import type { Order, RedeemItemInput } from '@siyu/core/orders'
import type {
  CheckInStatus,
  CreditedActivity,
  DoneActivities,
  HouseholdInvitation,
  HouseholdRef,
  HouseholdView,
  JoinHouseholdInput,
  LeaveHouseholdInput,
  MallOfferList,
  PointsActivities,
  ReportActivityInput,
  TransferPointsInput,
  TransferredPoints,
} from '@siyu/core/points'
import { keepOrder } from './orders.ts'
import { useMemberRead, usePublicRead } from './reads.ts'
import type { SiyuMutationResult, SiyuQueryResult } from './result.ts'
import { prices, type Shop } from './shop.ts'
import { useWrite } from './writes.ts'

/** The member's calendar of check-ins 签到 of this month or another, the streak, what today gives and what comes next. */
export function useCheckInStatus(month?: string): SiyuQueryResult<CheckInStatus> {
  return useMemberRead((queries) => queries.checkIn(month))
}

/** What earns points beside buying, and how much. */
export function usePointsActivities(): SiyuQueryResult<PointsActivities> {
  return usePublicRead((queries) => queries.activities())
}

/** What the member was credited for beside buying, newest first. */
export function useDoneActivities(): SiyuQueryResult<DoneActivities> {
  return useMemberRead((queries) => queries.doneActivities())
}

/** Checks in for today, once a day. */
export function useCheckIn(): SiyuMutationResult<Record<never, never>, CreditedActivity> {
  return useWrite({
    name: 'points.checkIn',
    call: (client, input, options) => client.points.checkIn(input, options),
    settled: pointsMoved,
  })
}

/** Tells of a finished profile or a review, for points. */
export function useReportActivity(): SiyuMutationResult<ReportActivityInput, CreditedActivity> {
  return useWrite({
    name: 'points.activity',
    call: (client, input, options) => client.points.activity(input, options),
    settled: pointsMoved,
  })
}

/** The points mall 积分商城: what points buy, for whoever looks. */
export function usePointsMall(): SiyuQueryResult<MallOfferList> {
  return usePublicRead((queries) => queries.mall())
}

/**
 * Turns points into an order of one item. Pay it as any order, `useCheckout().payOrder(order)`: one that costs no money
 * is confirmed by that alone.
 */
export function useRedeemItem(): SiyuMutationResult<RedeemItemInput, Order> {
  return useWrite({
    name: 'orders.redeem',
    call: (client, input, options) => client.orders.redeem(input, options),
    settled: keepOrder,
  })
}

/** The member's household 家庭共享, and what may be sent in it. */
export function useHousehold(): SiyuQueryResult<HouseholdView> {
  return useMemberRead((queries) => queries.household())
}

/** Invites whoever brings the code of the answer; the first invitation makes the household. */
export function useInviteToHousehold(): SiyuMutationResult<Record<never, never>, HouseholdInvitation> {
  return useWrite({
    name: 'points.invite',
    call: (client, input, options) => client.points.invite(input, options),
    settled: householdMoved,
  })
}

/** Accepts an invitation. */
export function useJoinHousehold(): SiyuMutationResult<JoinHouseholdInput, HouseholdRef> {
  return useWrite({
    name: 'points.joinHousehold',
    call: (client, input, options) => client.points.joinHousehold(input, options),
    settled: householdMoved,
  })
}

/** Leaves the household or, for its owner, takes another member out. */
export function useLeaveHousehold(): SiyuMutationResult<LeaveHouseholdInput, HouseholdRef> {
  return useWrite({
    name: 'points.leaveHousehold',
    call: (client, input, options) => client.points.leaveHousehold(input, options),
    settled: householdMoved,
  })
}

/** Sends points to another member of the household. */
export function useTransferPoints(): SiyuMutationResult<TransferPointsInput, TransferredPoints> {
  return useWrite({
    name: 'points.transfer',
    call: (client, input, options) => client.points.transfer(input, options),
    settled: pointsMoved,
  })
}

function pointsMoved({ refresh }: Shop): void {
  refresh('points', 'pointsHistory', 'checkIn', 'doneActivities', 'household', ...prices)
}

function householdMoved({ refresh }: Shop): void {
  refresh('household')
}
