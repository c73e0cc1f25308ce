import type { MessageType, Properties } from '../events.ts'
import type { EventStore } from '../warehouse/index.ts'
import { isPlainJson, momentOf, objectOf, sanitise, text } from './accept.ts'
import { readBody } from './body.ts'
import { type Budget, createBudget, openShare, type Share } from './budget.ts'
import { createIntake, type Intake } from './intake.ts'
import { deadLetter, type JudgeOptions, judgeAll, type Load } from './judge.ts'
import { createRate, type Rate, type RateOptions } from './rate.ts'
import {
  acceptedReply,
  type CollectorRefusal,
  preflightReply,
  refusal,
  refusedReply,
  settingsReply,
} from './replies.ts'
import { type SettingsQuestion, settingsOf, settingsQuestion } from './settings.ts'

export type CollectorLimits = {
  /** Of a request, before and after decompression. Default 1 MiB. */
  readonly bodyBytes?: number | undefined
  /** Of one event's JSON. Default 32 KiB. */
  readonly eventBytes?: number | undefined
  /** Events in one batch. Default 2,500. */
  readonly batchCount?: number | undefined
  /** Bytes of bodies being read, judged or stored at once; beyond it requests are answered 503. Default 64 MiB. */
  readonly pendingBytes?: number | undefined
  /** Per write key; beyond it requests are answered 429. Default 5,000 events a second, 50,000 at once. */
  readonly rate?: RateOptions | undefined
  /** Events that are stored by one insert. Default 1,000. */
  readonly insertCount?: number | undefined
  /** Inserts under way at once; one beside another only for a quarter of `insertCount` or more. Default 2. */
  readonly insertsMax?: number | undefined
}

