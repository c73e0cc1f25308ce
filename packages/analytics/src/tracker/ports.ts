import type { Message, Properties } from '../events.ts'

/** A value now, or a promise of it. */
export type MaybePromise<Value> = Value | Promise<Value>

/**
 * Where unsent events wait. May be synchronous (localStorage, wx storage: written before the page can go away) or
 * asynchronous (IndexedDB). Any call may throw or reject: the tracker then keeps the events in memory.
 */
export type QueueStorage = {
  /** Keys that start with `prefix`, in any order. */
  readonly list: (prefix: string) => MaybePromise<readonly string[]>
  readonly get: (key: string) => MaybePromise<string | undefined>
  readonly set: (key: string, value: string) => MaybePromise<void>
  readonly remove: (key: string) => MaybePromise<void>
}

/** Where the anonymous id and the signed-in member live; synchronous, shared by all tabs. May throw. */
export type IdentityStorage = {
  readonly load: () => string | undefined
  /** `undefined` forgets. */
  readonly save: (text: string | undefined) => void
}

export type TransportRequest = {
  readonly url: string
  /** JSON text; sent as `text/plain` so that browsers need no preflight. */
  readonly body: string
  /** The transport gives up (rejects) after this long. */
  readonly timeoutMs: number
  /** The page is going away: use a request that outlives it. `body` is then at most `LEAVE_BYTES`. */
  readonly leaving: boolean
}

export type TransportReply = {
  /** HTTP status; 0 when the transport cannot know (a beacon): the events then stay queued. */
  readonly status: number
  /** The server's Retry-After. */
  readonly retryAfterMs?: number | undefined
}

/** Posts one body. Rejects on network errors and time-outs; never judges the status. */
export type Transport = (request: TransportRequest) => Promise<TransportReply>

/** Everything the tracker needs from the place it runs in. */
export type Platform = {
  readonly storage: QueueStorage
  readonly identity: IdentityStorage
  readonly transport: Transport
  /** Epoch milliseconds. */
  readonly now: () => number
  /** A new unique id; UUID v7 keeps the warehouse's index compact. */
  readonly newId: () => string
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** Runs the task while no other tab of the origin runs one of the same name. Absent: tabs may send duplicates. */
  readonly lock?: ((name: string, task: () => Promise<void>) => Promise<void>) | undefined
  /** Read at each event: page, locale, campaign … */
  readonly context?: (() => Properties) | undefined
  /** Subscribes to the page's life; returns how to unsubscribe. */
  readonly lifecycle?: ((hooks: { readonly leave: () => void; readonly resume: () => void }) => () => void) | undefined
}

/**
 * `pending`: events wait in memory with their original time, nothing is stored or sent. `granted`: normal.
 * `denied`: nothing is recorded, the queue and the ids on the device are erased.
 */
export type Consent = 'pending' | 'granted' | 'denied'

/**
 * Why an event will never arrive: `too_large` (over 32 kB), `unserialisable` (JSON.stringify threw), `queue_full`
 * (over the memory limit), `rejected` (the collector refused this one event), `expired` (undeliverable for 30 days).
 */
export type DropReason = 'too_large' | 'unserialisable' | 'queue_full' | 'rejected' | 'expired'

export type Drop = {
  readonly reason: DropReason
  /** The event, when it could still be read; of an `unserialisable` one, with the values as the host gave them. */
  readonly message?: Partial<Message> | undefined
}

export type TrackerOptions = {
  /** Base address of the collector; `/v1/batch` is appended. */
  readonly endpoint: string
  /** The brand's publishable write key. */
  readonly writeKey: string
  /** Default `granted`. */
  readonly consent?: Consent | undefined
  /** Send as soon as this many events wait. Default 20. */
  readonly flushAtCount?: number | undefined
  /** Otherwise send this long after the first waiting event. Default 2,000. */
  readonly flushIntervalMs?: number | undefined
  /** Give up on a request after this long. Default 10,000. */
  readonly timeoutMs?: number | undefined
  /** First pause after a failure; doubles up to a minute, jittered. Default 500. */
  readonly backoffMs?: number | undefined
  /** Told about each event that will never arrive. */
  readonly onDrop?: ((drop: Drop) => void) | undefined
}

export type Tracker = {
  readonly track: (event: string, properties?: Properties) => void
  readonly page: (name?: string, properties?: Properties) => void
  /** From now on events belong to this member; earlier anonymous ones are stitched to them by the warehouse. */
  readonly identify: (memberId: string, traits?: Properties) => void
  /** The visitor takes part in a group: a community, a team. */
  readonly group: (groupId: string, traits?: Properties) => void
  /** Signed out: a new anonymous visitor begins. */
  readonly reset: () => void
  /** Tries to send everything now. Resolves when the try is over, also when it failed; never rejects. */
  readonly flush: () => Promise<void>
  /** Flushes once, then stops. Unsent events stay in storage for the next visit. */
  readonly close: () => Promise<void>
  readonly setConsent: (consent: Consent) => void
  /** Events dropped since the start. */
  readonly droppedCount: () => number
}
