import * as z from 'zod/mini'
import { Count, listOf, type Schema } from '../kernel/index.ts'
import { ActivityKind } from '../tiers/index.ts'

/** A month of the brand's zone: `2026-03`. */
export const Month: Schema<string> = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))

/** What checking in 签到 gives. */
export type CheckInTerms = {
  /** Points of the first, the second, … day in a row; the last goes for every later day. */
  readonly dayCounts: readonly number[]
  /** Points on top on that day in a row. */
  readonly bonuses: readonly { readonly day: number; readonly count: number }[]
  /** After so many days in a row the counting of days starts again, the streak goes on; null for never. */
  readonly cycleDays: number | null
}
const streakDay = z.int().check(z.gte(1), z.lte(366))
const CheckInTerms: Schema<CheckInTerms> = z.object({
  dayCounts: listOf(Count, 366, 1),
  bonuses: listOf(z.object({ day: streakDay, count: Count }), 31),
  cycleDays: z.nullable(streakDay),
})

/** The most that activities of these kinds give one member in a period; what would pass it is cut off. */
export type ActivityCap = {
  readonly kinds: readonly ActivityKind[]
  readonly period: 'day' | 'month'
  readonly maxCount: number
}
const ActivityCap: Schema<ActivityCap> = z.object({
  kinds: listOf(ActivityKind, 5, 1),
  period: z.enum(['day', 'month']),
  maxCount: Count,
})

/** What a profile must have to count as complete. */
export type ProfileField = 'name' | 'birthday'

/**
 * Points for other things than buying 非购买行为. A count of 0 turns its activity off, unless the tiers give growth for it.
 */
export type PointsActivities = {
  /** For joining, at once. */
  readonly signUpCount: number
  /** Null turns checking in off. */
  readonly checkIn: CheckInTerms | null
  /** For the review of a line of a received order, once each. */
  readonly reviewCount: number
  /** Who says that a review was written: the member's app, or only the brand's own system. */
  readonly reviewBy: 'member' | 'operator'
  /** For a complete profile, once. */
  readonly profileCount: number
  readonly profileNeeds: readonly ProfileField[]
  /** In the month of the birthday: once in a calendar year, and never twice within 365 days. */
  readonly birthdayCount: number
  readonly caps: readonly ActivityCap[]
  /** Days that points of activities live; null for ever. */
  readonly lifeDays: number | null
}
export const PointsActivities: Schema<PointsActivities> = z.object({
  signUpCount: Count,
  checkIn: z.nullable(CheckInTerms),
  reviewCount: Count,
  reviewBy: z.enum(['member', 'operator']),
  profileCount: Count,
  profileNeeds: listOf(z.enum(['name', 'birthday']), 2, 1),
  birthdayCount: Count,
  caps: listOf(ActivityCap, 10),
  lifeDays: z.nullable(z.int().check(z.gte(1), z.lte(36_500))),
})

/** What a brand starts with: every activity off. */
export const noActivities: PointsActivities = {
  signUpCount: 0,
  checkIn: null,
  reviewCount: 0,
  reviewBy: 'member',
  profileCount: 0,
  profileNeeds: ['name'],
  birthdayCount: 0,
  caps: [],
  lifeDays: null,
}

/** An activity that was credited. */
export type DoneActivity = {
  readonly kind: ActivityKind
  /** What it was for, once each: `once`, a day, `order:line`, or a year. */
  readonly reference: string
  readonly day: string
  /** Points given; 0 when a cap left nothing. */
  readonly count: number
  /** How many days in a row a check-in made; null for everything else. */
  readonly streakCount: number | null
}

/** An activity was credited, once. With nothing left under a cap it counts all the same, and makes no lot. */
export type PointsActivityCredited = DoneActivity & {
  readonly type: 'points_activity_credited'
  readonly memberId: string
  readonly lotId: string | null
  readonly activeAt: number
  readonly expiresAt: number | null
  readonly debtPaidCount: number
}
/** An operator changed what activities earn. */
export type PointsActivitiesConfigured = {
  readonly type: 'points_activities_configured'
  readonly settings: PointsActivities
}

export type ActivityEvent = PointsActivityCredited | PointsActivitiesConfigured
