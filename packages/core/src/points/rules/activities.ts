import { accept, type CodeOf, type Decision, dayMs, type Refusal, refuse } from '../../kernel/index.ts'
import { hadPresent, isBirthdayMonth, type MemberJoined } from '../../members/index.ts'
import { periodKey, type ZonedMoment } from '../../promotions/index.ts'
import { type ActivityKind, growthOf, type TierSettings } from '../../tiers/index.ts'
import type {
  CheckInTerms,
  DoneActivity,
  PointsActivities,
  PointsActivitiesConfigured,
  PointsActivityCredited,
  ProfileField,
} from '../activities.ts'
import type { CheckInStatus, checkIn, getCheckInStatus, reportActivity } from '../contract/activities.ts'
import type { configureActivities, reportForMember } from '../operators/activities.ts'
import type { creditBirthday } from '../system.ts'

/** How many days ahead a status tells. */
const NEXT_DAYS = 7

/** Refuses bonuses that could never be given or are given twice. */
export function saveActivities(
  settings: PointsActivities,
): Decision<PointsActivitiesConfigured, CodeOf<typeof configureActivities>> {
  const { bonuses, cycleDays } = settings.checkIn ?? { bonuses: [], cycleDays: null }
  const days = bonuses.map(({ day }) => day)
  const repeated = days.find((day, at) => days.indexOf(day) < at)
  if (repeated !== undefined) return refuse('bonus_repeated', { day: repeated })
  const beyond = days.find((day) => cycleDays !== null && day > cycleDays)
  if (beyond !== undefined) return refuse('bonus_out_of_reach', { day: beyond, cycleDays })
  return accept({ type: 'points_activities_configured', settings })
}

/** The business day of a moment. */
export function businessDay({ now, zoneOffsetMinutes }: ZonedMoment): string {
  return periodKey('day', now, zoneOffsetMinutes)
}

/** The day so many days after another; before it for a negative count. */
export function dayAfter(day: string, days: number = 1): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

export type CreditFacts = ZonedMoment & {
  readonly memberId: string
  readonly settings: PointsActivities
  /** What the tiers give for the same activities. */
  readonly club: Pick<TierSettings, 'activities'>
  /** At least the member's activities of this month and of yesterday. */
  readonly done: readonly DoneActivity[]
  readonly debtCount: number
  /** Id of the lot to be. */
  readonly lotId: string
}

type Wanted = Pick<DoneActivity, 'kind' | 'reference' | 'count' | 'streakCount'>

/** Credits an activity with what its caps leave; debt is paid off first. */
function credited(facts: CreditFacts, wanted: Wanted): PointsActivityCredited {
  const { memberId, settings, lotId, debtCount, now } = facts
  const day = businessDay(facts)
  const count = underCaps(settings.caps, facts.done, wanted, day)
  const life = { activeAt: now, expiresAt: settings.lifeDays === null ? null : now + settings.lifeDays * dayMs }
  return {
    type: 'points_activity_credited',
    ...{ memberId, ...wanted, day, count, ...life },
    lotId: count === 0 ? null : lotId,
    debtPaidCount: Math.min(debtCount, count),
  }
}

/** An activity is on that gives points or growth. */
function isOn({ club }: Pick<CreditFacts, 'club'>, kind: ActivityKind, count: number): boolean {
  return count > 0 || growthOf(club, kind) > 0
}

/** What the caps leave of a count; each counts what its kinds gave in its period. */
function underCaps(
  caps: PointsActivities['caps'],
  done: readonly DoneActivity[],
  { kind, count }: Wanted,
  today: string,
): number {
  const own = caps.filter(({ kinds }) => kinds.includes(kind))
  return own.reduce((most, { kinds, period, maxCount }) => {
    const from = period === 'day' ? today : today.slice(0, 7)
    const given = done.filter((each) => kinds.includes(each.kind) && each.day.startsWith(from))
    return Math.max(0, Math.min(most, maxCount - sumOf(given)))
  }, count)
}

