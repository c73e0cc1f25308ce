import type { FunnelQuery, FunnelResult, RetentionQuery, RetentionResult } from '../analysis/index.ts'
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

/** How events arrived within an hour that had any. */
export type DeliveryHour = {
  /** Epoch milliseconds; hours are those of UTC. */
  readonly startsAt: number
  readonly acceptedCount: number
  /** Events that came again and were recognised. A count of the server's: after a crash a few may be missing. */
  readonly duplicateCount: number
  /** Dead letters. */
  readonly deadCount: number
  /** Time from happening to arriving, of the accepted ones: half were faster; null without any. */
  readonly medianLagMs: number | null
  /** 95 of 100 were faster. */
  readonly slowLagMs: number | null
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

/** Dead letters, at most 1,000. */
export type DeadListQuery = {
  readonly brandId: string
  readonly limit: number
  readonly before?: { readonly receivedAt: number; readonly letterId: string } | undefined
}

/** Where events live. Implementations agree with the pure functions of `@siyu/analytics/analysis`. */
export type EventStore = {
  /** Stores a batch atomically; events already stored are counted and left alone. */
  readonly insert: (brandId: string, events: readonly StoredEvent[]) => Promise<InsertResult>
  readonly insertDead: (brandId: string, letters: readonly DeadLetter[]) => Promise<void>
  readonly funnel: (query: FunnelQuery & { readonly brandId: string }) => Promise<FunnelResult>
  readonly retention: (query: RetentionQuery & { readonly brandId: string }) => Promise<RetentionResult>
  readonly list: (query: ListQuery) => Promise<readonly StoredEvent[]>
  /** Newest first; `before` continues after the last letter of the previous page. */
  readonly listDead: (query: DeadListQuery) => Promise<readonly DeadLetter[]>
  /** The hours since a moment in which something arrived, latest first, at most 200. */
  readonly delivery: (brandId: string, fromAt: number) => Promise<readonly DeliveryHour[]>
  /** Erases a member: their events, the anonymous events stitched to them, and the links. Returns the events erased. */
  readonly erase: (brandId: string, memberId: string) => Promise<number>
}
