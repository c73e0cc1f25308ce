import type { Message } from '../events.ts'
import type { Platform, QueueStorage } from './ports.ts'
import { parsed, quietly, tried } from './quiet.ts'
import {
  type Batch,
  createSegments,
  emptyBatch,
  fits,
  HELD_BYTES,
  type OnDrop,
  type Seal,
  type Segment,
  type Segments,
} from './segments.ts'

const EXPIRY_MS = 30 * 86_400_000
/** Without locks another tab's segment is left alone until it is this old: by then its tab is likely gone. */
const ORPHAN_MS = 60_000
const PARKED_COUNT = 50

/**
 * The queue of one tab. Each tab writes segments under keys of its own, so tabs never overwrite each other; any tab may
 * send and remove any segment. A segment leaves only when acknowledged, so a crash repeats events but loses none.
 */
export type Queue = Pick<Segments, 'add' | 'count' | 'takeLeaving' | 'release'> & {
  /** Moves the oldest events in memory to storage; says whether more wait there. */
  readonly persist: (most?: number) => Promise<boolean>
  /** The oldest events that fit one batch, from all tabs. */
  readonly take: (maxBytes: number) => Promise<Batch>
  /** Stores at once what is in memory only. */
  readonly spill: () => void
  /** They arrived, or never will: forget them. */
  readonly settle: (keys: readonly string[]) => Promise<void>
  /** Keeps a refused event aside. */
  readonly park: (message: string) => Promise<void>
  readonly parked: () => Promise<readonly Partial<Message>[]>
  readonly clear: () => Promise<void>
}

/** Whether anything may be on the device. */
export type Consented = () => boolean

export function createQueue(platform: Platform, key: string, mayStore: Consented, seal: Seal, onDrop: OnDrop): Queue {
  const { storage, now, newId } = platform
  const prefix = `siyu.q.${key}.`
  const parkedPrefix = `siyu.p.${key}.`
  const tab = newId().slice(-12)
  let serial = 1e9
  /** Sorts by age: both numbers keep their count of digits. */
  const name = () => `${now()}-${tab}-${serial++}`
  const list = async (start: string) => [...((await tried(() => storage.list(start)))?.[0] ?? [])].sort()
  const settle = async (keys: readonly string[]) => {
    for (const key of keys) {
      discard(key)
      skip.add(key)
    }
    // What stays there is skipped on this visit; on the next one the collector recognises the ids.
    if (await tried(() => storage.remove(keys))) release(keys)
  }
  const segments = createSegments(() => prefix + name(), seal, onDrop)
  const { own, skip, discard, release } = segments
  const adopted = async (key: string) => {
    const age = now() - Number.parseInt(key.slice(prefix.length), 10)
    if (!platform.lock && Math.abs(age) < ORPHAN_MS) return undefined
    const text = (await tried(() => storage.get(key)))?.[0]
    if (!text || !(age > EXPIRY_MS)) return text
    for (const message of text.split('\n')) onDrop('expired', message)
    void settle([key])
    return undefined
  }
  return {
    ...segments,
    persist: (most) => store(storage, own, segments.seal(most)),
    take: async (maxBytes) => {
      const batch = emptyBatch()
      // Without consent there is nothing in memory, but earlier visits may have left something.
      if (!mayStore()) return batch
      const kept = [...own].filter(([, { isKept }]) => isKept)
      const stored = await list(prefix)
      for (const [key, segment] of kept) {
        if (stored.includes(key)) continue
        // Gone since: another tab has delivered it, unless the whole storage was cleared.
        if (quietly(platform.identity.load)) discard(key)
        else segment.isKept = segment.isTried = false
      }
      for (const key of [...new Set([...stored, ...own.keys()])].sort()) {
        if (!skip.has(key) && !fits(batch, maxBytes, key, own.get(key)?.text ?? (await adopted(key)))) break
      }
      return batch
    },
    spill: () => {
      segments.seal()
      for (const entry of own) if (!entry[1].isKept) isKeptNow(storage, entry)
    },
    settle,
    park: async (message) => {
      // The oldest gives way.
      const surplus = (await list(parkedPrefix)).slice(0, 1 - PARKED_COUNT)
      await tried(() => Promise.all([storage.set([[parkedPrefix + name(), message]]), storage.remove(surplus)]))
    },
    parked: async () =>
      Promise.all((await list(parkedPrefix)).map(async (key) => parsed<Message>(await storage.get(key)) ?? {})),
    clear: async () => {
      segments.empty()
      await settle([...own.keys(), ...(await list(prefix)), ...(await list(parkedPrefix))])
    },
  }
}

function isKeptNow({ setNow }: QueueStorage, [key, segment]: readonly [string, Segment]): boolean {
  quietly(() => {
    setNow?.([key, segment.text])
    segment.isKept = !!setNow
  })
  return !!segment.isKept
}

/** Writes what storage has not seen yet, as much as it may take. */
async function store(storage: QueueStorage, own: Segments['own'], isMore: boolean): Promise<boolean> {
  let bytes = 0
  const moved = [...own].filter(([, segment]) => {
    bytes += segment.bytes
    return !segment.isTried && bytes <= (storage.maxBytes ?? HELD_BYTES)
  })
  for (const [, segment] of moved) segment.isTried = true
  // A trickle is cheaper written at once: a transaction of IndexedDB takes the page a millisecond or more.
  const later = moved.length > 1 ? moved : moved.filter((entry) => !isKeptNow(storage, entry))
  if (later.length > 0 && (await tried(() => storage.set(later.map(([key, { text }]) => [key, text]))))) {
    for (const [, segment] of later) segment.isKept = true
  }
  // Cleared or acknowledged while the write was under way: it must not come back on the next visit.
  const gone = moved.map(([key]) => key).filter((key) => !own.has(key))
  await tried(() => storage.remove(gone))
  return isMore
}
