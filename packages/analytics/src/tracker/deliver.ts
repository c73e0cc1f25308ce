import type { Platform, TrackerOptions, TransportReply } from './ports.ts'
import type { Batch, Queue } from './queue.ts'

/** Largest batch, in UTF-8 bytes, with room left for the envelope under the collector's 500 kB. */
const BATCH_BYTES = 450_000
/** A batch always holds a segment of the queue. */
const BATCH_BYTES_MIN = 55_000
const BACKOFF_MAX_MS = 60_000
const RETRY_AFTER_MAX_MS = 300_000
/** Then the lock goes back, so that nobody takes it for the lock of a tab that hangs. */
const TURN_COUNT = 3
/** A small request is sent so that it outlives its page: what is under way need not be sent again on leaving. */
const OUTLIVING_BYTES = 30_000

/** Sends what the queue holds: one batch at a time, oldest first, until it is empty or the collector says later. */
export type Sender = {
  /** Send within this time, or as soon as the pause after a failure allows. */
  readonly wake: (delayMs: number) => void
  /** Send now; a pause the server asked for is respected. Resolves when the try is over. */
  readonly drain: () => Promise<void>
  /** The page goes away: send what fits in one request that outlives it. */
  readonly leave: () => void
  readonly stop: () => void
}

export function createSender(
  options: TrackerOptions,
  platform: Platform,
  queue: Queue,
  onRejected: (message: string) => void,
): Sender {
  const { lock, random } = platform
  const courier = createCourier(options, platform, onRejected)
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failureCount = 0
  /** Waiting after a failure, or because the server said so: then not even the network's return ends it early. */
  let isPaused = false
  let isToldToWait = false
  let isStopped = false
  /** Timers, not the wall clock: a clock that is set back or forth delays nothing. */
  const schedule = (delayMs: number) => {
    clearTimeout(timer)
    if (isStopped) return
    timer = setTimeout(() => {
      isToldToWait = false
      void drain()
    }, delayMs)
  }
  const rest = (askedMs = 0) => {
    const base = Math.min(BACKOFF_MAX_MS, (options.backoffMs ?? 500) * 2 ** failureCount++)
    isPaused = true
    isToldToWait = askedMs > 0
    schedule(Math.min(askedMs, RETRY_AFTER_MAX_MS) + base * (0.5 + random() / 2))
    return false
  }
  const wake = (delayMs: number) => {
    if (!isPaused && (timer === undefined || delayMs === 0)) schedule(delayMs)
  }
  /** A few batches; true when more may wait. */
  const turn = async () => {
    for (let left = TURN_COUNT; left > 0; left--) {
      const batch = await queue.take(courier.batchBytes())
      if (!batch || isStopped) return false
      const refused = await courier.deliver(batch, failureCount === 0)
      if (refused) return rest(refused.retryAfterMs)
      failureCount = 0
      await queue.settle(batch.keys)
    }
    return true
  }
  const drain = () => {
    if (isStopped || isToldToWait) return Promise.resolve()
    clearTimeout(timer)
    timer = undefined
    isPaused = false
    running ??= inTurns(lock, `siyu.${options.writeKey}`, turn)
      .catch(() => void rest())
      .then(() => {
        running = undefined
      })
    return running
  }
  return {
    wake,
    drain,
    leave: async () => {
      if (!isStopped && !isToldToWait && (await sendLeaving(queue, courier)) > 0) wake(0)
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** Between turns another tab may have the lock. */
async function inTurns(lock: Platform['lock'], name: string, turn: () => Promise<boolean>): Promise<void> {
  let isMore = false
  const run = async () => {
    isMore = await turn()
  }
  do await (lock ? lock(name, run) : run())
  while (isMore)
}

/** The status of a refusal, or 0. */
async function sendLeaving(queue: Queue, { send, outliving }: Courier): Promise<number> {
  const batch = queue.takeLeaving(outliving())
  if (!batch) return 0
  const { status } = await send(batch, batch.messages, true, true)
  if (!isAccepted(status)) {
    queue.release(batch.keys)
    return status
  }
  await queue.settle(batch.keys)
  return 0
}

type Courier = {
  /** Delivers; a refused batch is split until the event to blame stands alone. Answers the reply that says "later". */
  readonly deliver: (batch: Batch, isFirstTry: boolean) => Promise<TransportReply | undefined>
  readonly send: (
    batch: Batch,
    messages: readonly string[],
    outlives: boolean,
    leaving?: boolean,
  ) => Promise<TransportReply>
  /** Under way in a request that outlives the page. */
  readonly outliving: () => Batch | undefined
  /** How large the next batch may be: what a slow network cannot carry in time goes in smaller pieces. */
  readonly batchBytes: () => number
}

function createCourier(
  { endpoint, writeKey, timeoutMs = 10_000 }: TrackerOptions,
  { transport, now }: Platform,
  onRejected: (message: string) => void,
): Courier {
  const url = `${endpoint.replace(/\/$/, '')}/v1/batch`
  /** Messages of a batch that was split and is not settled yet: they need no second try. */
  const done = new Set<string>()
  let outliving: Batch | undefined
  let batchBytes = BATCH_BYTES
  const send: Courier['send'] = async (batch, messages, outlives, leaving = false) => {
    // The time of this attempt, not of the first one: the collector corrects the device's clock by it.
    const sentAt = new Date(now()).toISOString()
    const body = `{"writeKey":${JSON.stringify(writeKey)},"sentAt":"${sentAt}","batch":[${messages.join()}]}`
    if (!leaving) outliving = outlives ? batch : undefined
    try {
      return await transport({ url, body, timeoutMs, leaving, outlives })
    } catch {
      return { status: 0 }
    } finally {
      if (!leaving) outliving = undefined
    }
  }
  const split = async (
    batch: Batch,
    messages: readonly string[],
    outlives: boolean,
  ): Promise<TransportReply | undefined> => {
    if (messages.length === 0) return undefined
    const reply = await send(batch, messages, outlives)
    const accepted = isAccepted(reply.status)
    if (!accepted && !isBlamedOnContent(reply.status)) return reply
    if (!accepted && messages.length > 1) {
      const half = messages.length >> 1
      return (
        (await split(batch, messages.slice(0, half), outlives)) ?? (await split(batch, messages.slice(half), outlives))
      )
    }
    for (const message of messages) {
      done.add(message)
      if (!accepted) onRejected(message)
    }
    return undefined
  }
  return {
    send,
    outliving: () => outliving,
    batchBytes: () => batchBytes,
    deliver: async (batch, isFirstTry) => {
      const messages = batch.messages.filter((message) => !done.has(message))
      const refused = await split(batch, messages, isFirstTry && batch.bytes < OUTLIVING_BYTES)
      if (!refused) done.clear()
      batchBytes = refused ? Math.max(BATCH_BYTES_MIN, batchBytes / 2) : Math.min(BATCH_BYTES, batchBytes * 1.2)
      return refused
    },
  }
}

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300
}

/** Other refusals (a wrong key, a missing route) are the host's to mend: the events wait. */
function isBlamedOnContent(status: number): boolean {
  return status === 400 || status === 413 || status === 422
}
