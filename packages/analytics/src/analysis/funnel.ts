import { bestAttempt } from './attempts.ts'
import type { AnalysisEvent, EventFilter } from './events.ts'
import { checkFunnel, type FunnelQuery } from './funnel-query.ts'
import { byPerson, linkIdentities } from './people.ts'

export type FunnelStepResult = {
  /** Null where the step is any event. */
  readonly event: string | null
  /** Persons who reached this step. */
  readonly count: number
  /** Of those who reached the first step, in basis points, rounded half up. 0 when nobody did. */
  readonly conversionBps: number
  /** Of those who reached the previous step. */
  readonly stepConversionBps: number
  /** How long after the previous step they took it, on average; null at the first step and when nobody did. */
  readonly averageMs: number | null
  readonly medianMs: number | null
}

export type FunnelResult = { readonly steps: readonly FunnelStepResult[] }

/** What is counted at a step, by any implementation. Times are whole milliseconds, rounded half up. */
export type FunnelCount = Pick<FunnelStepResult, 'count' | 'averageMs' | 'medianMs'>

/** Counts the persons who reached each step. `identities` defaults to what the events themselves reveal. */
export function funnel(
  query: FunnelQuery,
  events: readonly AnalysisEvent[],
  identities: ReadonlyMap<string, string> = linkIdentities(events),
): FunnelResult {
  checkFunnel(query)
  const attempts = [...byPerson(events, identities).values()].flatMap((own) => {
    const times = bestAttempt(query, own)
    return times === undefined ? [] : [times]
  })
  const counts = query.steps.map((_, step): FunnelCount => {
    const reached = attempts.filter(({ length }) => length > step)
    const waits = step === 0 ? [] : reached.map((times) => (times[step] ?? 0) - (times[step - 1] ?? 0))
    return { count: reached.length, averageMs: average(waits), medianMs: median(waits) }
  })
  return funnelResult(query.steps, counts)
}

/** The highest step (1-based, 0 = none) that one person's events, in any order, reach. */
export function reachedStep(query: FunnelQuery, events: readonly AnalysisEvent[]): number {
  return bestAttempt(query, events)?.length ?? 0
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return Math.round((low + high) / 2)
}

/** Turns counts per step into conversions; shared by every implementation. */
export function funnelResult(steps: readonly EventFilter[], counts: readonly FunnelCount[]): FunnelResult {
  const bps = (count: number, of: number) => (of > 0 ? Math.round((count * 10_000) / of) : 0)
  return {
    steps: steps.map(({ event }, at) => {
      const { count = 0, averageMs = null, medianMs = null } = counts[at] ?? {}
      return {
        ...{ event, count },
        conversionBps: bps(count, counts[0]?.count ?? 0),
        stepConversionBps: bps(count, counts[at === 0 ? 0 : at - 1]?.count ?? 0),
        ...{ averageMs, medianMs },
      }
    }),
  }
}
