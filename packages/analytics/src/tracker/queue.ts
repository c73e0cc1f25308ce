import type { Message } from '../events.ts'
import type { Draft } from './compose.ts'
import type { DropReason, Platform, QueueStorage } from './ports.ts'
import { parsed, quietly, tried } from './quiet.ts'
import { byteCount, createSegments, type Segment, type Segments } from './segments.ts'

const BATCH_COUNT = 1000
/** Largest body of a request that outlives its page: browsers allow 64 KiB in flight. */
const LEAVE_BYTES = 59_000
const STORED_BYTES = 2_000_000
const EXPIRY_MS = 30 * 86_400_000
/** Without locks another tab's segment is left alone until it is this old: by then its tab is likely gone. */
const ORPHAN_MS = 60_000
const PARKED_COUNT = 50
/** Where a segment is: given to storage, which may refuse it, or there. Numbers, for the size of the page. */
const MOVING = 1
const KEPT = 2

export type Batch = { readonly keys: string[]; readonly messages: readonly string[]; readonly bytes: number }

/**
 * The queue of one tab. Each tab writes segments under keys of its own, so tabs never overwrite each other; any tab may
 * send and remove any segment. A segment leaves only when acknowledged, so a crash repeats events but loses none.
 */
export type Queue = Pick<Segments, 'add' | 'count'> & {
  /** Moves the oldest events in memory to storage; says whether more wait there. */
  readonly persist: (most?: number) => Promise<boolean>
  /** The oldest events that fit one batch, from all tabs. */
  readonly take: (maxBytes: number) => Promise<Batch | undefined>
  /** This tab's oldest events that fit a leaving request beside another; not offered again until released. */
  readonly takeLeaving: (beside: Batch | undefined) => Batch | undefined
  /** Stores at once what is in memory only. */
  readonly spill: () => void
  readonly release: (keys: readonly string[]) => void
  /** They arrived, or never will: forget them. */
  readonly settle: (keys: readonly string[]) => Promise<void>
  /** Keeps a refused event aside. */
  readonly park: (message: string) => Promise<void>
  readonly parked: () => Promise<readonly Message[]>
  readonly clear: () => Promise<void>
}

export type QueueParts = {
  readonly platform: Platform
  readonly writeKey: string
  readonly mayStore: () => boolean
  /** The text to keep of an event: redacted. Throws when there is none. */
  readonly seal: (draft: Draft) => string
  readonly onDrop: (reason: DropReason, message: string) => void
}

export function createQueue({ platform, writeKey, mayStore, seal, onDrop }: QueueParts): Queue {
  const { storage, now, newId } = platform
  const prefix = `siyu.q.${writeKey}.`
  const parkedPrefix = `siyu.p.${writeKey}.`
  const tab = newId().slice(-12)
  const name = (serial: number) => `${digits(now())}-${tab}-${digits(serial)}`
  const list = async (start: string) => [...((await tried(() => storage.list(start)))?.[0] ?? [])].sort()
  /** Keys not to offer: on their way in a leaving request, or settled but not removable from storage. */
  const skip = new Set<string>()
  const forget = async (keys: readonly string[]) => {
    for (const key of keys) {
      segments.discard(key)
      skip.add(key)
    }
    // What stays there is skipped on this visit; on the next one the collector recognises the ids.
    if (await tried(() => storage.remove(keys))) release(keys)
  }
  const release = (keys: readonly string[]) => {
    for (const key of keys) skip.delete(key)
  }
  const segments = createSegments((serial) => prefix + name(serial), seal, onDrop)
  const { own } = segments
  const adopted = async (key: string) => {
    const age = now() - Number.parseInt(key.slice(prefix.length), 36)
    if (!platform.lock && age >= 0 && age < ORPHAN_MS) return undefined
    const text = (await tried(() => storage.get(key)))?.[0]
    if (!text || !(age > EXPIRY_MS)) return text
    for (const message of text.split('\n')) onDrop('expired', message)
    void forget([key])
    return undefined
  }
  return {
    add: segments.add,
    count: segments.count,
    persist: (most) => store(platform, own, segments.seal(most)),
    take: async (maxBytes) => {
      // Without consent there is nothing in memory, but earlier visits may have left something.
      if (!mayStore()) return undefined
      const { batch, offer } = batchOf(maxBytes)
      const kept = [...own].filter(([, { place }]) => place === KEPT)
      const stored = await list(prefix)
      dropDelivered(platform, segments, kept, stored)
      for (const key of [...new Set([...stored, ...own.keys()])].sort()) {
        if (!skip.has(key) && !offer(key, own.get(key)?.text ?? (await adopted(key)))) break
      }
      return batch.bytes > 0 ? batch : undefined
    },
    takeLeaving: (beside) => {
      const { batch, offer } = batchOf(LEAVE_BYTES - (beside?.bytes ?? 0))
      for (const [key, { text }] of own) {
        if (!skip.has(key) && !beside?.keys.includes(key) && !offer(key, text)) break
      }
      for (const key of batch.keys) skip.add(key)
      return batch.bytes > 0 ? batch : undefined
    },
    spill: () => {
      segments.seal()
      spill(platform, own)
    },
    release,
    settle: forget,
    park: (message) => park(platform, parkedPrefix + name(0), message, list(parkedPrefix)),
    parked: async () =>
      (await Promise.all((await list(parkedPrefix)).map(storage.get))).flatMap((text) => parsed<Message>(text) ?? []),
    clear: async () => {
      segments.empty()
      await forget([...own.keys(), ...(await list(prefix)), ...(await list(parkedPrefix))])
    },
  }
}

