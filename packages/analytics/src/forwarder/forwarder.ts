import type { DeliveryQueue, QueuedEvent, TargetKey, Turn } from '../warehouse/index.ts'
import { messageOf } from './message.ts'

export type ForwarderOptions = {
  /** The name events are queued under: `targetsOf` of the store must name it. Never change it while events wait. */
  readonly target: string
  /** A Segment-compatible server, e.g. `https://events.example`; `/v1/batch` is added. */
  readonly endpoint: string
  readonly writeKey: string
  readonly queue: DeliveryQueue
  /** Epoch milliseconds. */
  readonly now: () => number
  /** From 0 to 1, for the jitter of pauses. */
  readonly random: () => number
  readonly fetch?: typeof fetch | undefined
  readonly limits?: ForwarderLimits | undefined
}

export type ForwarderLimits = {
  /** Events in a request. Default 500. */
  readonly batchCount?: number | undefined
  /** Bytes of a request's events. Default 450,000, below Segment's 500 kB. */
  readonly batchBytes?: number | undefined
  /** How long an answer is waited for. Default 15 s. */
  readonly timeoutMs?: number | undefined
  /** Failures in a row after which a batch is set aside. Default 30, with the pauses about four hours. */
  readonly parkAfterCount?: number | undefined
}

export type Forwarded = { readonly deliveredCount: number; readonly parkedCount: number; readonly failedCount: number }

/** Sends what is due, brand by brand, in the order it was stored, and comes back when nothing is. */
export type Forwarder = () => Promise<Forwarded>

/** What a server made of a batch. */
type Verdict =
  | { readonly kind: 'taken' }
  /** The same again would be refused again. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'failed'; readonly error: string; readonly waitMs: number | undefined }

type Inside = ForwarderOptions & { readonly limits: ForwarderLimits }

const PAUSE_FIRST_MS = 1_000
const PAUSE_MAX_MS = 600_000
const RETRY_AFTER_MAX_MS = 3_600_000
/** Longer than any batch with its splits may take. */
const LEASE_MS = 300_000

/**
 * Hands events on to another collector: at least once, under stable ids, so that one that knows ids stores each once.
 * One batch at a time and per brand, so the order is kept. A refused batch is split until the culprit is alone; it is
 * parked and the rest goes on.
 */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const inside: Inside = { ...options, limits: options.limits ?? {} }
  return async () => {
    const sum = { deliveredCount: 0, parkedCount: 0, failedCount: 0 }
    for (const key of await options.queue.due(options.target, options.now())) {
      const done = await forwardBrand(key, inside)
      sum.deliveredCount += done.deliveredCount
      sum.parkedCount += done.parkedCount
      sum.failedCount += done.failedCount
    }
    return sum
  }
}

async function forwardBrand(key: TargetKey, inside: Inside): Promise<Forwarded> {
  let [deliveredCount, parkedCount] = [0, 0]
  for (;;) {
    const turn = await inside.queue.begin(key, inside.now(), LEASE_MS)
    if (turn === undefined) return { deliveredCount, parkedCount, failedCount: 0 }
    const done = await forwardOnce(turn, inside).finally(() => inside.queue.end(turn))
    deliveredCount += done.deliveredCount
    parkedCount += done.parkedCount
    if (done.failedCount > 0) return { deliveredCount, parkedCount, failedCount: done.failedCount }
    if (done.deliveredCount + done.parkedCount === 0) return { deliveredCount, parkedCount, failedCount: 0 }
  }
}

async function forwardOnce(turn: Turn, inside: Inside): Promise<Forwarded> {
  const { batchCount = 500, batchBytes = 450_000 } = inside.limits
  const texts = (await inside.queue.take(turn, batchCount)).map(textOf)
  const sum = { deliveredCount: 0, parkedCount: 0, failedCount: 0 }
  for (const part of partsOf(texts, batchBytes)) {
    const done = await sendPart(part, turn, inside)
    sum.deliveredCount += done.deliveredCount
    sum.parkedCount += done.parkedCount
    // What follows must not overtake what failed.
    if (done.failedCount > 0) return { ...sum, failedCount: done.failedCount }
  }
  return sum
}

