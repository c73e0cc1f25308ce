import { SiyuError } from '../kernel/index.ts'
import { type CallParts, headersOf } from './call.ts'
import { changesOf, type LiveEvent, type LiveStatus, type On } from './events.ts'
import { type Canceller, createCanceller, type Signal, sleep, withLimits } from './signal.ts'
import { createFrameReader, type Frame } from './sse.ts'
import type { TransportStream } from './transport.ts'
import { errorOf, noAnswer } from './wire.ts'

/** The server sends something at least every 15 seconds; after this long without, the stream is taken for dead. */
const SILENCE_MS = 45_000
const BACKOFF_BASE_MS = 1_000
const BACKOFF_MAX_MS = 30_000
const STREAM_NAME = 'events.stream'
const STREAM_PATH = '/v1/events/stream'

/** The signed-in member's events as they happen. */
export type Live = {
  /** Listens whenever a member is signed in, from now until `stop`. False where the transport cannot stream. */
  start(): boolean
  stop(): void
  status(): LiveStatus
}

export type LiveParts = Pick<CallParts, 'baseUrl' | 'transport' | 'publishableKey' | 'locale' | 'emit' | 'random'> & {
  readonly session: CallParts['session']
  readonly on: On
}

/** Keeps the stream of whoever is signed in open. */
export function createLive(parts: LiveParts): Live {
  let status: LiveStatus = 'stopped'
  let running: { readonly memberId: string; readonly canceller: Canceller } | undefined
  let unsubscribe: (() => void) | undefined

  const show = (next: LiveStatus): void => {
    if (status === next) return
    status = next
    parts.emit('live.changed', next)
  }
  const end = (): void => {
    running?.canceller.cancel()
    running = undefined
  }
  const stop = (): void => {
    unsubscribe?.()
    unsubscribe = undefined
    end()
    show('stopped')
  }
  const follow = (): void => {
    const session = parts.session().control.get()
    const memberId = session.status === 'member' ? session.memberId : undefined
    if (running?.memberId === memberId && memberId !== undefined) return
    end()
    if (memberId === undefined) show('waiting')
    else begin(memberId)
  }
  const begin = (memberId: string): void => {
    const canceller = createCanceller()
    running = { memberId, canceller }
    void listen(parts, canceller.signal, show).catch((error: unknown) => {
      if (canceller.signal.aborted) return
      stop()
      parts.emit('request.failed', { endpoint: STREAM_NAME, error: noAnswer(error) })
    })
  }
  return {
    start: () => {
      if (parts.transport.stream === undefined) return false
      unsubscribe ??= parts.on('session.changed', follow)
      follow()
      return true
    },
    stop,
    status: () => status,
  }
}

/** Connects again and again until the signal is given. Throws when the server refuses for good. */
async function listen(parts: LiveParts, signal: Signal, show: (status: LiveStatus) => void): Promise<void> {
  let position = ''
  let failures = 0
  let opened = false
  while (!signal.aborted) {
    show('connecting')
    try {
      await connect(parts, signal, position, {
        open: () => {
          show('open')
          // Without a position the server cannot tell what was missed in between.
          if (opened && position === '') announce(parts, { position: '', type: 'stream_reopened', data: null })
          opened = true
        },
        alive: () => {
          failures = 0
        },
        frame: (frame) => {
          position = frame.id
          pass(parts, frame)
        },
      })
    } catch (error) {
      if (signal.aborted) return
      const { status } = noAnswer(error)
      if (status >= 400 && status < 500 && status !== 401 && status !== 429) throw error
    }
    const waitMs = Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** failures)
    failures = Math.min(failures + 1, 10)
    await sleep(parts.random() * waitMs, signal)
  }
}

type Handlers = { readonly open: () => void; readonly alive: () => void; readonly frame: (frame: Frame) => void }

/** One connection, from its request to its end. */
async function connect(parts: LiveParts, outer: Signal, position: string, handlers: Handlers): Promise<void> {
  const connection = createCanceller()
  try {
    const stream = await open(parts, outer, connection.signal, position)
    handlers.open()
    const feed = createFrameReader(handlers.frame)
    const chunks = stream.chunks[Symbol.asyncIterator]()
    for (;;) {
      const next = await withLimits(() => chunks.next(), { signal: outer, timeoutMs: SILENCE_MS })
      if (next.done) return
      handlers.alive()
      feed(next.value)
    }
  } finally {
    connection.cancel()
  }
}

async function open(parts: LiveParts, outer: Signal, own: Signal, position: string): Promise<TransportStream> {
  const session = parts.session()
  const token = await withLimits(() => session.token(), { signal: outer })
  const headers = headersOf(parts, undefined, false)
  if (token !== undefined) headers.authorization = `Bearer ${token}`
  if (position !== '') headers['last-event-id'] = position
  const url = parts.baseUrl + STREAM_PATH
  const request = { method: 'GET' as const, url, headers: { ...headers, accept: 'text/event-stream' } }
  const stream = await withLimits(
    async () =>
      parts.transport.stream?.({
        ...request,
        body: undefined,
        timeoutMs: SILENCE_MS,
        signal: own,
      }) as Promise<TransportStream>,
    { signal: outer, timeoutMs: SILENCE_MS },
  )
  if (stream.status === 200) return stream
  if (stream.status === 401 && token !== undefined) await session.replace(token)
  throw new SiyuError({ ...errorOf({ status: stream.status, headers: {}, body: '' }) })
}

function pass(parts: LiveParts, frame: Frame): void {
  let data: unknown
  try {
    data = JSON.parse(frame.data)
  } catch {
    return
  }
  announce(parts, { position: frame.id, type: frame.event, data })
}

function announce({ emit }: LiveParts, event: LiveEvent): void {
  emit('event', event)
  for (const name of changesOf(event.type)) emit(name, event)
}
