/** Who is calling, as proven by a key or a token. */
export type Principal =
  | { readonly kind: 'public' }
  | { readonly kind: 'member'; readonly memberId: string; readonly sessionId: string }
  | { readonly kind: 'operator'; readonly operatorId: string }
  | { readonly kind: 'system' }

/** One call of one endpoint: who, when, under which key, and the sources of ids and hashes. */
export type Call = {
  readonly brandId: string
  readonly principal: Principal
  /** Idempotency key; empty for a query. */
  readonly key: string
  readonly now: number
  /** A fresh identifier with a prefix: `ord_…`. */
  readonly newId: (prefix: string) => string
  /** Keyed hash (HMAC-SHA-256 under the server's secret, hex) for what must be compared but not kept. */
  readonly hash: (text: string) => string
}

/** The calling member. A route for members only; anything else is a bug. */
export function memberOf(call: Call): string {
  if (call.principal.kind !== 'member') throw new Error(`expected a member, got ${call.principal.kind}`)
  return call.principal.memberId
}

/** The calling member, or null when the caller is someone else. */
export function memberOrNull(call: Call): string | null {
  return call.principal.kind === 'member' ? call.principal.memberId : null
}

/** How a principal is written in keys and logs: an id, never a name. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case 'member':
      return principal.memberId
    case 'operator':
      return principal.operatorId
    default:
      return principal.kind
  }
}
