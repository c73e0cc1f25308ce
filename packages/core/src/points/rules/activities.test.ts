import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tryRefusals } from '../../members/refusals.fixture.ts'
import { type DoneActivity, noActivities, PointsActivities, type PointsActivityCredited } from '../activities.ts'
import { checkIn, getCheckInStatus, reportActivity } from '../contract/activities.ts'
import { configureActivities, reportForMember } from '../operators/activities.ts'
import { creditBirthday } from '../system.ts'
import {
  type BirthdayFacts,
  birthdayPoints,
  type CreditFacts,
  checkInPoints,
  checkInStatus,
  dayAfter,
  type ReportFacts,
  reportFor,
  reportPoints,
  rewardOf,
  saveActivities,
  withSignUp,
} from './activities.ts'

const DAY_MS = 86_400_000
const SHANGHAI = 480
/** 2026-03-01 08:00 in Shanghai. */
const NOW = Date.UTC(2026, 2, 1)

const settings: PointsActivities = {
  signUpCount: 50,
  checkIn: { dayCounts: [1, 2, 3], bonuses: [{ day: 7, count: 20 }], cycleDays: 7 },
  reviewCount: 10,
  reviewBy: 'member',
  profileCount: 30,
  profileNeeds: ['name', 'birthday'],
  birthdayCount: 88,
  caps: [],
  lifeDays: 30,
}
const good: CreditFacts = {
  ...{ memberId: 'mem_1', settings, club: {}, done: [], debtCount: 0, lotId: 'lot_1', now: NOW },
  zoneOffsetMinutes: SHANGHAI,
}

function creditOf(decision: ReturnType<typeof checkInPoints>): PointsActivityCredited {
  if (!decision.ok || decision.events[0] === undefined) throw new Error(`refused: ${JSON.stringify(decision)}`)
  return decision.events[0]
}

/** Checks in and remembers it. */
function checkedIn(facts: CreditFacts): CreditFacts {
  return { ...facts, done: [...facts.done, creditOf(checkInPoints(facts))] }
}

