import type { OperatorSession } from '../brands/index.ts'
import { isSiyuError, type Schema, SiyuError } from '../kernel/index.ts'
import { MemberSession } from '../members/index.ts'
import type { Emit, Session } from './events.ts'
import type { ClientStorage } from './storage.ts'

/** A member's access token is renewed this long before it ends, or at half of its life if that is shorter. */
const RENEW_BEFORE_MS = 90_000

/** The session on this device. */
export type SessionControl = {
  /** The same object until something changes. */
  get(): Session
  /** The session once the storage has been read. */
  ready(): Promise<Session>
  /**
   * The access token, renewed when it is about to end: for what is fetched by its address, such as files. Undefined for
   * none. Throws what a call would throw.
   */
  token(): Promise<string | undefined>
  /** Takes over a session that was opened elsewhere, such as one your own server minted. */
  set(session: MemberSession): void
  /** Forgets the session on this device only; `siyu.members.signOut()` also ends it on the server. */
  clear(): void
}

/** The session of an admin client, which may be an operator's. */
export type AdminSessionControl = Omit<SessionControl, 'set'> & {
  /** Takes over a session that was opened elsewhere. */
  set(session: MemberSession | OperatorSession): void
}

/** What calls need of the session. */
export type SessionKeeper = {
  readonly control: AdminSessionControl
  /** The token to call with, renewed when it is about to end; undefined for none. */
  readonly token: () => Promise<string | undefined>
  /** The server says this token has ended. Resolves when another one is there, or there is none any more. */
  readonly replace: (token: string) => Promise<void>
}

type Kept =
  | { readonly member: MemberSession; readonly renewAt: number }
  | { readonly operator: OperatorSession; readonly renewAt: number }

export type SessionParts = {
  readonly storage: ClientStorage
  readonly storageKey: string
  /** Proves a stored session of an operator; without it none is taken up. */
  readonly operatorSession: Schema<OperatorSession> | undefined
  readonly now: () => number
  readonly emit: Emit
  readonly renew: (refreshToken: string) => Promise<MemberSession>
}

/** Keeps one session: stores it, renews it once however many calls want it, and forgets it when the server refuses. */
export function createSessionKeeper(parts: SessionParts): SessionKeeper {
  const { now, emit } = parts
  const store = createStore(parts)
  let kept: Kept | undefined
  let session: Session = { status: 'loading' }
  let renewal: { readonly of: Kept; readonly done: Promise<void> } | undefined

  const show = (next: Kept | undefined): void => {
    const before = session
    kept = next
    session = sessionOf(next)
    if (before.status !== 'anonymous' || session.status !== 'anonymous') emit('session.changed', session)
  }
  const put = (next: Kept | undefined): void => {
    store.write(next)
    show(next)
  }
  const renew = (of: Kept): Promise<void> => {
    if (renewal?.of === of) return renewal.done
    const work = 'member' in of ? parts.renew(of.member.refreshToken) : Promise.reject(ended())
    const done = work.then(
      (member) => {
        if (kept === of) put(keptMember(member, now()))
      },
      (error: unknown) => {
        if (kept === of && isEnd(error)) put(undefined)
        throw isEnd(error) ? ended(error) : error
      },
    )
    renewal = { of, done }
    const forget = (): void => {
      if (renewal?.of === of) renewal = undefined
    }
    done.then(forget, forget)
    return done
  }
  const loaded = store.read((found) => {
    if (session.status === 'loading') show(found)
  })
  const token = async (): Promise<string | undefined> => {
    if (session.status === 'loading') await loaded
    if (kept === undefined || now() < kept.renewAt) return tokenOf(kept)
    const due = kept
    await renew(due).catch((error: unknown) => {
      if (kept === undefined || (kept === due && now() >= accessEnd(due))) throw error
    })
    return tokenOf(kept)
  }
  return {
    token,
    replace: async (stale) => {
      if (kept !== undefined && tokenOf(kept) === stale) await renew(kept)
    },
    control: {
      get: () => session,
      ready: async () => {
        await loaded
        return session
      },
      token,
      set: (next) => put('memberId' in next ? keptMember(next, now()) : keptOperator(next)),
      clear: () => put(undefined),
    },
  }
}

function keptMember(member: MemberSession, now: number): Kept {
  const lifeMs = member.accessExpiresAt - now
  // A device whose clock is wrong cannot know when a token ends; it waits for the server to say so.
  if (lifeMs <= 0) return { member, renewAt: Number.MAX_SAFE_INTEGER }
  return { member, renewAt: member.accessExpiresAt - Math.min(RENEW_BEFORE_MS, lifeMs / 2) }
}

function keptOperator(operator: OperatorSession): Kept {
  return { operator, renewAt: Number.MAX_SAFE_INTEGER }
}

function sessionOf(kept: Kept | undefined): Session {
  if (kept === undefined) return { status: 'anonymous' }
  if ('member' in kept) {
    return { status: 'member', memberId: kept.member.memberId, expiresAt: kept.member.refreshExpiresAt }
  }
  const { operatorId, name, expiresAt } = kept.operator
  return { status: 'operator', operatorId, name, expiresAt }
}

function tokenOf(kept: Kept | undefined): string | undefined {
  if (kept === undefined) return undefined
  return 'member' in kept ? kept.member.accessToken : kept.operator.accessToken
}

function accessEnd(kept: Kept): number {
  return 'member' in kept ? kept.member.accessExpiresAt : kept.operator.expiresAt
}

/** The server, or the look of the token, says that this session is over; anything else may pass. */
function isEnd(error: unknown): boolean {
  return isSiyuError(error) && ['session_ended', 'session_expired', 'invalid_input'].includes(error.code)
}

function ended(cause?: unknown): SiyuError {
  return new SiyuError({ code: 'session_expired', status: 401, cause })
}

type Store = {
  readonly read: (found: (kept: Kept | undefined) => void) => Promise<void>
  readonly write: (kept: Kept | undefined) => void
}

/** Storage that answers at once is read at once. Storage that fails is done without: the session lives in memory. */
function createStore({ storage, storageKey, operatorSession }: SessionParts): Store {
  let writing: Promise<unknown> = Promise.resolve()
  return {
    read: async (found) => {
      try {
        const text = storage.get(storageKey)
        found(parseKept(isText(text) ? text : await text, operatorSession))
      } catch {
        found(undefined)
      }
    },
    write: (kept) => {
      writing = writing
        .then(() => (kept === undefined ? storage.remove(storageKey) : storage.set(storageKey, JSON.stringify(kept))))
        .catch(() => undefined)
    },
  }
}

function isText(text: unknown): text is string | null | undefined {
  return typeof text !== 'object' || text === null
}

function parseKept(
  text: string | null | undefined,
  operatorSession: Schema<OperatorSession> | undefined,
): Kept | undefined {
  if (!text) return undefined
  const { member, operator, renewAt } = JSON.parse(text) as Readonly<Record<string, unknown>>
  const asMember = MemberSession.safeParse(member)
  if (asMember.success && typeof renewAt === 'number') return { member: asMember.data, renewAt }
  const asOperator = operatorSession?.safeParse(operator)
  return asOperator?.success ? keptOperator(asOperator.data) : undefined
}
