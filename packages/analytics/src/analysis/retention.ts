import { type AnalysisEvent, type EventFilter, matches } from './events.ts'
import { byPerson, linkIdentities } from './people.ts'

/**
 * Who came back. Time is cut into periods at `bounds`; people belong to the cohort of the period in which they did what
 * begins it, and are looked for in the periods after it.
 */
export type RetentionQuery = {
  readonly begin: EventFilter
  readonly comeBack: EventFilter
  /**
   * `first`: each person is in one cohort, that of the first `begin` they ever did, if that lies within the bounds.
   * `every`: in that of each period with a `begin`.
   */
  readonly cohort: 'first' | 'every'
  /**
   * Epoch milliseconds, rising: period i is [bounds[i], bounds[i + 1]), and there is a cohort for each. 2 to
   * `RETENTION_BOUNDS_MAX`.
   */
  readonly bounds: readonly number[]
  /**
   * `exact`: seen in that period. `unbounded`: in that one or a later one. `bracket`: in any period of its bracket.
   */
  readonly mode: 'exact' | 'unbounded' | 'bracket'
  /**
   * With `bracket`: how many periods after the cohort's own each bracket ends, rising; one begins where the one before
   * ended. `[1, 7, 30]` asks for the first period after, the second to seventh, the eighth to thirtieth.
   */
  readonly bracketEnds?: readonly number[] | undefined
  /** How often `comeBack` must be seen in a period to count. Default 1. */
  readonly minimumCount?: number | undefined
}

export const RETENTION_BOUNDS_MAX = 400

export type RetentionRow = {
  /** When the cohort's period begins. */
  readonly startsAt: number
  readonly memberCount: number
  /**
   * Persons seen again: one, two … periods later, or in each bracket. What begins after the last bound is left out, so
   * the rows form a triangle. A bracket that has only begun counts what there is so far.
   */
  readonly counts: readonly number[]
}

export type RetentionResult = { readonly rows: readonly RetentionRow[] }

/** What is counted, by any implementation: persons of a cohort, 0 periods after it (its size) or in a later column. */
export type RetentionCount = { readonly cohort: number; readonly column: number; readonly count: number }

/** Counts people who came back. `identities` defaults to what the events themselves reveal. */
export function retention(
  query: RetentionQuery,
  events: readonly AnalysisEvent[],
  identities: ReadonlyMap<string, string> = linkIdentities(events),
): RetentionResult {
  checkRetention(query)
  const counts = new Map<string, RetentionCount>()
  const add = (cohort: number, column: number) => {
    const key = `${cohort} ${column}`
    counts.set(key, { cohort, column, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  for (const own of byPerson(events, identities).values()) {
    const seen = periodsSeen(query, own)
    for (const cohort of cohortsOf(query, own)) {
      add(cohort, 0)
      for (const column of new Set(seen.flatMap((period) => columnsOf(query, period - cohort)))) add(cohort, column)
    }
  }
  return retentionResult(query, [...counts.values()])
}

function cohortsOf({ begin, cohort, bounds }: RetentionQuery, own: readonly AnalysisEvent[]): readonly number[] {
  const begun = own.filter((event) => matches(begin, event)).map(({ occurredAt }) => occurredAt)
  if (begun.length === 0) return []
  const moments = cohort === 'every' ? begun : [begun.reduce((a, b) => Math.min(a, b))]
  return [...new Set(moments.map((at) => periodOf(bounds, at)))].filter((period) => period >= 0)
}

function periodsSeen(
  { comeBack, bounds, minimumCount = 1 }: RetentionQuery,
  own: readonly AnalysisEvent[],
): readonly number[] {
  const counts = new Map<number, number>()
  for (const event of own) {
    if (!matches(comeBack, event)) continue
    const period = periodOf(bounds, event.occurredAt)
    counts.set(period, (counts.get(period) ?? 0) + 1)
  }
  return [...counts].filter(([period, count]) => period >= 0 && count >= minimumCount).map(([period]) => period)
}

/** The period a moment lies in, or −1. */
function periodOf(bounds: readonly number[], at: number): number {
  if (at >= (bounds.at(-1) ?? 0)) return -1
  let [low, high] = [0, bounds.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bounds[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The columns that someone seen so many periods after their cohort counts in. */
function columnsOf({ mode, bracketEnds = [] }: RetentionQuery, distance: number): readonly number[] {
  if (distance < 1) return []
  if (mode === 'unbounded') return Array.from({ length: distance }, (_, index) => index + 1)
  if (mode === 'exact') return [distance]
  const bracket = bracketEnds.findIndex((end) => distance <= end)
  return bracket < 0 ? [] : [bracket + 1]
}

/** Arranges counts as rows; shared by every implementation. */
export function retentionResult(query: RetentionQuery, counts: readonly RetentionCount[]): RetentionResult {
  const { bounds, mode, bracketEnds = [] } = query
  const found = new Map(counts.map(({ cohort, column, count }) => [`${cohort} ${column}`, count]))
  const rows = bounds.slice(0, -1).map((startsAt, cohort): RetentionRow => {
    const laterCount = bounds.length - 2 - cohort
    const isBegun = (_: number, index: number): boolean =>
      (index === 0 ? 0 : (bracketEnds[index - 1] ?? 0)) < laterCount
    const columnCount = mode === 'bracket' ? bracketEnds.filter(isBegun).length : laterCount
    const countOf = (column: number): number => found.get(`${cohort} ${column}`) ?? 0
    const columns = Array.from({ length: columnCount }, (_, index) => countOf(index + 1))
    return { startsAt, memberCount: countOf(0), counts: columns }
  })
  return { rows }
}

/** Throws a RangeError on a query no retention can answer; callers validate input before. */
export function checkRetention({ bounds, mode, bracketEnds = [], minimumCount = 1 }: RetentionQuery): void {
  if (bounds.length < 2 || bounds.length > RETENTION_BOUNDS_MAX)
    throw new RangeError(`retention has 2 to ${RETENTION_BOUNDS_MAX} bounds`)
  if (!isRising(bounds)) throw new RangeError('the bounds of periods are whole numbers and rise')
  if (!isRising([0, ...bracketEnds])) throw new RangeError('brackets end after 1 or more periods, and rise')
  if ((mode === 'bracket') !== bracketEnds.length > 0) throw new RangeError('brackets belong to the mode bracket')
  if (!Number.isSafeInteger(minimumCount) || minimumCount < 1)
    throw new RangeError('minimumCount is a whole number ≥ 1')
}

function isRising(list: readonly number[]): boolean {
  return list.every((value, index) => Number.isSafeInteger(value) && (index === 0 || value > (list[index - 1] ?? 0)))
}