export type CollectorOptions = Pick<JudgeOptions, 'validate' | 'planOf'> & {
  readonly store: Pick<EventStore, 'insertMany'>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** The brand a write key belongs to; undefined refuses the request with 401. */
  readonly keys: (writeKey: string) => string | undefined | Promise<string | undefined>
  readonly limits?: CollectorLimits | undefined
  /** Mounted below this path, e.g. `/analytics`. Other paths are answered 404. */
  readonly prefix?: string | undefined
  /** Told when the store failed; the client is told 503 and sends again. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Answers one request. Never rejects. */
export type Collector = (request: Request) => Promise<Response>

type Inside = CollectorOptions & {
  readonly limits: CollectorLimits
  readonly budget: Budget
  readonly rate: Rate
  readonly intake: Intake
}

const PENDING_BYTES = 64 * 1_048_576
const RATE: RateOptions = { eventsPerSecond: 5_000, burstCount: 50_000 }
const STORE_WAIT_MS = 5_000

/** Long and short routes of the Segment protocol; `batch` carries any type. */
const ROUTES: ReadonlyMap<string, MessageType | 'batch'> = new Map(
  (['track', 'page', 'screen', 'identify', 'group', 'alias', 'batch'] as const).flatMap((type) => [
    [`/v1/${type}`, type] as const,
    [`/v1/${type.charAt(0)}`, type] as const,
  ]),
)

/**
 * A Segment-compatible collector over web-standard requests. A request is refused as a whole only when it cannot be
 * read (400, 413), is not ours (401, 404, 405), comes too soon (429) or cannot be stored now (503); a bad event becomes
 * a dead letter while its neighbours are stored and the answer stays 200. What is answered 200 is durable.
 */
export function createCollector(options: CollectorOptions): Collector {
  const { limits = {}, store, now } = options
  const intake = createIntake({
    store,
    insertCount: limits.insertCount ?? 1_000,
    insertsMax: limits.insertsMax ?? 2,
    letterOf: (event) => deadLetter(event, 'store_refused', { receivedAt: now() }),
  })
  const budget = createBudget(limits.pendingBytes ?? PENDING_BYTES)
  const inside: Inside = { ...options, limits, intake, budget, rate: createRate(limits.rate ?? RATE) }
  return (request) => answer(request, inside)
}

async function answer(request: Request, inside: Inside): Promise<Response> {
  const path = pathOf(request, inside.prefix ?? '')
  const question = settingsQuestion(path, request)
  const type = ROUTES.get(path.replace(/\/$/, ''))
  if (!type && !question) return refusedReply(refusal(404, 'route_unknown'))
  if (request.method === 'OPTIONS') return preflightReply()
  if (question) return answerSettings(request, question, inside)
  if (!type || request.method !== 'POST') return refusedReply(refusal(405, 'method_not_allowed'))
  const share = openShare(inside.budget)
  try {
    const refused = await take(request, type, share, inside)
    return refused ? refusedReply(refused) : acceptedReply()
  } catch (error) {
    inside.onError?.(error)
    return refusedReply(refusal(503, 'store_unavailable', STORE_WAIT_MS))
  } finally {
    share.giveBack()
  }
}

/** The path below the prefix, or an empty text. */
function pathOf(request: Request, prefix: string): string {
  const { pathname } = new URL(request.url)
  return pathname.startsWith(prefix) ? pathname.slice(prefix.length) : ''
}

async function answerSettings(request: Request, question: SettingsQuestion, inside: Inside): Promise<Response> {
  if (request.method !== 'GET') return refusedReply(refusal(405, 'method_not_allowed'))
  const writeKey = question.writeKey || basicUser(request) || ''
  try {
    if ((await inside.keys(writeKey)) === undefined) return refusedReply(refusal(404, 'write_key_unknown'))
  } catch (error) {
    inside.onError?.(error)
    return refusedReply(refusal(503, 'store_unavailable', STORE_WAIT_MS))
  }
  return settingsReply(settingsOf({ ...question, writeKey }, baseOf(request, inside.prefix ?? '')))
}

/** Where clients reach the collector: what ends TLS in front of it says so. */
function baseOf(request: Request, prefix: string): URL {
  const base = new URL(`${prefix}/`, request.url)
  if (request.headers.get('x-forwarded-proto') === 'https') base.protocol = 'https:'
  return base
}

/** Reads, judges and stores one request; undefined when it is durable. */
async function take(
  request: Request,
  type: MessageType | 'batch',
  share: Share,
  inside: Inside,
): Promise<CollectorRefusal | undefined> {
  const load = await unpack(request, type, share, inside)
  if ('status' in load) return load
  const parcel = await judgeAll(load, { ...inside, eventBytes: inside.limits.eventBytes })
  if (parcel.events.length + parcel.letters.length > 0) await inside.intake(parcel)
  return undefined
}

async function unpack(
  request: Request,
  type: MessageType | 'batch',
  share: Share,
  { keys, now, rate, limits }: Inside,
): Promise<Load | CollectorRefusal> {
  const raw = await readBody(request, { maxBytes: limits.bodyBytes ?? 1_048_576, share })
  if (typeof raw !== 'string') return raw
  const body = parsed(raw)
  if (typeof body === 'string') return refusal(400, body)
  const writeKey = writeKeyOf(request, body)
  const brandId = writeKey === undefined ? undefined : await keys(writeKey)
  if (writeKey === undefined || brandId === undefined) return refusal(401, 'write_key_unknown')
  const messages = type === 'batch' ? body['batch'] : [{ ...body, type, writeKey: undefined, sentAt: undefined }]
  if (!Array.isArray(messages)) return refusal(400, 'batch_missing')
  if (messages.length > (limits.batchCount ?? 2500)) return refusal(413, 'batch_too_long')
  const waitMs = rate(`${brandId} ${writeKey}`, messages.length, now())
  if (waitMs > 0) return refusal(429, 'too_many_events', waitMs)
  const sentAt = momentOf(body['sentAt'])
  const arrival = { receivedAt: now(), sentAt: Number.isNaN(sentAt) ? undefined : sentAt }
  const shared = type === 'batch' ? objectOf(sanitise(body['context'] ?? {})) : {}
  const userAgent = request.headers.get('user-agent') ?? undefined
  return { brandId, messages, isPlain: isPlainJson(raw), arrival, shared, userAgent }
}

/** The body as an object, or why it is none. */
function parsed(raw: string): Properties | 'json_invalid' | 'body_invalid' {
  try {
    const body: unknown = JSON.parse(raw)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Properties) : 'body_invalid'
  } catch {
    return 'json_invalid'
  }
}

function writeKeyOf(request: Request, body: Properties): string | undefined {
  const writeKey = text(body['writeKey']) ?? basicUser(request) ?? request.headers.get('x-write-key') ?? undefined
  return writeKey === undefined || writeKey.length > 255 ? undefined : writeKey
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
