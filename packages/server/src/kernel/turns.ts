import type { Row } from './database.ts'
import type { BrandRead } from './read-together.ts'

/** Runs what concerns one owner one after the other, so that it does not fight for the same rows; at once for none. */
export type Turns = <T>(owner: string | null, read: BrandRead, work: (turn: Turn) => Promise<T>) => Promise<T>

/** What whoever has the turn knows of the line. */
export type Turn = {
  /** What the one in front read for this one right behind its own commit; undefined when it did not, or in vain. */
  readonly handed: () => Promise<readonly Row[] | undefined>
  /** The one behind, for whom to read: asked again, whoever is behind by then. */
  readonly next: () => Place | undefined
}

/** A place in a line. */
export type Place = {
  /** What is going to be read first when its turn comes. */
  readonly read: BrandRead
  /** The rows of that, read already; undefined takes them back. */
  readonly hand: (rows: Promise<readonly Row[] | undefined> | undefined) => void
}

/** The longest line; whoever comes then goes ahead and takes the chance of a lost race. */
const MAX_WAITING = 1_000
/** The longest wait for whoever is in front. */
const MAX_WAIT_MS = 1_000

const ALONE: Turn = { handed: async () => undefined, next: () => undefined }

/**
 * Turns within this process. Nothing rests on them: several processes, a full line and a long wait race by versions,
 * as everyone would without.
 */
export function openTurns(): Turns {
  const lines = new Map<string, { last: Promise<unknown>; count: number; readonly waiting: Set<Place> }>()
  return async (owner, read, work) => {
    if (owner === null) return work(ALONE)
    const line = lines.get(owner) ?? { last: Promise.resolve(), count: 0, waiting: new Set<Place>() }
    if (line.count >= MAX_WAITING) return work(ALONE)
    lines.set(owner, line)
    let rows: Promise<readonly Row[] | undefined> | undefined
    const place: Place = {
      read,
      hand: (handed) => {
        rows = handed
      },
    }
    const begin = () => {
      line.waiting.delete(place)
      return work({ handed: async () => rows, next: () => line.waiting.values().next().value })
    }
    line.waiting.add(place)
    const turn = line.count === 0 ? begin() : settled(line.last).then(begin)
    line.count += 1
    line.last = turn
    try {
      return await turn
    } finally {
      line.count -= 1
      if (line.count === 0) lines.delete(owner)
    }
  }
}

/** Resolves when the work is over, however it ended, or when it takes too long. */
function settled(work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, MAX_WAIT_MS)
    const over = (): void => {
      clearTimeout(late)
      resolve()
    }
    work.then(over, over)
  })
}
