import { createHash } from 'node:crypto'
import type { Access } from '@siyu/core/kernel'
import type { Principal } from './call.ts'
import type { Tokens } from './tokens.ts'

/** A key a brand's app or server calls with. Only its hash is stored. */
export type ApiKey = {
  readonly id: string
  readonly brandId: string
  readonly kind: 'publishable' | 'secret'
  /** Origins a browser may call from with a publishable key; `*` for any. */
  readonly origins: readonly string[]
  /** Concepts a secret key may call; `*` for all. */
  readonly scopes: readonly string[]
}

/** Finds a key by the SHA-256 of its text. */
export type FindKey = (keyHash: string) => Promise<ApiKey | undefined>

/** Who a request is from, or why it is turned away. */
export type Caller =
  | {
      readonly ok: true
      readonly brandId: string
      readonly principal: Principal
      readonly key: ApiKey | undefined
      /** When the proof ends; a key does not. */
      readonly expiresAt: number
    }
  | { readonly ok: false; readonly status: 401 | 403; readonly code: 'key_missing' | 'denied' | 'session_expired' }

const denied = (status: 401 | 403, code: 'key_missing' | 'denied' | 'session_expired'): Caller => ({
  ok: false,
  status,
  code,
})

/** The hash under which a key is stored. Keys are 160 random bits, so a plain SHA-256 is enough. */
export function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Works out who is calling from the `siyu-key` and `authorization` headers. */
export async function identify(headers: Headers, tokens: Tokens, findKey: FindKey, now: number): Promise<Caller> {
  const bearer = /^Bearer (\S{1,4000})$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (bearer?.startsWith('sk_')) return secretCaller(bearer, findKey)
  const publishable = headers.get('siyu-key')
  const key = publishable === null || publishable.length > 200 ? undefined : await findKey(keyHash(publishable))
  if (publishable !== null && key?.kind !== 'publishable') return denied(401, 'denied')
  const origin = headers.get('origin')
  if (key !== undefined && origin !== null && !originAllowed(key, origin)) return denied(403, 'denied')
  if (bearer === undefined) {
    return key === undefined
      ? denied(401, 'key_missing')
      : { ok: true, brandId: key.brandId, principal: { kind: 'public' }, key, expiresAt: Number.MAX_SAFE_INTEGER }
  }
  const claims = await tokens.verify(bearer, now)
  if (typeof claims === 'string') return denied(401, claims)
  if (claims.use !== 'access' || (key !== undefined && key.brandId !== claims.brandId)) return denied(401, 'denied')
  return { ok: true, brandId: claims.brandId, principal: claims.principal, key, expiresAt: claims.expiresAt }
}

async function secretCaller(bearer: string, findKey: FindKey): Promise<Caller> {
  const key = await findKey(keyHash(bearer))
  if (key?.kind !== 'secret') return denied(401, 'denied')
  const principal = { kind: 'operator', operatorId: key.id } as const
  return { ok: true, brandId: key.brandId, principal, key, expiresAt: Number.MAX_SAFE_INTEGER }
}

function originAllowed(key: ApiKey, origin: string): boolean {
  return key.origins.includes('*') || key.origins.includes(origin)
}

/** Whether this caller may call an endpoint of this concept. */
export function mayCall(access: Access, caller: Extract<Caller, { ok: true }>, concept: string): boolean {
  const { principal, key } = caller
  if (access === 'public') return true
  if (access === 'member') return principal.kind === 'member'
  if (access !== 'operator' || principal.kind !== 'operator') return false
  return key?.kind !== 'secret' || key.scopes.includes('*') || key.scopes.includes(concept)
}