describe('refusals come in the order of the contracts', () => {
  it('of checking in and of its status', () => {
    const off = { ...settings, checkIn: null }
    const tried = tryRefusals(checkIn, checkInPoints, good, {
      activity_off: (facts) => ({ ...facts, settings: off }),
      already_checked_in: checkedIn,
    })
    expect([tried.alone, tried.together]).toEqual([tried.wanted, tried.wanted])
    const status = tryRefusals(
      getCheckInStatus,
      checkInStatus,
      { ...good, ofMonth: [] },
      {
        activity_off: (facts) => ({ ...facts, settings: off }),
      },
    )
    expect(status.alone).toEqual(status.wanted)
  })

  const review: ReportFacts = {
    ...good,
    activity: { kind: 'review', orderId: 'ord_1', lineId: 'tea' },
    ...{ isDone: false, line: { isReceived: true }, profile: undefined },
  }
  const profile: ReportFacts = {
    ...good,
    activity: { kind: 'profile' },
    ...{ isDone: false, line: undefined, profile: { name: '小美', birthday: '1992-02-29' } },
  }

  it('of telling of an activity', () => {
    const off = (facts: ReportFacts): ReportFacts => ({
      ...facts,
      settings: { ...facts.settings, reviewCount: 0, profileCount: 0 },
    })
    const breaks = {
      activity_off: off,
      line_missing: (facts: ReportFacts): ReportFacts => ({ ...facts, line: undefined }),
      order_not_received: (facts: ReportFacts): ReportFacts => ({ ...facts, line: { isReceived: false } }),
      // A profile has no line; it stands for itself.
      profile_incomplete: (facts: ReportFacts): ReportFacts =>
        facts === review ? { ...profile, profile: { name: null, birthday: null } } : facts,
      activity_done: (facts: ReportFacts): ReportFacts => ({ ...facts, isDone: true }),
    }
    const own = tryRefusals(reportActivity, reportPoints, review, {
      ...breaks,
      activity_not_yours: (facts) => ({ ...facts, settings: { ...facts.settings, reviewBy: 'operator' } }),
    })
    expect(own.alone).toEqual(own.wanted)
    expect(own.together.filter((code) => code !== 'activity_done')).toEqual(
      own.wanted.filter((code) => code !== 'profile_incomplete' && code !== 'activity_done'),
    )
    const others = tryRefusals(
      reportForMember,
      reportFor,
      { ...review, hasMember: true },
      {
        ...(breaks as unknown as Record<keyof typeof breaks, <F extends ReportFacts>(facts: F) => F>),
        member_missing: (facts) => ({ ...facts, hasMember: false }),
        profile_incomplete: (facts) => ({ ...facts, ...profile, profile: { name: null, birthday: null } }),
      },
    )
    expect(others.alone).toEqual(others.wanted)
  })

  it('of birthdays and of settings', () => {
    const facts: BirthdayFacts = { ...good, hasMember: true, birthday: '1990-03-31', lastDay: undefined }
    const birthday = tryRefusals(creditBirthday, birthdayPoints, facts, {
      member_missing: (each) => ({ ...each, hasMember: false }),
      activity_off: (each) => ({ ...each, settings: noActivities }),
      birthday_not_due: (each) => ({ ...each, birthday: '1990-04-01' }),
    })
    expect([birthday.alone, birthday.together]).toEqual([birthday.wanted, birthday.wanted])
    const check = settings.checkIn as NonNullable<PointsActivities['checkIn']>
    const [bonus] = check.bonuses
    const withBonuses = (each: PointsActivities, bonuses: typeof check.bonuses): PointsActivities => {
      return { ...each, checkIn: { ...check, bonuses: [...(each.checkIn?.bonuses ?? []), ...bonuses] } }
    }
    const saving = tryRefusals(configureActivities, saveActivities, settings, {
      bonus_repeated: (each) => withBonuses(each, bonus === undefined ? [] : [bonus]),
      bonus_out_of_reach: (each) => withBonuses(each, [{ day: 8, count: 1 }]),
    })
    expect([saving.alone, saving.together]).toEqual([saving.wanted, saving.wanted])
  })
})

describe('what cannot be said', () => {
  it.each(['share', 'follow', 'invite', 'group_join'])('%s earns nothing: it is no activity', (kind) => {
    const capped = { ...settings, caps: [{ kinds: [kind], period: 'day', maxCount: 1 }] }
    expect(PointsActivities.safeParse(capped).success).toBe(false)
    expect(reportActivity.input.safeParse({ activity: { kind } }).success).toBe(false)
  })
})

