import type { Properties } from '../events.ts'
import type { Platform, Source } from './ports.ts'
import { parsed, quietly } from './quiet.ts'

const SESSION_IDLE_MS = 30 * 60_000
/** How stale the stored time of last activity may be; saves a storage write per event. */
const SEEN_STEP_MS = 60_000

export type Identity = {
  readonly anonymousId: string
  readonly userId?: string | undefined
  readonly sessionId: string
  readonly seenAt: number
  /** First and last touch. */
  readonly first?: Source | undefined
  readonly last?: Source | undefined
  /** Goes with every event. */
  readonly registered?: Properties | undefined
}

export type IdentityKeeper = {
  /** Who it is now; renews the session after half an hour of silence. */
  readonly touch: () => Identity
  /** Another tab may have written since: look again at the next touch. */
  readonly refresh: () => void
  readonly change: (part: Partial<Identity>) => void
  /** Whether that is new. */
  readonly signIn: (userId: string) => boolean
  /** A new visitor. */
  readonly replace: (userId?: string) => void
  readonly forget: () => void
}

/** Who is in front of the screen: shared by all tabs, re-read now and then so that a sign-in elsewhere counts here. */
export function createIdentity({ identity: storage, now, newId }: Platform): IdentityKeeper {
  let text: string | undefined
  let current: Identity | undefined
  let isFresh = false
  const save = (next: Identity) => {
    current = next
    text = JSON.stringify(next)
    quietly(() => storage.save(text))
  }
  const load = () => {
    isFresh = true
    const stored = quietly(storage.load)
    if (!stored || stored === text) return
    const found = parsed<Identity>(stored)
    if (!found?.anonymousId) return
    text = stored
    current = found
  }
  const replace = (userId?: string) => save({ anonymousId: newId(), userId, sessionId: newId(), seenAt: now() })
  const touch = (): Identity => {
    if (!isFresh) load()
    if (!current) replace()
    const found = current as Identity
    const idleMs = now() - found.seenAt
    if (idleMs > SEEN_STEP_MS || idleMs < 0) {
      save({ ...found, sessionId: idleMs > SESSION_IDLE_MS ? newId() : found.sessionId, seenAt: now() })
    }
    return current as Identity
  }
  const change = (part: Partial<Identity>) => {
    isFresh = false
    save({ ...touch(), ...part })
  }
  return {
    touch,
    replace,
    change,
    refresh: () => {
      isFresh = false
    },
    signIn: (userId) => {
      const { userId: known } = touch()
      // Another member on the same device: a fresh anonymous id keeps the two histories apart.
      if (known && known !== userId) replace(userId)
      else if (!known) change({ userId })
      return known !== userId
    },
    forget: () => {
      current = text = undefined
      quietly(() => storage.save(undefined))
    },
  }
}