function sumOf(done: readonly DoneActivity[]): number {
  return done.reduce((sum, { count }) => sum + count, 0)
}

/** What joining earns: a setting, a moment, and the id of the lot to be. */
export type SignUpFacts = Omit<CreditFacts, 'memberId' | 'done' | 'debtCount'>

/** What happens when someone enters, with what joining by it earns; nothing more when that is turned off. */
export function withSignUp<Event extends { readonly type: string }>(
  events: readonly Event[],
  facts: SignUpFacts,
): readonly (Event | PointsActivityCredited)[] {
  const { signUpCount: count } = facts.settings
  const wanted = { kind: 'sign_up', reference: 'once', count, streakCount: null } as const
  const joined = events.find((event) => event.type === 'member_joined') as MemberJoined | undefined
  if (joined === undefined || !isOn(facts, 'sign_up', count)) return events
  return [...events, credited({ ...facts, memberId: joined.memberId, done: [], debtCount: 0 }, wanted)]
}

/** Checks in for the business day, once, and goes on with the streak or begins a new one. */
export function checkInPoints(facts: CreditFacts): Decision<PointsActivityCredited, CodeOf<typeof checkIn>> {
  const { settings, done } = facts
  if (settings.checkIn === null) return refuse('activity_off')
  const day = businessDay(facts)
  if (checkInOn(done, day) !== undefined) return refuse('already_checked_in', { day })
  const streakCount = streakBefore(done, day) + 1
  const count = rewardOf(settings.checkIn, streakCount)
  return accept(credited(facts, { kind: 'check_in', reference: day, count, streakCount }))
}

function checkInOn(done: readonly DoneActivity[], day: string): DoneActivity | undefined {
  return done.find(({ kind, reference }) => kind === 'check_in' && reference === day)
}

/** Days in a row up to the day before. */
function streakBefore(done: readonly DoneActivity[], day: string): number {
  return checkInOn(done, dayAfter(day, -1))?.streakCount ?? 0
}

/** What the n-th day in a row gives, before caps. */
export function rewardOf({ dayCounts, bonuses, cycleDays }: CheckInTerms, streakCount: number): number {
  const day = cycleDays === null ? streakCount : ((streakCount - 1) % cycleDays) + 1
  const base = dayCounts[Math.min(day, dayCounts.length) - 1] ?? 0
  return base + (bonuses.find((bonus) => bonus.day === day)?.count ?? 0)
}

export type StatusFacts = ZonedMoment & {
  readonly settings: Pick<PointsActivities, 'checkIn' | 'caps'>
  readonly done: readonly DoneActivity[]
  /** The month that is asked for; that of today without it. */
  readonly month?: string | undefined
  /** The check-ins of that month, if it was asked for. */
  readonly ofMonth: readonly DoneActivity[]
}

/** Where a member stands with checking in. */
export function checkInStatus(facts: StatusFacts): Decision<CheckInStatus, CodeOf<typeof getCheckInStatus>> {
  const { settings, done } = facts
  const { checkIn: terms, caps } = settings
  if (terms === null) return refuse('activity_off')
  const today = businessDay(facts)
  const own = checkInOn(done, today)
  const streakCount = own?.streakCount ?? streakBefore(done, today)
  const wanted: Wanted = {
    ...{ kind: 'check_in', reference: today, streakCount: streakCount + 1 },
    count: rewardOf(terms, streakCount + 1),
  }
  // Without today's check-in the streak that tomorrow goes on with is the one today would make.
  const reached = own === undefined ? streakCount + 1 : streakCount
  const next = Array.from({ length: NEXT_DAYS }, (_, at) => ({
    day: dayAfter(today, at + 1),
    count: rewardOf(terms, reached + at + 1),
  }))
  const month = facts.month ?? today.slice(0, 7)
  const days = (facts.month === undefined ? done : facts.ofMonth)
    .filter(({ kind, day }) => kind === 'check_in' && day.startsWith(month))
    .map(({ day, count }) => ({ day, count }))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
  const todayCount = own?.count ?? underCaps(caps, done, wanted, today)
  return accept({ today, isCheckedIn: own !== undefined, streakCount, todayCount, next, month, days })
}

