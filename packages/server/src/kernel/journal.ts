import type { DomainEvent, Recorded } from './apply.ts'
import { type Call, principalName } from './call.ts'
import type { TableSpec } from './tables.ts'
import { type Write, writerOf } from './write.ts'

/**
 * The append-only record of everything that happened. `position` is empty until the event has been published; `sequence`
 * is given by the database in the order of writing, which for one owner is the order of commits.
 */
export type EventsTable = {
  readonly brandId: string
  readonly id: string
  readonly type: string
  readonly at: number
  /** Whose devices are told. */
  readonly memberId: string | null
  readonly principal: string
  /** Place within its command. */
  readonly step: number
  readonly data: DomainEvent
  readonly position: number | null
}

export const requestsSpec: TableSpec = {
  name: 'requests',
  key: ['brand_id', 'principal', 'endpoint', 'key'],
  versioned: false,
  kind: 'kernel',
}
export const eventsSpec: TableSpec = { name: 'events', key: ['brand_id', 'id'], versioned: false, kind: 'kernel' }

const writer = writerOf<{ events: Omit<EventsTable, 'position'> }>({ events: eventsSpec })

/** The id of a command's event: that of its first one, and its place behind it, so that a replay sees what was one. */
export function stepId(first: string, step: number): string {
  return step === 0 ? first : `${first}.${step}`
}

/** The id of the first event of the same command. */
export function firstId(eventId: string): string {
  const end = eventId.indexOf('.')
  return end < 0 ? eventId : eventId.slice(0, end)
}

/** One row per event. */
export function journalWrites(
  events: readonly { readonly event: DomainEvent; readonly as: Recorded }[],
  call: Call,
): readonly Write[] {
  return events.map(({ event, as }, step) =>
    writer.insert('events', {
      brandId: as.brandId,
      id: as.eventId,
      type: event.type,
      at: as.at,
      memberId: ownerOf(event),
      principal: principalName(call.principal),
      step,
      data: event,
    }),
  )
}

/** The member an event is about: its payee for a commission, its member otherwise. */
function ownerOf(event: DomainEvent): string | null {
  const fields = event as { readonly memberId?: string; readonly payeeId?: string }
  return fields.payeeId ?? fields.memberId ?? null
}
