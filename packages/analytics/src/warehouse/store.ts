import type { FunnelQuery, FunnelResult } from '../analysis/index.ts'
import type { Properties } from '../events.ts'

/** One stored event. All times are epoch milliseconds. */
export type StoredEvent = {
  /** Unique per brand; an event that arrives again is recognised by it. */
  readonly messageId: string
  readonly type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias'
  /** The name of a `track`; `$page`, `$screen`, `$identify`, `$group`, `$alias` for the other types. */
  readonly event: string
  readonly anonymousId?: string | undefined
  readonly memberId?: string | undefined
  /** `context.sessionId` of the tracker. */
  readonly sessionId?: string | undefined
  /** When it happened: the device's time, corrected by the difference between `sentAt` and `receivedAt`. */
  readonly occurredAt: number
  readonly receivedAt: number
  /** When the device sent this attempt, by its own clock. */
  readonly sentAt?: number | undefined
  /** Properties of a `track`, `page` or `screen`; traits of an `identify` or `group`. */
  readonly properties: Properties
  readonly context: Properties
}

/** An event the collector could not accept, kept for the operator to look at. */
export type DeadLetter = {
  /** Digest of `raw`: the same bad event sent twice is one letter. */
  readonly letterId: string
  /** Machine-readable, e.g. `event_missing`. */
  readonly reason: string
  /** The event's JSON, cut at 8,000 characters. */
  readonly raw: string
  readonly receivedAt: number
}

export type InsertResult = {
  readonly storedCount: number
  readonly duplicateCount: number
}

/** Newest first; `before` continues after the last row of the previous page. */
export type ListQuery = {
  readonly brandId: string
  /** At most 1,000. */
  readonly limit: number
  readonly before?: { readonly receivedAt: number; readonly messageId: string } | undefined
  readonly event?: string | undefined
  /** A member id or an anonymous id, matched literally (no stitching). */
  readonly personId?: string | undefined
}

/** Where events live. Implementations agree with the pure functions of `@siyu/analytics/analysis`. */
export type EventStore = {
  /** Stores a batch atomically; events already stored are counted and left alone. */
  readonly insert: (brandId: string, events: readonly StoredEvent[]) => Promise<InsertResult>
  readonly insertDead: (brandId: string, letters: readonly DeadLetter[]) => Promise<void>
  readonly funnel: (query: FunnelQuery & { readonly brandId: string }) => Promise<FunnelResult>
  readonly list: (query: ListQuery) => Promise<readonly StoredEvent[]>
  readonly listDead: (query: { readonly brandId: string; readonly limit: number }) => Promise<readonly DeadLetter[]>
  /** Erases a member: their events, the anonymous events stitched to them, and the links. Returns the events erased. */
  readonly erase: (brandId: string, memberId: string) => Promise<number>
}
