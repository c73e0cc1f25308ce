import type { Message, Properties } from '../events.ts'

/** A value now, or a promise of it. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Name and text of what is stored. */
export type Entry = readonly [key: string, text: string]

/**
 * Where unsent events wait: asynchronous (IndexedDB, files) or synchronous (localStorage, wx storage). Any call may
 * throw or reject: the tracker then keeps the events in memory.
 */
export type QueueStorage = {
  /** Keys that start with `prefix`, in any order. */
  readonly list: (prefix: string) => MaybePromise<readonly string[]>
  readonly get: (key: string) => MaybePromise<string | null | undefined>
  /** All of them, or it rejects. */
  readonly set: (entries: readonly Entry[]) => MaybePromise<void>
  readonly remove: (keys: readonly string[]) => MaybePromise<void>
  /** Stores before it returns, for a trickle and for a page that is going away; throws where that is not possible. */
  readonly setNow?: ((entry: Entry) => void) | undefined
  /** What the queue may take, in bytes; more waits in memory only. Default 12,000,000: all that memory may hold. */
  readonly maxBytes?: number | undefined
}

/** Where the ids of this device live; synchronous, shared by all tabs. May throw. */
export type IdentityStorage = {
  readonly load: () => string | null | undefined
  /** `undefined` forgets. */
  readonly save: (text: string | undefined) => void
}

export type TransportRequest = {
  readonly url: string
  /** JSON text; sent as `text/plain` so that browsers need no preflight. */
  readonly body: string
  /** The transport gives up (rejects) after this long. */
  readonly timeoutMs: number
  /** The page is going away and cannot wait for the answer. `body` is then small enough for `outlives`. */
  readonly leaving: boolean
  /** Use a request that outlives its page. */
  readonly outlives: boolean
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
  /** Takes out of JSON text what should not be in an event, unless the host's `redact` does. */
  readonly redact: (json: string) => string
  /** Runs the task while no other tab of the origin runs one of the same name. Absent: tabs may send duplicates. */
  readonly lock?: ((name: string, task: () => Promise<void>) => Promise<void>) | undefined
  /** Read at each event: page, locale … The same object for as long as it says the same. */
  readonly context?: (() => Properties) | undefined
  /** Where the visitor came from, if this page view says so: campaign, referral code, referrer, scene. */
  readonly source?: (() => Source | undefined) | undefined
  /** Tells about the page's life; a closed tracker does not mind being told. */
  readonly lifecycle?: ((hooks: Lifecycle) => void) | undefined
  /** Lets the open tabs of the origin hear each other: `hear` gets what others tell, the answer tells it to them. */
  readonly tabs?: ((hear: (text: string) => void) => (text: string) => void) | undefined
  /** What the visitor told the browser: `gpc` (Global Privacy Control), `dnt` (Do Not Track). */
  readonly signals?: (() => Signals) | undefined
}

export type Lifecycle = {
  /** The page is hidden or goes away. */
  readonly leave: () => void
  /** It is back, or the network is. */
  readonly resume: () => void
}

export type PrivacySignal = 'gpc' | 'dnt'

/** The signals that are on. */
export type Signals = { readonly [Signal in PrivacySignal]?: boolean | undefined }

/** Where a visit came from: `utm_source` as `source` …, `ref` a referral code, `referrer` a host, `scene` WeChat's. */
export type Source = { readonly [name: string]: string }

/**
 * `pending`: events wait in memory with their original time; there are no ids yet, nothing is stored or sent.
 * `granted`: normal. `denied`: nothing is recorded, the queue and the ids on the device are erased.
 */
export type Consent = 'pending' | 'granted' | 'denied'

/** Which purposes a visitor agreed to; what is not named follows the consent as a whole. */
export type Purposes = { readonly [purpose: string]: boolean }

/**
 * Why an event will never arrive: `too_large` (over 32 kB), `unserialisable` (JSON.stringify threw), `queue_full`
 * (over the memory limit), `rejected` (the collector refused this one event: it is parked), `expired` (undeliverable
 * for 30 days).
 */
export type DropReason = 'too_large' | 'unserialisable' | 'queue_full' | 'rejected' | 'expired'

