/** A condition on one property of an event. What is absent or null equals nothing and differs from everything. */
export type StepCondition =
  | { readonly property: string; readonly op: 'eq' | 'ne'; readonly value: string | number | boolean }
  | { readonly property: string; readonly op: 'gte' | 'lte'; readonly value: number }
  /** `contains`: the property is a string that contains the text, case-sensitively. */
  | { readonly property: string; readonly op: 'contains'; readonly value: string }
  | { readonly property: string; readonly op: 'exists' }

export type FunnelStep = {
  readonly event: string
  /** All must hold. */
  readonly where?: readonly StepCondition[] | undefined
}

/**
 * An ordered funnel. A person reaches step k when k different events of theirs, one per step, follow each other in
 * time, the first within [`fromAt`, `untilAt`) and the last at most `windowMs` after the first (end included). Other
 * events may lie between. Any start counts, so an abandoned try does not spoil a later one. Events of the same
 * millisecond are taken in the order of the first step they match, then of their message id.
 */
export type FunnelQuery = {
  /** 1 to `FUNNEL_STEPS_MAX`. */
  readonly steps: readonly FunnelStep[]
  readonly windowMs: number
  readonly order: 'ordered'
  /** Epoch milliseconds of the earliest start. Default: no bound. */
  readonly fromAt?: number | undefined
  /** Epoch milliseconds every start lies before. Default: no bound. Later steps may lie after it. */
  readonly untilAt?: number | undefined
}

export const FUNNEL_STEPS_MAX = 20
/** Stands for "no bound"; beyond every moment a clock can show. */
export const END_OF_TIME = 8_640_000_000_000_000

export type FunnelStepResult = {
  readonly event: string
  /** Persons who reached this step. */
  readonly count: number
  /** Of those who reached the first step, in basis points, rounded half up. 0 when nobody did. */
  readonly conversionBps: number
  /** Of those who reached the previous step. */
  readonly stepConversionBps: number
}

export type FunnelResult = { readonly steps: readonly FunnelStepResult[] }

/** What a funnel needs to know of an event. */
export type FunnelEvent = {
  readonly messageId: string
  readonly event: string
  readonly anonymousId?: string | undefined
  readonly memberId?: string | undefined
  /** Epoch milliseconds. */
  readonly occurredAt: number
  readonly properties: { readonly [key: string]: unknown }
}

/** Counts the persons who reached each step. `identities` defaults to what the events themselves reveal. */
export function funnel(
  query: FunnelQuery,
  events: readonly FunnelEvent[],
  identities: ReadonlyMap<string, string> = linkIdentities(events),
): FunnelResult {
  checkFunnel(query)
  const persons = new Map<string, FunnelEvent[]>()
  for (const event of events) {
    const person = personOf(event, identities)
    const found = persons.get(person)
    if (found) found.push(event)
    else persons.set(person, [event])
  }
  const counts = query.steps.map(() => 0)
  for (const own of persons.values()) {
    const reached = reachedStep(query, own)
    for (let step = 0; step < reached; step++) counts[step] = (counts[step] ?? 0) + 1
  }
  return funnelResult(query.steps, counts)
}

/** The highest step (1-based, 0 = none) that one person's events, in any order, reach. */
export function reachedStep(query: FunnelQuery, events: readonly FunnelEvent[]): number {
  const { steps, windowMs, fromAt = 0, untilAt = END_OF_TIME } = query
  const ordered = events
    .map((event) => ({ event, first: steps.findIndex((step) => matchesStep(step, event)) }))
    .filter(({ first }) => first >= 0)
    .sort(
      (a, b) =>
        a.event.occurredAt - b.event.occurredAt ||
        a.first - b.first ||
        (a.event.messageId < b.event.messageId ? -1 : 1),
    )
  // starts[k]: the latest moment a chain began that has reached step k so far. The latest is always the best one.
  const starts: (number | undefined)[] = []
  for (const { event, first } of ordered) {
    const at = event.occurredAt
    // Downwards, so that one event never fills two steps of a chain.
    for (let step = steps.length - 1; step >= first; step--) {
      const definition = steps[step]
      if (!definition || !matchesStep(definition, event)) continue
      const start = step > 0 ? starts[step - 1] : at >= fromAt && at < untilAt ? at : undefined
      if (start === undefined || at - start > windowMs) continue
      starts[step] = Math.max(start, starts[step] ?? start)
    }
  }
  return starts.length
}

/** Whether an event is of this step's name and fulfils its conditions. */
export function matchesStep(step: FunnelStep, event: FunnelEvent): boolean {
  return step.event === event.event && (step.where ?? []).every((condition) => holds(condition, event.properties))
}

function holds(condition: StepCondition, properties: FunnelEvent['properties']): boolean {
  const found = Object.hasOwn(properties, condition.property) ? properties[condition.property] : undefined
  switch (condition.op) {
    case 'eq':
      return found === condition.value
    case 'ne':
      return found !== condition.value
    case 'gte':
      return typeof found === 'number' && found >= condition.value
    case 'lte':
      return typeof found === 'number' && found <= condition.value
    case 'contains':
      return typeof found === 'string' && found.includes(condition.value)
    case 'exists':
      return found !== undefined && found !== null
  }
}

/**
 * Which member each anonymous id belongs to: the one it was first seen together with, by time, then by member id. On a
 * shared device a later member therefore does not inherit the first one's anonymous history.
 */
export function linkIdentities(events: readonly FunnelEvent[]): ReadonlyMap<string, string> {
  const first = new Map<string, { readonly at: number; readonly memberId: string }>()
  for (const { anonymousId, memberId, occurredAt: at } of events) {
    if (anonymousId === undefined || memberId === undefined) continue
    const found = first.get(anonymousId)
    if (!found || at < found.at || (at === found.at && memberId < found.memberId))
      first.set(anonymousId, { at, memberId })
  }
  return new Map([...first].map(([anonymousId, { memberId }]) => [anonymousId, memberId]))
}

/** The member, or the member the anonymous id belongs to, or the anonymous id itself. */
function personOf(event: FunnelEvent, identities: ReadonlyMap<string, string>): string {
  const anonymousId = event.anonymousId ?? ''
  return event.memberId ?? identities.get(anonymousId) ?? anonymousId
}

/** Turns counts per step into conversions; shared by every implementation. */
export function funnelResult(steps: readonly FunnelStep[], counts: readonly number[]): FunnelResult {
  const bps = (count: number, of: number) => (of > 0 ? Math.round((count * 10_000) / of) : 0)
  return {
    steps: steps.map(({ event }, at) => {
      const count = counts[at] ?? 0
      return {
        event,
        count,
        conversionBps: bps(count, counts[0] ?? 0),
        stepConversionBps: bps(count, counts[at === 0 ? 0 : at - 1] ?? 0),
      }
    }),
  }
}

/** Throws a RangeError on a query no funnel can answer; callers validate input before. */
export function checkFunnel({ steps, windowMs }: FunnelQuery): void {
  if (steps.length < 1 || steps.length > FUNNEL_STEPS_MAX)
    throw new RangeError(`a funnel has 1 to ${FUNNEL_STEPS_MAX} steps`)
  if (!Number.isSafeInteger(windowMs) || windowMs < 0) throw new RangeError('windowMs is a whole number ≥ 0')
}
