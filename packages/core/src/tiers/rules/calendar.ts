import { dayMs } from '../../kernel/index.ts'
/** How many minutes the brand's zone is ahead of UTC at a moment, daylight saving included. */
export type OffsetAt = (at: number) => number

const MINUTE_MS = 60_000

/** The day of a moment in the brand's zone, counted from 1970-01-01. */
export function dayOf(at: number, offsetAt: OffsetAt): number {
  return Math.floor((at + offsetAt(at) * MINUTE_MS) / dayMs)
}

/**
 * The first moment of a day. Where clocks are put forward at midnight it is the first moment after; where they are put
 * back over midnight, the second midnight, since the first still belongs to the day before.
 */
export function startOfDay(day: number, offsetAt: OffsetAt): number {
  const local = day * dayMs
  const [before, after] = [-dayMs, dayMs].map((shift) => local - offsetAt(local + shift) * MINUTE_MS) as [
    number,
    number,
  ]
  const isFirst = (at: number): boolean => dayOf(at, offsetAt) === day && dayOf(at - 1, offsetAt) < day
  return isFirst(before) ? before : after
}

/** The day so many months later; where the month is too short, its last day: 31 January + 1 month is 28 February. */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * dayMs)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastDate = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDate)) / dayMs
}

/** The first day of the year, or of another part of it of so many months, that a day lies in. */
export function startOfMonths(day: number, months: 1 | 3 | 12): number {
  const date = new Date(day * dayMs)
  const month = date.getUTCMonth()
  return Date.UTC(date.getUTCFullYear(), month - (month % months), 1) / dayMs
}

/** How many months lie between two days, full or begun, roughly: at most one off. */
export function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from * dayMs), new Date(to * dayMs)]
  return (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth()
}
