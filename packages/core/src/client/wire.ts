import { ContractError, type Endpoint, isSiyuError, issuesOf, SiyuError } from '../kernel/index.ts'
import type { TransportResponse } from './transport.ts'

/** The longest wait a server can ask for that is taken as meant. */
const MAX_RETRY_AFTER_MS = 3_600_000

type Fields = Readonly<Record<string, unknown>>

/** The input as the schema says; a wrong one is refused here, without a request. */
export function checkInput(endpoint: Endpoint, input: unknown): Fields {
  const parsed = endpoint.input.safeParse(input ?? {})
  if (parsed.success) return parsed.data as Fields
  throw new SiyuError({ code: 'invalid_input', status: 400, detail: { issues: issuesOf(parsed.error.issues) } })
}

/** Path and query string of a call: `:name` parts are fields of the input, a GET carries the others in the query. */
export function targetOf(endpoint: Endpoint, input: Fields, dryRun: boolean): string {
  const inPath = new Set<string>()
  const path = endpoint.path.replace(/:(\w+)/g, (_whole, name: string) => {
    inPath.add(name)
    return encodeURIComponent(String(input[name]))
  })
  const fields = hasBody(endpoint) ? [] : Object.entries(input)
  const query = fields.filter(([name, value]) => value !== undefined && !inPath.has(name))
  if (dryRun) query.push(['dryRun', 1])
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')
  return text === '' ? path : `${path}?${text}`
}

/** Whether the input travels as JSON in the body. */
export function hasBody({ method }: Pick<Endpoint, 'method'>): boolean {
  return method === 'POST' || method === 'PUT'
}

/** What a successful reply says, once it is what the contract promises. */
export function readReply(endpoint: Endpoint, response: TransportResponse): unknown {
  if (response.status < 200 || response.status > 299) throw errorOf(response)
  const parsed = endpoint.output.safeParse(parseJson(response.body))
  if (parsed.success) return parsed.data
  throw new ContractError(endpoint.name, issuesOf(parsed.error.issues))
}

/** The error a reply stands for. Proxies answer too, so that a body that is not ours is read by its status alone. */
export function errorOf({ status, headers, body }: TransportResponse): SiyuError {
  const told = (parseJson(body) as { error?: Fields } | null | undefined)?.error
  const code = told?.code
  const requestId = told?.requestId ?? headers['siyu-request-id']
  return new SiyuError({
    code: typeof code === 'string' ? code : codeOf(status),
    status,
    detail: told?.detail,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    retryable: status === 429 || status >= 500,
    retryAfterMs: retryAfterOf(headers),
  })
}

/** The error of a call that got no answer. */
export function noAnswer(cause: unknown): SiyuError {
  if (isSiyuError(cause)) return cause
  return new SiyuError({ code: 'network', status: 0, retryable: true, cause })
}

function codeOf(status: number): string {
  if (status === 400) return 'invalid_input'
  if (status === 401 || status === 403) return 'denied'
  if (status === 404) return 'route_missing'
  if (status === 413) return 'too_large'
  if (status === 429) return 'rate_limited'
  return status >= 502 && status <= 504 ? 'busy' : 'fault'
}

function retryAfterOf(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['retry-after'] ?? ''
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