export type ReportFacts = CreditFacts & {
  /** What the member says was done. */
  readonly activity:
    | { readonly kind: 'profile' }
    | { readonly kind: 'review'; readonly orderId: string; readonly lineId: string }
  /** It was credited before. */
  readonly isDone: boolean
  /** The line of the member's own order; undefined when there is none. */
  readonly line: { readonly isReceived: boolean } | undefined
  readonly profile: Readonly<Record<ProfileField, string | null>> | undefined
}

type ReportCode = CodeOf<typeof reportActivity> & CodeOf<typeof reportForMember>

/** A member tells of an activity of theirs. */
export function reportPoints(facts: ReportFacts): Decision<PointsActivityCredited, CodeOf<typeof reportActivity>> {
  const { activity, settings } = facts
  if (activity.kind === 'review' && settings.reviewBy === 'operator') return refuse('activity_not_yours')
  return reported(facts)
}

/** The brand's system tells of an activity of a member. */
export function reportFor(
  facts: ReportFacts & { readonly hasMember: boolean },
): Decision<PointsActivityCredited, CodeOf<typeof reportForMember>> {
  return facts.hasMember ? reported(facts) : refuse('member_missing')
}

function reported(facts: ReportFacts): Decision<PointsActivityCredited, ReportCode> {
  const { activity, settings, isDone } = facts
  const count = activity.kind === 'review' ? settings.reviewCount : settings.profileCount
  if (!isOn(facts, activity.kind, count)) return refuse('activity_off')
  const refusal = activity.kind === 'review' ? reviewRefusal(facts) : profileRefusal(facts)
  if (refusal !== undefined) return { ok: false, refusal }
  if (isDone) return refuse('activity_done')
  return accept(
    credited(facts, { kind: activity.kind, reference: activityReference(activity), count, streakCount: null }),
  )
}

/** What an activity that is told of is credited for, once. */
export function activityReference(activity: ReportFacts['activity']): string {
  return activity.kind === 'review' ? `${activity.orderId}:${activity.lineId}` : 'once'
}

function reviewRefusal({ line }: ReportFacts): Refusal<ReportCode> | undefined {
  if (line === undefined) return { code: 'line_missing' }
  return line.isReceived ? undefined : { code: 'order_not_received' }
}

function profileRefusal({ settings, profile }: ReportFacts): Refusal<ReportCode> | undefined {
  const missing = settings.profileNeeds.filter((field) => (profile?.[field] ?? null) === null)
  return missing.length === 0 ? undefined : { code: 'profile_incomplete', detail: { missing } }
}

export type BirthdayFacts = CreditFacts & {
  readonly hasMember: boolean
  /** The member's birthday, `1990-03-01`; null when unknown. */
  readonly birthday: string | null
  /** The day that points of a birthday were last credited; undefined for never. */
  readonly lastDay: string | undefined
}

/** Gives the points of a birthday, in its month and not twice for one. */
export function birthdayPoints(facts: BirthdayFacts): Decision<PointsActivityCredited, CodeOf<typeof creditBirthday>> {
  const { settings, hasMember, birthday, lastDay } = facts
  const { birthdayCount: count } = settings
  if (!hasMember) return refuse('member_missing')
  if (!isOn(facts, 'birthday', count)) return refuse('activity_off')
  const today = businessDay(facts)
  if (!isBirthdayMonth(birthday, today)) return refuse('birthday_not_due')
  if (hadPresent({ today, lastDay })) return accept()
  return accept(credited(facts, { kind: 'birthday', reference: today.slice(0, 4), count, streakCount: null }))
}
