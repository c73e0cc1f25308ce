import type { DropReason, Platform } from './ports.ts'

/** Largest event, in UTF-8 bytes of its JSON. */
export const EVENT_BYTES = 32_000
/** Largest batch, in UTF-8 bytes, with room left for the envelope under the collector's 500 kB. */
export const BATCH_BYTES = 450_000
export const BATCH_COUNT = 200
/** Largest body of a request that outlives its page (browsers allow 64 KiB in flight). */
export const LEAVE_BYTES = 60_000
/** A segment always fits into a leaving request. */
const SEGMENT_BYTES = 50_000
/** What the queue may take of the origin's storage; more waits in memory only. */
const STORED_BYTES = 2_000_000
/** What may wait in all; more is dropped and counted. */
const HELD_BYTES = 12_000_000
const EXPIRY_MS = 30 * 86_400_000
/** Without locks another tab's segment is left alone until it is this old: by then its tab is likely gone. */
const ORPHAN_MS = 60_000
const TIME_DIGITS = 9

/** UTF-8 length, without needing TextEncoder (mini-programs). */
export function byteCount(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) bytes += code < 2048 || (code > 0xd7ff && code < 0xe000) ? 1 : 2
  }
  return bytes
}

/** Events that are stored, sent and acknowledged together; JSON texts joined by line feeds. */
type Segment = { readonly text: string; readonly bytes: number; stored: boolean }

export type Batch = { readonly keys: readonly string[]; readonly messages: readonly string[] }

/**
 * The queue of one tab. Each tab writes segments under keys of its own, so tabs never overwrite each other; any tab may
 * send and remove any segment. A segment leaves only when acknowledged, so a crash repeats events but loses none.
 */
export type Queue = {
  /** Takes an event into memory; false when the queue is full. */
  readonly add: (message: string, bytes: number) => boolean
  /** Events in memory and segments not acknowledged. */
  readonly waitingCount: () => number
  /** Moves what is in memory to storage. The storage call is made before this returns. */
  readonly persist: () => Promise<void>
  /** The oldest events that fit one batch, from all tabs. */
  readonly take: () => Promise<Batch | undefined>
  /** This tab's oldest events that fit a leaving request; they are not offered again until released. */
  readonly takeLeaving: () => Batch | undefined
  readonly release: (batch: Batch) => void
  /** The batch arrived (or will never): forget it. */
  readonly settle: (batch: Batch) => Promise<void>
  readonly clear: () => Promise<void>
}

type State = {
  readonly platform: Platform
  readonly prefix: string
  readonly tab: string
  readonly mayStore: () => boolean
  readonly onDrop: (reason: DropReason, message: string) => void
  readonly own: Map<string, Segment>
  /** Keys not to offer: on their way in a leaving request, or settled but not removable from storage. */
  readonly skip: Set<string>
  pending: string[]
  pendingBytes: number
  heldBytes: number
  storedBytes: number
  /** Storage was looked at once, for what earlier visits left. */
  counted: boolean
  serial: number
}

export function createQueue(
  platform: Platform,
  writeKey: string,
  mayStore: () => boolean,
  onDrop: (reason: DropReason, message: string) => void,
): Queue {
  const state: State = {
    platform,
    prefix: `siyu.q.${writeKey}.`,
    tab: platform.newId().slice(-12),
    mayStore,
    onDrop,
    own: new Map(),
    skip: new Set(),
    pending: [],
    pendingBytes: 0,
    heldBytes: 0,
    storedBytes: 0,
    counted: false,
    serial: 0,
  }
  return {
    add: (message, bytes) => add(state, message, bytes),
    waitingCount: () => state.own.size + state.pending.length,
    persist: () => persist(state),
    take: () => take(state),
    takeLeaving: () => takeLeaving(state),
    release: (batch) => {
      for (const key of batch.keys) state.skip.delete(key)
    },
    settle: async (batch) => {
      for (const key of batch.keys) await forget(state, key)
    },
    clear: async () => {
      state.pending = []
      state.heldBytes -= state.pendingBytes
      state.pendingBytes = 0
      for (const key of await keysOf(state)) await forget(state, key)
    },
  }
}

