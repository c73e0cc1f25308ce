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
  /** Why this looks like a machine and not like a person, e.g. `agent:googlebot`. Flagged, never dropped. */
  readonly bot?: string | undefined
  /** Properties of a `track`, `page` or `screen`; traits of an `identify` or `group`. */
  readonly properties: Properties
  readonly context: Properties
}

/** A stored event on its way elsewhere: its objects are the text the database has, parsed by whoever needs them. */
export type QueuedEvent = Omit<StoredEvent, 'properties' | 'context'> & {
  readonly propertiesJson: string
  readonly contextJson: string
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
  /** What exactly is wrong, e.g. `price:integer` of a `plan_violation`. */
  readonly detail?: string | undefined
  /** The event was stored all the same; the letter is only a note. */
  readonly isStored?: boolean | undefined
}

/** What one brand sent in one request. */
export type Parcel = {
  readonly brandId: string
  readonly events: readonly StoredEvent[]
  readonly letters: readonly DeadLetter[]
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
  /** Events that came again and were recognised. */
  readonly duplicateCount: number
  /** Dead letters whose event was not stored. */
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

/** A period of events for an export. All of one brand, by the moment they happened, then by message id. */
export type ExportQuery = {
  readonly brandId: string
  /** Epoch milliseconds; events before `untilAt`. */
  readonly fromAt: number
  readonly untilAt: number
  /** One JSON object per line, or comma-separated values with a head (RFC 4180). */
  readonly format: 'ndjson' | 'csv'
}

/** What keeping the house did. */
export type Kept = { readonly madeDays: readonly string[]; readonly droppedDays: readonly string[] }

export type KeepOptions = {
  /** Epoch milliseconds. */
  readonly now: number
  /** Days an event is kept, counted from the day it happened; null keeps everything. */
  readonly retentionDays: number | null
}

/** Where events live. Implementations agree with the pure functions of `@siyu/analytics/analysis`. */
export type EventStore = {
  /** Stores a batch atomically; events already stored are counted and left alone. */
  readonly insert: (brandId: string, events: readonly StoredEvent[]) => Promise<InsertResult>
  /**
   * Stores many requests as one, all or nothing: durable when it resolves.
   * @throws StoreRefusedError when the store can never hold one of them
   */
  readonly insertMany: (parcels: readonly Parcel[]) => Promise<InsertResult>
  readonly insertDead: (brandId: string, letters: readonly DeadLetter[]) => Promise<void>
  readonly funnel: (query: FunnelQuery & { readonly brandId: string }) => Promise<FunnelResult>
  readonly retention: (query: RetentionQuery & { readonly brandId: string }) => Promise<RetentionResult>
  readonly list: (query: ListQuery) => Promise<readonly StoredEvent[]>
  /** Newest first; `before` continues after the last letter of the previous page. */
  readonly listDead: (query: DeadListQuery) => Promise<readonly DeadLetter[]>
  /** The hours since a moment in which something arrived, latest first, at most 200. */
  readonly delivery: (brandId: string, fromAt: number) => Promise<readonly DeliveryHour[]>
  /** Text in chunks of whole lines. What arrives meanwhile may or may not be in it. */
  readonly exportText: (query: ExportQuery) => AsyncIterable<string>
  /** A period as one Parquet file, where the engine writes it. */
  readonly exportParquet?: ((query: Omit<ExportQuery, 'format'>) => AsyncIterable<Uint8Array>) | undefined
  /** Erases a member: their events, the anonymous events stitched to them, and the links. Returns the events erased. */
  readonly erase: (brandId: string, memberId: string) => Promise<number>
  /**
   * Two members turned out to be one: all of the first becomes the second's. Nothing in Siyu calls it, as it merges no
   * members; a brand whose own system merges customers does. Returns the events that moved.
   */
  readonly rekey: (brandId: string, fromMemberId: string, intoMemberId: string) => Promise<number>
  /** Makes the days ahead and drops those whose time is over. To be run daily; twice does no harm. */
  readonly keep: (options: KeepOptions) => Promise<Kept>
}

/** The store is there but cannot hold what it was given; the same again would fail again. */
export class StoreRefusedError extends Error {
  readonly code = 'store_refused'
  constructor(cause: unknown) {
    super('the event store cannot hold this batch', { cause })
    this.name = 'StoreRefusedError'
  }
}
