import type { Signal } from './signal.ts'

/** One HTTP request as plain data, so that any platform's way of sending can carry it. */
export type TransportRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Base address, path and query string. */
  readonly url: string
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text, or undefined for none. */
  readonly body: string | undefined
  /** The client gives up after this by itself; platforms with a time limit of their own are told. */
  readonly timeoutMs: number
  /** Given when nobody waits for the answer any more. */
  readonly signal: Signal
}

/** An HTTP answer of any status. */
export type TransportResponse = {
  readonly status: number
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An HTTP answer whose body arrives piece by piece, as decoded text cut anywhere. */
export type TransportStream = { readonly status: number; readonly chunks: AsyncIterable<string> }

/**
 * How requests leave the device. It sends once and answers for every status; it rejects only when there was no answer.
 * Retries, time limits, sessions and errors are the client's, above it.
 */
export type Transport = {
  send(request: TransportRequest): Promise<TransportResponse>
  /** Absent where a body cannot be read while it arrives; live events are not available there. */
  stream?(request: TransportRequest): Promise<TransportStream>
}
