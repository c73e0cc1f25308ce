/**
 * What a property holds: `string`, `number`, `integer`, `boolean`, `object`, `list` (of objects); with `?` it may be
 * absent. Amounts are integers in the currency's smallest unit.
 */
export type PropertyKind = Kind | `${Kind}?`
type Kind = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'list'

/** Property kinds by event name. Plain data: the collector checks against the same plan. */
export type EventPlan = { readonly [event: string]: { readonly [property: string]: PropertyKind } }

type Values = {
  readonly string: string
  readonly number: number
  readonly integer: number
  readonly boolean: boolean
  readonly object: { readonly [key: string]: unknown }
  readonly list: readonly { readonly [key: string]: unknown }[]
}

type Required<Fields> = { [Name in keyof Fields]: Fields[Name] extends Kind ? Name : never }[keyof Fields]
type ValueOf<Given> = Given extends Kind
  ? Values[Given]
  : Given extends `${infer Base extends Kind}?`
    ? Values[Base]
    : never

/** The properties an event of a plan takes; more are allowed. */
export type PropertiesOf<Fields> = { readonly [Name in Required<Fields>]: ValueOf<Fields[Name]> } & {
  readonly [Name in Exclude<keyof Fields, Required<Fields>>]?: ValueOf<Fields[Name]> | null | undefined
} & { readonly [more: string]: unknown }

/** Events by name with the types of their properties: `createTracker<EventsOf<typeof plan>>(…)`. */
export type EventsOf<Plan extends EventPlan> = { readonly [Name in keyof Plan]: PropertiesOf<Plan[Name]> }

/** Declares events: names and kinds are checked where they are tracked. Several plans are joined by spreading. */
export function defineEvents<const Plan extends EventPlan>(plan: Plan): Plan {
  return plan
}

const checks: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
}

/** What of an event is against the plan: `event_unknown`, or `name:kind` of each property that is not as planned. */
export function violationsOf(
  plan: EventPlan,
  event: string,
  properties: { readonly [name: string]: unknown },
): readonly string[] {
  if (!Object.hasOwn(plan, event)) return ['event_unknown']
  return Object.entries(plan[event] ?? {}).flatMap(([name, planned]) => {
    const value = properties[name]
    const isOptional = planned.endsWith('?')
    const kind = planned.replace('?', '') as Kind
    const isFine = value === undefined || value === null ? isOptional : checks[kind](value)
    return isFine ? [] : [`${name}:${kind}`]
  })
}
