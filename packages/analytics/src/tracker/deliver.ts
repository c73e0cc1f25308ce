import type { Platform, TrackerOptions, TransportReply } from './ports.ts'
import type { Batch, Queue } from './queue.ts'

const BACKOFF_MAX_MS = 60_000
const RETRY_AFTER_MAX_MS = 300_000

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

type State = {
  readonly options: TrackerOptions
  readonly platform: Platform
  readonly queue: Queue
  readonly onRejected: (message: string) => void
  /** Messages of a batch that was split and is not settled yet: they need no second try. */
  readonly done: Set<string>
  running: Promise<void> | undefined
  timer: ReturnType<typeof setTimeout> | undefined
  dueAt: number
  failureCount: number
  /** Set by failures; `drain()` ignores it unless the server named it. */
  pausedUntil: number
  serverPausedUntil: number
  stopped: boolean
}

export function createSender(
  options: TrackerOptions,
  platform: Platform,
  queue: Queue,
  onRejected: (message: string) => void,
): Sender {
  const state: State = {
    options,
    platform,
    queue,
    onRejected,
    done: new Set(),
    running: undefined,
    timer: undefined,
    dueAt: 0,
    failureCount: 0,
    pausedUntil: 0,
    serverPausedUntil: 0,
    stopped: false,
  }
  return {
    wake: (delayMs) => wake(state, delayMs),
    drain: () => drain(state),
    leave: () => leave(state),
    stop: () => {
      state.stopped = true
      clearTimeout(state.timer)
    },
  }
}

function wake(state: State, delayMs: number): void {
  if (state.stopped) return
  const now = state.platform.now()
  const at = Math.max(now + delayMs, Math.min(state.pausedUntil, now + RETRY_AFTER_MAX_MS))
  if (state.timer !== undefined && state.dueAt <= at) return
  clearTimeout(state.timer)
  state.dueAt = at
  state.timer = setTimeout(() => {
    state.timer = undefined
    void drain(state)
  }, at - now)
}

function drain(state: State): Promise<void> {
  if (state.stopped) return Promise.resolve()
  const { lock } = state.platform
  state.running ??= (lock ? lock(`siyu.${state.options.writeKey}`, () => run(state)) : run(state))
    .catch(() => wake(state, BACKOFF_MAX_MS))
    .then(() => {
      state.running = undefined
    })
  return state.running
}

async function run(state: State): Promise<void> {
  const pauseMs = state.serverPausedUntil - state.platform.now()
  if (pauseMs > 0 && pauseMs <= RETRY_AFTER_MAX_MS) return wake(state, pauseMs)
  for (;;) {
    const batch = await state.queue.take()
    if (!batch || state.stopped) return
    const refused = await deliver(
      state,
      batch.messages.filter((message) => !state.done.has(message)),
    )
    if (refused) return pause(state, refused)
    await settle(state, batch)
  }
}

async function settle(state: State, batch: Batch): Promise<void> {
  state.failureCount = state.pausedUntil = 0
  for (const message of batch.messages) state.done.delete(message)
  await state.queue.settle(batch)
}

function pause(state: State, refused: TransportReply): void {
  const { options, platform } = state
  const base = Math.min(BACKOFF_MAX_MS, (options.backoffMs ?? 500) * 2 ** Math.min(state.failureCount++, 10))
  const askedMs = Math.min(refused.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS)
  const now = platform.now()
  state.serverPausedUntil = now + askedMs
  state.pausedUntil = now + askedMs + base * (0.5 + platform.random() / 2)
  wake(state, 0)
}

/** Delivers, splitting a refused batch until the event to blame stands alone. Returns the reply that says "later". */
async function deliver(state: State, messages: readonly string[]): Promise<TransportReply | undefined> {
  if (messages.length === 0) return undefined
  const reply = await send(state, messages, false)
  const accepted = isAccepted(reply)
  if (!accepted && !isBlamedOnContent(reply)) return reply
  if (accepted || messages.length === 1) {
    for (const message of messages) {
      state.done.add(message)
      if (!accepted) state.onRejected(message)
    }
    return undefined
  }
  const half = messages.length >> 1
  return (await deliver(state, messages.slice(0, half))) ?? deliver(state, messages.slice(half))
}

function leave(state: State): void {
  const batch = state.queue.takeLeaving()
  if (!batch || state.stopped) return
  void send(state, batch.messages, true).then((reply) => {
    if (isAccepted(reply)) return state.queue.settle(batch)
    state.queue.release(batch)
    if (reply.status > 0) wake(state, 0)
    return undefined
  })
}

function isAccepted(reply: TransportReply): boolean {
  return reply.status >= 200 && reply.status < 300
}

/** Other refusals (a wrong key, a missing route) are the host's to mend: the events wait. */
function isBlamedOnContent(reply: TransportReply): boolean {
  return reply.status === 400 || reply.status === 413 || reply.status === 422
}

function send(state: State, messages: readonly string[], leaving: boolean): Promise<TransportReply> {
  const { options, platform } = state
  // The time of this attempt, not of the first one: the collector corrects the device's clock by it.
  const sentAt = new Date(platform.now()).toISOString()
  const body = `{"writeKey":${JSON.stringify(options.writeKey)},"sentAt":"${sentAt}","batch":[${messages.join()}]}`
  const url = `${options.endpoint.replace(/\/$/, '')}/v1/batch`
  return platform.transport({ url, body, timeoutMs: options.timeoutMs ?? 10_000, leaving }).catch(() => ({ status: 0 }))
}
