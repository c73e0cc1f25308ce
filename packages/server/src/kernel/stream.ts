import type { Listener, Outbox, Published } from './outbox.ts'

/** Silence is broken this often, so that proxies and clients know the stream lives. */
const PING_MS = 15_000
/** How many missed events of a returning client are read at once. */
const PAGE = 500

/** Whose events are streamed, to which session, from where on and for how long. */
export type StreamOptions = {
  readonly brandId: string
  readonly memberId: string
  readonly sessionId: string
  /** After this position; null from now on. */
  readonly lastPosition: number | null
  /** The stream ends by then: a client that is still signed in comes back with a fresh token. */
  readonly lifeMs: number
}

/** A member's events as Server-Sent Events (WHATWG HTML §9.2). It ends with the session that opened it. */
export function memberStream(outbox: Outbox, options: StreamOptions): ReadableStream<Uint8Array> {
  const { brandId, memberId, sessionId, lastPosition, lifeMs } = options
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  return new ReadableStream<Uint8Array>({
    start: async (controller) => {
      let sent = lastPosition ?? outbox.position()
      const send = (text: string): void => controller.enqueue(encoder.encode(text))
      const pass: Listener = (event) => {
        if (event.brandId !== brandId || event.memberId !== memberId || event.position <= sent) return
        sent = event.position
        send(frameOf(event))
        if (event.type === 'session_ended' && scalarsOf(event).sessionId === sessionId) end()
      }
      const end = (): void => {
        stop()
        controller.close()
      }
      const waiting: Published[] = []
      let caughtUp = false
      const unsubscribe = outbox.subscribe((event) => (caughtUp ? pass(event) : waiting.push(event)))
      const timer = setInterval(() => send(': ping\n\n'), PING_MS)
      const last = setTimeout(end, lifeMs)
      stop = () => {
        clearInterval(timer)
        clearTimeout(last)
        unsubscribe()
      }
      send(': hello\n\n')
      try {
        for (let more = lastPosition !== null; more; ) {
          const missed = await outbox.after(brandId, memberId, sent, PAGE)
          for (const event of missed) pass(event)
          more = missed.length === PAGE
        }
      } catch (error) {
        // Left running, the ping would write to a stream that has failed.
        stop()
        throw error
      }
      caughtUp = true
      for (const event of waiting) pass(event)
    },
    cancel: () => stop(),
  })
}

function frameOf(event: Published): string {
  return `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(scalarsOf(event))}\n\n`
}

/**
 * The plain fields of an event. A device is told what changed and reads the rest; what hangs below (costs, promoters,
 * money maps) and an operator's reason are the brand's business.
 */
function scalarsOf({ data }: Published): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(data).filter(([name, value]) => name !== 'reason' && (typeof value !== 'object' || value === null)),
  )
}
