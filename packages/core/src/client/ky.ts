import ky from 'ky'
import { fetchTransport } from './fetch.ts'
import type { Transport } from './transport.ts'

/** The transport of browsers, workers and Node. ky sends; retries and time limits stay with the client. */
export function kyTransport(): Transport {
  return fetchTransport((request) => ky(request, { retry: 0, throwHttpErrors: false, timeout: false }))
}
