import type { Signal } from './signal.ts'
import type { Transport, TransportRequest } from './transport.ts'

/** Anything shaped like `fetch` that takes a `Request`: the platform's, or a server in the same process. */
export type FetchLike = (request: Request) => Promise<Response>

/** A transport over `fetch`. Needs the platform's `Request`, `Response` and `AbortController`. */
export function fetchTransport(send: FetchLike = (request) => fetch(request)): Transport {
  return {
    send: async (request) => {
      const response = await send(requestOf(request))
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
    },
    stream: async (request) => {
      const response = await send(requestOf(request))
      return { status: response.status, chunks: chunksOf(response) }
    },
  }
}

function requestOf({ method, url, headers, body, signal }: TransportRequest): Request {
  return new Request(url, {
    method,
    headers: { ...headers },
    signal: abortSignalOf(signal),
    ...(body === undefined ? {} : { body }),
  })
}

function abortSignalOf(signal: Signal): AbortSignal {
  const controller = new AbortController()
  if (signal.aborted) controller.abort()
  signal.addEventListener('abort', () => controller.abort())
  return controller.signal
}

async function* chunksOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const piece = await reader?.read()
    if (piece === undefined || piece.done) return
    yield decoder.decode(piece.value, { stream: true })
  }
}
