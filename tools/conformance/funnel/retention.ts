import { type RetentionQuery, retention } from '../../../packages/analytics/src/analysis/index.ts'
import { periodBounds } from '../../../packages/core/src/insights/index.ts'
import type { Case, Verdict } from '../types.ts'
import { compared } from '../verdict.ts'
import { eventsOf, type Filter, filterGap, filterOf, type Users } from './streams.ts'

type Input = {
  period: string
  intervals: number
  firstInterval: string
  weekStart?: 'sunday' | 'monday'
  target: Filter
  returning: Filter
  type: 'recurring' | 'firstTime' | 'firstEver'
  cumulative?: boolean
  minimumOccurrences?: number
  cohorts?: number
  users: Users
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The first thing in the question that cannot be asked here. */
export function retentionGap(input: Case['input']): string | undefined {
  const { target, returning, type, period } = input as Input
  if (!['hour', 'day', 'week', 'month'].includes(period)) return `periods of a ${period}: no such periods here`
  if (type === 'firstEver' && (target.where ?? []).length > 0)
    return 'the first event of its name, if it fulfils conditions: here it is the first that does'
  return filterGap(target) ?? filterGap(returning)
}

/** Cohorts, a row each. */
export function rows({ input, expect }: Case): Verdict {
  const { users, intervals, cohorts, cumulative = false, ...asked } = input as Input
  const query: RetentionQuery = {
    begin: filterOf(asked.target),
    comeBack: filterOf(asked.returning),
    cohort: asked.type === 'recurring' ? 'every' : 'first',
    // Rows that are not cut off look as many periods ahead as the last one needs.
    bounds: boundsOf(input as Input, intervals + (cohorts ?? 0)),
    mode: cumulative ? 'unbounded' : 'exact',
    minimumCount: asked.minimumOccurrences,
  }
  const events = Object.keys(users).flatMap((user) => eventsOf(users, user, 0))
  const found = retention(query, events).rows.map(({ memberCount, counts }) => [memberCount, ...counts])
  const shown = cohorts === undefined ? found : found.slice(0, cohorts).map((row) => row.slice(0, intervals))
  return compared(expect, { rows: shown })
}

function boundsOf({ period, firstInterval, weekStart }: Input, count: number): readonly number[] {
  const startsAt = Date.parse(firstInterval.length > 10 ? `${firstInterval}Z` : firstInterval)
  if (period === 'hour') return Array.from({ length: count + 1 }, (_, index) => startsAt + index * hourMs)
  const last = Array.from({ length: count - 1 }).reduce<number>(
    (at) => periodBounds({ period: period as 'day', weekStart, periodCount: 1, now: at, offsetAt: () => 0 })[1] ?? at,
    startsAt,
  )
  return periodBounds({ period: period as 'day', weekStart, periodCount: count, now: last, offsetAt: () => 0 })
}

/** Persons of the first day who were there on each day. */
export function flags({ input, expect }: Case): Verdict {
  const { usersActiveOn, conditionDays } = input as {
    usersActiveOn: Record<string, { from: number; to: number }>
    conditionDays: string[]
  }
  const days = conditionDays.map((day) => Date.parse(day))
  const [first = 0] = days
  const events = Object.entries(usersActiveOn).flatMap(([day, { from, to }]) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      messageId: `${day}-${index}`,
      event: 'active',
      memberId: String(from + index),
      occurredAt: Date.parse(day),
      properties: {},
    })),
  )
  const last = Math.max(...days)
  const bounds = Array.from({ length: (last - first) / dayMs + 2 }, (_, index) => first + index * dayMs)
  const active = { event: 'active' }
  const [cohort] = retention({ begin: active, comeBack: active, cohort: 'every', bounds, mode: 'exact' }, events).rows
  const found = [cohort?.memberCount ?? 0, ...(cohort?.counts ?? [])]
  return compared(expect, { counts: days.map((day) => found[(day - first) / dayMs] ?? 0) })
}
