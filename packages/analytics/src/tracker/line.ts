import type { Message } from '../events.ts'
import type { Draft } from './compose.ts'
import { createSender, type Sender } from './deliver.ts'
import type { DropReason, Lifecycle, Platform, TrackerOptions } from './ports.ts'
import { createQueue, type Queue } from './queue.ts'
import { parsed } from './quiet.ts'

/** What a crash of the tab may take along. */
const PERSIST_MS = 40
/** Events worked on at once; then the page gets its turn. */
const PIECE_COUNT = 500

/** The way of an event from its draft to the collector. */
export type Line = Lifecycle &
  Pick<Queue, 'parked' | 'clear'> &
  Pick<Sender, 'stop'> & {
    readonly add: (draft: Draft) => void
    /** Looks for what earlier visits left, and sends it. */
    readonly start: () => void
    readonly flush: () => Promise<void>
  }

export function createLine(
  options: TrackerOptions,
  platform: Platform,
  mayStore: () => boolean,
  seal: (draft: Draft) => string,
  drop: (reason: DropReason, message?: Partial<Message>) => void,
  onPersist: () => void,
): Line {
  const { writeKey, flushAtCount = 100, flushIntervalMs = 2000 } = options
  const onDrop = (reason: DropReason, text: string) => drop(reason, parsed(text))
  const queue = createQueue(platform, writeKey, mayStore, seal, onDrop)
  const sender = createSender(options, platform, queue, (text) => {
    onDrop('rejected', text)
    void queue.park(text)
  })
  let isPersisting = false
  /** Gathers the events of a moment into one write; leaving does it at once. */
  const start = () => {
    if (isPersisting) return
    isPersisting = true
    setTimeout(persist, PERSIST_MS)
  }
  const persist = async () => {
    isPersisting = false
    onPersist()
    sender.wake(queue.count() < flushAtCount ? flushIntervalMs : 0)
    if (await queue.persist(PIECE_COUNT)) start()
  }
  return {
    ...queue,
    ...sender,
    start: () => {
      start()
      sender.wake(0)
    },
    add: (draft) => {
      queue.add(draft)
      start()
    },
    flush: async () => {
      await queue.persist()
      // A run under way may already have seen an empty queue: only the next one is sure to see these events.
      await sender.resume()
      await sender.resume()
    },
  }
}
