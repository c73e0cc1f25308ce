import type { MessageType, Properties } from '../events.ts'
import type { DeadLetter, EventStore, StoredEvent } from '../warehouse/index.ts'
import {
  type Arrival,
  acceptEvent,
  type DeadReason,
  EVENT_BYTES_MAX,
  momentOf,
  objectOf,
  sanitise,
  text,
  wellFormed,
} from './accept.ts'
import { readBody } from './body.ts'
import { acceptedReply, type CollectorRefusal, preflightReply, refusal, refusedReply } from './replies.ts'

const RAW_LENGTH_MAX = 8000

export type CollectorLimits = {
  /** Of a request, before and after decompression. Default 1 MiB. */
  readonly bodyBytes?: number | undefined
  /** Of one event's JSON. Default 32 KiB. */
  readonly eventBytes?: number | undefined
  /** Events in one batch. Default 2,500. */
  readonly batchCount?: number | undefined
}

export type CollectorOptions = {
  readonly store: Pick<EventStore, 'insert' | 'insertDead'>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** The brand a write key belongs to; undefined refuses the request with 401. */
  readonly keys: (writeKey: string) => string | undefined | Promise<string | undefined>
  readonly limits?: CollectorLimits | undefined
  /** A house rule on events, e.g. a tracking plan: a reason sends the event to the dead letters. */
  readonly validate?: ((event: StoredEvent, brandId: string) => string | undefined) | undefined
  /** Mounted below this path, e.g. `/analytics`. Other paths are answered 404. */
  readonly prefix?: string | undefined
  /** Told when the store failed; the client is told 503 and sends again. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Answers one request. Never rejects. */
export type Collector = (request: Request) => Promise<Response>

type Parcel = {
  readonly brandId: string
  readonly messages: readonly unknown[]
  readonly arrival: Arrival
  readonly shared: Properties
}

/** Long and short routes of the Segment protocol; `batch` carries any type. */
const ROUTES: ReadonlyMap<string, MessageType | 'batch'> = new Map(
  (['track', 'page', 'screen', 'identify', 'group', 'alias', 'batch'] as const).flatMap((type) => [
    [`/v1/${type}`, type] as const,
    [`/v1/${type.charAt(0)}`, type] as const,
  ]),
)

/**
 * A Segment-compatible collector over web-standard requests. A request is refused as a whole only when it cannot be
 * read (400, 413), is not ours (401, 404, 405) or cannot be stored now (503); a bad event becomes a dead letter while
 * its neighbours are stored and the answer stays 200.
 */
export function createCollector(options: CollectorOptions): Collector {
  return async (request) => {
    const type = routeOf(request, options.prefix ?? '')
    if (!type) return refusedReply(refusal(404, 'route_unknown'))
    if (request.method === 'OPTIONS') return preflightReply()
    if (request.method !== 'POST') return refusedReply(refusal(405, 'method_not_allowed'))
    try {
      const parcel = await unpack(request, type, options)
      if ('status' in parcel) return refusedReply(parcel)
      await store(parcel, options)
      return acceptedReply()
    } catch (error) {
      options.onError?.(error)
      return refusedReply(refusal(503, 'store_unavailable'))
    }
  }
}

function routeOf(request: Request, prefix: string): MessageType | 'batch' | undefined {
  const { pathname } = new URL(request.url)
  return pathname.startsWith(prefix) ? ROUTES.get(pathname.slice(prefix.length).replace(/\/$/, '')) : undefined
}

async function unpack(
  request: Request,
  type: MessageType | 'batch',
  { keys, now, limits = {} }: CollectorOptions,
): Promise<Parcel | CollectorRefusal> {
  const raw = await readBody(request, limits.bodyBytes ?? 1_048_576)
  if (typeof raw !== 'string') return raw
  let parsed: unknown
  try {
    parsed = JSON.parse(raw)
  } catch {
    return refusal(400, 'json_invalid')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refusal(400, 'body_invalid')
  const body = parsed as Properties
  const brandId = await brandOf(request, body, keys)
  if (brandId === undefined) return refusal(401, 'write_key_unknown')
  const messages = type === 'batch' ? body['batch'] : [{ ...body, type, writeKey: undefined, sentAt: undefined }]
  if (!Array.isArray(messages)) return refusal(400, 'batch_missing')
  if (messages.length > (limits.batchCount ?? 2500)) return refusal(413, 'batch_too_long')
  const sentAt = momentOf(body['sentAt'])
  const arrival = { receivedAt: now(), sentAt: Number.isNaN(sentAt) ? undefined : sentAt }
  const shared = type === 'batch' ? objectOf(sanitise(body['context'] ?? {})) : {}
  return { brandId, messages, arrival, shared }
}

async function brandOf(
  request: Request,
  body: Properties,
  keys: CollectorOptions['keys'],
): Promise<string | undefined> {
  const writeKey = text(body['writeKey']) ?? basicUser(request) ?? request.headers.get('x-write-key') ?? undefined
  return writeKey === undefined || writeKey.length > 255 ? undefined : await keys(writeKey)
}

function basicUser(request: Request): string | undefined {
  const [scheme, credentials = ''] = (request.headers.get('authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return undefined
  try {
    return atob(credentials).split(':')[0]
  } catch {
    return undefined
  }
}

async function store({ brandId, messages, arrival, shared }: Parcel, options: CollectorOptions): Promise<void> {
  const events: StoredEvent[] = []
  const letters: DeadLetter[] = []
  for (const message of messages) {
    const judged = await judge(message, arrival, shared, options)
    const reason = typeof judged === 'string' ? judged : options.validate?.(judged, brandId)
    if (typeof judged !== 'string' && reason === undefined) events.push(judged)
    else letters.push(await deadLetter(message, reason ?? '', arrival))
  }
  await options.store.insert(brandId, events)
  if (letters.length > 0) await options.store.insertDead(brandId, letters)
}

async function judge(
  message: unknown,
  arrival: Arrival,
  shared: Properties,
  { limits }: CollectorOptions,
): Promise<StoredEvent | DeadReason> {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return 'not_an_object'
  const clean = sanitise(withoutUndefined(message)) as Properties | undefined
  if (!clean) return 'too_deep'
  const json = JSON.stringify(clean)
  if (new TextEncoder().encode(json).length > (limits?.eventBytes ?? EVENT_BYTES_MAX)) return 'too_large'
  const merged = { ...clean, context: { ...shared, ...objectOf(clean['context']) } }
  return acceptEvent(merged, arrival, text(clean['messageId']) ?? (await assignedId(clean, json)))
}

function withoutUndefined(message: object): object {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined))
}

/** A client that sends no id but a time is still recognised when it repeats itself. */
async function assignedId(message: Properties, json: string): Promise<string> {
  const isDated = message['timestamp'] !== undefined || message['originalTimestamp'] !== undefined
  return isDated ? await digest(json) : crypto.randomUUID()
}

async function deadLetter(message: unknown, reason: string, { receivedAt }: Arrival): Promise<DeadLetter> {
  let raw: string
  try {
    raw = JSON.stringify(message) ?? ''
  } catch {
    raw = '(nested too deeply to print)'
  }
  return { letterId: await digest(raw), reason, raw: wellFormed(raw.slice(0, RAW_LENGTH_MAX)), receivedAt }
}

async function digest(value: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value)))
  return Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