describe('checking in', () => {
  it('gives the bonus on the seventh day and starts the counting again on the eighth', () => {
    const counts: number[] = []
    let facts = good
    for (let day = 0; day < 9; day += 1) {
      const credit = creditOf(checkInPoints(facts))
      counts.push(credit.count)
      facts = { ...facts, done: [...facts.done, credit], now: facts.now + DAY_MS }
    }
    expect(counts).toEqual([1, 2, 3, 3, 3, 3, 23, 1, 2])
    expect(facts.done.at(-1)).toMatchObject({ streakCount: 9, reference: '2026-03-09', day: '2026-03-09' })
  })

  it('is of the day in the zone of the brand: a minute apart is a day apart at midnight', () => {
    const late = { ...good, now: Date.UTC(2026, 2, 1, 15, 59) }
    const next = { ...checkedIn(late), now: Date.UTC(2026, 2, 1, 16, 0) }
    expect(creditOf(checkInPoints(next))).toMatchObject({ day: '2026-03-02', streakCount: 2 })
    // At the same moment in New York it is the same day.
    const elsewhere = { ...checkedIn({ ...late, zoneOffsetMinutes: -300 }), now: next.now, zoneOffsetMinutes: -300 }
    expect(checkInPoints(elsewhere)).toMatchObject({ ok: false, refusal: { code: 'already_checked_in' } })
  })

  it('credits once a day and counts days in a row as one counts them on a calendar', () => {
    const anyZone = fc.constantFrom(-720, -300, 0, 330, 480, 840)
    const anyGaps = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(anyZone, anyGaps, fc.integer({ min: 0, max: 20_000 * 24 }), (zone, gapHours, startHour) => {
        const days = new Set<number>()
        let facts: CreditFacts = { ...good, zoneOffsetMinutes: zone, now: startHour * 3_600_000 }
        for (const gap of gapHours) {
          facts = { ...facts, now: facts.now + gap * 3_600_000 }
          const day = Math.floor((facts.now + zone * 60_000) / DAY_MS)
          const decision = checkInPoints(facts)
          expect(decision.ok).toBe(!days.has(day))
          days.add(day)
          let streak = 0
          while (days.has(day - streak)) streak += 1
          if (decision.ok) {
            const [credit] = decision.events
            expect(credit).toMatchObject({ streakCount: streak, day: dateOf(day) })
            const reward = rewardOf(settings.checkIn as NonNullable<PointsActivities['checkIn']>, streak)
            expect(credit?.count).toBe(reward)
            facts = { ...facts, done: [...facts.done, credit as DoneActivity] }
          }
          const status = checkInStatus({ ...facts, ofMonth: [] })
          expect(status).toMatchObject({ ok: true, events: [{ streakCount: streak, isCheckedIn: true }] })
        }
      }),
    )
  })

  function dateOf(day: number): string {
    return new Date(day * DAY_MS).toISOString().slice(0, 10)
  }

  it('tells what today gives and what the next days would, and does give that', () => {
    let facts = checkedIn({ ...good, now: NOW - DAY_MS })
    facts = { ...facts, now: NOW }
    const before = checkInStatus({ ...facts, ofMonth: [] })
    expect(before).toMatchObject({
      events: [{ today: '2026-03-01', isCheckedIn: false, streakCount: 1, todayCount: 2, month: '2026-03', days: [] }],
    })
    const told = before.ok ? [...(before.events[0]?.next ?? [])] : []
    const today = checkedIn(facts)
    expect(today.done.at(-1)?.count).toBe(2)
    const given = told.map(({ day }, at) => {
      facts = { ...(at === 0 ? today : facts), now: NOW + (at + 1) * DAY_MS }
      facts = checkedIn(facts)
      return { day, count: facts.done.at(-1)?.count }
    })
    expect(given).toEqual(told)
    const march = checkInStatus({ ...facts, ofMonth: facts.done, month: '2026-03' })
    expect(march.ok && march.events[0]?.days.map(({ day }) => day)).toEqual(
      Array.from({ length: 8 }, (_, at) => dayAfter('2026-03-01', at)),
    )
  })
})

describe('caps', () => {
  const capped = (maxCount: number, period: 'day' | 'month'): PointsActivities => ({
    ...settings,
    caps: [{ kinds: ['check_in', 'review'], period, maxCount }],
  })
  const reviewed: DoneActivity = {
    ...{ kind: 'review', reference: 'ord_1:tea', day: '2026-03-01', count: 10, streakCount: null },
  }

  it('cut off what would pass them; the activity counts all the same, and makes no empty lot', () => {
    const facts = { ...good, settings: capped(10, 'day'), done: [reviewed] }
    const credit = creditOf(checkInPoints(facts))
    expect(credit).toMatchObject({ count: 0, lotId: null, streakCount: 1, debtPaidCount: 0 })
    expect(checkInPoints({ ...facts, done: [...facts.done, credit] })).toMatchObject({ ok: false })
    expect(creditOf(checkInPoints({ ...facts, now: NOW + DAY_MS })).count).toBe(1)
    const monthly = { ...facts, settings: capped(11, 'month'), now: NOW + DAY_MS }
    expect(creditOf(checkInPoints(monthly)).count).toBe(1)
  })

  it('hold whatever is done in whatever order', () => {
    const anyCaps = fc.record({ dayMax: fc.nat(30), monthMax: fc.nat(60) })
    fc.assert(
      fc.property(anyCaps, fc.array(fc.boolean(), { maxLength: 40 }), ({ dayMax, monthMax }, steps) => {
        let facts: CreditFacts = {
          ...good,
          settings: { ...settings, caps: [...capped(dayMax, 'day').caps, ...capped(monthMax, 'month').caps] },
        }
        steps.forEach((isReview, at) => {
          const decision = isReview
            ? reportPoints({
                ...facts,
                activity: { kind: 'review', orderId: 'ord_1', lineId: `line_${at}` },
                ...{ isDone: false, line: { isReceived: true }, profile: undefined },
              })
            : checkInPoints(facts)
          if (decision.ok) facts = { ...facts, done: [...facts.done, ...decision.events] }
          if (!isReview) facts = { ...facts, now: facts.now + DAY_MS / 2 }
        })
        const sums = new Map<string, number>()
        for (const { day, count } of facts.done) {
          for (const key of [day, day.slice(0, 7)]) sums.set(key, (sums.get(key) ?? 0) + count)
        }
        for (const [key, sum] of sums) expect(sum).toBeLessThanOrEqual(key.length === 7 ? monthMax : dayMax)
      }),
    )
  })
})

