import { type AnalysisEvent, END_OF_TIME, matches, SILENT_EVENTS } from './events.ts'
import type { FunnelQuery } from './funnel-query.ts'

/** An event of one person in its place among the others, with what comes after it. */
type Place = {
  /** Its number in the order of the person's events. */
  readonly at: number
  readonly occurredAt: number
  /** Whether it matches each step. */
  readonly steps: readonly boolean[]
  /** The place that each step would be taken at from here. */
  readonly next: readonly (Place | undefined)[]
  /** The next event of each exclusion. */
  readonly spoilers: readonly (Place | undefined)[]
}

/**
 * The moments at which a person took the steps in their best attempt: the longest, then the one soonest complete, then
 * the one begun last. Undefined when there is none. Works through the events backwards, once.
 */
export function bestAttempt(query: FunnelQuery, events: readonly AnalysisEvent[]): readonly number[] | undefined {
  const { order, fromAt = 0, untilAt = END_OF_TIME } = query
  const preferred = preferredSteps(query)
  const isStart = ({ steps }: Place): boolean => (order === 'unordered' ? steps.includes(true) : steps[0] === true)
  let best: readonly number[] | undefined
  for (const place of placesOf(query, events)) {
    if (!isStart(place) || place.occurredAt < fromAt || place.occurredAt >= untilAt) continue
    const chain = order === 'unordered' ? anyOrder(query, place, preferred) : oneByOne(query, place)
    const times = withoutSpoilt(query, chain).map(({ occurredAt }) => occurredAt)
    if (times.length > 0 && (best === undefined || isBetter(times, best))) best = times
  }
  return best
}

/** Steps with more conditions take an event before those with fewer, or general ones would use up the rare events. */
export function preferredSteps({ steps }: FunnelQuery): readonly number[] {
  const conditionCount = (step: number): number => (steps[step]?.where ?? []).length
  return [...steps.keys()].toSorted((a, b) => conditionCount(b) - conditionCount(a) || a - b)
}

function placesOf(query: FunnelQuery, events: readonly AnalysisEvent[]): readonly Place[] {
  const places: Place[] = []
  let next: (Place | undefined)[] = query.steps.map(() => undefined)
  let spoilers: (Place | undefined)[] = (query.exclusions ?? []).map(() => undefined)
  for (const { occurredAt, steps, excluded } of inOrder(query, events).toReversed()) {
    const place: Place = { at: -places.length, occurredAt, steps, next, spoilers }
    places.push(place)
    const nearest = query.order === 'strict' ? [] : next
    next = steps.map((isTaken, step) => (isTaken ? place : nearest[step]))
    if (excluded.includes(true)) spoilers = excluded.map((isOne, index) => (isOne ? place : spoilers[index]))
  }
  return places
}

/** By time, then by the first step they match, then by message id. Strict funnels look at what plays no part, too. */
function inOrder({ steps, exclusions = [], order }: FunnelQuery, events: readonly AnalysisEvent[]) {
  return events
    .map((event) => {
      const taken = steps.map((step) => matches(step, event))
      const excluded = exclusions.map((exclusion) => matches(exclusion, event))
      const first = taken.indexOf(true)
      const plays =
        first >= 0 || excluded.includes(true) || (order === 'strict' && !SILENT_EVENTS.includes(event.event))
      const { occurredAt, messageId } = event
      return { occurredAt, messageId, steps: taken, excluded, rank: first < 0 ? steps.length : first, plays }
    })
    .filter(({ plays }) => plays)
    .sort((a, b) => a.occurredAt - b.occurredAt || a.rank - b.rank || (a.messageId < b.messageId ? -1 : 1))
}

function oneByOne({ steps, windowMs }: FunnelQuery, start: Place): readonly Place[] {
  const chain = [start]
  for (let place = start.next[1]; place && chain.length < steps.length; place = place.next[chain.length]) {
    if (place.occurredAt - start.occurredAt > windowMs) break
    chain.push(place)
  }
  return chain
}

function anyOrder({ windowMs }: FunnelQuery, start: Place, preferred: readonly number[]): readonly Place[] {
  const open = new Set(preferred)
  const chain: Place[] = []
  let place: Place | undefined = start
  while (place && place.occurredAt - start.occurredAt <= windowMs) {
    const { steps, next }: Place = place
    const taken = preferred.find((step) => open.has(step) && steps[step])
    if (taken !== undefined) open.delete(taken)
    chain.push(place)
    const later: Place[] = [...open].flatMap((step) => next[step] ?? [])
    place = later.length === 0 ? undefined : later.reduce((a, b) => (a.at < b.at ? a : b))
  }
  return chain
}

/** An excluded event ends an attempt: as if it had not been, or in any order where it was by then. */
function withoutSpoilt({ exclusions = [], windowMs, order }: FunnelQuery, chain: readonly Place[]): readonly Place[] {
  if (exclusions.length === 0) return chain
  const kept = exclusions.map(({ afterStep, beforeStep }, index) => {
    const spoiler = chain[afterStep - 1]?.spoilers[index]
    if (spoiler === undefined || spoiler.occurredAt - (chain[0]?.occurredAt ?? 0) > windowMs) return chain.length
    const until = chain[beforeStep - 1]
    if (until !== undefined && until.at <= spoiler.at) return chain.length
    return order === 'unordered' ? afterStep : 0
  })
  return chain.slice(0, Math.min(chain.length, ...kept))
}

function isBetter(times: readonly number[], than: readonly number[]): boolean {
  if (times.length !== than.length) return times.length > than.length
  const last = times.length - 1
  const differing = [last, ...times.keys()].find((index) => times[index] !== than[index])
  if (differing === undefined) return false
  const difference = (times[differing] ?? 0) - (than[differing] ?? 0)
  return differing === last ? difference < 0 : difference > 0
}
