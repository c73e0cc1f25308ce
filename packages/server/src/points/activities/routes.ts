import { accept, type Decision } from '@siyu/core/kernel'
import { withActivityGrowth } from '@siyu/core/orders'
import {
  activityReference,
  birthdayPoints,
  type CreditedActivity,
  type CreditFacts,
  checkIn,
  checkInPoints,
  checkInStatus,
  configureActivities,
  creditBirthday,
  type DoneActivity,
  getActivities,
  getCheckInStatus,
  listDoneActivities,
  MAX_DONE,
  type PointsActivityCredited,
  type ReportedActivity,
  type ReportFacts,
  reportActivity,
  reportFor,
  reportForMember,
  reportPoints,
  saveActivities,
} from '@siyu/core/points'
import { type BrandRow, guardSettings, zoneOffsetMinutes } from '../../brands/index.ts'
import { type Call, memberOf } from '../../kernel/call.ts'
import { command, type Route } from '../../kernel/command.ts'
import { answer, query } from '../../kernel/query.ts'
import { given, type Loaded } from '../../kernel/read.ts'
import { growthFacts, loadCountedKeys, loadGrowth } from '../../tiers/index.ts'
import {
  loadActivitySettings,
  loadCheckIns,
  loadCredited,
  loadDone,
  loadNewest,
  loadProfile,
  loadReviewedLine,
} from './store.ts'

export const activityRoutes: readonly Route[] = [
  command(checkIn, {
    load: (call) => loadCredit(call, memberOf(call), 'check_in'),
    decide: (rows, _input, call) => grown(rows, call, checkInPoints(creditFacts(rows, memberOf(call), call))),
    reply: ([event]) => creditedOf(event as PointsActivityCredited),
  }),
  query(getCheckInStatus, {
    load: (call, { month }) => ({
      ...loadCredit(call, memberOf(call), 'check_in'),
      ofMonth: loadCheckIns(call, memberOf(call), month),
    }),
    reply: ({ ofMonth, ...rows }, { month }, call) => {
      return checkInStatus({ ...creditFacts(rows, memberOf(call), call), month, ofMonth })
    },
  }),
  command(reportActivity, {
    load: (call, { activity }) => loadReport(call, memberOf(call), activity),
    decide: (rows, { activity }, call) =>
      grown(rows, call, reportPoints(reportFacts(rows, memberOf(call), activity, call))),
    reply: ([event]) => creditedOf(event as PointsActivityCredited),
  }),
  command(reportForMember, {
    load: (call, { memberId, activity }) => loadReport(call, memberId, activity),
    decide: (rows, { memberId, activity }, call) => {
      const hasMember = rows.account !== undefined
      return grown(rows, call, reportFor({ ...reportFacts(rows, memberId, activity, call), hasMember }))
    },
    reply: ([event]) => creditedOf(event as PointsActivityCredited),
  }),
  query(listDoneActivities, {
    load: (call) => ({ done: loadNewest(call, memberOf(call), MAX_DONE) }),
    reply: ({ done }) => answer({ items: done.map(creditedOf) }),
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
      ...loadCredit(call, memberId, 'birthday'),
      profile: loadProfile(call, memberId),
      last: loadCredited(call, memberId, 'birthday'),
    }),
    decide: ({ profile, last, ...rows }, { memberId }, call) => {
      const hasMember = rows.account !== undefined
      const facts = { ...creditFacts(rows, memberId, call), hasMember, lastDay: last?.day }
      return grown(rows, call, birthdayPoints({ ...facts, birthday: profile?.birthday ?? null }))
    },
    reply: ([event]) => ({ count: (event as PointsActivityCredited | undefined)?.count ?? 0 }),
  }),
]

function loadCredit(call: Call, memberId: string, key: string) {
  return {
    ...loadGrowth(call, memberId),
    counted: loadCountedKeys(call, memberId, key),
    activities: loadActivitySettings(call),
    done: loadDone(call, memberId),
  }
}

type CreditRows = Loaded<ReturnType<typeof loadCredit>>

function creditFacts(rows: CreditRows, memberId: string, call: Call): CreditFacts {
  const { brand, activities: settings, tiers: club, account, done } = rows
  const { now } = call
  return {
    ...{ memberId, settings, club, done, now },
    zoneOffsetMinutes: zoneOffsetMinutes((brand as BrandRow).timeZone, now),
    debtCount: account?.debtCount ?? 0,
    lotId: call.newId('lot'),
  }
}

/** What was credited, with the growth that the tiers give for it. */
function grown<Code extends string>(rows: CreditRows, call: Call, decision: Decision<PointsActivityCredited, Code>) {
  return decision.ok ? accept(...withActivityGrowth(growthFacts(rows, call), decision.events, rows.counted)) : decision
}

function loadReport(call: Call, memberId: string, activity: ReportedActivity) {
  const isReview = activity.kind === 'review'
  return {
    ...loadCredit(call, memberId, `${activity.kind}:${activityReference(activity)}`),
    credited: loadCredited(call, memberId, activity.kind, activityReference(activity)),
    line: isReview ? loadReviewedLine(call, memberId, activity.orderId, activity.lineId) : given(undefined),
    profile: isReview ? given(undefined) : loadProfile(call, memberId),
  }
}

type ReportRows = Loaded<ReturnType<typeof loadReport>>

function reportFacts(rows: ReportRows, memberId: string, activity: ReportedActivity, call: Call): ReportFacts {
  const { credited, line, profile } = rows
  return { ...creditFacts(rows, memberId, call), activity, isDone: credited !== undefined, line, profile }
}

function creditedOf({ kind, day, count, streakCount }: DoneActivity): CreditedActivity {
  return { kind, day, count, streakCount }
}