export type Drop = {
  readonly reason: DropReason
  /** The event, when it could still be read; of an `unserialisable` one, with the values as the host gave them. */
  readonly message?: Partial<Message> | undefined
}

/** Sees every event of the tracker. A step that throws is skipped. */
export type TrackerPlugin = {
  /** May change an event or veto it by `undefined`. */
  readonly before?: ((message: Message) => Message | undefined) | undefined
  /** Adds to an event, after all `before`. */
  readonly enrich?: ((message: Message) => Message) | undefined
  /** Gets the finished event, redacted, soon after. Delivery from here on is the plugin's own matter. */
  readonly destination?: ((message: Message) => void) | undefined
  /** `destination` gets nothing without consent to this purpose. */
  readonly purpose?: string | undefined
}

export type TrackerOptions = {
  /** Base address of the collector; `/v1/batch` is appended. */
  readonly endpoint: string
  /** The brand's publishable write key. */
  readonly writeKey: string
  /** Default `granted`; `denied` when a signal of `respect` is on. */
  readonly consent?: Consent | undefined
  readonly purposes?: Purposes | undefined
  /** Privacy signals that count as a no until the visitor says yes here. Default `['gpc']`. */
  readonly respect?: readonly PrivacySignal[] | undefined
  readonly plugins?: readonly TrackerPlugin[] | undefined
  /**
   * How many visitors of 10,000 send an event, by its name; `*` for all others. The same visitors always, so funnels
   * stay whole. The events carry `context.sampleBps`.
   */
  readonly sampleBps?: Readonly<Record<string, number>> | undefined
  /** Replaces `redactPersonal`: gets the JSON of properties, traits and context, returns JSON. `false`: nothing. */
  readonly redact?: ((json: string) => string) | false | undefined
  /** Send as soon as this many events wait. Default 100. */
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

/** What one event says about itself, where that is not the tracker's to know: on servers, in back-dated imports. */
export type EventOptions = {
  readonly userId?: string | undefined
  readonly anonymousId?: string | undefined
  /** Epoch milliseconds. */
  readonly occurredAt?: number | undefined
  /** Made by the host when it may track the same thing twice, such as an order's id. At most 100 characters. */
  readonly messageId?: string | undefined
  /** The event is recorded only with consent to this purpose. */
  readonly purpose?: string | undefined
}

/** Properties by event name: what a plan of `defineEvents` says, or anything. */
export type EventMap = { readonly [event: string]: Properties | undefined }

export type Tracker<Events extends EventMap = EventMap> = {
  readonly track: <Name extends keyof Events & string>(
    event: Name,
    properties?: Events[Name],
    options?: EventOptions,
  ) => void
  readonly page: (name?: string, properties?: Properties, options?: EventOptions) => void
  /**
   * From now on events belong to this member; earlier anonymous ones are stitched to them by the warehouse. Sent when
   * that is new or there are traits: saying it again with every page costs nothing.
   */
  readonly identify: (memberId: string, traits?: Properties, options?: EventOptions) => void
  /** The visitor takes part in a group: a community, a team. */
  readonly group: (groupId: string, traits?: Properties, options?: EventOptions) => void
  /** What was recorded under `previousId` is this member's. */
  readonly alias: (memberId: string, previousId: string) => void
  /** Goes with every later event of this device. `undefined` takes one back. */
  readonly register: (properties: Properties) => void
  /** Signed out: a new anonymous visitor begins, without what was registered. */
  readonly reset: () => void
  /** Tries to send everything now. Resolves when the try is over, also when it failed; never rejects. */
  readonly flush: () => Promise<void>
  /** Flushes once, then stops. Unsent events stay in storage for the next visit. */
  readonly close: () => Promise<void>
  /** Counts at once, and in the other open tabs of the origin, too. */
  readonly setConsent: (consent: Consent, purposes?: Purposes) => void
  /** Events dropped since the start. */
  readonly droppedCount: () => number
  /** Events the collector refused, kept on the device: the latest 50. */
  readonly parked: () => Promise<readonly Partial<Message>[]>
}
