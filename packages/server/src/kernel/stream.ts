import type { Listener, Outbox, Published } from './outbox.ts'

/** Silence is broken this often, so that proxies and clients know the stream lives. */
const PING_MS = 15_000
/** How many missed events a returning client is given before it is told to reload. */
const MAX_CATCH_UP = 500

/** A member's events as Server-Sent Events (WHATWG HTML §9.2), from after `lastPosition` if the client names one. */
export function memberStream(
  outbox: Outbox,
  brandId: string,
  memberId: string,
  lastPosition: number | null,
): ReadableStream<Uint8Array> {
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
      }
      const waiting: Published[] = []
      let caughtUp = false
      const unsubscribe = outbox.subscribe((event) => (caughtUp ? pass(event) : waiting.push(event)))
      const timer = setInterval(() => send(': ping\n\n'), PING_MS)
      stop = () => {
        clearInterval(timer)
        unsubscribe()
      }
      send(': hello\n\n')
      if (lastPosition !== null) {
        const missed = await outbox.after(brandId, memberId, lastPosition, MAX_CATCH_UP)
        for (const event of missed) pass(event)
      }
      caughtUp = true
      for (const event of waiting) pass(event)
    },
    cancel: () => stop(),
  })
}

function frameOf(event: Published): string {
  return `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`
}
