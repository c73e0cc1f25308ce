import {
  activityReference,
  birthdayPoints,
  businessDay,
  type CreditedActivity,
  type CreditFacts,
  checkIn,
  checkInPoints,
  checkInStatus,
  configureActivities,
  creditBirthday,
  getActivities,
  getCheckInStatus,
  type PointsActivityCredited,
  possibleYears,
  type ReportedActivity,
  type ReportFacts,
  reportActivity,
  reportFor,
  reportForMember,
  reportPoints,
  saveActivities,
} from '@siyu/core/points'
import { type BrandRow, guardSettings, loadBrand, zoneOffsetMinutes } from '../../brands/index.ts'
import { type Call, memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import { given, type Loaded } from '../../kernel/read.ts'
import { loadPointsAccount } from '../store.ts'
import { loadActivitySettings, loadCheckIns, loadCredited, loadDone, loadProfile, loadReviewedLine } from './store.ts'

export const activityRoutes: readonly Route[] = [
  command(checkIn, {
    load: (call) => loadCredit(call, memberOf(call)),
    decide: (rows, _input, call) => checkInPoints(creditFacts(rows, memberOf(call), call)),
    reply: ([event]) => creditedOf(event as PointsActivityCredited),
  }),
  query(getCheckInStatus, {
    load: (call, { month }) => ({
      ...loadCredit(call, memberOf(call)),
      ofMonth: loadCheckIns(call, memberOf(call), month),
    }),
    reply: ({ ofMonth, ...rows }, { month }, call) => {
      return checkInStatus({ ...creditFacts(rows, memberOf(call), call), month, ofMonth })
    },
  }),
  command(reportActivity, {
    load: (call, { activity }) => loadReport(call, memberOf(call), activity),
    decide: (rows, { activity }, call) => reportPoints(reportFacts(rows, memberOf(call), activity, call)),
    reply: ([event]) => creditedOf(event as PointsActivityCredited),
  }),
  command(reportForMember, {
    load: (call, { memberId, activity }) => loadReport(call, memberId, activity),
    decide: (rows, { memberId, activity }, call) => {
      const hasMember = rows.account !== undefined
      return reportFor({ ...reportFacts(rows, memberId, activity, call), hasMember })
    },
    reply: ([event]) => creditedOf(event as PointsActivityCredited),
  }),
  query(getActivities, {
    load: (call) => ({ settings: loadActivitySettings(call) }),
    reply: ({ settings }) => answer(settings),
  }),
  command(configureActivities, {
    load: (call) => ({ guard: guardSettings(call, 'points_activities') }),
    decide: (_facts, settings) => saveActivities(settings),
    reply: (_events, _facts, settings) => settings,
  }),
  command(creditBirthday, {
    load: (call, { memberId }) => ({
      ...loadCredit(call, memberId),
      profile: loadProfile(call, memberId),
      given: loadCredited(call, memberId, 'birthday', possibleYears(call.now)),
    }),
    decide: ({ profile, given: before, ...rows }, { memberId }, call) => {
      const facts = creditFacts(rows, memberId, call)
      const isDone = before.some(({ reference }) => reference === businessDay(facts).slice(0, 4))
      const hasMember = rows.account !== undefined
      return birthdayPoints({ ...facts, isDone, hasMember, birthday: profile?.birthday ?? null })
    },
    reply: ([event]) => ({ count: event?.count ?? 0 }),
  }),
]

function loadCredit(call: Call, memberId: string) {
  return {
    brand: loadBrand(call),
    settings: loadActivitySettings(call),
    account: loadPointsAccount(call, memberId),
    done: loadDone(call, memberId),
  }
}

type CreditRows = Loaded<ReturnType<typeof loadCredit>>

function creditFacts({ brand, settings, account, done }: CreditRows, memberId: string, call: Call): CreditFacts {
  const { now } = call
  return {
    ...{ memberId, settings, done, now },
    zoneOffsetMinutes: zoneOffsetMinutes((brand as BrandRow).timeZone, now),
    debtCount: account?.debtCount ?? 0,
    lotId: call.newId('lot'),
  }
}

function loadReport(call: Call, memberId: string, activity: ReportedActivity) {
  const isReview = activity.kind === 'review'
  return {
    ...loadCredit(call, memberId),
    credited: loadCredited(call, memberId, activity.kind, [activityReference(activity)]),
    line: isReview ? loadReviewedLine(call, memberId, activity.orderId, activity.lineId) : given(undefined),
    profile: isReview ? given(undefined) : loadProfile(call, memberId),
  }
}

type ReportRows = Loaded<ReturnType<typeof loadReport>>

function reportFacts(rows: ReportRows, memberId: string, activity: ReportedActivity, call: Call): ReportFacts {
  const { credited, line, profile } = rows
  return { ...creditFacts(rows, memberId, call), activity, isDone: credited.length > 0, line, profile }
}

function creditedOf({ kind, day, count, streakCount }: PointsActivityCredited): CreditedActivity {
  return { kind, day, count, streakCount }
}
