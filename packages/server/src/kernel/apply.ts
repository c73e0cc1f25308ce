import type { Write } from './write.ts'

/** Anything that happened: a type and plain data, without personal data. */
export type DomainEvent = { readonly type: string }

/** When and as what an event was recorded; part of what `apply` may use, so that a replay gives the same rows. */
export type Recorded = { readonly brandId: string; readonly at: number; readonly eventId: string }

/** How each event changes the tables: one entry per event, and nothing else may write. */
export type Apply<Event extends DomainEvent> = {
  readonly [T in Event['type']]: (event: Extract<Event, { readonly type: T }>, as: Recorded) => readonly Write[]
}

/** Several concepts' changes as one table, looked up by the event's type. */
export function mergeApply(...parts: readonly Readonly<Record<string, unknown>>[]): Apply<DomainEvent> {
  const merged: Record<string, unknown> = {}
  for (const part of parts) {
    for (const [type, change] of Object.entries(part)) {
      if (type in merged) throw new Error(`two table changes for event ${type}`)
      merged[type] = change
    }
  }
  // Each entry takes its own event; the journal hands every event to the entry of its type.
  return merged as Apply<DomainEvent>
}
