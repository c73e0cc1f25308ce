import { addMonths, dayOf, type OffsetAt, startOfDay, startOfMonths } from '../tiers/index.ts'
import type { RetentionInput } from './operators.ts'

export type PeriodFacts = Pick<RetentionInput, 'period' | 'weekStart' | 'periodCount'> & {
  /** A moment of the last period. */
  readonly now: number
  readonly offsetAt: OffsetAt
}

/**
 * Where the periods of a calendar begin and the last one ends: `periodCount` + 1 moments, rising. Days are those of the
 * brand's time zone, so one may last 23 or 25 hours.
 */
export function periodBounds({ period, weekStart, periodCount, now, offsetAt }: PeriodFacts): readonly number[] {
  const today = dayOf(now, offsetAt)
  const first = { day: today, week: weekOf(today, weekStart), month: startOfMonths(today, 1) }[period]
  const dayAt = (shift: number): number =>
    period === 'month' ? addMonths(first, shift) : first + shift * (period === 'week' ? 7 : 1)
  return Array.from({ length: periodCount + 1 }, (_, index) => startOfDay(dayAt(index + 1 - periodCount), offsetAt))
}

/** The first day of the week that a day lies in; day 0 was a Thursday. */
function weekOf(day: number, weekStart: PeriodFacts['weekStart'] = 'monday'): number {
  const passed = day + (weekStart === 'monday' ? 3 : 4)
  return day - (((passed % 7) + 7) % 7)
}
