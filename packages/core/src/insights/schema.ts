import * as z from 'zod/mini'
import { Count, Label, listOf, Moment, type Schema } from '../kernel/index.ts'

/** A condition on one property of an event. What is absent or null equals nothing and differs from everything. */
export type EventCondition =
  | { readonly property: string; readonly op: 'eq' | 'ne'; readonly value: string | number | boolean }
  | { readonly property: string; readonly op: 'gte' | 'lte'; readonly value: number }
  | { readonly property: string; readonly op: 'contains'; readonly value: string }
  | { readonly property: string; readonly op: 'exists' | 'absent' }
const property = Label
export const EventCondition: Schema<EventCondition> = z.discriminatedUnion('op', [
  z.object({ property, op: z.enum(['eq', 'ne']), value: z.union([Label, z.number(), z.boolean()]) }),
  z.object({ property, op: z.enum(['gte', 'lte']), value: z.number() }),
  z.object({ property, op: z.literal('contains'), value: Label }),
  z.object({ property, op: z.enum(['exists', 'absent']) }),
])

/** Which events are meant: those of a name (null: any) that fulfil all conditions. */
export type EventFilter = {
  readonly event: string | null
  readonly where?: readonly EventCondition[] | undefined
}
const filterFields = { event: z.nullable(Label), where: z.optional(listOf(EventCondition, 5)) }
export const EventFilter: Schema<EventFilter> = z.object(filterFields)

/** An event that must not lie between two steps, counted from 1. */
export type FunnelExclusion = EventFilter & { readonly afterStep: number; readonly beforeStep: number }
export const FunnelExclusion: Schema<FunnelExclusion> = z.object({
  ...filterFields,
  afterStep: z.int().check(z.gte(1)),
  beforeStep: z.int().check(z.lte(20)),
})

/** How far people came along the steps of a funnel. Rates are in basis points, 0 when nobody started. */
export type Funnel = {
  readonly steps: readonly {
    /** Null where the step is any event. */
    readonly event: string | null
    /** Persons who reached this step. */
    readonly count: number
    /** Of those who reached the first step. */
    readonly conversionBps: number
    /** Of those who reached the step before. */
    readonly stepConversionBps: number
    /** How long after the step before they took it; null at the first step and when nobody did. */
    readonly averageMs: number | null
    readonly medianMs: number | null
  }[]
}
const Span = z.nullable(z.int().check(z.gte(0)))
const FunnelStep = z.object({
  ...{ event: z.nullable(Label), count: Count, conversionBps: z.int(), stepConversionBps: z.int() },
  ...{ averageMs: Span, medianMs: Span },
})
export const Funnel: Schema<Funnel> = z.object({ steps: listOf(FunnelStep, 20) })

/** Who came back. A cohort is everybody who began in the same period. */
export type Retention = {
  readonly rows: readonly {
    /** When the cohort's period begins in the brand's time zone. */
    readonly startsAt: number
    readonly memberCount: number
    /** Persons seen again one, two … periods later, or in each bracket; as far as time has come. */
    readonly counts: readonly number[]
  }[]
}
export const Retention: Schema<Retention> = z.object({
  rows: z.array(z.object({ startsAt: Moment, memberCount: Count, counts: z.array(Count) })),
})

/** An event as it is stored. */
export type TrackedEvent = {
  readonly messageId: string
  /** `$page`, `$identify` and the like where the message is no `track`. */
  readonly event: string
  readonly anonymousId?: string | undefined
  readonly memberId?: string | undefined
  /** When it happened, by a corrected clock, and when it arrived. */
  readonly occurredAt: number
  readonly receivedAt: number
  readonly properties: Readonly<Record<string, unknown>>
  readonly context: Readonly<Record<string, unknown>>
}
const Properties = z.record(z.string(), z.unknown())
export const TrackedEvent: Schema<TrackedEvent> = z.object({
  messageId: z.string(),
  event: z.string(),
  anonymousId: z.optional(z.string()),
  memberId: z.optional(z.string()),
  ...{ occurredAt: Moment, receivedAt: Moment, properties: Properties, context: Properties },
})

/** An event the collector could not accept, or took although it breaks the plan. */
export type Violation = {
  readonly letterId: string
  /** Such as `event_missing`. */
  readonly reason: string
  /** The event's JSON, cut at 8,000 characters. */
  readonly raw: string
  readonly receivedAt: number
  /** What exactly is wrong, such as `price:integer`. */
  readonly detail?: string | undefined
  /** The event was stored all the same. */
  readonly isStored?: boolean | undefined
}
export const Violation: Schema<Violation> = z.object({
  ...{ letterId: z.string(), reason: z.string(), raw: z.string(), receivedAt: Moment },
  ...{ detail: z.optional(z.string()), isStored: z.optional(z.boolean()) },
})

/** How events arrived, an hour an entry, latest first. Hours without any are left out. */
export type Delivery = {
  readonly hours: readonly {
    readonly startsAt: number
    readonly acceptedCount: number
    /** Came again and were recognised. */
    readonly duplicateCount: number
    /** Could not be accepted. */
    readonly deadCount: number
    /** Time from happening to arriving, of the accepted ones; null without any. */
    readonly medianLagMs: number | null
    /** 95 of 100 were faster. */
    readonly slowLagMs: number | null
  }[]
}
export const Delivery: Schema<Delivery> = z.object({
  hours: z.array(
    z.object({
      ...{ startsAt: Moment, acceptedCount: Count, duplicateCount: Count, deadCount: Count },
      ...{ medianLagMs: Span, slowLagMs: Span },
    }),
  ),
})
