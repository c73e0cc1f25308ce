import type { Draft } from './compose.ts'
import type { DropReason } from './ports.ts'
import { quietly } from './quiet.ts'

/** Largest event, in UTF-8 bytes of its JSON. */
export const EVENT_BYTES = 32_000
/** A segment always fits into a leaving request. */
const SEGMENT_BYTES = 50_000
/** What may wait in all; more is dropped and counted. */
const HELD_BYTES = 12_000_000

/** Events that are stored, sent and acknowledged together: JSON texts joined by line feeds. */
export type Segment = {
  readonly text: string
  readonly bytes: number
  /** `MOVING` or `KEPT` of the queue; nothing before storage was tried. */
  place?: number
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
  /** Events and segments that wait. */
  readonly count: () => number
  /** Forgets the single events. */
  readonly empty: () => void
}

export function createSegments(
  nextKey: (serial: number) => string,
  redacted: (draft: Draft) => string,
  onDrop: (reason: DropReason, message: string) => void,
): Segments {
  const own = new Map<string, Segment>()
  const fresh: Draft[] = []
  let held = 0
  let serial = 0
  const seal = (most = fresh.length) => {
    let texts: string[] = []
    let bytes = 0
    const put = () => {
      if (texts.length > 0) own.set(nextKey(serial++), { text: texts.join('\n'), bytes })
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
    seal,
    discard,
    add: (draft) => {
      if (held > HELD_BYTES) return onDrop('queue_full', draft[0])
      fresh.push(draft)
      held += lengthOf(draft)
    },
    count: () => own.size + fresh.length,
    empty: () => {
      for (const draft of fresh.splice(0)) held -= lengthOf(draft)
    },
  }
}

function lengthOf([text, context]: Draft): number {
  return text.length + context.length
}

/** UTF-8 length or a little more, without needing TextEncoder (mini-programs): what is not ASCII counts as three. */
export function byteCount(text: string): number {
  return text.replace(/[^ -~\n]/g, '   ').length
}
