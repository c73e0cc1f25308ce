const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** Zones change their clocks at quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS

const formats = new Map<string, Intl.DateTimeFormat>()
const lastOffsets = new Map<string, { readonly quarter: number; readonly minutes: number }>()

/** The format of a zone costs more to make than to use; a server has few. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, calendar: 'iso8601', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  formats.set(timeZone, made)
  return made
}

/**
 * Minutes a time zone (IANA name, such as `Asia/Shanghai`) is ahead of UTC at a moment, daylight saving included.
 * @throws RangeError when there is no such zone
 */
export function zoneOffsetMinutes(timeZone: string, now: number): number {
  const quarter = Math.floor(now / QUARTER_MS)
  const last = lastOffsets.get(timeZone)
  if (last?.quarter === quarter) return last.minutes
  const minutes = offsetAt(timeZone, now)
  lastOffsets.set(timeZone, { quarter, minutes })
  return minutes
}

function offsetAt(timeZone: string, now: number): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const [year = 0, month = 1, day = 1, ...time] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((type) =>
    parts.get(type as Intl.DateTimeFormatPartTypes),
  )
  const [hour, minute, second] = time
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  return Math.round((shown - Math.floor(now / SECOND_MS) * SECOND_MS) / MINUTE_MS)
}

/** The day it is in a time zone, `YYYY-MM-DD`. */
export function todayOf(timeZone: string, now: number): string {
  return new Date(now + zoneOffsetMinutes(timeZone, now) * MINUTE_MS).toISOString().slice(0, 10)
}