function add(state: State, message: string, bytes: number): boolean {
  const size = bytes + 1
  if (state.heldBytes + size > HELD_BYTES) return false
  if (state.pendingBytes + size > SEGMENT_BYTES) void persist(state)
  state.pending.push(message)
  state.heldBytes += size
  state.pendingBytes += size
  return true
}

async function persist(state: State): Promise<void> {
  if (state.pending.length === 0) return
  const segment: Segment = { text: state.pending.join('\n'), bytes: state.pendingBytes, stored: false }
  const time = state.platform.now().toString(36).padStart(TIME_DIGITS, '0')
  const key = `${state.prefix}${time}-${state.tab}-${(state.serial++).toString(36).padStart(TIME_DIGITS, '0')}`
  state.pending = []
  state.pendingBytes = 0
  state.own.set(key, segment)
  if (!state.mayStore() || state.storedBytes + segment.bytes > STORED_BYTES) return
  state.storedBytes += segment.bytes
  try {
    await state.platform.storage.set(key, segment.text)
    segment.stored = true
    // Cleared or acknowledged while the write was under way: it must not come back on the next visit.
    if (!state.own.has(key)) await state.platform.storage.remove(key)
  } catch {
    state.storedBytes -= segment.bytes
  }
}

async function take(state: State): Promise<Batch | undefined> {
  const keys: string[] = []
  const messages: string[] = []
  let bytes = 0
  for (const key of (await keysOf(state)).sort()) {
    if (state.skip.has(key)) continue
    const text = state.own.get(key)?.text ?? (await adopt(state, key))
    if (!text) continue
    const parts = text.split('\n')
    const size = byteCount(text) + parts.length
    if (keys.length > 0 && (bytes + size > BATCH_BYTES || messages.length + parts.length > BATCH_COUNT)) break
    keys.push(key)
    messages.push(...parts)
    bytes += size
  }
  return keys.length > 0 ? { keys, messages } : undefined
}

/** Every segment there is: in storage, of all tabs, and in this tab's memory. */
async function keysOf(state: State): Promise<string[]> {
  const { own, platform } = state
  const known = [...own].filter(([, segment]) => segment.stored)
  let stored: ReadonlySet<string> = new Set()
  try {
    stored = new Set(await platform.storage.list(state.prefix))
    // Stored by this tab and gone since: another tab has delivered it.
    for (const [key] of known) if (!stored.has(key)) release(state, key)
    if (!state.counted) {
      state.counted = true
      for (const key of stored) if (!own.has(key)) state.storedBytes += (await platform.storage.get(key))?.length ?? 0
    }
  } catch {
    // Blocked storage: what is in memory is all there is.
  }
  return [...new Set([...stored, ...own.keys()])]
}

/** The text of another tab's segment, when it may be sent from here. */
async function adopt(state: State, key: string): Promise<string | undefined> {
  const { storage, now, lock } = state.platform
  const age = now() - Number.parseInt(key.slice(state.prefix.length, state.prefix.length + TIME_DIGITS), 36)
  if (!lock && age >= 0 && age < ORPHAN_MS) return undefined
  try {
    const text = await storage.get(key)
    if (!text || !(age > EXPIRY_MS)) return text
    for (const message of text.split('\n')) state.onDrop('expired', message)
    await forget(state, key)
  } catch {
    // Unreadable storage: the segment stays for a later visit.
  }
  return undefined
}

function takeLeaving(state: State): Batch | undefined {
  const keys: string[] = []
  const messages: string[] = []
  let bytes = 0
  for (const [key, segment] of state.own) {
    if (state.skip.has(key)) continue
    if (bytes + segment.bytes > LEAVE_BYTES - 1000) break
    bytes += segment.bytes
    keys.push(key)
    messages.push(...segment.text.split('\n'))
    state.skip.add(key)
  }
  return keys.length > 0 ? { keys, messages } : undefined
}

function release(state: State, key: string): void {
  const segment = state.own.get(key)
  if (!segment) return
  state.own.delete(key)
  state.heldBytes -= segment.bytes
  if (segment.stored) state.storedBytes -= segment.bytes
}

async function forget(state: State, key: string): Promise<void> {
  release(state, key)
  state.skip.add(key)
  try {
    await state.platform.storage.remove(key)
    state.skip.delete(key)
  } catch {
    // It stays skipped on this visit; on the next one the collector recognises the ids.
  }
}
