/** A request that is refused as a whole. */
export type CollectorRefusal = {
  readonly status: number
  readonly code: string
  /** When the client may try again. */
  readonly waitMs?: number | undefined
}

export function refusal(status: number, code: string, waitMs?: number): CollectorRefusal {
  return { status, code, waitMs }
}

/** Any page may report events: the write key is public, and no cookie is ever read. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after, x-ratelimit-reset',
}

const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'authorization, content-type, content-encoding, x-retry-count, anonymousid, sentat, x-write-key',
  'access-control-max-age': '86400',
}

export function preflightReply(): Response {
  return new Response(null, { status: 204, headers: PREFLIGHT })
}

/** A text: servers answer with one more directly than with a stream. */
const ACCEPTED = JSON.stringify({ success: true })
const ACCEPTED_HEADERS = { ...CORS, 'content-type': 'application/json' }

export function acceptedReply(): Response {
  return new Response(ACCEPTED, { headers: ACCEPTED_HEADERS })
}

export function settingsReply(settings: object): Response {
  return Response.json(settings, { headers: { ...CORS, 'cache-control': 'private, max-age=300' } })
}

export function refusedReply({ status, code, waitMs }: CollectorRefusal): Response {
  const seconds = waitMs === undefined ? undefined : String(Math.max(1, Math.ceil(waitMs / 1000)))
  const retry: Record<string, string> = seconds === undefined ? {} : { 'retry-after': seconds }
  if (seconds !== undefined && status === 429) retry['x-ratelimit-reset'] = seconds
  return Response.json({ success: false, code }, { status, headers: { ...CORS, ...retry } })
}
