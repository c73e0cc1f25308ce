import * as z from 'zod/mini'
import {
  dayMs,
  type Endpoint,
  Label,
  listOf,
  Moment,
  type Page,
  PageInput,
  pageOf,
  type Schema,
} from '../kernel/index.ts'
import { Delivery, EventFilter, Funnel, FunnelExclusion, Retention, TrackedEvent, Violation } from './schema.ts'

export type FunnelInput = {
  readonly steps: readonly EventFilter[]
  /** Longest time from the first step to the last. */
  readonly windowMs: number
  /** `strict`: nothing else the person did lies between. `unordered`: in any order. */
  readonly order: 'ordered' | 'strict' | 'unordered'
  readonly exclusions?: readonly FunnelExclusion[] | undefined
  /** Starts are counted from this moment on, and before the other. */
  readonly fromAt?: number | undefined
  readonly untilAt?: number | undefined
}
export const FunnelInput: Schema<FunnelInput> = z
  .object({
    steps: listOf(EventFilter, 20, 1),
    windowMs: z.int().check(z.gte(1), z.lte(3_650 * dayMs)),
    order: z.enum(['ordered', 'strict', 'unordered']),
    exclusions: z.optional(listOf(FunnelExclusion, 5)),
    fromAt: z.optional(Moment),
    untilAt: z.optional(Moment),
  })
  .check(
    z.refine(
      ({ steps, exclusions = [] }) =>
        exclusions.every(({ afterStep, beforeStep }) => afterStep < beforeStep && beforeStep <= steps.length),
      { path: ['exclusions'], error: 'after one step and before a later one' },
    ),
  )

/** How many people went through these steps. */
export const getFunnel: Endpoint<FunnelInput, Funnel> = {
  name: 'insights.funnel',
  method: 'POST',
  path: '/v1/analytics/funnel',
  access: 'operator',
  input: FunnelInput,
  output: Funnel,
  refusals: {},
  safe: true,
}

export type RetentionInput = {
  readonly begin: EventFilter
  readonly comeBack: EventFilter
  /** `first`: people are in the cohort of the first time they ever began. `every`: of each period they did in. */
  readonly cohort: 'first' | 'every'
  /** Periods of the calendar in the brand's time zone; weeks begin on Monday unless said otherwise. */
  readonly period: 'day' | 'week' | 'month'
  readonly weekStart?: 'monday' | 'sunday' | undefined
  /** How many, the last one being the period of `untilAt`. */
  readonly periodCount: number
  /** Default: now. From 1981 to 9998, so that all periods lie in calendars. */
  readonly untilAt?: number | undefined
  /** `exact`: seen in that period. `unbounded`: in that or a later one. `bracket`: in the periods of a bracket. */
  readonly mode: 'exact' | 'unbounded' | 'bracket'
  /** How many periods after the cohort's own each bracket ends: `[1, 7, 30]`. */
  readonly bracketEnds?: readonly number[] | undefined
  /** How often `comeBack` must be seen in a period to count. Default 1. */
  readonly minimumCount?: number | undefined
}
/** Ten years before it there was 1970 already, and a month after it there is still a date. */
const RetentionEnd: Schema<number> = z.int().check(z.gte(Date.UTC(1981, 0)), z.lte(Date.UTC(9_999, 0)))
const isRising = (list: readonly number[]): boolean => list.every((end, at) => end > (list[at - 1] ?? 0))
export const RetentionInput: Schema<RetentionInput> = z
  .object({
    begin: EventFilter,
    comeBack: EventFilter,
    cohort: z.enum(['first', 'every']),
    period: z.enum(['day', 'week', 'month']),
    weekStart: z.optional(z.enum(['monday', 'sunday'])),
    periodCount: z.int().check(z.gte(1), z.lte(120)),
    untilAt: z.optional(RetentionEnd),
    mode: z.enum(['exact', 'unbounded', 'bracket']),
    bracketEnds: z.optional(listOf(z.int().check(z.gte(1), z.lte(120)), 12, 1)),
    minimumCount: z.optional(z.int().check(z.gte(1), z.lte(1_000))),
  })
  .check(
    z.refine(
      ({ mode, bracketEnds }) => (mode === 'bracket') === (bracketEnds !== undefined) && isRising(bracketEnds ?? []),
      { path: ['bracketEnds'], error: 'with mode bracket, rising' },
    ),
  )

/** How many people came back, by the period in which they began. */
export const getRetention: Endpoint<RetentionInput, Retention> = {
  name: 'insights.retention',
  method: 'POST',
  path: '/v1/analytics/retention',
  access: 'operator',
  input: RetentionInput,
  output: Retention,
  refusals: {},
  safe: true,
}

export type ListEventsInput = PageInput & {
  readonly event?: string | undefined
  /** A member id or an anonymous id, as it stands on the event. */
  readonly personId?: string | undefined
}
export const ListEventsInput: Schema<ListEventsInput> = z.object({
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
  limit: z.optional(z.int().check(z.gte(1), z.lte(100))),
  event: z.optional(Label),
  personId: z.optional(Label),
})

/** Stored events, the latest arrivals first. */
export const listEvents: Endpoint<ListEventsInput, Page<TrackedEvent>> = {
  name: 'insights.events',
  method: 'GET',
  path: '/v1/analytics/events',
  access: 'operator',
  input: ListEventsInput,
  output: pageOf(TrackedEvent),
  refusals: {},
}

/** Events that could not be accepted, with the reason, the latest first. */
export const listViolations: Endpoint<PageInput, Page<Violation>> = {
  name: 'insights.violations',
  method: 'GET',
  path: '/v1/analytics/violations',
  access: 'operator',
  input: PageInput,
  output: pageOf(Violation),
  refusals: {},
}

export type DeliveryInput = { readonly hourCount?: number | undefined }
export const DeliveryInput: Schema<DeliveryInput> = z.object({
  hourCount: z.optional(z.int().check(z.gte(1), z.lte(168))),
})

/** What arrived in each of the last hours (24 unless said otherwise), and how late. */
export const getDelivery: Endpoint<DeliveryInput, Delivery> = {
  name: 'insights.delivery',
  method: 'GET',
  path: '/v1/analytics/delivery',
  access: 'operator',
  input: DeliveryInput,
  output: Delivery,
  refusals: {},
}

export type InsightsAdminContract = {
  readonly funnel: typeof getFunnel
  readonly retention: typeof getRetention
  readonly events: typeof listEvents
  readonly violations: typeof listViolations
  readonly delivery: typeof getDelivery
}
export const insightsAdminContract: InsightsAdminContract = {
  funnel: getFunnel,
  retention: getRetention,
  events: listEvents,
  violations: listViolations,
  delivery: getDelivery,
}
