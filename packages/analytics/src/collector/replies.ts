/** A request that is refused as a whole. */
export type CollectorRefusal = { readonly status: number; readonly code: string }

export function refusal(status: number, code: string): CollectorRefusal {
  return { status, code }
}

/** Any page may report events: the write key is public, and no cookie is ever read. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after, x-ratelimit-reset',
}

const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers':
    'authorization, content-type, content-encoding, x-retry-count, anonymousid, sentat, x-write-key',
  'access-control-max-age': '86400',
}

export function preflightReply(): Response {
  return new Response(null, { status: 204, headers: PREFLIGHT })
}

export function acceptedReply(): Response {
  return Response.json({ success: true }, { headers: CORS })
}

export function refusedReply({ status, code }: CollectorRefusal): Response {
  const retry: Record<string, string> = status === 503 ? { 'retry-after': '5' } : {}
  return Response.json({ success: false, code }, { status, headers: { ...CORS, ...retry } })
}
