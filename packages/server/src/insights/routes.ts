import type { DeadLetter, EventStore, StoredEvent } from '@siyu/analytics/warehouse'
import {
  type DeliveryInput,
  type FunnelInput,
  getDelivery,
  getFunnel,
  getRetention,
  type ListEventsInput,
  listEvents,
  listViolations,
  periodBounds,
  type RetentionInput,
  type TrackedEvent,
  type Violation,
} from '@siyu/core/insights'
import type { Endpoint, PageInput } from '@siyu/core/kernel'
import { loadBrand, zoneOffsetMinutes } from '../brands/index.ts'
import type { Call } from '../kernel/call.ts'
import type { Route } from '../kernel/command.ts'
import { DEFAULT_PAGE, pageBy } from '../kernel/cursor.ts'
import { read } from '../kernel/read.ts'
import { exportRoute } from './export.ts'

const HOUR_MS = 3_600_000

/** Questions to the event warehouse: they read stored events, not the shop's tables, through the store's own port. */
export function insightRoutes(store: EventStore): readonly Route[] {
  return [
    asked(getFunnel, (input: FunnelInput, { brandId }) => store.funnel({ ...input, brandId })),
    retentionRoute(store),
    asked(listEvents, async (input: ListEventsInput, { brandId }) => {
      const { limit = DEFAULT_PAGE, cursor, ...filter } = input
      const place = placeIn(cursor)
      const before = place && { receivedAt: place.receivedAt, messageId: place.id }
      const rows = await store.list({ ...filter, brandId, limit: limit + 1, before })
      return pageBy(rows, limit, ({ receivedAt, messageId }) => cursorOf(receivedAt, messageId), toTracked)
    }),
    asked(listViolations, async ({ limit = DEFAULT_PAGE, cursor }: PageInput, { brandId }) => {
      const place = placeIn(cursor)
      const before = place && { receivedAt: place.receivedAt, letterId: place.id }
      const rows = await store.listDead({ brandId, limit: limit + 1, before })
      const next = (letter: DeadLetter): string => cursorOf(letter.receivedAt, letter.letterId)
      return pageBy(rows, limit, next, (letter): Violation => letter)
    }),
    asked(getDelivery, async ({ hourCount = 24 }: DeliveryInput, { brandId, now }) => {
      const thisHour = now - (now % HOUR_MS)
      return { hours: await store.delivery(brandId, thisHour - (hourCount - 1) * HOUR_MS) }
    }),
    exportRoute(store),
  ]
}

/** The calendar is the brand's, so its zone is read first. */
function retentionRoute(store: EventStore): Route {
  return {
    endpoint: getRetention as unknown as Endpoint,
    run: async ({ database }, call, raw) => {
      const { facts } = await read(database, { brand: loadBrand(call) })
      const { period, weekStart, periodCount, untilAt = call.now, ...query } = raw as RetentionInput
      const timeZone = facts.brand?.timeZone ?? 'UTC'
      const offsetAt = (moment: number): number => zoneOffsetMinutes(timeZone, moment)
      const bounds = periodBounds({ period, weekStart, periodCount, now: untilAt, offsetAt })
      return done(await store.retention({ ...query, bounds, brandId: call.brandId }))
    },
  }
}

function asked<Input, Output>(
  endpoint: Endpoint<Input, Output>,
  answer: (input: Input, call: Call) => Promise<Output>,
): Route {
  return {
    endpoint: endpoint as unknown as Endpoint,
    run: async (_engine, call, input) => done(await answer(input as Input, call)),
  }
}

function done(output: unknown): Awaited<ReturnType<Route['run']>> {
  return { kind: 'done', output, replayed: false, dryRun: false }
}

/** Message ids are their senders' own and may hold anything. */
function cursorOf(receivedAt: number, id: string): string {
  return `${receivedAt}~${encodeURIComponent(id)}`
}

/** Where a list goes on; what is no cursor starts at the beginning. */
function placeIn(cursor: string | undefined): { readonly receivedAt: number; readonly id: string } | undefined {
  const [, receivedAt, id] = /^(\d{1,16})~(.+)$/s.exec(cursor ?? '') ?? []
  return receivedAt === undefined || id === undefined ? undefined : { receivedAt: Number(receivedAt), id: decoded(id) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function toTracked({ messageId, event, anonymousId, memberId, ...rest }: StoredEvent): TrackedEvent {
  const { occurredAt, receivedAt, properties, context } = rest
  return { messageId, event, anonymousId, memberId, occurredAt, receivedAt, properties, context }
}