function digits(value: number): string {
  return Math.max(0, value).toString(36).padStart(9, '0')
}

function batchOf(maxBytes: number): {
  readonly batch: Batch
  readonly offer: (key: string, text: string | null | undefined) => boolean
} {
  const batch = { keys: [] as string[], messages: [] as string[], bytes: 0 }
  const offer = (key: string, text: string | null | undefined) => {
    if (!text) return true
    const parts = text.split('\n')
    const bytes = batch.bytes + byteCount(text) + 1
    if (bytes > maxBytes || batch.messages.length + parts.length > BATCH_COUNT) return false
    batch.keys.push(key)
    batch.messages.push(...parts)
    batch.bytes = bytes
    return true
  }
  return { batch, offer }
}

function spill({ storage }: Platform, own: Segments['own']): void {
  for (const [key, segment] of own) if (segment.place !== KEPT) isKeptNow(storage, key, segment)
}

function isKeptNow({ setNow }: QueueStorage, key: string, segment: Segment): boolean {
  quietly(() => {
    setNow?.([key, segment.text])
    if (setNow) segment.place = KEPT
  })
  return segment.place === KEPT
}

/** The oldest gives way. */
async function park(
  { storage }: Platform,
  key: string,
  text: string,
  others: Promise<readonly string[]>,
): Promise<void> {
  const surplus = (await others).slice(0, 1 - PARKED_COUNT)
  await tried(() => Promise.all([storage.set([[key, text]]), storage.remove(surplus)]))
}

/** Writes what storage has not seen yet, as much as it may take. */
async function store({ storage }: Platform, own: Segments['own'], isMore: boolean): Promise<boolean> {
  let bytes = 0
  const moved = [...own].filter(([, { place, bytes: more }]) => {
    bytes += more
    return !place && bytes <= (storage.maxBytes ?? STORED_BYTES)
  })
  if (moved.length === 0) return isMore
  for (const [, segment] of moved) segment.place = MOVING
  // A trickle is cheaper written at once: a transaction of IndexedDB takes the page a millisecond or more.
  const later = moved.length > 1 ? moved : moved.filter(([key, segment]) => !isKeptNow(storage, key, segment))
  if (later.length > 0 && (await tried(() => storage.set(later.map(([key, { text }]) => [key, text]))))) {
    for (const [, segment] of later) segment.place = KEPT
  }
  // Cleared or acknowledged while the write was under way: it must not come back on the next visit.
  const gone = moved.map(([key]) => key).filter((key) => !own.has(key))
  if (gone.length > 0) await tried(() => storage.remove(gone))
  return isMore
}

/** Kept by this tab and gone since: another tab has delivered it, unless the whole storage was cleared. */
function dropDelivered(
  { identity }: Platform,
  { discard }: Segments,
  kept: readonly (readonly [string, Segment])[],
  stored: readonly string[],
): void {
  const isThere = new Set(stored)
  for (const [key, segment] of kept) {
    if (isThere.has(key)) continue
    if (quietly(identity.load)) discard(key)
    else segment.place = 0
  }
}
