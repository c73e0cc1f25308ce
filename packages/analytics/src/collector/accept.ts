import type { MessageType, Properties } from '../events.ts'
import type { StoredEvent } from '../warehouse/index.ts'

/** Largest event, in UTF-8 bytes of its JSON; a little above the tracker's own limit. */
export const EVENT_BYTES_MAX = 32_768
/** Objects within objects; keeps every later recursion shallow. */
export const DEPTH_MAX = 32
const ID_LENGTH_MAX = 255
const MESSAGE_ID_LENGTH_MAX = 100

/** Why one event was not stored. */
export type DeadReason =
  | 'not_an_object'
  | 'too_deep'
  | 'too_large'
  | 'type_unknown'
  | 'event_missing'
  | 'event_too_long'
  | 'id_missing'
  | 'id_too_long'
  | 'message_id_too_long'
  | 'timestamp_invalid'
  | 'group_id_missing'
  | 'previous_id_missing'
  | 'plan_violation'
  | 'store_refused'

export type Arrival = { readonly receivedAt: number; readonly sentAt?: number | undefined }

const TYPES: ReadonlySet<string> = new Set(['track', 'page', 'screen', 'identify', 'group', 'alias'])

/** Where an event happened, and why it looks like a machine's. */
export type Scene = { readonly context: Properties; readonly bot: string | undefined }

/** Judges one event that `sanitise` has cleaned: the row to store, or the reason against it. */
export function acceptEvent(
  message: Properties,
  messageId: string,
  { context, bot }: Scene,
  arrival: Arrival,
): StoredEvent | DeadReason {
  const type = message['type'] as MessageType
  if (typeof type !== 'string' || !TYPES.has(type)) return 'type_unknown'
  const event = type === 'track' ? text(message['event']) : `$${type}`
  if (!event) return 'event_missing'
  if (event.length > ID_LENGTH_MAX) return 'event_too_long'
  if (messageId.length > MESSAGE_ID_LENGTH_MAX) return 'message_id_too_long'
  const ids = identityOf(type, message)
  if (typeof ids === 'string') return ids
  const originalAt = momentOf(message['originalTimestamp'] ?? message['timestamp'])
  if (Number.isNaN(originalAt)) return 'timestamp_invalid'
  return {
    messageId,
    type,
    event,
    ...ids,
    sessionId: sessionOf(context),
    occurredAt: correctedMoment(originalAt, arrival),
    receivedAt: arrival.receivedAt,
    sentAt: arrival.sentAt,
    bot,
    properties: propertiesOf(type, message),
    context,
  }
}

function identityOf(
  type: MessageType,
  message: Properties,
): Pick<StoredEvent, 'anonymousId' | 'memberId'> | DeadReason {
  const memberId = text(message['userId'])
  const previousId = type === 'alias' ? text(message['previousId']) : undefined
  if (type === 'alias' && !previousId) return 'previous_id_missing'
  if (type === 'group' && !text(message['groupId'])) return 'group_id_missing'
  const anonymousId = previousId ?? text(message['anonymousId'])
  if (!memberId && !anonymousId) return 'id_missing'
  if ((memberId?.length ?? 0) > ID_LENGTH_MAX || (anonymousId?.length ?? 0) > ID_LENGTH_MAX) return 'id_too_long'
  return { anonymousId, memberId }
}

function sessionOf(context: Properties): string | undefined {
  const sessionId = text(context['sessionId'])
  return sessionId && sessionId.length <= ID_LENGTH_MAX ? sessionId : undefined
}

function propertiesOf(type: MessageType, message: Properties): Properties {
  if (type === 'track') return objectOf(message['properties'])
  const extra = (...keys: string[]) =>
    Object.fromEntries(keys.filter((key) => message[key] !== undefined).map((key) => [key, message[key]]))
  if (type === 'identify') return objectOf(message['traits'])
  if (type === 'group') return { ...objectOf(message['traits']), ...extra('groupId') }
  if (type === 'alias') return extra('previousId')
  return { ...extra('name', 'category'), ...objectOf(message['properties']) }
}

/** Epoch milliseconds of an ISO text or a number; undefined when absent, NaN when it is no moment. */
export function momentOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' && typeof value !== 'number') return Number.NaN
  return typeof value === 'string' ? Date.parse(value) : new Date(value).getTime()
}

/**
 * The device's clock may be wrong, but it is wrong by the same amount when it sends: what lies between the event and
 * the sending is true. Nothing happens after it was received, or before 1970.
 */
function correctedMoment(originalAt: number | undefined, { receivedAt, sentAt }: Arrival): number {
  if (originalAt === undefined) return receivedAt
  const occurredAt = sentAt === undefined ? originalAt : receivedAt - (sentAt - originalAt)
  return Math.max(0, Math.min(receivedAt, occurredAt))
}

/**
 * An upper bound of the bytes of a value's JSON, or NaN when it holds anything `sanitise` would have to change. Most
 * events are small and clean, and are neither copied nor printed just to find that out. `isPlain`: the text it was read
 * from was.
 */
export function cleanBytes(value: unknown, isPlain: boolean, depth: number = DEPTH_MAX): number {
  if (typeof value === 'string') return isPlain || isStorable(value) ? value.length * ESCAPED_BYTES + 2 : Number.NaN
  if (typeof value !== 'object' || value === null) return value === undefined ? Number.NaN : NUMBER_BYTES
  if (depth === 0) return Number.NaN
  let bytes = 2
  if (Array.isArray(value)) {
    for (const item of value) bytes += cleanBytes(item, isPlain, depth - 1) + 1
    return bytes
  }
  for (const key in value) {
    if (key === '__proto__' || key === 'constructor') return Number.NaN
    bytes += cleanBytes(key, isPlain) + cleanBytes((value as Properties)[key], isPlain, depth - 1) + 2
  }
  return bytes
}

/**
 * JSON text without an escape that could be NUL or half of a pair: no string in it is more than UTF-8 can hold, so that
 * none has to be looked at by itself.
 */
export function isPlainJson(json: string): boolean {
  return !json.includes('\\u')
}

/** The first pattern is the faster one: halves of pairs are found by the second alone. */
function isStorable(text: string): boolean {
  return !/[\0\ud800-\udfff]/.test(text) || !/[\0\p{Cs}]/u.test(text)
}

/** A control character is printed as `\u001f`. */
const ESCAPED_BYTES = 6
const NUMBER_BYTES = 25

/**
 * A copy PostgreSQL can store and nobody can pollute prototypes with: no NUL, no lone surrogates, no `__proto__`.
 * Undefined when it is nested too deeply.
 */
export function sanitise(value: unknown, depth: number = DEPTH_MAX): unknown {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return undefined
  if (Array.isArray(value)) {
    const items = value.map((item) => sanitise(item, depth - 1))
    return items.includes(undefined) ? undefined : items
  }
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || (key === 'constructor' && typeof item === 'object')) continue
    const clean = sanitise(item, depth - 1)
    if (clean === undefined) return undefined
    copy[wellFormed(key)] = clean
  }
  return copy
}

/** Replaces what neither UTF-8 nor PostgreSQL's text can hold. */
export function wellFormed(value: string): string {
  return value.replace(/[\0\p{Cs}]/gu, '\ufffd')
}

/** Ids and names may come as numbers. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function objectOf(value: unknown): Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : {}
}
