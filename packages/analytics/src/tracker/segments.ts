import type { Draft } from './compose.ts'
import type { DropReason } from './ports.ts'
import { quietly } from './quiet.ts'

/** Largest event, in UTF-8 bytes of its JSON. */
const EVENT_BYTES = 32_000
/** A segment always fits into a leaving request. */
const SEGMENT_BYTES = 50_000
/** Largest body of a request that outlives its page: browsers allow 64 KiB in flight. */
const LEAVE_BYTES = 59_000
/** What may wait in all; more is dropped and counted. */
export const HELD_BYTES = 12_000_000

/** Events that are stored, sent and acknowledged together: JSON texts joined by line feeds. */
export type Segment = {
  readonly text: string
  readonly bytes: number
  /** Was given to storage, which may have refused it. */
  isTried?: boolean
  /** Is there. */
  isKept?: boolean
}

export type Batch = {
  readonly keys: string[]
  readonly messages: string[]
  bytes: number
  /** More waits than it can take. */
  isFull: boolean
}

/** What one tab holds in memory: single events, and those that were gathered into segments. */
export type Segments = {
  /** By key, oldest first. */
  readonly own: Map<string, Segment>
  /** Takes an event, or drops it when there is no room. */
  readonly add: (draft: Draft) => void
  /** Redacts, measures and gathers, at most so many events: long work is cut into pieces. True when more wait. */
  readonly seal: (most?: number) => boolean
  readonly discard: (key: string) => void
  /** Keys not to offer: on their way in a leaving request, or settled but not removable from storage. */
  readonly skip: Set<string>
  /** This tab's oldest events that fit a leaving request beside another; not offered again until released. */
  readonly takeLeaving: (beside: Batch | undefined) => Batch
  readonly release: (keys: readonly string[]) => void
  /** Events and segments that wait. */
  readonly count: () => number
  /** Forgets the single events. */
  readonly empty: () => void
}

/** The text to keep of an event: redacted. Throws when there is none. */
export type Seal = (draft: Draft) => string

export type OnDrop = (reason: DropReason, message: string) => void

export function createSegments(nextKey: () => string, redacted: Seal, onDrop: OnDrop): Segments {
  const own = new Map<string, Segment>()
  const fresh: Draft[] = []
  let held = 0
  const skip = new Set<string>()
  const seal = (most = fresh.length) => {
    let texts: string[] = []
    let bytes = 0
    const put = () => {
      if (bytes) own.set(nextKey(), { text: texts.join('\n'), bytes })
      held += bytes
      texts = []
      bytes = 0
    }
    for (const raw of fresh.splice(0, most)) {
      held -= lengthOf(raw)
      const text = quietly(() => redacted(raw))
      const size = byteCount(text ?? '') + 1
      if (!text || size > EVENT_BYTES) onDrop(text ? 'too_large' : 'unserialisable', raw[0])
      else {
        if (bytes + size > SEGMENT_BYTES) put()
        texts.push(text)
        bytes += size
      }
    }
    put()
    return fresh.length > 0
  }
  const discard = (key: string) => {
    held -= own.get(key)?.bytes ?? 0
    own.delete(key)
  }
  return {
    own,
    skip,
    seal,
    discard,
    add: (draft) => {
      if (held > HELD_BYTES) return onDrop('queue_full', draft[0])
      fresh.push(draft)
      held += lengthOf(draft)
    },
    takeLeaving: (beside) => {
      const batch = emptyBatch()
      const maxBytes = LEAVE_BYTES - (beside?.bytes ?? 0)
      for (const [key, { text }] of own) {
        if (!skip.has(key) && !beside?.keys.includes(key) && !fits(batch, maxBytes, key, text)) break
      }
      for (const key of batch.keys) skip.add(key)
      return batch
    },
    release: (keys) => {
      for (const key of keys) skip.delete(key)
    },
    count: () => own.size + fresh.length,
    empty: () => {
      for (const draft of fresh.splice(0)) held -= lengthOf(draft)
    },
  }
}

export function emptyBatch(): Batch {
  return { keys: [], messages: [], bytes: 0, isFull: false }
}

/** Puts a segment into the batch; false when that would be too much. */
export function fits(batch: Batch, maxBytes: number, key: string, text: string | null | undefined): boolean {
  if (!text) return true
  const bytes = batch.bytes + byteCount(text) + 1
  batch.isFull = bytes > maxBytes
  if (batch.isFull) return false
  batch.keys.push(key)
  batch.messages.push(...text.split('\n'))
  batch.bytes = bytes
  return true
}

function lengthOf([text, context]: Draft): number {
  return text.length + context.length
}

/** UTF-8 length or a little more, without needing TextEncoder (mini-programs): what is not ASCII counts as three. */
function byteCount(text: string): number {
  return text.replace(/[^ -~\n]/g, '   ').length
}
