import type { Platform } from './ports.ts'

const SESSION_IDLE_MS = 30 * 60_000
/** How stale the stored time of last activity may be; saves a storage write per event. */
const SEEN_STEP_MS = 60_000

export type Identity = {
  readonly anonymousId: string
  readonly memberId?: string | undefined
  readonly sessionId: string
  readonly seenAt: number
}

export type IdentityKeeper = {
  /** Who it is now; renews the session after half an hour of silence. */
  readonly touch: () => Identity
  readonly signIn: (memberId: string) => void
  /** A new visitor. */
  readonly replace: (memberId?: string) => void
  readonly forget: () => void
}

/** Who is in front of the screen: shared by all tabs, re-read at each event so that a sign-in elsewhere counts here. */
export function createIdentity({ identity: storage, now, newId }: Platform, mayStore: () => boolean): IdentityKeeper {
  let text: string | undefined
  let current: Identity | undefined
  const save = (next: Identity) => {
    current = next
    if (!mayStore()) return
    text = JSON.stringify(next)
    quietly(() => storage.save(text))
  }
  const load = () => {
    if (!mayStore()) return
    const stored = quietly(storage.load)
    // An identity made before consent is kept: its events carry it.
    if (!stored || stored === text || (current && !text)) return
    const found = parsed<Identity>(stored)
    if (typeof found?.anonymousId !== 'string') return
    text = stored
    current = found
  }
  const replace = (memberId?: string) => save({ anonymousId: newId(), memberId, sessionId: newId(), seenAt: now() })
  const touch = (): Identity => {
    load()
    if (!current) replace()
    const { anonymousId, memberId, sessionId, seenAt } = current as Identity
    const idleMs = now() - seenAt
    if (idleMs > SEEN_STEP_MS || idleMs < 0 || (!text && mayStore())) {
      save({ anonymousId, memberId, sessionId: idleMs > SESSION_IDLE_MS ? newId() : sessionId, seenAt: now() })
    }
    return current as Identity
  }
  return {
    touch,
    replace,
    signIn: (memberId) => {
      const found = touch()
      // Another member on the same device: a fresh anonymous id keeps the two histories apart.
      if (found.memberId && found.memberId !== memberId) replace(memberId)
      else if (!found.memberId) save({ ...found, memberId })
    },
    forget: () => {
      current = text = undefined
      quietly(() => storage.save(undefined))
    },
  }
}

/** The value, or undefined when the task throws. */
export function quietly<Value>(task: () => Value): Value | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}

/** A JSON object read from storage, or undefined. */
export function parsed<Shape>(text: string): Shape | undefined {
  return quietly(() => JSON.parse(text) as Shape)
}
