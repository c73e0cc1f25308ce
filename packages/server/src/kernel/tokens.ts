import { errors, jwtVerify, SignJWT } from 'jose'
import type { Principal } from './call.ts'

/** How long an access token of a member works. A signed-out session's token ends at the latest then. */
export const MEMBER_ACCESS_MS: number = 15 * 60_000
/** How long a session lives without a new sign-in. */
export const SESSION_MS: number = 30 * 86_400_000
/** How long an operator stays signed in. */
export const OPERATOR_ACCESS_MS: number = 8 * 3_600_000

/** What a token proves. */
export type Claims = {
  readonly brandId: string
  readonly principal: Principal
  readonly use: 'access' | 'refresh'
}

/** A token that was checked, and when it ends. */
export type Proven = Claims & { readonly expiresAt: number }

export type TokenProblem = 'denied' | 'session_expired'

/** Signs and checks the server's tokens (JWT, RFC 7519, HMAC-SHA-256). */
export type Tokens = {
  readonly sign: (claims: Claims, expiresAt: number) => Promise<string>
  readonly verify: (token: string, now: number) => Promise<Proven | TokenProblem>
}

const ISSUER = 'siyu'

export function createTokens(secret: string): Tokens {
  if (secret.length < 32) throw new Error('the secret must have at least 32 characters')
  const key = new TextEncoder().encode(secret)
  return {
    sign: ({ brandId, principal, use }, expiresAt) =>
      new SignJWT({ brd: brandId, use, ...claimsOf(principal) })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(key),
    verify: async (token, now) => {
      try {
        const options = { issuer: ISSUER, algorithms: ['HS256'], currentDate: new Date(now) }
        const { payload } = await jwtVerify(token, key, options)
        const claims = readClaims(payload)
        return claims === undefined || payload.exp === undefined
          ? 'denied'
          : { ...claims, expiresAt: payload.exp * 1000 }
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'session_expired' : 'denied'
      }
    },
  }
}

function claimsOf(principal: Principal): Record<string, string> {
  if (principal.kind === 'member') return { kind: 'member', sub: principal.memberId, sid: principal.sessionId }
  if (principal.kind === 'operator') return { kind: 'operator', sub: principal.operatorId }
  throw new Error(`no tokens for ${principal.kind}`)
}

function readClaims(payload: Readonly<Record<string, unknown>>): Claims | undefined {
  const { brd, use, kind, sub, sid } = payload
  if (typeof brd !== 'string' || typeof sub !== 'string' || (use !== 'access' && use !== 'refresh')) return undefined
  if (kind === 'operator') return { brandId: brd, use, principal: { kind, operatorId: sub } }
  if (kind !== 'member' || typeof sid !== 'string') return undefined
  return { brandId: brd, use, principal: { kind, memberId: sub, sessionId: sid } }
}