/** An event as it is sent, printed once. */
type Text = { readonly messageId: string; readonly json: string }

function textOf(event: QueuedEvent): Text {
  return { messageId: event.messageId, json: JSON.stringify(messageOf(event)) }
}

/** Parts of a batch by their size, in order. */
function partsOf(texts: readonly Text[], batchBytes: number): readonly (readonly Text[])[] {
  const parts: Text[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text.json).length + 1
    if (size + bytes > batchBytes) {
      parts.push([])
      size = 0
    }
    size += bytes
    parts.at(-1)?.push(text)
  }
  return parts
}

async function sendPart(texts: readonly Text[], turn: Turn, inside: Inside): Promise<Forwarded> {
  const verdict = await post(texts, inside)
  const ids = texts.map(({ messageId }) => messageId)
  if (verdict.kind === 'taken') {
    await inside.queue.deliver(turn, ids)
    return { deliveredCount: ids.length, parkedCount: 0, failedCount: 0 }
  }
  if (verdict.kind === 'failed') return fail(ids, verdict, turn, inside)
  if (texts.length === 1) return park(ids, verdict.error, turn, inside)
  const middle = texts.length >> 1
  const first = await sendPart(texts.slice(0, middle), turn, inside)
  if (first.failedCount > 0) return first
  const second = await sendPart(texts.slice(middle), turn, inside)
  return {
    deliveredCount: first.deliveredCount + second.deliveredCount,
    parkedCount: first.parkedCount + second.parkedCount,
    failedCount: second.failedCount,
  }
}

async function park(ids: readonly string[], error: string, turn: Turn, { queue }: Inside): Promise<Forwarded> {
  await queue.park(turn, ids, error)
  return { deliveredCount: 0, parkedCount: ids.length, failedCount: 0 }
}

async function fail(
  ids: readonly string[],
  { error, waitMs }: Extract<Verdict, { kind: 'failed' }>,
  turn: Turn,
  inside: Inside,
): Promise<Forwarded> {
  const attemptsCount = turn.attemptsCount + 1
  if (attemptsCount >= (inside.limits.parkAfterCount ?? 30)) return park(ids, error, turn, inside)
  const longest = Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** turn.attemptsCount)
  const pauseMs = waitMs ?? Math.ceil(longest * (0.5 + inside.random() / 2))
  await inside.queue.fail(turn, inside.now() + pauseMs, error)
  return { deliveredCount: 0, parkedCount: 0, failedCount: ids.length }
}

async function post(texts: readonly Text[], inside: Inside): Promise<Verdict> {
  const { endpoint, writeKey, now, fetch: send = fetch, limits } = inside
  const body = `{"batch":[${texts.map(({ json }) => json).join()}],"sentAt":"${new Date(now()).toISOString()}"}`
  const headers = { 'content-type': 'application/json', authorization: `Basic ${btoa(`${writeKey}:`)}` }
  try {
    const reply = await send(`${endpoint.replace(/\/$/, '')}/v1/batch`, {
      ...{ method: 'POST', headers, body, redirect: 'error' },
      signal: AbortSignal.timeout(limits.timeoutMs ?? 15_000),
    })
    await reply.body?.cancel()
    return verdictOf(reply, now())
  } catch (error) {
    return { kind: 'failed', error: error instanceof Error ? error.message : String(error), waitMs: undefined }
  }
}

/** A wrong key or address is the operator's to repair: those events wait like in an outage. */
function verdictOf(reply: Response, now: number): Verdict {
  if (reply.ok) return { kind: 'taken' }
  const error = `answered ${reply.status}`
  if ([400, 413, 422].includes(reply.status)) return { kind: 'refused', error }
  return { kind: 'failed', error, waitMs: retryAfterMs(reply.headers.get('retry-after'), now) }
}

function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(waitMs) ? undefined : Math.min(RETRY_AFTER_MAX_MS, Math.max(0, waitMs))
}
