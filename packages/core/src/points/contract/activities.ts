import * as z from 'zod/mini'
import { Count, Day, Empty, type Endpoint, Id, listOf, type Schema } from '../../kernel/index.ts'
import { ActivityKind } from '../../tiers/index.ts'
import { Month, PointsActivities } from '../activities.ts'

/** What an activity was worth. */
export type CreditedActivity = {
  readonly kind: ActivityKind
  readonly day: string
  /** 0 when a cap left nothing. */
  readonly count: number
  readonly streakCount: number | null
}
export const CreditedActivity: Schema<CreditedActivity> = z.object({
  kind: ActivityKind,
  day: Day,
  count: Count,
  streakCount: z.nullable(Count),
})

/** Check in for today, in the brand's zone: once a day, in a row for more. */
export const checkIn: Endpoint<Empty, CreditedActivity, 'activity_off' | 'already_checked_in'> = {
  name: 'points.checkIn',
  method: 'POST',
  path: '/v1/points/check-ins',
  access: 'member',
  input: Empty,
  output: CreditedActivity,
  refusals: { activity_off: 404, already_checked_in: 409 },
}

export type CheckInStatusInput = { readonly month?: string | undefined }
export const CheckInStatusInput: Schema<CheckInStatusInput> = z.object({ month: z.optional(Month) })
type DayCount = { readonly day: string; readonly count: number }
const DayCount: Schema<DayCount> = z.object({ day: Day, count: Count })
export type CheckInStatus = {
  readonly today: string
  readonly isCheckedIn: boolean
  /** Days in a row that stand now; a day missed makes it 0. */
  readonly streakCount: number
  /** What today gave, or would give now. */
  readonly todayCount: number
  /** What the next seven days would give, none missed, before caps. */
  readonly next: readonly DayCount[]
  readonly month: string
  /** The days of the month that were checked in on, and what each gave. */
  readonly days: readonly DayCount[]
}
export const CheckInStatus: Schema<CheckInStatus> = z.object({
  today: Day,
  isCheckedIn: z.boolean(),
  streakCount: Count,
  todayCount: Count,
  next: listOf(DayCount, 7),
  month: Month,
  days: listOf(DayCount, 31),
})

/** The calendar of a month, the streak, what today gives and what comes next. */
export const getCheckInStatus: Endpoint<CheckInStatusInput, CheckInStatus, 'activity_off'> = {
  name: 'points.checkInStatus',
  method: 'GET',
  path: '/v1/points/check-ins',
  access: 'member',
  input: CheckInStatusInput,
  output: CheckInStatus,
  refusals: { activity_off: 404 },
}

/** What can be told of beside checking in. Joining and birthdays tell themselves. */
export type ReportedActivity =
  | { readonly kind: 'profile' }
  | { readonly kind: 'review'; readonly orderId: string; readonly lineId: string }
export const ReportedActivity: Schema<ReportedActivity> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('profile') }),
  z.object({ kind: z.literal('review'), orderId: Id, lineId: Id }),
])

export const reportRefusals = {
  activity_off: 404,
  line_missing: 404,
  order_not_received: 409,
  profile_incomplete: 409,
  activity_done: 409,
} as const

export type ReportActivityInput = { readonly activity: ReportedActivity }
export const ReportActivityInput: Schema<ReportActivityInput> = z.object({ activity: ReportedActivity })

/** Tell of one's own finished profile, or the review of a line of one's own received order: once each. */
export const reportActivity: Endpoint<
  ReportActivityInput,
  CreditedActivity,
  'activity_not_yours' | keyof typeof reportRefusals
> = {
  name: 'points.activity',
  method: 'POST',
  path: '/v1/points/activities',
  access: 'member',
  input: ReportActivityInput,
  output: CreditedActivity,
  refusals: { activity_not_yours: 403, ...reportRefusals },
}

/** What the newest activities of a member were worth, newest first. */
export type DoneActivities = { readonly items: readonly CreditedActivity[] }
export const MAX_DONE = 50
export const DoneActivities: Schema<DoneActivities> = z.object({ items: listOf(CreditedActivity, MAX_DONE) })

/** What the member was credited for beside buying, newest first. */
export const listDoneActivities: Endpoint<Empty, DoneActivities> = {
  name: 'points.doneActivities',
  method: 'GET',
  path: '/v1/points/activities',
  access: 'member',
  input: Empty,
  output: DoneActivities,
  refusals: {},
}

/** What earns points beside buying, and how much. */
export const getActivities: Endpoint<Empty, PointsActivities> = {
  name: 'points.activities',
  method: 'GET',
  path: '/v1/points/activities/settings',
  access: 'public',
  input: Empty,
  output: PointsActivities,
  refusals: {},
}

export type ActivitiesContract = {
  readonly checkIn: typeof checkIn
  readonly checkInStatus: typeof getCheckInStatus
  readonly activity: typeof reportActivity
  readonly doneActivities: typeof listDoneActivities
  readonly activities: typeof getActivities
}
export const activitiesContract: ActivitiesContract = {
  checkIn,
  checkInStatus: getCheckInStatus,
  activity: reportActivity,
  doneActivities: listDoneActivities,
  activities: getActivities,
}
