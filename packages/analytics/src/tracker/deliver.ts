import type { Platform, TrackerOptions, TransportReply } from './ports.ts'
import type { Queue } from './queue.ts'
import type { Batch } from './segments.ts'

/** Largest batch, in UTF-8 bytes: with room for the envelope under 500 kB; that is never 2,500 events. */
const BATCH_BYTES = 450_000
/** What a slow network cannot carry in time goes in smaller pieces, but a batch always holds a segment of the queue. */
const BATCH_BYTES_MIN = 55_000
const BACKOFF_MAX_MS = 60_000
const RETRY_AFTER_MAX_MS = 300_000
/** A small request is sent so that it outlives its page: what is under way need not be sent again on leaving. */
const OUTLIVING_BYTES = 30_000

/** Sends what the queue holds: one batch at a time, oldest first, until it is empty or the collector says later. */
export type Sender = {
  /** Send within this time, or as soon as the pause after a failure allows. */
  readonly wake: (delayMs: number) => void
  /** Send now; a pause the server asked for is respected. Resolves when the try is over. */
  readonly resume: () => Promise<void>
  /** The page goes away: store what is in memory only, and send what fits in one request that outlives it. */
  readonly leave: () => void
  readonly stop: () => void
}

export function createSender(options: TrackerOptions, platform: Platform, queue: Queue, reject: Reject): Sender {
  const post = createPost(options, platform)
  /** Messages of a batch that was split and is not settled yet: they need no second try. */
  const done = new Set<string>()
  let outliving: Batch | undefined
  let batchBytes = BATCH_BYTES
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failureCount = 0
  /** Because the server said so: then not even the network's return ends the pause early. */
  let isToldToWait = false
  let isStopped = false
  let isAsked = false
  /** Timers, not the wall clock: a clock that is set back or forth delays nothing. */
  const schedule = (delayMs: number) => {
    clearTimeout(timer)
    if (isStopped) return
    timer = setTimeout(() => {
      isToldToWait = false
      void resume()
    }, delayMs)
  }
  const rest = (askedMs = 0) => {
    const base = Math.min(BACKOFF_MAX_MS, (options.backoffMs ?? 500) * 2 ** failureCount++)
    isToldToWait = askedMs > 0
    schedule(Math.min(askedMs, RETRY_AFTER_MAX_MS) + base * (0.5 + platform.random() / 2))
    return false
  }
  const wake = (delayMs: number) => {
    if (timer === undefined || (!delayMs && !failureCount)) schedule(delayMs)
  }
  /** One batch, so that nobody takes the lock for that of a tab that hangs; true when more waits. */
  const turn = async () => {
    isAsked = false
    const batch = await queue.take(batchBytes)
    if (!batch.bytes || isStopped) return isAsked
    outliving = !failureCount && batch.bytes < OUTLIVING_BYTES ? batch : undefined
    const messages = batch.messages.filter((message) => !done.has(message))
    const refused = await deliver(post, !!outliving, done, reject, messages)
    outliving = undefined
    batchBytes = refused ? Math.max(BATCH_BYTES_MIN, batchBytes / 2) : Math.min(BATCH_BYTES, batchBytes * 1.2)
    if (refused) return rest(refused.retryAfterMs)
    failureCount = 0
    done.clear()
    await queue.settle(batch.keys)
    return batch.isFull || isAsked
  }
  const resume = async () => {
    if (isStopped || isToldToWait) return
    clearTimeout(timer)
    timer = undefined
    isAsked = true
    running ??= inTurns(platform.lock, `siyu.${options.writeKey}`, turn, rest).then(() => {
      running = undefined
    })
    await running
  }
  return {
    wake,
    resume,
    leave: async () => {
      queue.spill()
      if (!isStopped && !isToldToWait && (await sendLeaving(queue, post, outliving))) wake(0)
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/**
 * Between turns another tab may have the lock. What came after a batch was taken has a timer of its own: it gathers,
 * instead of going in as many requests as there is time for. When that timer rang meanwhile, there is another turn.
 */
async function inTurns(
  lock: Platform['lock'],
  name: string,
  turn: () => Promise<boolean>,
  rest: () => void,
): Promise<void> {
  let isMore = false
  const run = async () => {
    isMore = await turn()
  }
  try {
    do await (lock ? lock(name, run) : run())
    while (isMore)
  } catch {
    rest()
  }
}

/** The status of a refusal, or 0. */
async function sendLeaving(queue: Queue, post: Post, outliving: Batch | undefined): Promise<number> {
  const batch = queue.takeLeaving(outliving)
  if (!batch.bytes) return 0
  const { status } = await post(batch.messages, true, true)
  if (!isAccepted(status)) {
    queue.release(batch.keys)
    return status
  }
  await queue.settle(batch.keys)
  return 0
}

/** Delivers; what is refused is split until the event to blame stands alone. Answers the reply that says "later". */
async function deliver(
  post: Post,
  outlives: boolean,
  done: Set<string>,
  reject: Reject,
  messages: readonly string[],
): Promise<TransportReply | undefined> {
  if (!messages.length) return undefined
  const reply = await post(messages, outlives)
  const accepted = isAccepted(reply.status)
  // Other refusals (a wrong key, a missing route) are the host's to mend: the events wait.
  if (!accepted && ![400, 413, 422].includes(reply.status)) return reply
  if (!accepted && messages.length > 1) {
    const half = messages.length >> 1
    return (
      (await deliver(post, outlives, done, reject, messages.slice(0, half))) ??
      (await deliver(post, outlives, done, reject, messages.slice(half)))
    )
  }
  for (const message of messages) {
    done.add(message)
    if (!accepted) reject(message)
  }
  return undefined
}

/** Told of a message that the collector will never take. */
type Reject = (message: string) => void

type Post = (messages: readonly string[], outlives: boolean, leaving?: boolean) => Promise<TransportReply>

function createPost(
  { endpoint, writeKey, timeoutMs = 10_000 }: TrackerOptions,
  { transport, now }: Pick<Platform, 'transport' | 'now'>,
): Post {
  const url = `${endpoint.replace(/\/$/, '')}/v1/batch`
  return async (messages, outlives, leaving = false) => {
    // The time of this attempt, not of the first one: the collector corrects the device's clock by it.
    const sentAt = new Date(now()).toISOString()
    const body = `{"writeKey":${JSON.stringify(writeKey)},"sentAt":"${sentAt}","batch":[${messages.join()}]}`
    try {
      return await transport({ url, body, timeoutMs, leaving, outlives })
    } catch {
      return { status: 0 }
    }
  }
}

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300
}
