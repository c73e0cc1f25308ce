/** A condition on one property of an event. What is absent or null equals nothing and differs from everything. */
export type EventCondition =
  | { readonly property: string; readonly op: 'eq' | 'ne'; readonly value: string | number | boolean }
  | { readonly property: string; readonly op: 'gte' | 'lte'; readonly value: number }
  /** `contains`: the property is a string that contains the text, case-sensitively. */
  | { readonly property: string; readonly op: 'contains'; readonly value: string }
  | { readonly property: string; readonly op: 'exists' | 'absent' }

/** Which events are meant. */
export type EventFilter = {
  /** Null means any event. */
  readonly event: string | null
  /** All must hold. */
  readonly where?: readonly EventCondition[] | undefined
}

/** What an analysis needs to know of an event. */
export type AnalysisEvent = {
  readonly messageId: string
  readonly event: string
  readonly anonymousId?: string | undefined
  readonly memberId?: string | undefined
  /** Epoch milliseconds. */
  readonly occurredAt: number
  readonly properties: { readonly [key: string]: unknown }
}

/** Stands for "no bound"; beyond every moment a clock can show. */
export const END_OF_TIME = 8_640_000_000_000_000

/** Messages that tell who somebody is; nobody did anything. */
export const SILENT_EVENTS: readonly string[] = ['$identify', '$group', '$alias']

/** Whether an event is of this name and fulfils the conditions. */
export function matches({ event, where = [] }: EventFilter, found: AnalysisEvent): boolean {
  const isNamed = event === null ? !SILENT_EVENTS.includes(found.event) : event === found.event
  return isNamed && where.every((condition) => holds(condition, found.properties))
}

function holds(condition: EventCondition, properties: AnalysisEvent['properties']): boolean {
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
    case 'absent':
      return found === undefined || found === null
  }
}
