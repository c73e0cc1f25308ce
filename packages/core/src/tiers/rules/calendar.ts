/** How many minutes the brand's zone is ahead of UTC at a moment, daylight saving included. */
export type OffsetAt = (at: number) => number

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The day of a moment in the brand's zone, counted from 1970-01-01. */
export function dayOf(at: number, offsetAt: OffsetAt): number {
  return Math.floor((at + offsetAt(at) * MINUTE_MS) / DAY_MS)
}

/**
 * The first moment of a day. Where clocks are put forward at midnight it is the first moment after; where they are put
 * back over midnight, the second midnight, since the first still belongs to the day before.
 */
export function startOfDay(day: number, offsetAt: OffsetAt): number {
  const local = day * DAY_MS
  const [before, after] = [-DAY_MS, DAY_MS].map((shift) => local - offsetAt(local + shift) * MINUTE_MS) as [
    number,
    number,
  ]
  const isFirst = (at: number): boolean => dayOf(at, offsetAt) === day && dayOf(at - 1, offsetAt) < day
  return isFirst(before) ? before : after
}

/** The day so many months later; where the month is too short, its last day: 31 January + 1 month is 28 February. */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * DAY_MS)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastDate = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDate)) / DAY_MS
}

/** The first day of the year, or of another part of it of so many months, that a day lies in. */
export function startOfMonths(day: number, months: 1 | 3 | 12): number {
  const date = new Date(day * DAY_MS)
  const month = date.getUTCMonth()
  return Date.UTC(date.getUTCFullYear(), month - (month % months), 1) / DAY_MS
}

/** How many months lie between two days, full or begun, roughly: at most one off. */
export function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from * DAY_MS), new Date(to * DAY_MS)]
  return (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth()
}
