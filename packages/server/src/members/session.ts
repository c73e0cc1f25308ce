import type { MemberSession, SessionOpened } from '@siyu/core/members'
import { decodeJwt } from 'jose'
import type { Call } from '../kernel/call.ts'
import { MEMBER_ACCESS_MS, SESSION_MS, type Tokens } from '../kernel/tokens.ts'

/** What is kept of a sign-in: enough to sign the same tokens again, and no token. */
export type OpenedSession = {
  readonly memberId: string
  readonly sessionId: string
  readonly openedAt: number
  readonly joined: boolean
}

/** The session a member calls with. A route for members only; anything else is a bug. */
export function sessionOf(call: Call): string {
  if (call.principal.kind !== 'member') throw new Error(`expected a member, got ${call.principal.kind}`)
  return call.principal.sessionId
}

/** What happened at a sign-in, as it is kept with the key. */
export function openedSession(events: readonly { readonly type: string }[], call: Call): OpenedSession {
  const opened = events.find((event): event is SessionOpened => event.type === 'session_opened')
  if (opened === undefined) throw new Error('a sign-in without a session')
  const { memberId, sessionId } = opened
  return { memberId, sessionId, openedAt: call.now, joined: events.some(({ type }) => type === 'member_joined') }
}

/** Signs the tokens of a session. They end when they first would have, however late the reply is asked for. */
export async function signSession(tokens: Tokens, call: Call, opened: OpenedSession): Promise<MemberSession> {
  const { memberId, sessionId, openedAt, joined } = opened
  const principal = { kind: 'member', memberId, sessionId } as const
  const accessExpiresAt = openedAt + MEMBER_ACCESS_MS
  const refreshExpiresAt = openedAt + SESSION_MS
  const claims = { brandId: call.brandId, principal }
  const [accessToken, refreshToken] = await Promise.all([
    tokens.sign({ ...claims, use: 'access' }, accessExpiresAt),
    tokens.sign({ ...claims, use: 'refresh' }, refreshExpiresAt),
  ])
  return { memberId, accessToken, accessExpiresAt, refreshToken, refreshExpiresAt, joined }
}

/** The session a refresh token speaks of. Not proven yet: good for finding its row, and for nothing else. */
export function claimedSession(refreshToken: string): { readonly memberId: string; readonly sessionId: string } {
  try {
    const { sub, sid } = decodeJwt(refreshToken)
    return { memberId: plainId(sub), sessionId: plainId(sid) }
  } catch {
    return { memberId: '', sessionId: '' }
  }
}

function plainId(claim: unknown): string {
  return typeof claim === 'string' && /^[\w.:-]{1,64}$/.test(claim) ? claim : ''
}

/** Another access token for a session that is open; undefined when the refresh token does not prove it. */
export async function renewSession(
  tokens: Tokens,
  call: Call,
  refreshToken: string,
  refreshExpiresAt: number,
): Promise<MemberSession | undefined> {
  const claims = await tokens.verify(refreshToken, call.now)
  if (typeof claims === 'string' || claims.use !== 'refresh' || claims.brandId !== call.brandId) return undefined
  if (claims.principal.kind !== 'member') return undefined
  const { brandId, principal } = claims
  const accessExpiresAt = Math.min(call.now + MEMBER_ACCESS_MS, refreshExpiresAt)
  const accessToken = await tokens.sign({ brandId, principal, use: 'access' }, accessExpiresAt)
  return { memberId: principal.memberId, accessToken, accessExpiresAt, refreshToken, refreshExpiresAt, joined: false }
}
