import { dayMs } from '../../kernel/index.ts'

const minuteMs = 60_000

/** How many minutes the brand's zone is ahead of UTC at a moment, daylight saving included. */
export type OffsetAt = (moment: number) => number

/** A moment as the wall clock of a zone shows it, in the fields of a `Date` read as UTC. */
export function localOf(now: number, offsetMinutes: number): Date {
  return new Date(now + offsetMinutes * minuteMs)
}

/** The moment at which the wall clock of the zone shows this; where it never does, the first moment after the gap. */
export function momentOf(localMs: number, offsetAt: OffsetAt): number {
  const guess = localMs - offsetAt(localMs) * minuteMs
  const found = localMs - offsetAt(guess) * minuteMs
  return found + offsetAt(found) * minuteMs === localMs ? found : Math.max(guess, found)
}

/** The wall clock so many months later: the same day and time, or the last day of a shorter month. */
export function plusMonths(local: Date, months: number): number {
  const first = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1)
  const day = Math.min(local.getUTCDate(), daysIn(new Date(first)))
  return first + (day - 1) * dayMs + (local.getTime() % dayMs)
}

/** How many days the month has. */
export function daysIn(local: Date): number {
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
}

/** The day of the wall clock, as a count of days. */
export function localDay(now: number, offsetMinutes: number): number {
  return Math.floor((now + offsetMinutes * minuteMs) / dayMs)
}