describe('other credits', () => {
  it('live as long as the settings say, and pay off debt first', () => {
    const [credit] = [creditOf(checkInPoints({ ...good, debtCount: 5 }))]
    expect(credit).toMatchObject({ count: 1, debtPaidCount: 1, activeAt: NOW, expiresAt: NOW + 30 * DAY_MS })
    const forever = creditOf(checkInPoints({ ...good, settings: { ...settings, lifeDays: null } }))
    expect(forever.expiresAt).toBeNull()
  })

  it('joining earns at once, and only joining', () => {
    const joined = { type: 'member_joined', memberId: 'mem_9' }
    const opened = { type: 'session_opened', memberId: 'mem_9' }
    const facts = { settings, club: {}, now: NOW, zoneOffsetMinutes: SHANGHAI, lotId: 'lot_9' }
    const credit = {
      type: 'points_activity_credited',
      kind: 'sign_up',
      memberId: 'mem_9',
      count: 50,
      reference: 'once',
    }
    expect(withSignUp([joined, opened], facts)).toMatchObject([joined, opened, credit])
    expect(withSignUp([opened], facts)).toEqual([opened])
    expect(withSignUp([joined], { ...facts, settings: noActivities })).toEqual([joined])
  })

  it('a birthday is credited by its month and year, so that no event tells the day', () => {
    const facts: BirthdayFacts = { ...good, hasMember: true, birthday: '1990-03-17', lastDay: undefined }
    expect(birthdayPoints(facts)).toMatchObject({ events: [{ kind: 'birthday', reference: '2026', count: 88 }] })
    expect(birthdayPoints({ ...facts, lastDay: '2026-01-01' })).toEqual({ ok: true, events: [] })
    // Whoever was born on another day of the month gets the very same event.
    expect(birthdayPoints({ ...facts, birthday: '1985-03-02' })).toEqual(birthdayPoints(facts))
    expect(birthdayPoints({ ...facts, birthday: null })).toMatchObject({ refusal: { code: 'birthday_not_due' } })
  })

  it('an activity that gives no points is on where the tiers give growth for it, and makes no lot', () => {
    const growth = (['sign_up', 'review', 'profile', 'birthday'] as const).map((kind) => ({ kind, growthCount: 5 }))
    const on = { ...good, settings: noActivities, club: { activities: growth } }
    const none = { count: 0, lotId: null, debtPaidCount: 0 }
    expect(birthdayPoints({ ...on, hasMember: true, birthday: '1990-03-17', lastDay: undefined })).toMatchObject({
      events: [{ kind: 'birthday', ...none }],
    })
    const activity = { kind: 'review', orderId: 'ord_1', lineId: 'a' } as const
    const told = { ...on, activity, isDone: false, line: { isReceived: true }, profile: undefined }
    expect(reportPoints(told)).toMatchObject({ events: [{ kind: 'review', ...none }] })
    expect(reportPoints({ ...told, club: {} })).toMatchObject({ refusal: { code: 'activity_off' } })
    const joined = { type: 'member_joined', memberId: 'mem_9' }
    expect(withSignUp([joined], on)).toMatchObject([joined, { kind: 'sign_up', ...none }])
  })
})
